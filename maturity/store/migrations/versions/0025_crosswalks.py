"""Crosswalks to uploaded questionnaires: none yet."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "crosswalks",
        sa.Column("definition_id", sa.String(32), nullable=False),
        sa.Column("before", sa.String(60), nullable=False),
        sa.Column("crosswalk", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.Column("uploaded_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("definition_id", "before", name=op.f("pk_crosswalks")),
        sa.ForeignKeyConstraint(["definition_id"], ["questionnaires.id"], name=op.f("fk_crosswalks_definition_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["people.id"], name=op.f("fk_crosswalks_uploaded_by")),
    )
