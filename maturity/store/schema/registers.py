"""The register of listed units: an append-only ledger of events, yearly forms, decisions, official stocks."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Float, Index, Integer, String, Table, Text

from .columns import metadata, moment, reference

register_events = Table(
    "register_events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),  # 1, 2, ...: who appends first has the number
    Column("unit", String(32), nullable=False),
    Column("action", String(7), nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", String(7), nullable=False),
    Column("name", String(200), nullable=False),
    Column("credit_code", String(18), nullable=False),
    Column("province", String(6), nullable=False),
    Column("city", String(6), nullable=False),
    Column("division", String(2), nullable=False),
    Column("batch", String(20), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("maker", String(200), nullable=False),
    moment("at"),
    reference("by", "people", null=True),  # null: the operator at the command line
    CheckConstraint("action IN ('add', 'rename', 'correct', 'restore', 'remove')", name="action"),
    CheckConstraint("seq >= 1", name="seq"),
    Index("ix_register_events_unit", "unit"),
)

register_forms = Table(
    "register_forms",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("due", Date, nullable=False),
    moment("at"),
    reference("by", "people", null=True),
)

register_filings = Table(
    "register_filings",
    metadata,
    Column("unit", String(32), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("value", Float),
    Column("exclusions", String(6), nullable=False),  # the letters of those that are met
    moment("at"),
    reference("by", "people", null=True),
)

register_decisions = Table(
    "register_decisions",
    metadata,
    Column("unit", String(32), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("reasons", String(200), nullable=False),  # of the proposal as it was decided, with blanks between them
    Column("removed", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    moment("at"),
    reference("by", "people"),
)

register_stocks = Table(
    "register_stocks",
    metadata,
    Column("kind", String(7), primary_key=True),
    Column("batch", String(20), primary_key=True),
    Column("closing", Integer, nullable=False),
    Column("source", String(200), nullable=False),
    moment("at"),
    reference("by", "people", null=True),
    CheckConstraint("closing >= 0", name="closing"),
)
