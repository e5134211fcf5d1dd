"""The tables of microdata exports: who asked for what and why, whose yes it had, and which enterprises were in it."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Text

from .columns import id_, metadata, moment, to

exports = Table(
    "exports",
    metadata,
    id_(),
    Column("questionnaire", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("what", String(7), nullable=False),
    Column("format", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("enterprises", Integer),  # how many a second person is asked about; none where none need be asked
    moment("asked_at"),
    to("asked_by", "people", null=True),  # none: the operator at the command line
    moment("approved_at", null=True),
    to("approved_by", "people", null=True),
    moment("closed_at", null=True),  # declined or withdrawn, or made no sense any more
    to("closed_by", "people", null=True),
    moment("made_at", null=True),
    Column("rows", Integer),
    CheckConstraint("what IN ('scores', 'answers', 'all')", name="what"),
    CheckConstraint("length(reason) BETWEEN 1 AND 1000", name="reason"),
    CheckConstraint("approved_by IS NULL OR approved_by <> asked_by", name="approved_by"),
    Index("ix_exports_asked_at", "asked_at"),
)

exported = Table(
    "exported",
    metadata,
    to("export_id", "exports", primary=True),
    to("organisation_id", "organisations", primary=True),
    Index("ix_exported_organisation_id", "organisation_id"),
)
