"""Identities at an identity provider that accounts are connected to, and signing in by them.

An identity is issuer and subject, never the e-mail address, which providers give to others.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from ...errors import Refusal, refuse
from ..enterprises import audit
from ..faults import unique_or
from ..schema import people as accounts
from ..schema import person_identities as table
from ..types import now
from . import people
from .people import NAME_LIMIT, ROLES, Person

SUBJECT_LIMIT = 255


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity that an account is connected to; `used_at` is its last sign-in."""

    issuer: str
    email: str
    connected_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider says of a person. `verified` is whether the address is proven to be theirs."""

    issuer: str
    subject: str
    email: str
    verified: bool
    name: str
    groups: tuple[str, ...] = ()


def role_of(groups: Collection[str], roles: Mapping[str, str]) -> str | None:
    """The highest role that `groups` give by the mapping `roles`, "enterprise" without any; None without a mapping."""
    if not roles:
        return None
    given = {roles[group] for group in groups if group in roles}
    return next((role for role in reversed(ROLES) if role in given), ROLES[0])


def sign_in(c: Connection, claims: Claims, role: str | None, language: str) -> Person:
    """The person of an identity, who may be disabled; an unknown identity with an unknown address gets an account.

    `role` is what the groups give: an account that can be used has it from now on, unless its person is the last
    administrator. None leaves roles alone, and a new account is an enterprise's.

    Raises Refusal oidc-unverified, oidc-address-taken, and that of :func:`people.add_person`.
    """
    who = person_of(c, claims)
    if who is None:
        who = _first(c, claims, role or ROLES[0], language)
    elif who.disabled_at is None and role is not None and role != who.role:
        who = _given(c, who, role)
    c.execute(update(table).where(*_this(claims)).values(used_at=now()))
    return who


def person_of(c: Connection, claims: Claims) -> Person | None:
    """Whose identity it is; None if nobody's."""
    id = c.scalar(select(table.c.person_id).where(*_this(claims)))
    return people.person(c, id) if id else None


def connect(c: Connection, person_id: str, claims: Claims) -> None:
    """Connect an account to an identity. Raises Refusal identity-taken, identity-there."""
    if identity(c, person_id, claims.issuer) is not None:
        raise refuse("identity-there")
    values = {"issuer": claims.issuer, "subject": claims.subject, "email": claims.email}
    with unique_or(c, lambda: refuse("identity-taken")):
        c.execute(insert(table).values(**values, person_id=person_id, connected_at=now()))
    audit.record(c, person_id, "identity.connect", detail={"person": person_id})


def disconnect(c: Connection, person_id: str, issuer: str) -> None:
    """Remove the connection; may be repeated. Raises Refusal identity-only for an account without a password."""
    if not has_password(c, person_id):
        raise refuse("identity-only")
    if c.execute(delete(table).where(table.c.person_id == person_id, table.c.issuer == issuer)).rowcount:
        audit.record(c, person_id, "identity.disconnect", detail={"person": person_id})


def identity(c: Connection, person_id: str, issuer: str) -> Identity | None:
    """The identity at a provider that an account is connected to; None without one."""
    columns = (table.c.issuer, table.c.email, table.c.connected_at, table.c.used_at)
    row = c.execute(select(*columns).where(table.c.person_id == person_id, table.c.issuer == issuer)).one_or_none()
    return Identity(*row) if row else None


def has_password(c: Connection, person_id: str) -> bool:
    """Whether the account has a password."""
    return c.scalar(select(accounts.c.password.is_not(None)).where(accounts.c.id == person_id)) or False


def _first(c: Connection, claims: Claims, role: str, language: str) -> Person:
    """A new account, connected to the identity."""
    if not claims.verified:
        raise refuse("oidc-unverified")
    if people.find_person(c, claims.email) is not None:
        raise refuse("oidc-address-taken", email=claims.email)
    name = claims.name.strip()[:NAME_LIMIT] or claims.email.partition("@")[0]
    who = people.add_person(c, email=claims.email, name=name, role=role, language=language, by=people.SELF)
    connect(c, who.id, claims)
    return who


def _given(c: Connection, who: Person, role: str) -> Person:
    """The person with another role; with the same one where that would leave no administrator."""
    try:
        return people.set_role(c, who.id, role, who.id, by_groups=True)
    except Refusal:
        return who


def _this(claims: Claims) -> tuple[ColumnElement[bool], ...]:
    return table.c.issuer == claims.issuer, table.c.subject == claims.subject
