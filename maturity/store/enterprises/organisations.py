"""Enterprises and who may act for them."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select
from sqlalchemy import update as updating

from ...errors import Conflict, NotFound, Place, Problem, Refusal, refuse
from ..accounts.people import Person
from ..faults import unique_or
from ..schema import assessments, assignments, memberships, organisations, people
from ..types import is_id, new_id, now
from . import audit, waivers
from .access import OWNING, READING, WRITING, may, may_submit, need
from .facts import Facts, facts_of, read_facts

__all__ = [
    "Facts",
    "Member",
    "Organisation",
    "add_member",
    "compare",
    "first_role",
    "let_submit",
    "members",
    "organisation",
    "organisations_of",
    "owned",
    "read_facts",
    "remove_member",
    "sign_up",
    "update",
]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An enterprise; `version` grows with every change of its facts. `role` is what the person asking is in it."""

    id: str
    facts: Facts
    version: int
    role: str
    delete_after: datetime | None = None
    compared: bool = False

    @property
    def may_write(self) -> bool:
        """The person asking may change its facts and start assessments: an owner or editor."""
        return self.role in WRITING


@dataclass(frozen=True, slots=True)
class Member:
    """A person who may act for an organisation, as owner, editor, viewer or assessor; `may_submit` its assessments."""

    person_id: str
    name: str
    email: str
    role: str
    may_submit: bool


def sign_up(c: Connection, facts: Facts, person_id: str) -> Organisation:
    """A new enterprise with its owner. Raises Refusal organisation-exists, NotFound for an unknown person."""
    new = Organisation(new_id(), facts, 1, OWNING[0])
    with unique_or(c, lambda: _exists(facts)):
        c.execute(insert(organisations).values(id=new.id, version=1, created_at=now(), **asdict(facts)))
    audit.record(c, person_id, "organisation.sign-up", organisation=new.id)
    waivers.record(c, person_id, new.id, facts.credit_code)
    add_member(c, new.id, person_id, new.role, by=person_id)
    return new


def organisation(c: Connection, person: Person, id: str) -> Organisation:
    """One of the person's organisations. Raises NotFound for any other id."""
    query = _mine(person).where(organisations.c.id == id)
    row = c.execute(query).one_or_none() if is_id(id) else None
    if row is None:
        raise unknown()
    return _read(row)


def owned(c: Connection, person: Person, id: str) -> Organisation:
    """As `organisation`, for what only owners may do. Raises Forbidden to every other member."""
    found = organisation(c, person, id)
    need(found.role, OWNING)
    return found


def organisations_of(c: Connection, person: Person) -> list[Organisation]:
    """All organisations the person may act for, by name."""
    query = _mine(person).order_by(organisations.c.name, organisations.c.id)
    return [_read(row) for row in c.execute(query)]


def update(c: Connection, person: Person, id: str, facts: Facts, version: int) -> Organisation:
    """Change the facts the person saw as `version`.

    Raises NotFound; Forbidden; Conflict organisation-stale whose `current` is the Organisation now; Refusal
    organisation-exists.
    """
    current = organisation(c, person, id)
    need(current.role, WRITING)
    if current.facts == facts:
        return current
    change = (
        updating(organisations)
        .where(organisations.c.id == id, organisations.c.version == version, may(person, organisations.c.id, *WRITING))
        .values(version=version + 1, **asdict(facts))
    )
    with unique_or(c, lambda: _exists(facts)):
        changed = c.execute(change).rowcount
    if not changed:
        raise Conflict(Problem("organisation-stale"), current=organisation(c, person, id))
    fields = [field for field, value in asdict(facts).items() if value != getattr(current.facts, field)]
    audit.record(c, person.id, "organisation.update", organisation=id, detail={"fields": fields})
    if "credit_code" in fields:
        waivers.record(c, person.id, id, facts.credit_code)
    return replace(current, facts=facts, version=version + 1)


def compare(c: Connection, person: Person, id: str, compared: bool) -> None:
    """Let the enterprise's scores take part in the comparison of peers, or take that back; again is no mistake.

    Raises NotFound; Forbidden to those who are not owners.
    """
    if owned(c, person, id).compared != compared:
        c.execute(updating(organisations).where(organisations.c.id == id).values(compared=compared))
        audit.record(c, person.id, "organisation.compare", organisation=id, detail={"compared": compared})


def add_member(c: Connection, organisation_id: str, person_id: str, role: str, *, by: str | None = None) -> None:
    """Let a person act for an organisation in a role of READING; again is no mistake and changes the role.

    The caller has checked that `by` (None: the command line) may do so, through :func:`organisation`. Raises
    Refusal membership-role, membership-last-owner; NotFound for an unknown person or organisation.
    """
    if role not in READING:
        raise refuse("membership-role", Place(column="role"), found=role[:40])
    if not is_id(organisation_id) or c.scalar(_id_of(organisations, organisation_id)) is None:
        raise unknown()
    if not is_id(person_id) or c.scalar(_id_of(people, person_id)) is None:
        raise NotFound(Problem("account-not-found"))
    if role not in OWNING:
        _keep_an_owner(c, organisation_id, person_id)
    if role not in WRITING:
        _free(c, organisation_id, person_id)
    key = (memberships.c.organisation_id == organisation_id, memberships.c.person_id == person_id)
    lost = {} if role == WRITING[1] else {"may_submit": False}
    if not c.execute(updating(memberships).where(*key).values(role=role, **lost)).rowcount:
        c.execute(insert(memberships).values(organisation_id=organisation_id, person_id=person_id, role=role))
    detail = {"person": person_id, "role": role}
    audit.record(c, by, "organisation.add-member", organisation=organisation_id, detail=detail)


def remove_member(c: Connection, organisation_id: str, person_id: str, *, by: str | None = None) -> None:
    """Take away what `add_member` gave, and the subdomains assigned; nothing entered is touched.

    The caller has checked that `by` may do so.
    Raises Refusal membership-last-owner.
    """
    _keep_an_owner(c, organisation_id, person_id)
    _free(c, organisation_id, person_id)
    key = (memberships.c.organisation_id == organisation_id, memberships.c.person_id == person_id)
    if c.execute(memberships.delete().where(*key)).rowcount:
        detail = {"person": person_id}
        audit.record(c, by, "organisation.remove-member", organisation=organisation_id, detail=detail)


def let_submit(c: Connection, person: Person, organisation_id: str, person_id: str, let: bool) -> None:
    """Let an editor submit the organisation's assessments, or take that back; again is no mistake.

    Raises NotFound; Forbidden to those who are not owners; Refusal membership-submit for a member who is no editor.
    """
    found = {member.person_id: member for member in members(c, person, owned(c, person, organisation_id).id)}
    if person_id not in found:
        raise NotFound(Problem("account-not-found"))
    if found[person_id].role != WRITING[1]:
        raise refuse("membership-submit")
    key = (memberships.c.organisation_id == organisation_id, memberships.c.person_id == person_id)
    if c.execute(updating(memberships).where(*key, memberships.c.may_submit != let).values(may_submit=let)).rowcount:
        detail = {"person": person_id, "let": let}
        audit.record(c, person.id, "organisation.let-submit", organisation=organisation_id, detail=detail)


def members(c: Connection, person: Person, organisation_id: str) -> list[Member]:
    """Who may act for one of the person's organisations, by name. Raises NotFound for any other id."""
    found = organisation(c, person, organisation_id)
    query = (
        select(people.c.id, people.c.name, people.c.email, memberships.c.role, memberships.c.may_submit)
        .join(memberships, memberships.c.person_id == people.c.id)
        .where(memberships.c.organisation_id == found.id)
        .order_by(people.c.name, people.c.id)
    )
    return [
        Member(row.id, row.name, row.email, row.role, may_submit(row.role, row.may_submit)) for row in c.execute(query)
    ]


def first_role(c: Connection, organisation_id: str) -> str:
    """What a newcomer of the command line becomes: the owner where there is none, else an editor."""
    return WRITING[1] if _owners(c, organisation_id) else OWNING[0]


def unknown() -> NotFound:
    """What a foreign and an unknown id get alike."""
    return NotFound(Problem("organisation-not-found"))


def _id_of(table: Any, id: str) -> Any:
    return select(table.c.id).where(table.c.id == id)


def _exists(facts: Facts) -> Refusal:
    return refuse("organisation-exists", Place(column="credit_code"), credit_code=facts.credit_code)


def _owners(c: Connection, organisation_id: str) -> set[str]:
    """Locked, so that the last two cannot remove each other at the same moment."""
    mine = (memberships.c.organisation_id == organisation_id, memberships.c.role.in_(OWNING))
    query = select(memberships.c.person_id).where(*mine).order_by(memberships.c.person_id)
    return set(c.scalars(query.with_for_update()))


def _keep_an_owner(c: Connection, organisation_id: str, person_id: str) -> None:
    if _owners(c, organisation_id) == {person_id}:
        raise refuse("membership-last-owner", Place(column="role"))


def _free(c: Connection, organisation_id: str, person_id: str) -> None:
    """Nothing stays assigned to who cannot answer it."""
    theirs = select(assessments.c.id).where(assessments.c.organisation_id == organisation_id)
    c.execute(delete(assignments).where(assignments.c.person_id == person_id, assignments.c.assessment_id.in_(theirs)))


def _mine(person: Person) -> Select[Any]:
    return (
        select(organisations, memberships.c.role.label("member_role"))
        .join(memberships, memberships.c.organisation_id == organisations.c.id)
        .where(memberships.c.person_id == person.id, may(person, organisations.c.id, *READING))
    )


def _read(row: Row[Any]) -> Organisation:
    return Organisation(row.id, facts_of(row), row.version, row.member_role, row.delete_after, row.compared)
