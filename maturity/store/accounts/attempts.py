"""Counters of attempts, shared by all processes, and the addresses from which people have signed in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from ..schema import attempts as table
from ..schema import familiar_addresses
from ..types import now

KEPT = 20  # addresses of one person
_INSERTS: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def count_attempt(c: Connection, bucket: str, seconds: float, amount: int = 1) -> int:
    """Add `amount` to the counter `bucket` in one statement; returns the new count.

    The count restarts `seconds` after its first attempt.
    """
    moment = now()
    fresh = _INSERTS[c.dialect.name](table).values(
        bucket=_digest(bucket), tries=amount, expires_at=moment + timedelta(seconds=seconds)
    )
    over = table.c.expires_at <= moment
    values = {
        "tries": case((over, amount), else_=table.c.tries + amount),
        "expires_at": case((over, fresh.excluded.expires_at), else_=table.c.expires_at),
    }
    added = fresh.on_conflict_do_update(index_elements=[table.c.bucket], set_=values).returning(table.c.tries)
    return int(c.execute(added).scalar_one())


def attempt_count(c: Connection, bucket: str) -> tuple[int, datetime | None]:
    """The count of a bucket and when it expires; (0, None) without attempts. Reads only."""
    query = select(table.c.tries, table.c.expires_at).where(table.c.bucket == _digest(bucket))
    row = c.execute(query.where(table.c.expires_at > now())).one_or_none()
    return (row.tries, row.expires_at) if row else (0, None)


def reset_attempts(c: Connection, bucket: str) -> None:
    """Reset the counter of a bucket."""
    c.execute(delete(table).where(table.c.bucket == _digest(bucket)))


def delete_expired(c: Connection, most: int = 1000) -> None:
    """Delete expired counters, at most `most`; rows locked by others are skipped."""
    over = select(table.c.bucket).where(table.c.expires_at <= now()).limit(most).with_for_update(skip_locked=True)
    c.execute(delete(table).where(table.c.bucket.in_(over)))


def remember_address(c: Connection, person_id: str, address: str) -> None:
    """Record that the person signed in from `address`, a keyed digest; the latest KEPT are stored."""
    known = familiar_addresses
    fresh = _INSERTS[c.dialect.name](known).values(address=address, person_id=person_id, at=now())
    c.execute(fresh.on_conflict_do_update(index_elements=[known.c.address], set_={"at": fresh.excluded.at}))
    latest = select(known.c.address).where(known.c.person_id == person_id).order_by(known.c.at.desc()).limit(KEPT)
    c.execute(delete(known).where(known.c.person_id == person_id, known.c.address.not_in(latest)))


def known_address(c: Connection, address: str) -> bool:
    """Whether `address`, a keyed digest of account and address, is recorded. Reads only."""
    return c.scalar(select(familiar_addresses.c.at).where(familiar_addresses.c.address == address)) is not None


def _digest(bucket: str) -> str:
    return sha256(bucket.encode(errors="replace")).hexdigest()
