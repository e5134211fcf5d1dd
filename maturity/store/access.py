"""Whose is it? One condition, put into the WHERE clause of every query that starts from a person."""

from sqlalchemy import ColumnElement, exists, select

from .people import Person
from .schema import memberships, people

ANSWERING = ("enterprise", "consultant")


def may_touch(person: Person, organisation_id: ColumnElement[str]) -> ColumnElement[bool]:
    """The person is a member of the organisation and, now, of a role that answers (not analyst or administrator)."""
    return exists(
        select(memberships.c.person_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.organisation_id == organisation_id,
            memberships.c.person_id == person.id,
            people.c.role.in_(ANSWERING),
        )
    )
