"""Work beside the pages: none is known."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0036"
down_revision = "0035"

_LIVE = sa.text("state IN ('waiting', 'running')")
_RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("by", sa.String(32), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(32), nullable=True),
        sa.Column("slot", sa.String(100), nullable=True),
        sa.Column("stopping", sa.Boolean(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.String(255), nullable=True),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_jobs_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'stopped')", name=op.f("ck_jobs_state")),
        sa.CheckConstraint("state <> 'running' OR claim IS NOT NULL", name=op.f("ck_jobs_claim")),
        sa.CheckConstraint("(ended_at IS NULL) = (state IN ('waiting', 'running'))", name=op.f("ck_jobs_ended_at")),
        sa.CheckConstraint("file IS NULL OR state = 'done'", name=op.f("ck_jobs_file")),
    )
    op.create_index("ix_jobs_by", "jobs", ["by"])
    op.create_index("ix_jobs_due_at", "jobs", ["due_at"], sqlite_where=_LIVE, postgresql_where=_LIVE)
    for name, columns, where in (
        ("uq_jobs_asked", ["by", "sha256"], _LIVE),
        ("uq_jobs_running", ["by"], _RUNNING),
        ("uq_jobs_slot", ["slot"], _RUNNING),
    ):
        op.create_index(name, "jobs", columns, unique=True, sqlite_where=where, postgresql_where=where)
