"""Who answers which subdomain, and until when. Owners and editors divide the work among themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from ...answers import Response
from ...errors import Conflict, Place, Problem, Refusal
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..enterprises import audit
from ..enterprises.access import ANSWERING, READING, WRITING, may
from ..schema import answers, assessments, memberships, organisations, people
from ..schema import assignments as table
from ..types import now
from .assessments import Assessment, open_one


@dataclass(frozen=True, slots=True)
class Duty:
    """A person, and the day by which the subdomain is to be answered (None: no day is set)."""

    person_id: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A subdomain's duty as it is kept; `name` is the person's, `by` the id of who assigned it."""

    subdomain: str
    duty: Duty
    name: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a subdomain's duty shall be (None: nobody's) and what it was when the person looked."""

    subdomain: str
    duty: Duty | None
    seen: Duty | None


@dataclass(frozen=True, slots=True)
class Task:
    """A subdomain assigned to somebody in an open assessment, with its `cuts` and the ids of all items answered."""

    assessment_id: str
    organisation_name: str
    year: int
    questionnaire: str
    subdomain: str
    due: date | None
    cuts: Mapping[str, str]
    answered: frozenset[str]


def assigned(c: Connection, assessment: Assessment) -> dict[str, Assignment]:
    """The duties of an assessment that :func:`assessments.assessment` gave to the person, by subdomain."""
    query = (
        select(table, people.c.name)
        .join(people, people.c.id == table.c.person_id)
        .where(table.c.assessment_id == assessment.id)
    )
    return {row.subdomain: _read(row) for row in c.execute(query)}


def candidates(c: Connection, assessment: Assessment) -> list[tuple[str, str, str]]:
    """Id, name and e-mail of everybody a subdomain of the assessment can be assigned to, by name."""
    query = (
        select(people.c.id, people.c.name, people.c.email)
        .join(memberships, memberships.c.person_id == people.c.id)
        .where(
            memberships.c.organisation_id == assessment.organisation_id,
            memberships.c.role.in_(WRITING),
            people.c.role.in_(ANSWERING),
        )
        .order_by(people.c.name, people.c.id)
    )
    return [(row.id, row.name, row.email) for row in c.execute(query)]


def assign(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, wishes: Sequence[Wish]
) -> int:
    """Make all wishes true or none; returns how many changed something. A wish that is true already is no mistake.

    Raises NotFound; Forbidden to those who only read; Conflict answer-frozen, or assignment-stale for every subdomain
    whose duty is neither as seen nor as wished (`current` is what :func:`assigned` gives); Refusal
    assignment-subdomain, assignment-member.
    """
    found = open_one(c, person, assessment_id, questionnaire, "update")  # two who divide the work take turns
    _accept(c, found, questionnaire, wishes)
    current = assigned(c, found)
    new = [wish for wish in wishes if wish.duty != _duty(current, wish.subdomain)]
    stale = [wish for wish in new if wish.seen != _duty(current, wish.subdomain)]
    if stale:
        raise Conflict(*(Problem("assignment-stale", _place(wish)) for wish in stale), current=current)
    for wish in new:
        _put(c, person, found.id, wish, known=wish.subdomain in current)
    if new:
        detail = {"subdomains": sorted(wish.subdomain for wish in new)}
        organisation = found.organisation_id
        audit.record(c, person.id, "assessment.assign", organisation=organisation, assessment=found.id, detail=detail)
    return len(new)


def tasks(c: Connection, person: Person) -> list[Task]:
    """What is assigned to the person in open assessments that are the person's: the nearest day first, none last."""
    query = (
        select(table.c.subdomain, table.c.due, assessments, organisations.c.name)
        .join(assessments, assessments.c.id == table.c.assessment_id)
        .join(organisations, organisations.c.id == assessments.c.organisation_id)
        .where(
            table.c.person_id == person.id,
            assessments.c.state == "open",
            may(person, assessments.c.organisation_id, *READING),
        )
        .order_by(table.c.due.is_(None), table.c.due, organisations.c.name, assessments.c.id, table.c.subdomain)
    )
    rows = c.execute(query).all()
    answered = _answered(c, {row.id for row in rows})
    return [
        Task(
            row.id,
            row.name,
            row.year,
            row.questionnaire,
            row.subdomain,
            row.due,
            row.cuts,
            answered.get(row.id, frozenset()),
        )
        for row in rows
    ]


def _answered(c: Connection, ids: set[str]) -> Mapping[str, frozenset[str]]:
    given = answers.c.choice.is_not(None) | answers.c.reason.is_not(None)
    query = select(answers.c.assessment_id, answers.c.item).where(answers.c.assessment_id.in_(ids), given)
    found: dict[str, set[str]] = {}
    for row in c.execute(query) if ids else ():
        found.setdefault(row.assessment_id, set()).add(row.item)
    return {id: frozenset(items) for id, items in found.items()}


def _accept(c: Connection, found: Assessment, questionnaire: Questionnaire, wishes: Sequence[Wish]) -> None:
    """Raise Refusal with everything that cannot be."""
    assessed = {subdomain.id for subdomain in Response(questionnaire, found.profile, {}, found.cuts).subdomains}
    people = {id for id, _, _ in candidates(c, found)}
    problems = []
    for wish in wishes:
        if wish.subdomain not in assessed:
            problems.append(Problem("assignment-subdomain", _place(wish), {"found": wish.subdomain[:60]}))
        if wish.duty is not None and wish.duty != wish.seen and wish.duty.person_id not in people:
            problems.append(Problem("assignment-member", _place(wish)))
    if problems:
        raise Refusal(*problems)


def _put(c: Connection, person: Person, assessment_id: str, wish: Wish, *, known: bool) -> None:
    key = (table.c.assessment_id == assessment_id, table.c.subdomain == wish.subdomain)
    if wish.duty is None:
        c.execute(delete(table).where(*key))
        return
    values = {"person_id": wish.duty.person_id, "due": wish.duty.due, "at": now(), "by": person.id}
    if known:
        c.execute(update(table).where(*key).values(values))
    else:
        c.execute(insert(table).values(assessment_id=assessment_id, subdomain=wish.subdomain, **values))


def _duty(current: Mapping[str, Assignment], subdomain: str) -> Duty | None:
    return current[subdomain].duty if subdomain in current else None


def _place(wish: Wish) -> Place:
    return Place(column=wish.subdomain[:60])


def _read(row: Row[Any]) -> Assignment:
    return Assignment(row.subdomain, Duty(row.person_id, row.due), row.name, row.at, row.by)
