"""The release calendar: planned by analysts, read by everybody, compared with the releases made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ...assessment.selection import BEIJING
from ...errors import Conflict, Forbidden, NotFound, Problem, refuse
from ..accounts.people import Person
from ..enterprises import audit
from ..faults import unique_or
from ..schema.calendar import planned as table
from ..schema.publications import releases
from ..types import is_id, new_id, now

Key = tuple[str, str, int, str]
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class PlannedRelease:
    """Figures of `plan` about answers to a `questionnaire` for `year`, in a `status`, to be released on `day`; last
    changed `at`.
    """

    id: str
    questionnaire: str
    plan: str
    year: int
    status: str
    day: date
    version: int
    at: datetime

    @property
    def key(self) -> Key:
        """Questionnaire, plan, year and status."""
        return self.questionnaire, self.plan, self.year, self.status


def planned_releases(c: Connection) -> list[PlannedRelease]:
    """All entries of the calendar, the earliest date first."""
    order = (table.c.day, table.c.year, table.c.questionnaire, table.c.plan, table.c.status)
    return [_read(row._mapping) for row in c.execute(select(table).order_by(*order))]


def first_release_days(c: Connection) -> dict[Key, date]:
    """The date (in Beijing) of first publication, by :attr:`PlannedRelease.key`; without releases under embargo."""
    parts = (releases.c.questionnaire, releases.c.plan, releases.c.year, releases.c.status)
    found: dict[Key, date] = {}
    for row in c.execute(select(*parts, releases.c.at, releases.c.embargo).where(releases.c.status.is_not(None))):
        at = max(row.at, row.embargo or row.at)
        if at <= now():
            key, day = (row.questionnaire, row.plan, row.year, row.status), at.astimezone(BEIJING).date()
            found[key] = min(day, found.get(key, day))
    return found


def plan_release(c: Connection, person: Person, key: Key, day: date) -> str:
    """Add an entry; returns its id. Raises Forbidden, Refusal calendar-day, calendar-year, calendar-twice."""
    _allowed(person)
    questionnaire, plan, year, status = key
    if not FIRST.year <= year <= LAST.year:
        raise refuse("calendar-year", found=year, first=FIRST.year, last=LAST.year)
    _possible(day)
    id = new_id()
    values = {"questionnaire": questionnaire, "plan": plan, "year": year, "status": status, "day": day}
    with unique_or(c, lambda: refuse("calendar-twice")):
        c.execute(insert(table).values(id=id, version=1, at=now(), by=person.id, **values))
    audit.record(c, person.id, "calendar.plan", detail=_said(key, day))
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
        raise Conflict(Problem("calendar-changed"), current=_one(c, id))
    audit.record(c, person.id, "calendar.move", detail=_said(found.key, day))


def remove_release(c: Connection, person: Person, id: str, version: int) -> None:
    """Delete an entry. Raises as :func:`move_release`."""
    _allowed(person)
    found = _one(c, id)
    if not c.execute(delete(table).where(table.c.id == id, table.c.version == version)).rowcount:
        raise Conflict(Problem("calendar-changed"), current=_one(c, id))
    audit.record(c, person.id, "calendar.remove", detail=_said(found.key, found.day))


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


def _said(key: Key, day: date) -> dict[str, object]:
    questionnaire, plan, year, status = key
    return {"questionnaire": questionnaire, "plan": plan, "year": year, "status": status, "day": day.isoformat()}
