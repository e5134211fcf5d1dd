"""What has been published: the ledger that later releases are tried against, and the data behind each release."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

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
    UniqueConstraint("checksum", "snapshot"),
    Index("ix_releases_questionnaire", "questionnaire", "year", "at"),
)
