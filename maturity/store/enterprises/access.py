"""Whose is it? One condition, put into the WHERE clause of every query that starts from a person."""

from sqlalchemy import ColumnElement, exists, select

from ...errors import Forbidden, Problem
from ..accounts.people import Person
from ..schema import memberships, people

ANSWERING = ("enterprise", "consultant")  # roles of accounts that may be members; analysts and administrators may not

OWNING = ("owner",)
WRITING = ("owner", "editor")
ASSESSING = ("assessor",)
READING = ("owner", "editor", "viewer", "assessor")


def may(person: Person, organisation_id: ColumnElement[str], *roles: str) -> ColumnElement[bool]:
    """The person is a member of the organisation in one of `roles` and, now, has an account that may be one."""
    return exists(
        select(memberships.c.person_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.organisation_id == organisation_id,
            memberships.c.person_id == person.id,
            memberships.c.role.in_(roles),
            people.c.role.in_(ANSWERING),
        )
    )


def may_submit(role: str, let: bool) -> bool:
    """An owner may submit, and an editor whom an owner `let`."""
    return role in OWNING or (role in WRITING and let)


def need(role: str, roles: tuple[str, ...]) -> None:
    """Raise Forbidden membership-not-allowed unless `role` is one of `roles`."""
    if role not in roles:
        raise Forbidden(Problem("membership-not-allowed"))
