"""The tables of what comes from elsewhere: organisations brought in, and the instances whose signatures count."""

from sqlalchemy import Column, Index, LargeBinary, String, Table, Text

from .columns import id_, metadata, moment, to

imports = Table(
    "imports",
    metadata,
    id_(),
    to("organisation_id", "organisations"),
    moment("at"),
    to("by", "people"),
    Column("instance", Text),  # the name of the known instance that signed the archive
    Column("held", LargeBinary, nullable=False),  # what came along and is not believed, as compressed JSON
    Index("ix_imports_organisation_id", "organisation_id"),
)

instances = Table(
    "instances",
    metadata,
    Column("key", String(64), primary_key=True),  # Ed25519 public key, 32 bytes in hexadecimal
    Column("name", Text, nullable=False),
    moment("at"),
)
