"""Yearly forms of the register: by when they are due, and what was filed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, insert, select

from ...errors import Place, refuse
from ...registers.filings import Filing
from ...registers.kinds import EXCLUSIONS
from ..enterprises import audit
from ..schema.registers import register_filings as table
from ..schema.registers import register_forms
from ..types import now

_LETTERS = {id: id[-1] for id in EXCLUSIONS}
_IDS = {letter: id for id, letter in _LETTERS.items()}


Mark = tuple[int, datetime | None, int, datetime | None]


def mark(c: Connection) -> Mark:
    """What changes with every due day and every filing: how many there are, and the moment of the last."""
    found = [c.execute(select(func.count(), func.max(one.c.at))).one() for one in (register_forms, table)]
    return (found[0][0], found[0][1], found[1][0], found[1][1])


def due_days(c: Connection) -> dict[int, date]:
    """The day by which the forms of each year are due, the last year first."""
    rows = c.execute(select(register_forms.c.year, register_forms.c.due).order_by(register_forms.c.year.desc()))
    return {row.year: row.due for row in rows}


def due_day(c: Connection, year: int) -> date:
    """The day by which the forms of `year` are due. Raises Refusal register-no-form where none is set."""
    found = due_days(c).get(year)
    if found is None:
        raise refuse("register-no-form", Place(column="year"), year=year)
    return found


def set_due(c: Connection, by: str | None, year: int, due: date) -> None:
    """Set or move the day by which the forms of `year` are due; the day before is in the log."""
    before = due_days(c).get(year)
    c.execute(delete(register_forms).where(register_forms.c.year == year))
    c.execute(insert(register_forms).values(year=year, due=due, at=now(), by=by))
    detail = {"year": year, "before": before and before.isoformat(), "due": due.isoformat()}
    audit.record(c, by, "register.due", detail=detail)


def filings(c: Connection, years: Iterable[int]) -> tuple[Filing, ...]:
    """What was filed for these years."""
    columns = (table.c.unit, table.c.year, table.c.day, table.c.value, table.c.exclusions)
    rows = c.execute(select(*columns).where(table.c.year.in_(list(years))).order_by(table.c.year, table.c.unit))
    return tuple(Filing(*row[:4], tuple(_IDS[letter] for letter in row.exclusions)) for row in rows)


def keep_filings(c: Connection, by: str | None, year: int, found: Sequence[Filing]) -> int:
    """Keep filings of `year`; those of units that filed already take the place of the earlier. Returns how many did.

    Raises Refusal register-no-form where no day is set by which they are due.
    """
    due_day(c, year)
    known = set(c.scalars(select(table.c.unit).where(table.c.year == year)))
    again = [one.unit for one in found if one.unit in known]
    for unit in again:
        c.execute(delete(table).where(table.c.year == year, table.c.unit == unit))
    rows = [
        {
            **{"unit": one.unit, "year": year, "day": one.on, "value": one.value, "at": now(), "by": by},
            "exclusions": "".join(_LETTERS[id] for id in one.exclusions),
        }
        for one in found
    ]
    c.execute(insert(table), rows)
    audit.record(c, by, "register.file", detail={"year": year, "filings": len(found), "again": len(again)})
    return len(again)
