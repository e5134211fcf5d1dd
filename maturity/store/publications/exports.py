"""Microdata exports: asked for with a reason, with a second person's yes where they hold few enterprises, logged."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, insert, select, update

from ...errors import Forbidden, NotFound, Place, Problem, refuse
from ...text.plain import visible
from ..accounts.people import Person
from ..enterprises import audit
from ..enterprises.organisations import organisation
from ..schema import people
from ..schema.exports import exported
from ..schema.exports import exports as table
from ..types import clean, is_id, new_id, now

LEAST = 10  # enterprises; an export of fewer needs a second person's yes
DAYS = 14  # in which a request is agreed to and used; then it is over
REASON_LIMIT = 1000
APPROVING = ("analyst", "administrator")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, and why. `enterprises` is a number below LEAST where a second person has to agree to it."""

    questionnaire: str
    year: int
    what: str
    format: str
    reason: str
    enterprises: int | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was asked for. `author` is the name of who asked, None for the operator at the command line.

    `enterprises` is how many a second person is asked about, None where there is no need to ask.
    """

    id: str
    questionnaire: str
    year: int
    what: str
    format: str
    reason: str
    enterprises: int | None
    asked_at: datetime
    asked_by: str | None
    author: str | None
    approved_at: datetime | None
    made_at: datetime | None
    rows: int | None


def read_reason(text: str) -> str:
    """What microdata are for, as it is kept. Raises Refusal export-reason for nothing or too much."""
    words = visible(clean(text, "reason"))
    if not 1 <= len(words) <= REASON_LIMIT:
        raise refuse("export-reason", Place(column="reason"), limit=REASON_LIMIT)
    return words


def ask(c: Connection, by: str | None, wish: Wish) -> Export:
    """Enter a request with its reason. Raises Refusal export-reason for none or one that is too long."""
    words = read_reason(wish.reason)
    id = new_id()
    values = asdict(wish) | {"reason": words}
    c.execute(insert(table).values(id=id, asked_at=now(), asked_by=by, **values))
    del values["reason"]
    audit.record(c, by, "detail.export", detail={"export": id, **values})
    return export(c, id)


def export(c: Connection, id: str) -> Export:
    """The export with this id. Raises NotFound."""
    row = c.execute(_select().where(table.c.id == id)).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("export-unknown"))
    return _read(row)


def approve(c: Connection, person: Person, id: str) -> None:
    """A second person's yes to the number of enterprises that the request tells; again is no mistake.

    Raises NotFound; Forbidden to whoever asked for it, and to all but analysts and administrators; Refusal export-over.
    """
    found = export(c, id)
    if person.role not in APPROVING or found.asked_by in (None, person.id):
        raise Forbidden(Problem("export-own"))
    mine = (table.c.id == id, table.c.enterprises.is_not(None), *_open())
    if not c.execute(update(table).where(*mine).values(approved_at=now(), approved_by=person.id)).rowcount:
        raise refuse("export-over", days=DAYS)
    audit.record(c, person.id, "detail.approve", detail={"export": id, "enterprises": found.enterprises})


def close(c: Connection, person: Person, id: str) -> None:
    """A second person's no, also after a yes, or the withdrawal by whoever asked; again is no mistake.

    Raises NotFound; Forbidden to all but analysts and administrators.
    """
    if person.role not in APPROVING:
        raise Forbidden(Problem("export-own"))
    found = export(c, id)
    mine = (table.c.id == id, *_open())
    if c.execute(update(table).where(*mine).values(closed_at=now(), closed_by=person.id)).rowcount:
        action = "detail.withdraw" if found.asked_by == person.id else "detail.decline"
        audit.record(c, person.id, action, detail={"export": id})


def waiting(c: Connection) -> list[Export]:
    """The requests for a second person's yes that can still be used, the latest first."""
    mine = (table.c.enterprises.is_not(None), table.c.asked_by.is_not(None), *_open())
    query = _select().where(*mine).order_by(table.c.asked_at.desc())
    return [_read(row) for row in c.execute(query.limit(50))]


def make(c: Connection, id: str, organisations: Iterable[str]) -> None:
    """Enter which organisations the export holds, once.

    Raises Refusal export-few without the yes that it needs, export-shrunk where fewer are left than were agreed to,
    export-over for one that was used, closed, or asked for long ago.
    """
    ids = list(organisations)
    found = export(c, id)
    if len(ids) < LEAST and found.approved_at is None:
        raise refuse("export-few", found=len(ids), least=LEAST)
    if len(ids) < min(LEAST, found.enterprises or 0):
        raise refuse("export-shrunk", found=len(ids), agreed=found.enterprises)
    mine = (table.c.id == id, *_open())
    if not c.execute(update(table).where(*mine).values(made_at=now(), rows=len(ids))).rowcount:
        raise refuse("export-over", days=DAYS)
    c.execute(insert(exported), [{"export_id": id, "organisation_id": one} for one in ids])
    audit.record(c, found.asked_by, "detail.made", detail={"export": id, "rows": len(ids)})
    audit.record_each(c, found.asked_by, "detail.hold", ids, {"export": id})


def failed(c: Connection, id: str, enterprises: int) -> None:
    """After a refusal of :func:`make`: a second person is asked about so many enterprises; one agreed to is over."""
    mine = (table.c.id == id, *_open())
    c.execute(update(table).where(*mine, table.c.approved_at.is_(None)).values(enterprises=enterprises))
    c.execute(update(table).where(*mine, table.c.approved_at.is_not(None)).values(closed_at=now()))


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


def _open() -> tuple[ColumnElement[bool], ...]:
    """Neither used nor closed, nor too old."""
    return table.c.made_at.is_(None), table.c.closed_at.is_(None), table.c.asked_at > now() - timedelta(days=DAYS)


def _select() -> Select[Any]:
    return select(table, people.c.name.label("author")).outerjoin(people, people.c.id == table.c.asked_by)


def _read(row: Any) -> Export:
    return Export(**{field: getattr(row, field) for field in Export.__slots__})
