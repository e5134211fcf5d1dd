"""Assignments: who answers which area, and until when. Owners and editors write them."""

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
from ..enterprises.access import ANSWERING, READING, WRITING, member_condition
from ..portfolio.marks import touch
from ..schema import answers, assessments, memberships, organisations, people
from ..schema import assignments as table
from ..types import now
from .assessments import Assessment, open_assessment


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person, and the date by which the area is to be answered (None: no date)."""

    person_id: str
    due: date | None


@dataclass(frozen=True, slots=True)
class StoredAssignment:
    """The stored assignment of an area; `name` is the person's, `by` the id of who assigned it."""

    area: str
    assignment: Assignment
    name: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class AssignmentChange:
    """The new assignment of an area (None: nobody) and the one that the person saw."""

    area: str
    assignment: Assignment | None
    seen: Assignment | None


@dataclass(frozen=True, slots=True)
class Task:
    """An area assigned to a person in an open assessment, with the assessment's `profile`, `cuts` and answered
    items (ids)."""

    assessment_id: str
    organisation_name: str
    year: int
    questionnaire: str
    questionnaire_version: str
    area: str
    due: date | None
    profile: str
    cuts: Mapping[str, str]
    answered: frozenset[str]


def assignments_of(c: Connection, assessment: Assessment) -> dict[str, StoredAssignment]:
    """The assignments of an assessment returned by :func:`.assessments.assessment`, by area id."""
    query = (
        select(table, people.c.name)
        .join(people, people.c.id == table.c.person_id)
        .where(table.c.assessment_id == assessment.id)
    )
    return {row.area: _read(row) for row in c.execute(query)}


def assignable_people(c: Connection, assessment: Assessment) -> list[tuple[str, str, str]]:
    """Id, name and e-mail of everybody to whom an area can be assigned, in order of names."""
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
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, changes: Sequence[AssignmentChange]
) -> int:
    """Save all changes or none; returns how many assignments changed. One that is stored already is accepted.

    Raises NotFound; Forbidden to those who may only read; Conflict answer-frozen, or assignment-stale for every
    area whose stored assignment is neither the one seen nor the new one (`current` is the result of
    :func:`assignments_of`); Refusal assignment-area, assignment-member.
    """
    found = open_assessment(c, person, assessment_id, questionnaire, "update")  # serialises concurrent changes
    _accept(c, found, questionnaire, changes)
    current = assignments_of(c, found)
    new = [change for change in changes if change.assignment != _current(current, change.area)]
    stale = [change for change in new if change.seen != _current(current, change.area)]
    if stale:
        raise Conflict(*(Problem("assignment-stale", _place(change)) for change in stale), current=current)
    for change in new:
        _put(c, person, found.id, change, known=change.area in current)
    if new:
        touch(c, found.id)
        detail = {"areas": sorted(change.area for change in new)}
        organisation = found.organisation_id
        audit.record(c, person.id, "assessment.assign", organisation=organisation, assessment=found.id, detail=detail)
    return len(new)


def tasks(c: Connection, person: Person) -> list[Task]:
    """What is assigned to the person in open assessments they have access to: by date, those without one last."""
    query = (
        select(table.c.area, table.c.due, assessments, organisations.c.name)
        .join(assessments, assessments.c.id == table.c.assessment_id)
        .join(organisations, organisations.c.id == assessments.c.organisation_id)
        .where(
            table.c.person_id == person.id,
            assessments.c.state == "open",
            member_condition(person, assessments.c.organisation_id, *READING),
        )
        .order_by(table.c.due.is_(None), table.c.due, organisations.c.name, assessments.c.id, table.c.area)
    )
    rows = c.execute(query).all()
    answered = _answered(c, {row.id for row in rows})
    return [
        Task(
            row.id,
            row.name,
            row.year,
            row.questionnaire,
            row.questionnaire_version,
            row.area,
            row.due,
            row.profile,
            row.cuts,
            answered.get(row.id, frozenset()),
        )
        for row in rows
    ]


def _answered(c: Connection, ids: set[str]) -> Mapping[str, frozenset[str]]:
    given = answers.c.choice.is_not(None) | answers.c.reason.is_not(None) | answers.c.entered.is_not(None)
    query = select(answers.c.assessment_id, answers.c.item).where(answers.c.assessment_id.in_(ids), given)
    found: dict[str, set[str]] = {}
    for row in c.execute(query) if ids else ():
        found.setdefault(row.assessment_id, set()).add(row.item)
    return {id: frozenset(items) for id, items in found.items()}


def _accept(
    c: Connection, found: Assessment, questionnaire: Questionnaire, changes: Sequence[AssignmentChange]
) -> None:
    """Raise Refusal with all mistakes in `changes`."""
    assessed = {area.id for area in Response(questionnaire, found.profile, {}, found.cuts).areas}
    people = {id for id, _, _ in assignable_people(c, found)}
    problems = []
    for change in changes:
        if change.area not in assessed:
            problems.append(Problem("assignment-area", _place(change), {"found": change.area[:60]}))
        if (
            change.assignment is not None
            and change.assignment != change.seen
            and change.assignment.person_id not in people
        ):
            problems.append(Problem("assignment-member", _place(change)))
    if problems:
        raise Refusal(*problems)


def _put(c: Connection, person: Person, assessment_id: str, change: AssignmentChange, *, known: bool) -> None:
    key = (table.c.assessment_id == assessment_id, table.c.area == change.area)
    if change.assignment is None:
        c.execute(delete(table).where(*key))
        return
    values = {"person_id": change.assignment.person_id, "due": change.assignment.due, "at": now(), "by": person.id}
    if known:
        c.execute(update(table).where(*key).values(values))
    else:
        c.execute(insert(table).values(assessment_id=assessment_id, area=change.area, **values))


def _current(current: Mapping[str, StoredAssignment], area: str) -> Assignment | None:
    return current[area].assignment if area in current else None


def _place(change: AssignmentChange) -> Place:
    return Place(column=change.area[:60])


def _read(row: Row[Any]) -> StoredAssignment:
    return StoredAssignment(row.area, Assignment(row.person_id, row.due), row.name, row.at, row.by)
