"""The ledger of the register: events are appended, never changed. What is appended was checked against a state."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ...errors import Conflict, Forbidden, Problem
from ...registers.ledger import Event, Unit, applied, units_on
from ..accounts.people import Person
from ..enterprises import audit
from ..faults import unique_or
from ..schema import people
from ..schema.registers import register_events as table
from ..types import check_text, fields, now

KEEPING = ("analyst", "administrator")  # roles that keep the register
_FACTS = [table.c["day" if name == "on" else name] for name in Event.__slots__]


Mark = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All events in the order in which they were entered; `last` is the number of the last one, 0 for none."""

    events: tuple[Event, ...]
    last: int

    def units(self) -> dict[str, Unit]:
        """The units as they are now, by id."""
        return units_on(self.events)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with its number, when it was entered, and the name of who did (None: the operator)."""

    seq: int
    event: Event
    at: datetime
    author: str | None


def require_keeper(person: Person) -> None:
    """Raise Forbidden unless `person` may keep the register."""
    if person.role not in KEEPING:
        raise Forbidden(Problem("register-role"))


def ledger(c: Connection, until: datetime | None = None) -> Ledger:
    """The ledger as it was at a moment (None: now)."""
    query = select(table.c.seq, *_FACTS).order_by(table.c.seq)
    rows = c.execute(query if until is None else query.where(table.c.at <= until)).all()
    return Ledger(tuple(Event(*row[1:]) for row in rows), rows[-1][0] if rows else 0)


def mark(c: Connection) -> Mark:
    """What changes with every append: the number and the moment of the last event."""
    row = c.execute(select(table.c.seq, table.c.at).order_by(table.c.seq.desc()).limit(1)).one_or_none()
    return (row.seq, row.at) if row else (0, None)


def entries(
    c: Connection, unit: str | None = None, *, before: int | None = None, limit: int | None = None
) -> list[Entry]:
    """The events of one unit (None: of all), the last first: at most `limit`, of those with numbers below `before`."""
    query = select(table.c.seq, table.c.at, people.c.name, *_FACTS).outerjoin(people, people.c.id == table.c.by)
    if unit is not None:
        query = query.where(table.c.unit == unit)
    if before is not None:
        query = query.where(table.c.seq < before)
    rows = c.execute(query.order_by(table.c.seq.desc()).limit(limit))
    return [Entry(row[0], Event(*row[3:]), row[1], row[2]) for row in rows]


def append(c: Connection, by: str | None, events: Sequence[Event], seen: int) -> None:
    """Append `events`, which follow upon the ledger as it was up to the number `seen`. `by` is a person's id, None for
    the operator.

    Raises Conflict register-changed where something was entered since, ValueError for an event that cannot follow.
    """
    held = ledger(c)
    if held.last != seen:
        raise Conflict(Problem("register-changed"))
    units = held.units()
    for event in events:
        units[event.unit] = applied(units.get(event.unit), event)
    at = now()
    rows = [{**_row(event), "seq": seen + place, "at": at, "by": by} for place, event in enumerate(events, 1)]
    with unique_or(c, lambda: Conflict(Problem("register-changed"))):
        c.execute(insert(table), rows)
    counts = Counter[str](event.action for event in events)
    audit.record(c, by, "register.enter", detail={"first": seen + 1, **counts})


def _row(event: Event) -> dict[str, object]:
    found = fields(event)
    for column in ("name", "note", "batch", "maker"):
        check_text(str(found[column]), column)
    return {("day" if name == "on" else name): value for name, value in found.items()}
