"""The tables of authentication: counted attempts, familiar addresses, sessions, second factors, identities at
identity providers.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

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

second_factors = Table(
    "second_factors",
    metadata,
    reference("person_id", "people", primary=True),
    Column("secret", Text, nullable=False),  # encrypted with a key of the application's
    moment("begun_at"),
    moment("confirmed_at", null=True),  # null until the first code was right: not asked for before
    Column("last_step", BigInteger, nullable=False),  # the time step of the last code: it and earlier ones are used up
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("sha256", String(64), primary_key=True),
    reference("person_id", "people"),
    moment("used_at", null=True),
    Index("ix_recovery_codes_person_id", "person_id"),
)

access_tokens = Table(
    "access_tokens",
    metadata,
    id_(),
    reference("person_id", "people"),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),  # what it is for, in its owner's words
    Column("scopes", String(100), nullable=False),  # names between blanks
    Column("second_factor", Boolean, nullable=False),  # made in a session that began with a code
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", null=True),
    Index("ix_access_tokens_person_id", "person_id"),
)

person_identities = Table(
    "person_identities",
    metadata,
    Column("issuer", String(200), primary_key=True),
    Column("subject", String(255), primary_key=True),  # the provider's id of the person, which never changes
    reference("person_id", "people"),
    Column("email", Text, nullable=False),  # at the provider, when it was connected; "" where it told none
    moment("connected_at"),
    moment("used_at", null=True),  # the last sign-in
    UniqueConstraint("person_id", "issuer"),
)
