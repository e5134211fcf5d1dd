"""The table of what has been published: the ledger that later releases are checked against."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from .columns import id_, metadata, moment, to

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
    UniqueConstraint("checksum", "snapshot"),
    Index("ix_releases_questionnaire", "questionnaire", "year", "at"),
)
