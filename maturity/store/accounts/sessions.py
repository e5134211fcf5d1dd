"""Sessions of signed-in accounts. A session cookie is valid only while its row exists."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from ..enterprises import audit
from ..schema.access import sessions as table
from ..types import check_text, is_id, new_id, now

HOURS = 12  # without use, after which a session expires
STEP = timedelta(minutes=5)  # the time of last use is not written more often
DEVICE_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Session:
    """A session of an account; `device` names browser and system, "" when unknown."""

    id: str
    device: str
    began_at: datetime
    used_at: datetime


def begin_session(c: Connection, person_id: str, device: str) -> str:
    """Start a session; returns its id. Expired sessions are deleted."""
    c.execute(delete(table).where(table.c.person_id == person_id, table.c.used_at < _oldest()))
    id, at = new_id(), now()
    words = check_text(device, "device")[:DEVICE_LIMIT]
    c.execute(insert(table).values(id=id, person_id=person_id, device=words, began_at=at, used_at=at))
    audit.record(c, person_id, "person.sign-in", detail={"session": id})
    return id


def last_use(c: Connection, person_id: str, id: str) -> datetime | None:
    """When the session was last used; None if it expired, was ended, or is another person's."""
    if not is_id(id):
        return None
    at: datetime | None = c.scalar(select(table.c.used_at).where(*_this(person_id, id), table.c.used_at >= _oldest()))
    return at


def touch_session(c: Connection, person_id: str, id: str) -> None:
    """Record that the session is used now."""
    c.execute(update(table).where(*_this(person_id, id)).values(used_at=now()))


def sessions_of(c: Connection, person_id: str) -> list[Session]:
    """The sessions of an account that have not expired, the last used first."""
    query = select(table).where(table.c.person_id == person_id, table.c.used_at >= _oldest())
    rows = c.execute(query.order_by(table.c.used_at.desc(), table.c.id))
    return [Session(row.id, row.device, row.began_at, row.used_at) for row in rows]


def end_session(c: Connection, person_id: str, id: str) -> None:
    """End one session of an account; an unknown session, or another person's, is ignored."""
    if is_id(id) and c.execute(delete(table).where(*_this(person_id, id))).rowcount:
        audit.record(c, person_id, "person.end-session", detail={"session": id})


def _this(person_id: str, id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.person_id == person_id, table.c.id == id


def _oldest() -> datetime:
    return now() - timedelta(hours=HOURS)
