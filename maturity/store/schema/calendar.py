"""The calendar of releases: which figures are planned for which day."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, String, Table, UniqueConstraint

from .columns import id_, metadata, moment, reference

planned = Table(
    "planned_releases",
    metadata,
    id_(),
    Column("questionnaire", String(60), nullable=False),
    Column("plan", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("status", String(11), nullable=False),
    Column("day", Date, nullable=False),
    Column("version", Integer, nullable=False),
    moment("at"),
    reference("by", "people"),
    CheckConstraint("status IN ('provisional', 'revised', 'final')", name="status"),
    CheckConstraint("version >= 1", name="version"),
    UniqueConstraint("questionnaire", "plan", "year", "status"),
)
