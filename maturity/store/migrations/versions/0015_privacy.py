"""The privacy notice in its versions, and the consents of enterprises: none yet, so that the next submission asks."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(32)),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_notices")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_notices_by")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_notices_version")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(7), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_consents_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consents_person_id")),
        sa.ForeignKeyConstraint(["version"], ["notices.version"], name=op.f("fk_consents_version")),
        sa.CheckConstraint("occasion IN ('sign-up', 'submit')", name=op.f("ck_consents_occasion")),
    )
    op.create_index("ix_consents_organisation_id", "consents", ["organisation_id", "at"])
