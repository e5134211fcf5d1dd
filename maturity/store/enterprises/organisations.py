"""Enterprises and their members."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select
from sqlalchemy import update as updating

from ...errors import Conflict, NotFound, Place, Problem, Refusal, refuse
from ..accounts.people import Person
from ..faults import unique_or
from ..portfolio.marks import touch_all_of
from ..schema import assessments, assignments, memberships, organisations, people, portfolio_tags
from ..types import is_id, new_id, now
from . import audit, waivers
from .access import OWNING, READING, WRITING, joined_condition, may_submit, member_condition, require_role
from .facts import Facts, completed, facts_of, read_facts

__all__ = [
    "Facts",
    "Member",
    "Organisation",
    "add_member",
    "complete_facts",
    "default_role",
    "joined_more_than",
    "members",
    "organisation",
    "organisations_of",
    "owned_organisation",
    "permit_submission",
    "read_facts",
    "remove_member",
    "set_compared",
    "sign_up",
    "update_facts",
]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An enterprise; `version` grows with every change of its facts. `role` is the requesting person's role."""

    id: str
    facts: Facts
    version: int
    role: str
    delete_after: datetime | None = None
    compared: bool = False

    @property
    def may_write(self) -> bool:
        """Whether the person may change its facts and start assessments: an owner or editor."""
        return self.role in WRITING


@dataclass(frozen=True, slots=True)
class Member:
    """A person who may act for an organisation, as owner, editor, viewer or assessor."""

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
        raise organisation_not_found()
    return _read(row)


def owned_organisation(c: Connection, person: Person, id: str) -> Organisation:
    """As :func:`organisation`, for owners only. Raises Forbidden to other members."""
    found = organisation(c, person, id)
    require_role(found.role, OWNING)
    return found


def organisations_of(c: Connection, person: Person) -> list[Organisation]:
    """All organisations of which the person is a member, in order of names."""
    query = _mine(person).order_by(organisations.c.name, organisations.c.id)
    return [_read(row) for row in c.execute(query)]


def joined_more_than(c: Connection, person: Person, few: int) -> bool:
    """Whether the person is a member of more than so many organisations; reads one more than these."""
    query = select(memberships.c.organisation_id).where(joined_condition(person)).limit(few + 1)
    return len(c.scalars(query).all()) > few


def update_facts(c: Connection, person: Person, id: str, facts: Facts, version: int) -> Organisation:
    """Replace the facts; `version` is the version that the person saw.

    Raises NotFound; Forbidden; Conflict organisation-stale whose `current` is the Organisation now; Refusal
    organisation-exists.
    """
    current = organisation(c, person, id)
    require_role(current.role, WRITING)
    if current.facts == facts:
        return current
    change = (
        updating(organisations)
        .where(
            organisations.c.id == id,
            organisations.c.version == version,
            member_condition(person, organisations.c.id, *WRITING),
        )
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


def complete_facts(
    c: Connection, person: Person, id: str, typed: Mapping[str, object], needed: Collection[str]
) -> Organisation:
    """Add those of the `needed` facts that the enterprise has not stated, as `typed`; what it has stated is left alone.

    Raises Refusal as :func:`read_facts` for every one that is missing or wrong; NotFound, Forbidden, Conflict as
    :func:`update_facts`.
    """
    found = organisation(c, person, id)
    return update_facts(c, person, id, completed(found.facts, typed, needed), found.version)


def set_compared(c: Connection, person: Person, id: str, compared: bool) -> None:
    """Set whether the enterprise's scores take part in the comparison of peers; may be repeated.

    Raises NotFound; Forbidden to those who are not owners.
    """
    if owned_organisation(c, person, id).compared != compared:
        c.execute(updating(organisations).where(organisations.c.id == id).values(compared=compared))
        audit.record(c, person.id, "organisation.compare", organisation=id, detail={"compared": compared})


def add_member(c: Connection, organisation_id: str, person_id: str, role: str, *, by: str | None = None) -> None:
    """Make a person a member in a role of READING, or change a member's role; may be repeated.

    The caller has checked that `by` (None: the command line) may do so, through :func:`organisation`. Raises
    Refusal membership-role, membership-last-owner; NotFound for an unknown person or organisation.
    """
    if role not in READING:
        raise refuse("membership-role", Place(column="role"), found=role[:40])
    if not is_id(organisation_id) or c.scalar(_id_of(organisations, organisation_id)) is None:
        raise organisation_not_found()
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
    touch_all_of(c, organisation_id)  # the first member of an enterprise that was loaded in bulk
    detail = {"person": person_id, "role": role}
    audit.record(c, by, "organisation.add-member", organisation=organisation_id, detail=detail)


def remove_member(c: Connection, organisation_id: str, person_id: str, *, by: str | None = None) -> None:
    """Remove a member and their assignments; what they entered is kept.

    The caller has checked that `by` may do so.
    Raises Refusal membership-last-owner.
    """
    _keep_an_owner(c, organisation_id, person_id)
    _free(c, organisation_id, person_id)
    for table in (portfolio_tags, memberships):
        key = (table.c.organisation_id == organisation_id, table.c.person_id == person_id)
        gone = c.execute(delete(table).where(*key)).rowcount
    if gone:
        touch_all_of(c, organisation_id)
        detail = {"person": person_id}
        audit.record(c, by, "organisation.remove-member", organisation=organisation_id, detail=detail)


def permit_submission(c: Connection, person: Person, organisation_id: str, person_id: str, permitted: bool) -> None:
    """Permit an editor to submit the organisation's assessments, or withdraw that; may be repeated.

    Raises NotFound; Forbidden to those who are not owners; Refusal membership-submit for a member who is not an editor.
    """
    found = {
        member.person_id: member for member in members(c, person, owned_organisation(c, person, organisation_id).id)
    }
    if person_id not in found:
        raise NotFound(Problem("account-not-found"))
    if found[person_id].role != WRITING[1]:
        raise refuse("membership-submit")
    key = (memberships.c.organisation_id == organisation_id, memberships.c.person_id == person_id)
    if c.execute(
        updating(memberships).where(*key, memberships.c.may_submit != permitted).values(may_submit=permitted)
    ).rowcount:
        detail = {"person": person_id, "let": permitted}
        audit.record(c, person.id, "organisation.let-submit", organisation=organisation_id, detail=detail)


def members(c: Connection, person: Person, organisation_id: str) -> list[Member]:
    """The members of one of the person's organisations, in order of names. Raises NotFound for any other id."""
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


def default_role(c: Connection, organisation_id: str) -> str:
    """The role of a member added at the command line: owner if there is none, else editor."""
    return WRITING[1] if _owners(c, organisation_id) else OWNING[0]


def organisation_not_found() -> NotFound:
    """The exception both for an unknown id and for another person's organisation."""
    return NotFound(Problem("organisation-not-found"))


def _id_of(table: Any, id: str) -> Any:
    return select(table.c.id).where(table.c.id == id)


def _exists(facts: Facts) -> Refusal:
    return refuse("organisation-exists", Place(column="credit_code"), credit_code=facts.credit_code)


def _owners(c: Connection, organisation_id: str) -> set[str]:
    """The ids of the owners, with their rows locked so that the last two cannot remove each other concurrently."""
    mine = (memberships.c.organisation_id == organisation_id, memberships.c.role.in_(OWNING))
    query = select(memberships.c.person_id).where(*mine).order_by(memberships.c.person_id)
    return set(c.scalars(query.with_for_update()))


def _keep_an_owner(c: Connection, organisation_id: str, person_id: str) -> None:
    if _owners(c, organisation_id) == {person_id}:
        raise refuse("membership-last-owner", Place(column="role"))


def _free(c: Connection, organisation_id: str, person_id: str) -> None:
    """Delete the assignments of a person who can no longer answer."""
    theirs = select(assessments.c.id).where(assessments.c.organisation_id == organisation_id)
    c.execute(delete(assignments).where(assignments.c.person_id == person_id, assignments.c.assessment_id.in_(theirs)))


def _mine(person: Person) -> Select[Any]:
    return (
        select(organisations, memberships.c.role.label("member_role"))
        .join(memberships, memberships.c.organisation_id == organisations.c.id)
        .where(memberships.c.person_id == person.id, member_condition(person, organisations.c.id, *READING))
    )


def _read(row: Row[Any]) -> Organisation:
    return Organisation(row.id, facts_of(row), row.version, row.member_role, row.delete_after, row.compared)
