"""Data that the publishing body brings for a year's releases: what was stored stays, the latest counts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select

from ...errors import Forbidden, Problem
from ..accounts.people import Person
from ..enterprises import audit
from ..schema import people
from ..schema.publications import brought as table
from ..schema.registers import register_events
from ..types import canonical_json, check_text, new_id, now

Source = Literal["regions", "targets"]


@dataclass(frozen=True, slots=True)
class BroughtData:
    """What was brought for a year: JSON values, when, and the name of who did."""

    source: str
    year: int
    document: Mapping[str, Any]
    at: datetime
    author: str


def bring(c: Connection, person: Person, source: Source, year: int, document: Mapping[str, Any]) -> None:
    """Store data for a year, which count from now on. Raises Forbidden unless an analyst does."""
    if person.role != "analyst":
        raise Forbidden(Problem("calendar-analyst"))
    text = check_text(canonical_json(document), "document")
    c.execute(insert(table).values(id=new_id(), source=source, year=year, document=text, at=now(), by=person.id))
    files = [list(one) for one in document["files"]]
    audit.record(c, person.id, "release.bring", detail={"source": source, "year": year, "files": files})


def brought(c: Connection, source: str, year: int, until: datetime) -> BroughtData | None:
    """What was last brought for a year up to a moment; None where nothing was."""
    here = (table.c.source == source, table.c.year == year, table.c.at <= until)
    row = c.execute(_select().where(*here).order_by(table.c.at.desc(), table.c.id).limit(1)).one_or_none()
    return _read(row) if row else None


def latest_brought(c: Connection) -> list[BroughtData]:
    """The data that count now, the latest year first."""
    last = select(table.c.source, table.c.year, func.max(table.c.at).label("at")).group_by(table.c.source, table.c.year)
    newest = last.subquery()
    same = (newest.c.source == table.c.source) & (newest.c.year == table.c.year) & (newest.c.at == table.c.at)
    rows = c.execute(_select().join(newest, same).order_by(table.c.year.desc(), table.c.source))
    return [_read(row) for row in rows]


def register_years(c: Connection, day: date) -> list[int]:
    """The years at whose end, or on `day`, the register held something, the latest first."""
    first: date | None = c.scalar(select(func.min(register_events.c.day)))
    return list(range(day.year, first.year - 1, -1)) if first else []


def other_years(c: Connection, day: date) -> list[int]:
    """The years of which there are data beside submissions, the latest first."""
    years = set(c.scalars(select(table.c.year).distinct()))
    return sorted({*years, *register_years(c, day)}, reverse=True)


def _select() -> Any:
    columns = (table.c.source, table.c.year, table.c.document, table.c.at, people.c.name)
    return select(*columns).join(people, people.c.id == table.c.by)


def _read(row: Any) -> BroughtData:
    return BroughtData(row.source, row.year, json.loads(row.document), row.at, row.name)
