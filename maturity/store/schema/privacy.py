"""The tables of the privacy notice: every version of it, and which enterprise agreed to which."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from .columns import id_, metadata, moment, reference

notices = Table(
    "notices",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    moment("at"),
    reference("by", "people", null=True),  # null: the text shipped with the program
    CheckConstraint("version >= 1", name="version"),
)

consents = Table(
    "consents",
    metadata,
    id_(),
    reference("organisation_id", "organisations"),
    reference("person_id", "people"),
    Column("version", Integer, ForeignKey("notices.version"), nullable=False),
    Column("occasion", String(7), nullable=False),
    moment("at"),
    CheckConstraint("occasion IN ('sign-up', 'submit')", name="occasion"),
    Index("ix_consents_organisation_id", "organisation_id", "at"),
)
