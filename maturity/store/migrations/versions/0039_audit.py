"""Seals of the audit log: it begins empty; rows of before stay as they are, without seals."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "audit_days",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_days")),
    )
    op.create_table(
        "audit_seals",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("request", sa.String(32), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=True),
        sa.Column("salt", sa.String(32), nullable=True),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("erased_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("day", "number", name=op.f("pk_audit_seals")),
        sa.CheckConstraint("(salt IS NULL) = (entry IS NULL)", name=op.f("ck_audit_seals_salt")),
        sa.CheckConstraint("(salt IS NULL) = (erased_by IS NOT NULL)", name=op.f("ck_audit_seals_erased_by")),
    )
    op.create_index("ix_audit_seals_entry", "audit_seals", ["entry"])
    op.create_index("ix_audit_seals_action", "audit_seals", ["action", "day", "number"])
    op.create_index("ix_audit_seals_erased_by", "audit_seals", ["erased_by"])
    kept = sa.text("salt IS NOT NULL")
    op.create_index("ix_audit_seals_kept", "audit_seals", ["day"], sqlite_where=kept, postgresql_where=kept)
    op.create_index("ix_audit_log_person_id", "audit_log", ["person_id", "at"])
