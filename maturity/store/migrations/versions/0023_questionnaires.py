"""Uploaded questionnaire definitions: none yet. An index counts the assessments of each version."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment, Pairs

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "questionnaires",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(60), nullable=False),
        sa.Column("version", sa.String(60), nullable=False),
        sa.Column("definition", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("title", Pairs(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("levels", sa.Integer(), nullable=False),
        sa.Column("profiles", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.Column("uploaded_by", sa.String(32), nullable=False),
        sa.Column("published_at", Moment()),
        sa.Column("published_by", sa.String(32)),
        sa.Column("withdrawn_at", Moment()),
        sa.Column("withdrawn_by", sa.String(32)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaires")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["people.id"], name=op.f("fk_questionnaires_uploaded_by")),
        sa.ForeignKeyConstraint(["published_by"], ["people.id"], name=op.f("fk_questionnaires_published_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["people.id"], name=op.f("fk_questionnaires_withdrawn_by")),
        sa.CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name=op.f("ck_questionnaires_state")),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name=op.f("ck_questionnaires_published_at")),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_questionnaires_withdrawn_at")
        ),
        sa.CheckConstraint("length(reason) <= 1000", name=op.f("ck_questionnaires_reason")),
    )
    released = sa.text("state <> 'draft'")
    op.create_index(
        "ix_questionnaires_released",
        "questionnaires",
        ["questionnaire", "version"],
        unique=True,
        sqlite_where=released,
        postgresql_where=released,
    )
    op.create_index("ix_assessments_questionnaire", "assessments", ["questionnaire", "questionnaire_version"])
