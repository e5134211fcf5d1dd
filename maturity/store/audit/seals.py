"""Seals: each entry of the audit log is bound to the one before by a digest, in an order that all processes share.

Entries are sealed at the end of their transaction, one transaction at a time, so that the lock is short.
"""

import secrets
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from ..schema import audit_days, audit_log, audit_seals
from ..types import canonical_json, now
from .kinds import EXPIRED, KINDS, retention

#: The id of the web request that is being served; "" at the command line.
request_id: ContextVar[str] = ContextVar("request_id", default="")
PENDING = "maturity_unsealed"  # the execution option with the ids of a transaction's unsealed rows
_LOCK = "SELECT pg_advisory_xact_lock(39116, 39118)"
_EXPIRED_AT_ONCE = 10_000
_AT_ONCE = 1000


class Head(NamedTuple):
    """The end of the chain: the last day, its number of entries, and the digest of the last entry."""

    day: str
    entries: int
    digest: str


def pend(c: Connection, id: int) -> None:
    """Have :func:`seal` seal a new row of `audit_log` at the end of the transaction."""
    c.get_execution_options()[PENDING].append(id)


def seal(c: Connection) -> None:
    """Seal the pending rows of the transaction; the first ones of a day also end what is kept too long."""
    pending: list[int] = c.get_execution_options()[PENDING]
    if not pending or not c.in_transaction():  # or it was rolled back on purpose
        return
    if c.dialect.name == "postgresql":  # SQLite has one writing transaction at a time
        c.exec_driver_sql(_LOCK)
    last = head(c)
    today = now().date().isoformat()
    if last is None or last.day < today:
        _expire(c)
        c.execute(insert(audit_days).values(day=today, entries=0, previous=last.digest if last else "", digest=""))
        last = Head(today, 0, last.digest if last else "")
    rows = c.execute(select(audit_log).where(audit_log.c.id.in_(pending)).order_by(audit_log.c.id)).all()
    sealed: list[dict[str, Any]] = []
    for number, row in enumerate(rows, last.entries + 1):
        new = _seal(row, last.day, number, sealed[-1]["digest"] if sealed else last.digest)
        sealed.append(new)
    if sealed:
        c.execute(insert(audit_seals), sealed)
        ends = {"entries": sealed[-1]["number"], "digest": sealed[-1]["digest"]}
        c.execute(update(audit_days).where(audit_days.c.day == last.day).values(**ends))
    pending.clear()


def head(c: Connection) -> Head | None:
    """The end of the chain; None before the first entry."""
    query = select(audit_days.c.day, audit_days.c.entries, audit_days.c.digest).order_by(audit_days.c.day.desc())
    row = c.execute(query.limit(1)).one_or_none()
    return Head(*row) if row else None


def content_digest(salt: str, row: Any) -> str:
    """The digest of who, whom and what of a row of `audit_log`; without the salt it cannot be guessed from names."""
    said = (row.person_id, row.organisation_id, row.assessment_id, row.detail)
    return sha256(f"{salt}{canonical_json(said)}".encode()).hexdigest()


def entry_digest(previous: str, values: Mapping[str, Any]) -> str:
    """The digest that binds a seal to the `previous` one. `values` are its columns by name."""
    at: datetime = values["at"]
    parts = (values["day"], values["number"], at.isoformat(timespec="microseconds"), values["action"])
    return sha256(canonical_json((previous, *parts, values["request"], values["content"])).encode()).hexdigest()


def erase(c: Connection, which: ColumnElement[bool], action: str, organisation: str | None = None) -> None:
    """Delete the rows of `audit_log` behind the seals that fulfil `which`, and record it as `action`.

    The seals stay, without their salts, and refer to the new row, whose detail has their number and digest.
    """
    query = select(audit_seals.c.day, audit_seals.c.number, audit_seals.c.entry).where(which)
    rows = c.execute(query.order_by(audit_seals.c.day, audit_seals.c.number)).all()
    detail = {"erased": len(rows), "seals": erased_digest((row.day, row.number) for row in rows)}
    values = {"at": now(), "action": action, "organisation_id": organisation, "detail": detail}
    by = c.execute(insert(audit_log).values(values).returning(audit_log.c.id)).scalar_one()
    pend(c, by)
    for start in range(0, len(rows), _AT_ONCE):
        ids = [row.entry for row in rows[start : start + _AT_ONCE]]
        gone = {"salt": None, "entry": None, "erased_by": by}
        c.execute(update(audit_seals).where(audit_seals.c.entry.in_(ids)).values(gone))
        c.execute(delete(audit_log).where(audit_log.c.id.in_(ids)))


def erased_digest(seals: Iterable[tuple[str, int]]) -> str:
    """One digest of days and numbers of seals in their order."""
    found = sha256()
    for day, number in seals:
        found.update(f"{day}/{number}\n".encode())
    return found.hexdigest()


def _seal(row: Any, day: str, number: int, previous: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    values = {"day": day, "number": number, "at": row.at, "action": row.action, "request": request_id.get()}
    values |= {"entry": row.id, "salt": salt, "content": content_digest(salt, row)}
    return values | {"digest": entry_digest(previous, values), "erased_by": None}


def _expire(c: Connection) -> None:
    """Delete what is behind seals at the end of their retention, and record it."""
    moment = now()
    seals = audit_seals.c
    ends = {kind: moment - timedelta(days=days) for kind, days in retention().items()}
    over = or_(*(seals.action.in_(KINDS[kind]) & (seals.at < end) for kind, end in ends.items()))
    kept = (seals.salt.is_not(None), seals.day <= max(ends.values()).date().isoformat())
    ids = list(c.scalars(select(seals.entry).where(*kept, over).limit(_EXPIRED_AT_ONCE)))
    if ids:
        erase(c, seals.entry.in_(ids), EXPIRED)
