"""Forms that were sent after the session had ended, stored for a day for the person who filled them in."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select

from ..schema import kept_forms as table
from ..types import now
from .people import person

HOURS = 24
MOST = 20  # forms of one person; the oldest are deleted
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A stored form: the path it was sent to, and its fields in order."""

    path: str
    fields: Fields


def keep_form(c: Connection, person_id: str, path: str, fields: Fields) -> str | None:
    """Store a form; returns its token (only the SHA-256 is stored), None for an unknown person."""
    if person(c, person_id) is None:
        return None
    token = secrets.token_urlsafe(32)
    mine = table.c.person_id == person_id
    newest = select(table.c.sha256).where(mine).order_by(table.c.at.desc()).limit(MOST - 1)
    surplus = and_(mine, table.c.sha256.not_in(newest))
    c.execute(delete(table).where(or_(table.c.at < now() - timedelta(hours=HOURS), surplus)))
    values = {"sha256": _digest(token), "person_id": person_id, "path": path, "at": now()}
    c.execute(insert(table).values(**values, fields=json.dumps(fields)))
    return token


def find_form(c: Connection, person_id: str, token: str) -> KeptForm | None:
    """The form of this person with this token; None if there is none or it expired."""
    row = c.execute(select(table.c.path, table.c.fields).where(_this(person_id, token))).one_or_none()
    return KeptForm(row.path, [(name, value) for name, value in json.loads(row.fields)]) if row else None


def delete_form(c: Connection, person_id: str, token: str) -> None:
    """Delete a form."""
    c.execute(delete(table).where(_this(person_id, token)))


def _this(person_id: str, token: str) -> ColumnElement[bool]:
    fresh = table.c.at >= now() - timedelta(hours=HOURS)
    return and_(table.c.sha256 == _digest(token), table.c.person_id == person_id, fresh)


def _digest(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
