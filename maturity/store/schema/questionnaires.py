"""Uploaded definitions (drafts, versions published or withdrawn), their crosswalks, and sets of reference values."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, String, Table, Text, text

from ..types import Pairs
from .columns import id_, metadata, moment, reference

_RELEASED = text("state <> 'draft'")
_IN_USE = text("assessment_id IS NULL AND ended_at IS NULL")
_OWN_IN_USE = text("assessment_id IS NOT NULL AND ended_at IS NULL")

questionnaires = Table(
    "questionnaires",
    metadata,
    id_(),
    Column("questionnaire", String(60), nullable=False),
    Column("version", String(60), nullable=False),
    Column("definition", LargeBinary, nullable=False),  # the file, byte for byte; never changed
    Column("digest", String(64), nullable=False),  # SHA-256 of it
    Column("title", Pairs, nullable=False),  # zh and en
    Column("items", Integer, nullable=False),
    Column("levels", Integer, nullable=False),
    Column("profiles", Integer, nullable=False),
    Column("state", String(9), nullable=False),
    moment("uploaded_at"),
    reference("uploaded_by", "people"),
    moment("published_at", null=True),
    reference("published_by", "people", null=True),
    moment("withdrawn_at", null=True),
    reference("withdrawn_by", "people", null=True),
    Column("reason", Text, nullable=False),  # why it was withdrawn
    CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state"),
    CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_at"),
    CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at"),
    CheckConstraint("length(reason) <= 1000", name="reason"),
    Index(
        "ix_questionnaires_released",
        "questionnaire",
        "version",
        unique=True,
        sqlite_where=_RELEASED,
        postgresql_where=_RELEASED,
    ),
)

crosswalks = Table(
    "crosswalks",
    metadata,
    reference("definition_id", "questionnaires", primary=True),  # the later version
    Column("before", String(60), primary_key=True),  # the earlier version
    Column("crosswalk", LargeBinary, nullable=False),  # the file, byte for byte
    Column("digest", String(64), nullable=False),  # SHA-256 of it
    moment("uploaded_at"),
    reference("uploaded_by", "people"),
)

reference_sets = Table(
    "reference_sets",
    metadata,
    id_(),
    Column("questionnaire", String(60), nullable=False),
    reference("assessment_id", "assessments", null=True),  # the one that it is for; null for all
    Column("name", String(100), nullable=False),
    Column("day", String(10), nullable=False),  # of its figures, YYYY-MM-DD
    Column("source", String(300), nullable=False),
    Column("content", Text, nullable=False),  # the values as canonical JSON; never changed
    Column("digest", String(64), nullable=False),  # SHA-256 of it
    Column("count", Integer, nullable=False),
    Column("unverified", Integer, nullable=False),
    moment("uploaded_at"),
    reference("uploaded_by", "people"),
    moment("ended_at", null=True),  # replaced by another one, or withdrawn
    reference("ended_by", "people", null=True),
    CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),
    Index("ix_reference_sets_assessment_id", "assessment_id"),
    Index("uq_reference_sets_in_use", "questionnaire", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE),
    Index(
        "uq_reference_sets_own", "assessment_id", unique=True, sqlite_where=_OWN_IN_USE, postgresql_where=_OWN_IN_USE
    ),
)
