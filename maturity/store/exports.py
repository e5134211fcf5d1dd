"""Microdata exports: asked for with a reason, with a second person's yes where they hold few enterprises, logged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from ..errors import Forbidden, NotFound, Place, Problem, refuse
from . import audit
from .exporttables import exported
from .exporttables import exports as table
from .organisations import organisation
from .people import Person
from .schema import people
from .types import clean, is_id, new_id, now

LEAST = 10  # enterprises; an export of fewer needs a second person's yes
REASON_LIMIT = 1000
APPROVING = ("analyst", "administrator")


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was asked for. `author` is the name of who asked, None for the operator at the command line."""

    id: str
    questionnaire: str
    year: int
    what: str
    format: str
    reason: str
    asked_at: datetime
    asked_by: str | None
    author: str | None
    approved_at: datetime | None
    made_at: datetime | None
    rows: int | None


def ask(c: Connection, by: str | None, questionnaire: str, year: int, what: str, format: str, reason: str) -> Export:
    """Enter a request with its reason. Raises Refusal export-reason for none or one that is too long."""
    words = clean(reason, "reason").strip()
    if not 1 <= len(words) <= REASON_LIMIT:
        raise refuse("export-reason", Place(column="reason"), limit=REASON_LIMIT)
    id = new_id()
    values = {"questionnaire": questionnaire, "year": year, "what": what, "format": format}
    c.execute(insert(table).values(id=id, reason=words, asked_at=now(), asked_by=by, **values))
    audit.record(c, by, "detail.export", detail={"export": id, **values})
    return export(c, id)


def export(c: Connection, id: str) -> Export:
    """The export with this id. Raises NotFound."""
    row = c.execute(_select().where(table.c.id == id)).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("export-unknown"))
    return _read(row)


def approve(c: Connection, person: Person, id: str) -> None:
    """A second person's yes; again is no mistake.

    Raises NotFound; Forbidden to whoever asked for it, and to all but analysts and administrators.
    """
    found = export(c, id)
    if person.role not in APPROVING or found.asked_by in (None, person.id):
        raise Forbidden(Problem("export-own"))
    mine = (table.c.id == id, table.c.approved_at.is_(None), table.c.made_at.is_(None))
    if c.execute(update(table).where(*mine).values(approved_at=now(), approved_by=person.id)).rowcount:
        audit.record(c, person.id, "detail.approve", detail={"export": id})


def waiting(c: Connection) -> list[Export]:
    """The requests of analysts that are not made yet, the latest first."""
    query = _select().where(table.c.made_at.is_(None), table.c.asked_by.is_not(None)).order_by(table.c.asked_at.desc())
    return [_read(row) for row in c.execute(query.limit(50))]


def make(c: Connection, id: str, organisations: Iterable[str]) -> None:
    """Enter which organisations the export holds, once. Raises Refusal export-few, export-made."""
    ids = list(organisations)
    found = export(c, id)
    if len(ids) < LEAST and found.approved_at is None:
        raise refuse("export-few", found=len(ids), least=LEAST)
    mine = (table.c.id == id, table.c.made_at.is_(None))
    if not c.execute(update(table).where(*mine).values(made_at=now(), rows=len(ids))).rowcount:
        raise refuse("export-made")
    c.execute(insert(exported), [{"export_id": id, "organisation_id": one} for one in ids])
    audit.record(c, found.asked_by, "detail.made", detail={"export": id, "rows": len(ids)})


def of_organisation(c: Connection, person: Person, organisation_id: str) -> list[Export]:
    """The exports that held one of the person's organisations, the latest first. Raises NotFound."""
    found = organisation(c, person, organisation_id)
    query = (
        _select()
        .join(exported, exported.c.export_id == table.c.id)
        .where(exported.c.organisation_id == found.id)
        .order_by(table.c.made_at.desc())
    )
    return [_read(row) for row in c.execute(query)]


def _select() -> Select[Any]:
    return select(table, people.c.name.label("author")).outerjoin(people, people.c.id == table.c.asked_by)


def _read(row: Any) -> Export:
    return Export(**{field: getattr(row, field) for field in Export.__slots__})
