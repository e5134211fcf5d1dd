"""Identities of people at identity providers: nobody has one."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0050"
down_revision = "0048"


def upgrade() -> None:
    op.create_table(
        "person_identities",
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("connected_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_person_identities")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_identities_person_id")),
        sa.UniqueConstraint("person_id", "issuer", name=op.f("uq_person_identities_person_id")),
    )
