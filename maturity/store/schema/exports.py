"""The tables of microdata exports: the request with its reason, its approval, and the enterprises contained."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Text

from .columns import id_, metadata, moment, reference

exports = Table(
    "exports",
    metadata,
    id_(),
    Column("questionnaire", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("what", String(7), nullable=False),
    Column("format", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("enterprises", Integer),  # how many a second person has to approve; null where no approval is needed
    moment("asked_at"),
    reference("asked_by", "people", null=True),  # null: the operator at the command line
    moment("approved_at", null=True),
    reference("approved_by", "people", null=True),
    moment("closed_at", null=True),  # declined, withdrawn or out of date
    reference("closed_by", "people", null=True),
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
    reference("export_id", "exports", primary=True),
    reference("organisation_id", "organisations", primary=True),
    Index("ix_exported_organisation_id", "organisation_id"),
)
