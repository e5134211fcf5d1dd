"""The tables of authentication: counted attempts, addresses that people have signed in from, sessions."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from .columns import id_, metadata, moment, reference

attempts = Table(
    "attempts",
    metadata,
    Column("bucket", String(64), primary_key=True),  # SHA-256 of what is counted
    Column("tries", Integer, nullable=False),
    moment("expires_at"),
    Index("ix_attempts_expires_at", "expires_at"),
)

familiar_addresses = Table(
    "familiar_addresses",
    metadata,
    Column(
        "address", String(64), primary_key=True
    ),  # HMAC-SHA-256 of account and address, so that no address can be read
    reference("person_id", "people"),
    moment("at"),
    Index("ix_familiar_addresses_person_id", "person_id"),
)

sessions = Table(
    "sessions",
    metadata,
    id_(),
    reference("person_id", "people"),
    Column("device", Text, nullable=False),  # names of browser and operating system
    moment("began_at"),
    moment("used_at"),
    Index("ix_sessions_person_id", "person_id"),
)
