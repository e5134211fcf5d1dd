"""Access rights: the condition in the WHERE clause of every query on behalf of a person, and the roles."""

from sqlalchemy import BindParameter, ColumnElement, Select, and_, exists, select

from ...errors import Forbidden, Problem
from ..accounts.people import Person
from ..schema import memberships, people

ANSWERING = ("enterprise", "consultant")  # roles of accounts that may be members; analysts and administrators may not

OWNING = ("owner",)
WRITING = ("owner", "editor")
ASSESSING = ("assessor",)
READING = ("owner", "editor", "viewer", "assessor")


def member_condition(person: Person, organisation_id: ColumnElement[str], *roles: str) -> ColumnElement[bool]:
    """The SQL condition that the person is a member of the organisation in one of `roles`.

    It also requires that the account is not disabled and has a role that may be a member now.
    """
    return member_with_id(person.id, organisation_id, *roles)


def member_with_id(
    person_id: str | BindParameter[str], organisation_id: ColumnElement[str], *roles: str
) -> ColumnElement[bool]:
    """As :func:`member_condition`, by the id of the person or its parameter in a query that is built once."""
    return exists(
        select(memberships.c.person_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.organisation_id == organisation_id,
            memberships.c.person_id == person_id,
            memberships.c.role.in_(roles),
            people.c.role.in_(ANSWERING),
            people.c.disabled_at.is_(None),
        )
    )


def joined_condition(person: Person) -> ColumnElement[bool]:
    """As :func:`member_condition` in any role, for queries that start from `memberships`: the account is asked once,
    not for every row.
    """
    active = (people.c.id == person.id, people.c.role.in_(ANSWERING), people.c.disabled_at.is_(None))
    mine = (memberships.c.person_id == person.id, memberships.c.role.in_(READING))
    return and_(*mine, exists(select(people.c.id).where(*active)))


def organisations_joined(person: Person) -> Select[str]:
    """The ids of the organisations that the person is a member of in any role.

    Lists restrict their rows by it before :func:`member_condition`, which alone would be asked for every row there is.
    """
    return select(memberships.c.organisation_id).where(memberships.c.person_id == person.id)


def may_submit(role: str, permitted: bool) -> bool:
    """Whether a member may submit: an owner, or an editor with an owner's permission (`permitted`)."""
    return role in OWNING or (role in WRITING and permitted)


def require_role(role: str, roles: tuple[str, ...]) -> None:
    """Raise Forbidden membership-not-allowed unless `role` is one of `roles`."""
    if role not in roles:
        raise Forbidden(Problem("membership-not-allowed"))
