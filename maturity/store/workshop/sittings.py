"""Sittings of a room: the answers that each began with, and what its items came to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, literal, null, select, update

from ...answers import Answer
from ..assessments.answers import answer_from_row
from ..schema import answers, findings
from ..schema import workshop_items as items
from ..schema import workshop_openings as openings
from ..schema import workshop_outcomes as outcomes
from ..schema import workshop_rounds as rounds
from ..schema import workshop_sittings as table
from ..types import now


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting of a room, counted from 1; `closed_at` is None until it is closed."""

    room_id: str
    sitting: int
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opening:
    """The answer or, in rooms of assessors, the assessed value of an item when a sitting was opened."""

    answer: Answer | None
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item as a sitting left it; the fields are those of :class:`.items.RoomItem` then. `round` is the last one that
    was revealed, 0 for none; `spent` counts the seconds of all sittings until then; `accepted` tells whether the result
    was taken over, None while nothing is decided. `printed` are the totals in its minutes, sealed: see :mod:`.printed`.
    """

    item_id: str
    sitting: int
    state: str
    round: int
    kind: str | None
    choice: str | None
    reason: str
    owner: str
    due: date | None
    spent: int
    accepted: bool | None
    printed: str | None


def begin_sitting(c: Connection, room_id: str, assessment_id: str, target: str, sitting: int) -> None:
    """Begin a sitting, and keep what the items of the room are answered with now; `target` is that of the room."""
    c.execute(insert(table).values(room_id=room_id, sitting=sitting, opened_at=now()))
    source = findings if target == "assessed" else answers
    kept = (source.c[name] for name in ("version", "choice", "reason", "entered"))
    query = select(items.c.id, literal(sitting), *kept).join(source, source.c.item == items.c.item)
    query = query.where(items.c.room_id == room_id, source.c.assessment_id == assessment_id)
    names = ["item_id", "sitting", "version", "choice", "reason", "entered"]
    c.execute(insert(openings).from_select(names, query))


def end_sitting(c: Connection, room_id: str, sitting: int) -> None:
    """End a sitting, and keep what the items came to; nothing of a room that was never started."""
    mine = (table.c.room_id == room_id, table.c.sitting == sitting)
    if not c.execute(update(table).where(*mine).values(closed_at=now())).rowcount:
        return
    last = select(func.coalesce(func.max(rounds.c.round), 0))
    last = last.where(rounds.c.item_id == items.c.id, rounds.c.state == "revealed").correlate(items)
    kept = ("kind", "choice", "reason", "owner", "due", "spent")
    columns = (items.c.id, literal(sitting), items.c.state, last.scalar_subquery(), *(items.c[name] for name in kept))
    query = select(*columns, null()).where(items.c.room_id == room_id)
    names = ["item_id", "sitting", "state", "round", *kept, "accepted"]
    c.execute(insert(outcomes).from_select(names, query))


def sittings_of(c: Connection, room_id: str) -> list[Sitting]:
    """The sittings of a room, the first one first."""
    query = select(table).where(table.c.room_id == room_id).order_by(table.c.sitting)
    return [Sitting(**row._mapping) for row in c.execute(query)]


def openings_of(c: Connection, room_id: str, sitting: int) -> dict[str, Opening]:
    """What a sitting began with, by id of the room's item; items without an answer have none."""
    query = select(openings).join(items, items.c.id == openings.c.item_id)
    query = query.where(items.c.room_id == room_id, openings.c.sitting == sitting)
    return {row.item_id: Opening(answer_from_row(row), row.version) for row in c.execute(query)}


def outcomes_of(c: Connection, room_id: str) -> dict[int, dict[str, Outcome]]:
    """By sitting and id of the room's item: what it came to; sittings that go on are left out."""
    query = select(outcomes).join(items, items.c.id == outcomes.c.item_id).where(items.c.room_id == room_id)
    found: dict[int, dict[str, Outcome]] = {}
    for row in c.execute(query.order_by(outcomes.c.sitting)):
        found.setdefault(row.sitting, {})[row.item_id] = _read(row)
    return found


def _read(row: Row[Any]) -> Outcome:
    return Outcome(**row._mapping)
