"""Releases prepared by one person and approved by another; until when they are not shown."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "preparations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("checksums", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("embargo", Moment(), nullable=True),
        sa.Column("decision", sa.String(9), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparations")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_preparations_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_preparations_decided_by")),
        sa.CheckConstraint("decision IN ('approved', 'rejected', 'withdrawn')", name=op.f("ck_preparations_decision")),
        sa.CheckConstraint("length(words) <= 1000", name=op.f("ck_preparations_words")),
    )
    op.create_index("ix_preparations_at", "preparations", ["questionnaire", "at"])
    with op.batch_alter_table("releases") as table:
        table.add_column(sa.Column("approved_by", sa.String(32), nullable=True))
        table.add_column(sa.Column("embargo", Moment(), nullable=True))
        table.add_column(sa.Column("preparation", sa.String(32), nullable=True))
        table.create_foreign_key(op.f("fk_releases_approved_by"), "people", ["approved_by"], ["id"])
