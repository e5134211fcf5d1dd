"""Items that somebody marked to come back to."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "flags",
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "item", name=op.f("pk_flags")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_flags_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_flags_by")),
    )
