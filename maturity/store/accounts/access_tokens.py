"""Access tokens of the HTTP interface: made by their person, with scopes and an end. Only their SHA-256 is stored."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from ...errors import Place, Problem, Refusal, refuse
from ...text.plain import one_line
from ..enterprises import audit
from ..schema import access_tokens as table
from ..schema import people
from ..types import check_text, is_id, new_id, now
from .people import Person

PREFIX = "mat_"  # so that a token is found in logs and repositories that it should not be in
SCOPES = ("read", "answer", "assess", "statistics")
MOST = 20  # of a person
MOST_DAYS = 366
NAME_LIMIT = 100
STEP = timedelta(hours=1)  # the time of last use is not written more often


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token. `second_factor` is whether it was made in a session that began with a code of the second factor."""

    id: str
    name: str
    scopes: tuple[str, ...]
    second_factor: bool
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None

    @property
    def expired(self) -> bool:
        """Whether it has ended."""
        return self.expires_at <= now()


def issue(
    c: Connection, person: Person, name: str, scopes: Collection[str], days: int, *, second_factor: bool
) -> tuple[AccessToken, str]:
    """A new token that ends after `days`, and its secret, which is not stored.

    Raises Refusal access-token-name, access-token-scopes, access-token-days, access-token-many.
    """
    words = one_line(check_text(name, "name"))
    _check(words, scopes, days)
    held = c.scalar(select(func.count()).where(table.c.person_id == person.id, table.c.expires_at > now())) or 0
    if held >= MOST:
        raise refuse("access-token-many", most=MOST)
    secret, at = PREFIX + secrets.token_urlsafe(32), now()
    chosen = tuple(scope for scope in SCOPES if scope in scopes)
    new = AccessToken(new_id(), words, chosen, second_factor, at, at + timedelta(days=days), None)
    plain = {field: getattr(new, field) for field in AccessToken.__slots__ if field != "scopes"}
    c.execute(insert(table).values(**plain, scopes=" ".join(chosen), person_id=person.id, sha256=_digest(secret)))
    audit.record(c, person.id, "access-token.issue", detail={"token": new.id, "scopes": [*chosen]})
    return new, secret


def tokens_of(c: Connection, person_id: str) -> list[AccessToken]:
    """The tokens of a person, ended ones too, the latest first."""
    query = select(table).where(table.c.person_id == person_id).order_by(table.c.created_at.desc(), table.c.id)
    return [_read(row) for row in c.execute(query)]


def revoke(c: Connection, person_id: str, id: str) -> None:
    """Delete a token of a person; an unknown one, or another person's, is ignored."""
    mine = (table.c.id == id, table.c.person_id == person_id)
    if is_id(id) and c.execute(delete(table).where(*mine)).rowcount:
        audit.record(c, person_id, "access-token.revoke", detail={"token": id})


def holder(c: Connection, secret: str) -> tuple[Person, AccessToken] | None:
    """Whose token this is, and the token; None for an unknown or ended one, and where the account is disabled."""
    row = c.execute(_holder(), {"sha256": _digest(secret), "now": now()}).one_or_none()
    if row is None:
        return None
    return Person(**{field: getattr(row, f"holder_{field}") for field in Person.__slots__}), _read(row)


def touch(c: Connection, token: AccessToken) -> None:
    """Record that a token is used now; to be called where it was not used for STEP."""
    c.execute(update(table).where(table.c.id == token.id).values(used_at=now()))


def needs_touch(token: AccessToken) -> bool:
    """Whether its use has to be recorded."""
    return token.used_at is None or now() - token.used_at > STEP


@cache
def _holder() -> Select[Any]:
    """Built once: every request of the interface asks this."""
    columns = (people.c[field].label(f"holder_{field}") for field in Person.__slots__)
    good = (table.c.sha256 == bindparam("sha256"), table.c.expires_at > bindparam("now"))
    active = people.c.disabled_at.is_(None)
    return select(table, *columns).join(people, people.c.id == table.c.person_id).where(*good, active)


def _check(name: str, scopes: Collection[str], days: int) -> None:
    problems = []
    if not 1 <= len(name) <= NAME_LIMIT:
        problems.append(Problem("access-token-name", Place(column="name"), {"limit": NAME_LIMIT}))
    if not scopes or not set(scopes) <= set(SCOPES):
        problems.append(Problem("access-token-scopes", Place(column="scopes"), {"allowed": ", ".join(SCOPES)}))
    if not 1 <= days <= MOST_DAYS:
        problems.append(Problem("access-token-days", Place(column="days"), {"most": MOST_DAYS}))
    if problems:
        raise Refusal(*problems)


def _read(row: Row[Any]) -> AccessToken:
    plain = {field: getattr(row, field) for field in AccessToken.__slots__ if field != "scopes"}
    return AccessToken(scopes=tuple(row.scopes.split()), **plain)


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()
