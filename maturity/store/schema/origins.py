"""The tables of imports from other installations, and of the instances whose signatures are trusted."""

from sqlalchemy import Column, Index, LargeBinary, String, Table, Text

from .columns import id_, metadata, moment, reference

imports = Table(
    "imports",
    metadata,
    id_(),
    reference("organisation_id", "organisations"),
    moment("at"),
    reference("by", "people"),
    Column("instance", Text),  # the name of the known instance that signed the archive
    Column("held", LargeBinary, nullable=False),  # the unverified part of the archive, as compressed JSON
    Index("ix_imports_organisation_id", "organisation_id"),
)

instances = Table(
    "instances",
    metadata,
    Column("key", String(64), primary_key=True),  # Ed25519 public key, 32 bytes in hexadecimal
    Column("name", Text, nullable=False),
    moment("at"),
)
