"""Invitation links by which owners add members. Each can be used once; only its SHA-256 is stored.

An invitation is valid only while its author is an owner. A revoked one has `used_at` but no user.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, insert, select, update

from ...errors import Forbidden, NotFound, Place, Problem, refuse
from ..accounts.people import Person
from ..schema import invitations as table
from ..schema import memberships, organisations, people
from ..types import is_id, new_id, now
from . import audit
from .access import ANSWERING, OWNING, READING
from .organisations import add_member, owned_organisation

DAYS = 14
# Roles that an invitation may give to somebody who is a member already; owners make other changes on a page
PERMITTED_UPGRADES: Mapping[str, tuple[str, ...]] = {"viewer": ("owner", "editor", "assessor"), "editor": ("owner",)}


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that can still be used; `by` is the name of the owner who made it."""

    id: str
    role: str
    created_at: datetime
    expires_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The content of an invitation: a role in an enterprise, until `expires_at`, from the owner named `by`."""

    organisation_id: str
    organisation_name: str
    role: str
    expires_at: datetime
    by: str


def invite(c: Connection, person: Person, organisation_id: str, role: str) -> str:
    """Create an invitation valid for DAYS days; returns its token, which is not stored.

    Raises NotFound; Forbidden to those who are not owners; Refusal membership-role.
    """
    owned_organisation(c, person, organisation_id)
    if role not in READING:
        raise refuse("membership-role", Place(column="role"), found=role[:40])
    token, id, at = secrets.token_urlsafe(32), new_id(), now()
    c.execute(
        insert(table).values(
            id=id,
            sha256=_digest(token),
            organisation_id=organisation_id,
            role=role,
            created_at=at,
            by=person.id,
            expires_at=at + timedelta(days=DAYS),
        )
    )
    detail = {"invitation": id, "role": role}
    audit.record(c, person.id, "invitation.issue", organisation=organisation_id, detail=detail)
    return token


def pending(c: Connection, person: Person, organisation_id: str) -> list[Invitation]:
    """The invitations that can still be used, the latest first. Raises NotFound; Forbidden."""
    owned_organisation(c, person, organisation_id)
    query = (
        select(table, people.c.name.label("author"))
        .join(people, people.c.id == table.c.by)
        .where(table.c.organisation_id == organisation_id, _good())
        .order_by(table.c.created_at.desc(), table.c.id)
    )
    return [Invitation(row.id, row.role, row.created_at, row.expires_at, row.author) for row in c.execute(query)]


def revoke(c: Connection, person: Person, organisation_id: str, id: str) -> None:
    """Revoke an invitation; may be repeated.

    Raises NotFound organisation-not-found, invitation-unknown; Forbidden; Refusal invitation-used if it was
    used before.
    """
    owned_organisation(c, person, organisation_id)
    mine = (table.c.id == (id if is_id(id) else None), table.c.organisation_id == organisation_id)
    if c.execute(update(table).where(*mine, table.c.used_at.is_(None)).values(used_at=now())).rowcount:
        detail = {"invitation": id}
        audit.record(c, person.id, "invitation.revoke", organisation=organisation_id, detail=detail)
        return
    # read after the update, which waits for whoever uses the invitation at the same time
    row = c.execute(select(table.c.used_by).where(*mine)).one_or_none()
    if row is None:
        raise NotFound(Problem("invitation-unknown"))
    if row.used_by is not None:
        raise refuse("invitation-used")


def offer(c: Connection, token: str) -> Offer:
    """The content of an invitation. Reads only.

    Raises NotFound invitation-unknown; Refusal invitation-used, -expired, -revoked.
    """
    query = (
        select(
            table, organisations.c.name.label("organisation_name"), people.c.name.label("author"), _good().label("good")
        )
        .join(organisations, organisations.c.id == table.c.organisation_id)
        .join(people, people.c.id == table.c.by)
        .where(table.c.sha256 == _digest(token))
    )
    row = c.execute(query).one_or_none()
    if row is None:
        raise NotFound(Problem("invitation-unknown"))
    if not row.good:
        raise refuse(_fault(row))
    return Offer(row.organisation_id, row.organisation_name, row.role, row.expires_at, row.author)


def accept(c: Connection, person: Person, token: str) -> Offer:
    """Make the person a member and mark the invitation as used; of two concurrent uses one succeeds.

    A member's role can only be extended (PERMITTED_UPGRADES); otherwise the invitation is refused and stays valid.
    Raises as `offer`; Forbidden invitation-account for accounts that cannot be members; Refusal invitation-member.
    """
    found = offer(c, token)
    if person.role not in ANSWERING:
        raise Forbidden(Problem("invitation-account"))
    role = membership(c, person, found.organisation_id)
    if role is not None and found.role not in PERMITTED_UPGRADES.get(role, ()):
        raise refuse("invitation-member")
    use = update(table).where(table.c.sha256 == _digest(token), _good()).values(used_at=now(), used_by=person.id)
    if not c.execute(use).rowcount:
        offer(c, token)  # says why it is not valid any more
        raise refuse("invitation-used")
    add_member(c, found.organisation_id, person.id, found.role, by=person.id)
    detail = {"role": found.role}
    audit.record(c, person.id, "invitation.accept", organisation=found.organisation_id, detail=detail)
    return found


def membership(c: Connection, person: Person, organisation_id: str) -> str | None:
    """The person's role in an enterprise; None for a person who is not a member."""
    mine = (memberships.c.organisation_id == organisation_id, memberships.c.person_id == person.id)
    return c.scalar(select(memberships.c.role).where(*mine))


def _good() -> ColumnElement[bool]:
    """The SQL condition for invitations not used, revoked or expired, whose author is still an owner."""
    maker = exists(
        select(memberships.c.person_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.organisation_id == table.c.organisation_id,
            memberships.c.person_id == table.c.by,
            memberships.c.role.in_(OWNING),
            people.c.role.in_(ANSWERING),
        )
        .correlate(table)
    )
    return and_(table.c.used_at.is_(None), table.c.expires_at > now(), maker)


def _fault(row: Row[Any]) -> str:
    if row.used_by is not None:
        return "invitation-used"
    if row.used_at is None and row.expires_at <= now():
        return "invitation-expired"
    return "invitation-revoked"


def _digest(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
