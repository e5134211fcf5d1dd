"""The tables of the audit log's seals: a chain of digests a day over rows of `audit_log`."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, String, Table, text

from .columns import metadata, moment

_KEPT = text("salt IS NOT NULL")

audit_days = Table(
    "audit_days",
    metadata,
    Column("day", String(10), primary_key=True),  # UTC
    Column("entries", Integer, nullable=False),
    Column("previous", String(64), nullable=False),  # the digest of the day before; "" for the first
    Column("digest", String(64), nullable=False),  # of the last entry
)

audit_seals = Table(
    "audit_seals",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    moment("at"),
    Column("action", String(40), nullable=False),
    Column("request", String(32), nullable=False),  # "" outside of requests
    Column("entry", BigInteger),  # the row of audit_log: who, whom, what; null once it was erased
    Column("salt", String(32)),  # null once it was erased
    Column("content", String(64), nullable=False),  # digest of salt and row
    Column("digest", String(64), nullable=False),  # of the previous digest and this row
    Column("erased_by", BigInteger),  # the row of audit_log that says so
    CheckConstraint("(salt IS NULL) = (entry IS NULL)", name="salt"),
    CheckConstraint("(salt IS NULL) = (erased_by IS NOT NULL)", name="erased_by"),
    Index("ix_audit_seals_entry", "entry"),
    Index("ix_audit_seals_action", "action", "day", "number"),
    Index("ix_audit_seals_erased_by", "erased_by"),
    Index("ix_audit_seals_kept", "day", sqlite_where=_KEPT, postgresql_where=_KEPT),
)
