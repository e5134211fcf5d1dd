"""Verification of the audit log: recomputes every digest and finds what was changed, removed or inserted."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from ..schema import audit_days, audit_log, audit_seals
from .kinds import ERASED, EXPIRED
from .seals import content_digest, entry_digest

What = Literal["changed", "removed", "inserted", "day", "erased", "head"]
_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at an entry, or on a day where `number` is 0.

    `changed`: the entry or what it says differs from its digest; `removed`, `inserted`: entries, or what they say, are
    missing or too many; `day`: the day does not follow on the one before; `erased`: no entry records this erasure;
    `head`: the chain does not have the given digest.
    """

    what: What
    day: str
    number: int = 0


@dataclass(slots=True)
class Verification:
    """What was found. `head` is the digest of the last entry, "" without any: kept elsewhere, it shows a later cut."""

    days: int = 0
    entries: int = 0
    erased: int = 0
    head: str = ""
    faults: list[Fault] = field(default_factory=list)


class _Erasures:
    """The erased seals by the row that records them, and the records themselves."""

    def __init__(self) -> None:
        self._seals: dict[int, Any] = defaultdict(sha256)
        self._counts: dict[int, int] = defaultdict(int)
        self._first: dict[int, tuple[str, int]] = {}
        self._records: dict[int, Any] = {}

    def see(self, row: Any) -> None:
        if row.entry is None:
            self._seals[row.erased_by].update(f"{row.day}/{row.number}\n".encode())
            self._counts[row.erased_by] += 1
            self._first.setdefault(row.erased_by, (row.day, row.number))
        elif row.action in (ERASED, EXPIRED) and row.detail is not None:
            self._records[row.entry] = row.detail

    def faults(self) -> Iterator[Fault]:
        for by, found in self._seals.items():
            said = self._records.get(by, {})
            if (said.get("erased"), said.get("seals")) != (self._counts[by], found.hexdigest()):
                yield Fault("erased", *self._first[by])


def verify(c: Connection, head: str = "") -> Verification:
    """Recompute the whole chain, a block of rows in memory at a time.

    `head` is a digest that an earlier verification or export ended with; the chain has to contain it.
    """
    found, erasures = Verification(), _Erasures()
    days = {row.day: row for row in c.execute(select(audit_days))}
    met = not head
    for day, rows in groupby(_rows(c), key=lambda row: row.day):
        row = days.pop(day, None)
        if row is None or row.previous != found.head:
            found.faults.append(Fault("day", day))
        met = _day(day, rows, row, found, erasures, head) or met
    found.faults += [Fault("removed", day) for day in sorted(days)]
    found.faults += erasures.faults()
    if not met:
        found.faults.append(Fault("head", ""))
    return found


def _day(day: str, rows: Iterator[Any], row: Any, found: Verification, erasures: _Erasures, head: str) -> bool:
    """Verify the entries of a day; returns whether `head` is among their digests."""
    met, expected = False, 0
    found.days += 1
    for one in rows:
        expected += 1
        found.entries += 1
        if one.number != expected:  # the digest of the next one cannot be compared
            found.faults.append(Fault("removed", day, expected))
            expected = one.number
        elif entry_digest(found.head, one._mapping) != one.digest:
            found.faults.append(Fault("changed", day, one.number))
        _content(one, found)
        erasures.see(one)
        met = met or one.digest == head
        found.head = one.digest
    if row is not None and row.entries > expected:
        found.faults.append(Fault("removed", day, expected + 1))
    elif row is not None and (row.entries < expected or row.digest != found.head):
        found.faults.append(Fault("inserted", day, row.entries + 1))
    return met


def _content(row: Any, found: Verification) -> None:
    if row.entry is None:
        found.erased += 1
    elif row.detail is None:
        found.faults.append(Fault("removed", row.day, row.number))
    elif content_digest(row.salt, row) != row.content or row.told != row.action or row.told_at != row.at:
        found.faults.append(Fault("changed", row.day, row.number))


def _rows(c: Connection) -> Iterator[Row[Any]]:
    log = audit_log.c
    query = (
        select(audit_seals, log.action.label("told"), log.at.label("told_at"))
        .add_columns(log.person_id, log.organisation_id, log.assessment_id, log.detail)
        .outerjoin(audit_log, log.id == audit_seals.c.entry)
        .order_by(audit_seals.c.day, audit_seals.c.number)
    )
    yield from c.execute(query.execution_options(yield_per=_BLOCK))
