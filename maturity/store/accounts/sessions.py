"""Sessions of signed-in accounts. A session cookie is valid only while its row exists."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, delete, insert, not_, select, update

from ...settings import count
from ..enterprises import audit
from ..schema import people
from ..schema.access import sessions as table
from ..types import check_text, is_id, new_id, now
from .people import Person

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


def begin_session(c: Connection, person_id: str, device: str, *, provider: bool = False) -> str:
    """Start a session; returns its id. Expired sessions are deleted. `provider`: whether an identity provider said who
    it is.
    """
    c.execute(delete(table).where(table.c.person_id == person_id, not_(_alive(**_bounds()))))
    id, at = new_id(), now()
    words = check_text(device, "device")[:DEVICE_LIMIT]
    c.execute(insert(table).values(id=id, person_id=person_id, device=words, began_at=at, used_at=at))
    detail = {"session": id, "provider": True} if provider else {"session": id}
    audit.record(c, person_id, "person.sign-in", detail=detail)
    return id


def visitor(c: Connection, person_id: str, id: str) -> tuple[Person, datetime | None] | None:
    """The person with this id, and when the session was last used: None if it expired, was ended, or is another's.

    None if there is no such person, or the account is disabled.
    """
    asked = {"person": person_id, "session": id if is_id(id) else "", **_bounds()}
    row = c.execute(_visitor(), asked).one_or_none() if is_id(person_id) else None
    if row is None:
        return None
    return Person(**{field: getattr(row, field) for field in Person.__slots__}), row.used_at


def touch_session(c: Connection, person_id: str, id: str) -> None:
    """Record that the session is used now."""
    c.execute(update(table).where(*_this(person_id, id)).values(used_at=now()))


def sessions_of(c: Connection, person_id: str) -> list[Session]:
    """The sessions of an account that have not expired, the last used first."""
    query = select(table).where(table.c.person_id == person_id, _alive(**_bounds()))
    rows = c.execute(query.order_by(table.c.used_at.desc(), table.c.id))
    return [Session(row.id, row.device, row.began_at, row.used_at) for row in rows]


def end_session(c: Connection, person_id: str, id: str) -> None:
    """End one session of an account; an unknown session, or another person's, is ignored."""
    if is_id(id) and c.execute(delete(table).where(*_this(person_id, id))).rowcount:
        audit.record(c, person_id, "person.end-session", detail={"session": id})


@cache
def _visitor() -> Select[Any]:
    """Built once: every request asks this."""
    columns = (people.c[field] for field in Person.__slots__)
    who = (people.c.id == bindparam("person"), people.c.disabled_at.is_(None))
    mine = (table.c.person_id == people.c.id, table.c.id == bindparam("session"))
    here = people.outerjoin(table, and_(*mine, _alive(bindparam("oldest"), bindparam("begun"))))
    return select(*columns, table.c.used_at).select_from(here).where(*who)


def _this(person_id: str, id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.person_id == person_id, table.c.id == id


def _alive(oldest: Any, begun: Any) -> ColumnElement[bool]:
    """The condition that a session was used since `oldest`, and began since `begun`."""
    return and_(table.c.used_at >= oldest, table.c.began_at >= begun)


def _bounds() -> dict[str, datetime]:
    """The bounds of sessions that have not expired now."""
    moment, most = now(), count("MATURITY_SESSION_HOURS")
    begun = moment - timedelta(hours=most) if most else datetime(1970, 1, 1, tzinfo=UTC)
    return {"oldest": moment - timedelta(hours=HOURS), "begun": begun}
