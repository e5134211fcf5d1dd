"""Microdata exports: requests with a reason, approval by a second person for few enterprises, and a log."""

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
from ..types import check_text, is_id, new_id, now

APPROVAL_THRESHOLD = 10  # enterprises; an export of fewer needs approval by a second person
REQUEST_DAYS = 14  # in which a request can be approved and used
REASON_LIMIT = 1000
APPROVING = ("analyst", "administrator")


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """The content of a request. `enterprises` is set, below APPROVAL_THRESHOLD, if a second person has to approve."""

    questionnaire: str
    year: int
    what: str
    format: str
    reason: str
    enterprises: int | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A requested export. `author` is the name of who requested it, None for the operator at the command line.

    `enterprises` is the number that a second person has to approve, None where no approval is needed.
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
    """The purpose of a microdata request, as stored. Raises Refusal export-reason for a missing or too long reason."""
    words = visible(check_text(text, "reason"))
    if not 1 <= len(words) <= REASON_LIMIT:
        raise refuse("export-reason", Place(column="reason"), limit=REASON_LIMIT)
    return words


def request_export(c: Connection, by: str | None, request: ExportRequest) -> Export:
    """Store a request; `by` is a person's id. Raises Refusal export-reason for a missing or too long reason."""
    words = read_reason(request.reason)
    id = new_id()
    values = asdict(request) | {"reason": words}
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
    """Approve the number of enterprises of a request as a second person; may be repeated, the first one is kept.

    Raises NotFound; Forbidden to whoever asked for it, and to all but analysts and administrators; Refusal export-over.
    """
    found = export(c, id)
    if person.role not in APPROVING or found.asked_by in (None, person.id):
        raise Forbidden(Problem("export-own"))
    mine = (table.c.id == id, table.c.enterprises.is_not(None), *_open())
    if c.scalar(select(table.c.id).where(*mine).with_for_update()) is None:
        raise refuse("export-over", days=REQUEST_DAYS)
    first = table.c.approved_at.is_(None)
    if not c.execute(update(table).where(*mine, first).values(approved_at=now(), approved_by=person.id)).rowcount:
        return
    audit.record(c, person.id, "detail.approve", detail={"export": id, "enterprises": found.enterprises})


def close(c: Connection, person: Person, id: str) -> None:
    """Decline a request, also after its approval, or withdraw it as its author; may be repeated.

    Raises NotFound; Forbidden to all but analysts and administrators.
    """
    if person.role not in APPROVING:
        raise Forbidden(Problem("export-own"))
    found = export(c, id)
    mine = (table.c.id == id, *_open())
    if c.execute(update(table).where(*mine).values(closed_at=now(), closed_by=person.id)).rowcount:
        action = "detail.withdraw" if found.asked_by == person.id else "detail.decline"
        audit.record(c, person.id, action, detail={"export": id})


def pending_requests(c: Connection) -> list[Export]:
    """The requests that need approval and can still be used, the latest first."""
    mine = (table.c.enterprises.is_not(None), table.c.asked_by.is_not(None), *_open())
    query = _select().where(*mine).order_by(table.c.asked_at.desc())
    return [_read(row) for row in c.execute(query.limit(50))]


def check_export(c: Connection, id: str, enterprises: int) -> Export:
    """The export with this id, if it may be made of as many enterprises. Raises NotFound; Refusal export-few without a
    required approval, export-shrunk for fewer enterprises than were approved.
    """
    found = export(c, id)
    if enterprises < APPROVAL_THRESHOLD and found.approved_at is None:
        raise refuse("export-few", found=enterprises, least=APPROVAL_THRESHOLD)
    if enterprises < min(APPROVAL_THRESHOLD, found.enterprises or 0):
        raise refuse("export-shrunk", found=enterprises, agreed=found.enterprises)
    return found


def record_export(c: Connection, id: str, organisations: Iterable[str]) -> None:
    """Record, once, that the export was made and which organisations (ids) it contains.

    Raises as :func:`check_export`; Refusal export-over for a request that was used or closed or has expired.
    """
    ids = list(organisations)
    found = check_export(c, id, len(ids))
    mine = (table.c.id == id, *_open())
    if not c.execute(update(table).where(*mine).values(made_at=now(), rows=len(ids))).rowcount:
        raise refuse("export-over", days=REQUEST_DAYS)
    c.execute(insert(exported), [{"export_id": id, "organisation_id": one} for one in ids])
    audit.record(c, found.asked_by, "detail.made", detail={"export": id, "rows": len(ids)})
    audit.record_each(c, found.asked_by, "detail.hold", ids, {"export": id})


def record_refusal(c: Connection, id: str, enterprises: int) -> None:
    """After a refusal of :func:`check_export`: ask for approval of `enterprises` enterprises, or close the request.

    A request that was approved already is closed.
    """
    mine = (table.c.id == id, *_open())
    c.execute(update(table).where(*mine, table.c.approved_at.is_(None)).values(enterprises=enterprises))
    c.execute(update(table).where(*mine, table.c.approved_at.is_not(None)).values(closed_at=now()))


def exports_of_organisation(c: Connection, person: Person, organisation_id: str) -> list[Export]:
    """The exports that contained one of the person's organisations, the latest first. Raises NotFound."""
    found = organisation(c, person, organisation_id)
    query = (
        _select()
        .join(exported, exported.c.export_id == table.c.id)
        .where(exported.c.organisation_id == found.id)
        .order_by(table.c.made_at.desc())
    )
    return [_read(row) for row in c.execute(query)]


def _open() -> tuple[ColumnElement[bool], ...]:
    """Conditions for requests that are neither used nor closed nor expired."""
    return (
        table.c.made_at.is_(None),
        table.c.closed_at.is_(None),
        table.c.asked_at > now() - timedelta(days=REQUEST_DAYS),
    )


def _select() -> Select[Any]:
    return select(table, people.c.name.label("author")).outerjoin(people, people.c.id == table.c.asked_by)


def _read(row: Any) -> Export:
    return Export(**{field: getattr(row, field) for field in Export.__slots__})
