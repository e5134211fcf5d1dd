"""Sets of reference values: none."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0032"
down_revision = "0031"

_IN_USE = sa.text("assessment_id IS NULL AND ended_at IS NULL")
_OWN_IN_USE = sa.text("assessment_id IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "reference_sets",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(60), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("unverified", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.Column("uploaded_by", sa.String(32), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_reference_sets_assessment_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["people.id"], name=op.f("fk_reference_sets_uploaded_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_reference_sets_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_sets")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_reference_sets_ended")),
    )
    table = "reference_sets"
    op.create_index("ix_reference_sets_assessment_id", table, ["assessment_id"])
    for name, column, where in (
        ("uq_reference_sets_in_use", "questionnaire", _IN_USE),
        ("uq_reference_sets_own", "assessment_id", _OWN_IN_USE),
    ):
        op.create_index(name, table, [column], unique=True, sqlite_where=where, postgresql_where=where)
