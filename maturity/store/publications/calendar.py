"""The release calendar: planned by analysts, read by everybody, compared with the releases made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ...assessment.selection import BEIJING
from ...errors import Conflict, Forbidden, NotFound, Problem, refuse
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..enterprises import audit
from ..faults import unique_or
from ..schema.calendar import planned as table
from ..schema.publications import releases
from ..types import is_id, new_id, now

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class PlannedRelease:
    """Figures of `plan` for `year`, in a `status`, to be released on `day`; last changed `at`."""

    id: str
    plan: str
    year: int
    status: str
    day: date
    version: int
    at: datetime

    @property
    def key(self) -> tuple[str, int, str]:
        """Plan, year and status."""
        return self.plan, self.year, self.status


def planned_releases(c: Connection) -> list[PlannedRelease]:
    """All entries of the calendar, the earliest date first."""
    order = (table.c.day, table.c.year, table.c.plan, table.c.status)
    return [_read(row._mapping) for row in c.execute(select(table).order_by(*order))]


def first_release_days(c: Connection, questionnaire: Questionnaire) -> dict[tuple[str, int, str], date]:
    """The date (in Beijing) of first publication, by :attr:`PlannedRelease.key`; without releases under embargo."""
    query = select(releases.c.plan, releases.c.year, releases.c.status, releases.c.at, releases.c.embargo)
    found: dict[tuple[str, int, str], date] = {}
    for row in c.execute(query.where(releases.c.questionnaire == questionnaire.id, releases.c.status.is_not(None))):
        at = max(row.at, row.embargo or row.at)
        if at <= now():
            key, day = (row.plan, row.year, row.status), at.astimezone(BEIJING).date()
            found[key] = min(day, found.get(key, day))
    return found


def plan_release(c: Connection, person: Person, key: tuple[str, int, str], day: date) -> str:
    """Add an entry; returns its id. Raises Forbidden, Refusal calendar-day, calendar-year, calendar-twice."""
    _allowed(person)
    name, year, status = key
    if not FIRST.year <= year <= LAST.year:
        raise refuse("calendar-year", found=year, first=FIRST.year, last=LAST.year)
    _possible(day)
    id = new_id()
    values = {"plan": name, "year": year, "status": status, "day": day, "version": 1, "at": now(), "by": person.id}
    with unique_or(c, lambda: refuse("calendar-twice")):
        c.execute(insert(table).values(id=id, **values))
    audit.record(c, person.id, "calendar.plan", detail=_said(name, year, status, day))
    return id


def move_release(c: Connection, person: Person, id: str, day: date, version: int) -> None:
    """Change the date of an entry; `version` is the version that the person saw.

    Raises Forbidden, NotFound, Refusal calendar-day, Conflict calendar-changed if the entry was changed meanwhile.
    """
    _allowed(person)
    _possible(day)
    found = _one(c, id)
    here = (table.c.id == id, table.c.version == version)
    values = {"day": day, "version": version + 1, "at": now(), "by": person.id}
    if not c.execute(update(table).where(*here).values(values)).rowcount:
        raise Conflict(Problem("calendar-changed"), current=found)
    audit.record(c, person.id, "calendar.move", detail=_said(*found.key, day))


def remove_release(c: Connection, person: Person, id: str, version: int) -> None:
    """Delete an entry. Raises as :func:`move_release`."""
    _allowed(person)
    found = _one(c, id)
    if not c.execute(delete(table).where(table.c.id == id, table.c.version == version)).rowcount:
        raise Conflict(Problem("calendar-changed"), current=found)
    audit.record(c, person.id, "calendar.remove", detail=_said(*found.key, found.day))


def _allowed(person: Person) -> None:
    if person.role != "analyst":
        raise Forbidden(Problem("calendar-analyst"))


def _possible(day: date) -> None:
    if not FIRST <= day <= LAST:
        raise refuse("calendar-day", found=day.isoformat())


def _one(c: Connection, id: str) -> PlannedRelease:
    row = c.execute(select(table).where(table.c.id == id)).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("calendar-unknown"))
    return _read(row._mapping)


def _read(row: Mapping[Any, Any]) -> PlannedRelease:
    return PlannedRelease(**{name: row[name] for name in PlannedRelease.__slots__})


def _said(plan: str, year: int, status: str, day: date) -> dict[str, object]:
    return {"plan": plan, "year": year, "status": status, "day": day.isoformat()}
