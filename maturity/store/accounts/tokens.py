"""One-time tokens, to set up the first administrator and to set a password. Only their SHA-256 is stored."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from ...errors import Place, refuse
from ..enterprises import audit
from ..schema import people, tokens
from ..types import now

Purpose = Literal["setup", "reset"]


def new_token() -> str:
    """A random token, not valid until it is issued."""
    return secrets.token_urlsafe(32)


def issue_token(
    c: Connection,
    purpose: Purpose,
    person_id: str | None,
    hours: float,
    *,
    by: str | None = None,
    token: str | None = None,
) -> str:
    """Store a new token, or `token`, valid for `hours`; returns it.

    `by` is the id of the administrator who made it.
    """
    token = token or new_token()
    moment = now()
    c.execute(
        insert(tokens).values(
            sha256=_digest(token),
            purpose=purpose,
            person_id=person_id,
            created_at=moment,
            expires_at=moment + timedelta(hours=hours),
            issued_by=by,
        )
    )
    detail = {"purpose": purpose, "person": person_id}
    if by is not None and person_id is not None:
        audit.record_about(c, by, "token.issue", person_id, detail)
    else:
        audit.record(c, by, "token.issue", detail=detail)
    return token


def redeem_token(c: Connection, purpose: Purpose, token: str) -> str | None:
    """Mark a token as used; returns the id of the person it was issued for (None if for nobody in particular).

    Of two concurrent uses one succeeds. Raises Refusal account-token-unknown, -used or -expired.
    """
    used = update(tokens).where(_good(purpose, token)).values(used_at=now()).returning(tokens.c.person_id)
    row = c.execute(used).one_or_none()
    if row is None:
        raise refuse(_fault(c, purpose, token), Place(column="token"))
    person_id: str | None = row.person_id
    audit.record(c, person_id, "token.redeem", detail={"purpose": purpose})
    return person_id


class IssuedLink(NamedTuple):
    """A link issued by an administrator: when, and the administrator's name, "" when unknown."""

    at: datetime
    by: str


def links_issued_by_others(c: Connection, person_id: str, days: int) -> list[IssuedLink]:
    """The reset links that others issued for a person in the last `days` days, the earliest first."""
    since = now() - timedelta(days=days)
    query = (
        select(tokens.c.created_at, people.c.name)
        .outerjoin(people, people.c.id == tokens.c.issued_by)
        .where(tokens.c.person_id == person_id, tokens.c.created_at > since, tokens.c.issued_by != person_id)
        .order_by(tokens.c.created_at)
    )
    return [IssuedLink(at, name or "") for at, name in c.execute(query)]


def is_redeemable(c: Connection, purpose: Purpose, token: str) -> bool:
    """Whether :func:`redeem_token` would accept it now. Reads only."""
    return c.execute(select(tokens.c.sha256).where(_good(purpose, token))).one_or_none() is not None


def is_issued(c: Connection, token: str) -> bool:
    """Whether :func:`issue_token` has stored this token, used or not."""
    return c.execute(select(tokens.c.sha256).where(tokens.c.sha256 == _digest(token))).one_or_none() is not None


def _good(purpose: str, token: str) -> ColumnElement[bool]:
    return and_(_this(purpose, token), tokens.c.used_at.is_(None), tokens.c.expires_at > now())


def _fault(c: Connection, purpose: str, token: str) -> str:
    row: Any = c.execute(select(tokens.c.used_at).where(_this(purpose, token))).one_or_none()
    if row is None:
        return "account-token-unknown"
    return "account-token-used" if row.used_at else "account-token-expired"


def _this(purpose: str, token: str) -> ColumnElement[bool]:
    return and_(tokens.c.sha256 == _digest(token), tokens.c.purpose == purpose)


def _digest(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
