"""The tables of publications: the ledger that later releases are checked against, and the data of each release."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from .columns import id_, metadata, moment, reference

# The enterprises of a release at its time, under pseudonymous numbers: see statistics.states.
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
    Column("told", Text, nullable=False),  # JSON: every number of its tables, published or suppressed
    moment("at"),
    reference("by", "people", null=True),
    Column("state", String(64), nullable=True),  # of `states`; null for releases older than that table
    Column("status", String(11), nullable=True),  # provisional, revised, final
    Column("reference", Text, nullable=True),  # JSON: which submissions were read
    reference("approved_by", "people", null=True),  # null: entered at the command line
    moment("embargo", null=True),  # nothing of it is shown before
    Column("preparation", String(32), nullable=True),  # the preparation that was approved
    UniqueConstraint("checksum", "snapshot"),
    Index("ix_releases_questionnaire", "questionnaire", "year", "at"),
)

# Releases prepared by one person for approval by another. `document` holds the parameters to build them again.
preparations = Table(
    "preparations",
    metadata,
    id_(),
    Column("questionnaire", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("checksums", Text, nullable=False),  # JSON: of the releases, as prepared
    moment("at"),
    reference("by", "people"),
    moment("embargo", null=True),
    Column("decision", String(9), nullable=True),
    moment("decided_at", null=True),
    reference("decided_by", "people", null=True),
    Column("words", Text, nullable=False),
    CheckConstraint("decision IN ('approved', 'rejected', 'withdrawn')", name="decision"),
    CheckConstraint("length(words) <= 1000", name="words"),
    Index("ix_preparations_at", "questionnaire", "at"),
)

# What the publishing body brings for the releases of a year: tables of regions, what was reached of targets.
brought = Table(
    "brought",
    metadata,
    id_(),
    Column("source", String(7), nullable=False),
    Column("year", Integer, nullable=False),
    Column("document", Text, nullable=False),  # JSON: values, indicators, names and digests of the files
    moment("at"),
    reference("by", "people"),
    CheckConstraint("source IN ('regions', 'targets')", name="source"),
    Index("ix_brought_year", "source", "year", "at"),
)
