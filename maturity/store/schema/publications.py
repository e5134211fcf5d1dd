"""What has been published: the ledger that later releases are tried against, and the data behind each release."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from .columns import id_, metadata, moment, to

# The enterprises behind a release as they were, by numbers that stand for them: see statistics.states.
states = Table(
    "states",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("questionnaire", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("enterprises", LargeBinary, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    id_(),
    Column("questionnaire", String(60), nullable=False),
    Column("questionnaire_version", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("plan", String(60), nullable=False),
    Column("plan_digest", String(64), nullable=False),
    Column("snapshot", String(64), nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("statistics", Integer, nullable=False),
    Column("checksum", String(64), nullable=False),
    Column("told", Text, nullable=False),  # JSON: every number of its tables, shown or not
    moment("at"),
    to("by", "people", null=True),
    Column("state", String(64), nullable=True),  # of `states`; none for releases from before they were kept
    Column("status", String(11), nullable=True),  # provisional, revised, final
    Column("reference", Text, nullable=True),  # JSON: which submissions were read
    to("approved_by", "people", null=True),  # none: entered at the command line
    moment("embargo", null=True),  # until then nothing of it is shown
    Column("preparation", String(32), nullable=True),  # that it was approved from
    UniqueConstraint("checksum", "snapshot"),
    Index("ix_releases_questionnaire", "questionnaire", "year", "at"),
)

# Releases that one person prepared and another is asked to approve. `document` says how to make them again.
preparations = Table(
    "preparations",
    metadata,
    id_(),
    Column("questionnaire", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("checksums", Text, nullable=False),  # JSON: of the releases, as prepared
    moment("at"),
    to("by", "people"),
    moment("embargo", null=True),
    Column("decision", String(9), nullable=True),
    moment("decided_at", null=True),
    to("decided_by", "people", null=True),
    Column("words", Text, nullable=False),
    CheckConstraint("decision IN ('approved', 'rejected', 'withdrawn')", name="decision"),
    CheckConstraint("length(words) <= 1000", name="words"),
    Index("ix_preparations_at", "questionnaire", "at"),
)
