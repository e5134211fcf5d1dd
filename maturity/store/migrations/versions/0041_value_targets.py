"""Targets where a questionnaire has no levels: a score, a grade or a number, with a year."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "value_targets",
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("entered", sa.String(60), nullable=False),
        sa.Column("value", sa.String(120), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("elsewhere", sa.Text),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_value_targets_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_value_targets_by")),
        sa.PrimaryKeyConstraint("assessment_id", "subject", name=op.f("pk_value_targets")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_value_targets_year")),
    )
