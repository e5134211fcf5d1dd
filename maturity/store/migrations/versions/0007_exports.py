"""Microdata exports: who asked for what and why, whose yes it had, and which enterprises were in it."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(7), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("asked_by", sa.String(32)),
        sa.Column("approved_at", Moment()),
        sa.Column("approved_by", sa.String(32)),
        sa.Column("made_at", Moment()),
        sa.Column("rows", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_exports_asked_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_exports_approved_by")),
        sa.CheckConstraint("what IN ('scores', 'answers', 'all')", name=op.f("ck_exports_what")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_exports_reason")),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> asked_by", name=op.f("ck_exports_approved_by")),
    )
    op.create_index("ix_exports_asked_at", "exports", ["asked_at"])
    op.create_table(
        "exported",
        sa.Column("export_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("export_id", "organisation_id", name=op.f("pk_exported")),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_exported_export_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_exported_organisation_id")),
    )
    op.create_index("ix_exported_organisation_id", "exported", ["organisation_id"])
