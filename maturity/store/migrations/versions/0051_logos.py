"""Logos of enterprises, and of the firms that hold workshops."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.create_table(
        "logos",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=True),
        sa.Column("room_id", sa.String(32), nullable=True),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(organisation_id IS NULL) <> (room_id IS NULL)", name=op.f("ck_logos_owner")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_logos_organisation_id")),
        sa.ForeignKeyConstraint(["room_id"], ["workshop_rooms.id"], name=op.f("fk_logos_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logos")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_logos_organisation_id")),
        sa.UniqueConstraint("room_id", name=op.f("uq_logos_room_id")),
    )
