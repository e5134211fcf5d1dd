"""The table of work beside the pages: exports, releases, e-mails. A worker takes a job by writing its claim."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Index, Integer, String, Table, Text, text

from ..types import Pairs
from .columns import id_, metadata, moment, reference

_LIVE = text("state IN ('waiting', 'running')")
_RUNNING = text("state = 'running'")

jobs = Table(
    "jobs",
    metadata,
    id_(),
    reference("by", "people", null=True),  # null: of the application itself, such as an e-mail
    Column("kind", String(20), nullable=False),
    Column("about", Pairs, nullable=False),
    Column("sha256", String(64), nullable=False),  # of kind and about: what is asked for twice is one job
    Column("state", String(7), nullable=False),
    moment("at"),
    moment("due_at"),  # waiting: not taken before; running: taken from its worker after
    moment("ended_at", null=True),
    Column("attempts", Integer, nullable=False),
    Column("claim", String(32)),  # drawn anew whenever a worker takes the job
    Column("slot", String(100)),  # "machine number", of those that a machine has for long work
    Column("stopping", Boolean, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("file", String(255)),
    Column("problems", Text, nullable=False),
    CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'stopped')", name="state"),
    CheckConstraint("state <> 'running' OR claim IS NOT NULL", name="claim"),
    CheckConstraint("(ended_at IS NULL) = (state IN ('waiting', 'running'))", name="ended_at"),
    CheckConstraint("file IS NULL OR state = 'done'", name="file"),
    Index("ix_jobs_by", "by"),
    Index("ix_jobs_due_at", "due_at", sqlite_where=_LIVE, postgresql_where=_LIVE),
    Index("uq_jobs_asked", "by", "sha256", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    Index("uq_jobs_running", "by", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
    Index("uq_jobs_slot", "slot", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
)
