"""Sessions: on which devices an account is signed in. A cookie is worth nothing once its row is gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from ..enterprises import audit
from ..schema.access import sessions as table
from ..types import clean, is_id, new_id, now

HOURS = 12  # without use, after which a session is over
STEP = timedelta(minutes=5)  # the time of last use is not written more often
DEVICE_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Session:
    """Where an account is signed in: `device` is short words, empty when unknown."""

    id: str
    device: str
    began_at: datetime
    used_at: datetime


def begin(c: Connection, person_id: str, device: str) -> str:
    """A new session; gives its id. Those that are over are forgotten."""
    c.execute(delete(table).where(table.c.person_id == person_id, table.c.used_at < _oldest()))
    id, at = new_id(), now()
    words = clean(device, "device")[:DEVICE_LIMIT]
    c.execute(insert(table).values(id=id, person_id=person_id, device=words, began_at=at, used_at=at))
    audit.record(c, person_id, "person.sign-in", detail={"session": id})
    return id


def last_use(c: Connection, person_id: str, id: str) -> datetime | None:
    """When the session was last used; None when it is over, was ended, or is another person's."""
    if not is_id(id):
        return None
    at: datetime | None = c.scalar(select(table.c.used_at).where(*_this(person_id, id), table.c.used_at >= _oldest()))
    return at


def used(c: Connection, person_id: str, id: str) -> None:
    """The session is in use now."""
    c.execute(update(table).where(*_this(person_id, id)).values(used_at=now()))


def sessions_of(c: Connection, person_id: str) -> list[Session]:
    """The sessions of an account that are not over, the one used last first."""
    query = select(table).where(table.c.person_id == person_id, table.c.used_at >= _oldest())
    rows = c.execute(query.order_by(table.c.used_at.desc(), table.c.id))
    return [Session(row.id, row.device, row.began_at, row.used_at) for row in rows]


def end(c: Connection, person_id: str, id: str) -> None:
    """End one session of an account; again, or one of somebody else, is no mistake and changes nothing."""
    if is_id(id) and c.execute(delete(table).where(*_this(person_id, id))).rowcount:
        audit.record(c, person_id, "person.end-session", detail={"session": id})


def _this(person_id: str, id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.person_id == person_id, table.c.id == id


def _oldest() -> datetime:
    return now() - timedelta(hours=HOURS)
