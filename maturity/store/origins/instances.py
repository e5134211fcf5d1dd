"""Trusted instances of this program: their public keys, managed by an operator."""

import re
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from ...errors import Place, Problem, Refusal, refuse
from ..accounts.people import NAME_LIMIT
from ..enterprises import audit
from ..faults import unique_or
from ..schema import instances as table
from ..types import check_text, now

OWN = ""  # the name of this instance
_KEY = re.compile(r"[0-9a-f]{64}")


class Instance(NamedTuple):
    """A trusted instance: its Ed25519 public key in hexadecimal, and its name here."""

    key: str
    name: str


def trusted_instances(c: Connection) -> list[Instance]:
    """All trusted instances, in order of names."""
    return [Instance(*row) for row in c.execute(select(table.c.key, table.c.name).order_by(table.c.name, table.c.key))]


def instance_name(c: Connection, key: str | None, own: str) -> str | None:
    """The name of the instance with this key, :data:`OWN` for the key `own`; None for one that is not trusted."""
    if key is None or key == own:
        return OWN if key else None
    name = c.scalar(select(table.c.name).where(table.c.key == key))
    return None if name is None else str(name)


def trust(c: Connection, key: str, name: str) -> None:
    """Add a trusted instance. Raises Refusal instance-key-form, instance-known."""
    plain, words = key.strip().lower(), " ".join(check_text(name, "name").split())
    if not _KEY.fullmatch(plain) or not 0 < len(words) <= NAME_LIMIT:
        raise refuse("instance-key-form", Place(column="key"))
    with unique_or(c, lambda: Refusal(Problem("instance-known"))):
        c.execute(insert(table).values(key=plain, name=words, at=now()))
    audit.record(c, None, "instance.trust", detail={"key": plain, "name": words})


def distrust(c: Connection, key: str) -> None:
    """Remove a trusted instance; earlier imports are not affected. Raises Refusal instance-unknown."""
    if not c.execute(delete(table).where(table.c.key == key.strip().lower())).rowcount:
        raise refuse("instance-unknown")
    audit.record(c, None, "instance.distrust", detail={"key": key.strip().lower()})
