"""Estimates an item and targets a subdomain. Plans go on after submission: they are not part of what is frozen.

Owners and editors plan, every member reads. Every entry has a version; one that changed meanwhile is not overwritten.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from ...answers import Response
from ...errors import Conflict, Place, Problem, Refusal
from ...questionnaire import Questionnaire
from ...scoring.roadmap import Estimate
from ..accounts.people import Person
from ..assessments.assessments import Assessment, locked, same_questionnaire
from ..enterprises import audit
from ..enterprises.access import WRITING, need
from ..origins.origins import author
from ..schema import estimates, people, targets
from ..types import now

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Target:
    """The level a subdomain is to reach, and by when (None: no day is set)."""

    level: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Held(Generic[Value]):
    """An entry as it is kept; `by` is the name of who wrote it last."""

    value: Value
    version: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Wish(Generic[Value]):
    """What the entry of an item or subdomain shall be (None: none); `version` as seen, 0 where there was none."""

    key: str
    value: Value | None
    version: int


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Value]):
    """A table with one entry a key: how a value is read, written and checked."""

    table: Table
    key: str
    read: Callable[[Row[Any]], Value]
    write: Callable[[Value], Mapping[str, object]]
    allows: Callable[[Value, Questionnaire], bool]
    wrong: str


_ESTIMATES = _Kind(
    estimates,
    "item",
    lambda row: Estimate(row.effort, row.benefit),
    lambda value: {"effort": value.effort, "benefit": value.benefit},
    lambda value, _: 1 <= value.effort <= 100 and 0 <= value.benefit <= 100,
    "roadmap-estimate",
)
_TARGETS = _Kind(
    targets,
    "subdomain",
    lambda row: Target(row.level, row.due),
    lambda value: {"level": value.level, "due": value.due},
    lambda value, questionnaire: 1 <= value.level <= len(questionnaire.levels),
    "roadmap-level",
)


def estimated(c: Connection, assessment: Assessment) -> dict[str, Held[Estimate]]:
    """The estimates of an assessment that :func:`assessments.assessment` gave to the person, by item."""
    return _held(c, assessment.id, _ESTIMATES)


def targeted(c: Connection, assessment: Assessment) -> dict[str, Held[Target]]:
    """The targets of an assessment that :func:`assessments.assessment` gave to the person, by subdomain."""
    return _held(c, assessment.id, _TARGETS)


def estimate(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, wishes: Sequence[Wish[Estimate]]
) -> int:
    """Make all wishes true or none; returns how many changed something. What is true already is no mistake.

    Raises NotFound; Forbidden to those who only read; Refusal roadmap-item, roadmap-estimate; Conflict roadmap-stale
    for every entry somebody changed meanwhile (`current` is what :func:`estimated` gives).
    """
    found = planned(c, person, assessment_id, questionnaire)
    known = {item.id for item in Response(questionnaire, found.profile, {}, found.cuts).items}
    return _settle(c, person, found, questionnaire, _ESTIMATES, known, wishes)


def aim(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, wishes: Sequence[Wish[Target]]
) -> int:
    """As :func:`estimate`, for targets: Refusal roadmap-subdomain, roadmap-level; `current` as :func:`targeted`."""
    found = planned(c, person, assessment_id, questionnaire)
    known = {subdomain.id for subdomain in Response(questionnaire, found.profile, {}, found.cuts).subdomains}
    return _settle(c, person, found, questionnaire, _TARGETS, known, wishes)


def planned(c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire) -> Assessment:
    """The assessment, held against everybody until the transaction ends: planners take turns.

    Raises NotFound; Forbidden to those who only read; Refusal when `questionnaire` is another one.
    """
    found = locked(c, person, assessment_id, "update")
    need(found.role, WRITING)
    same_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    return found


def _settle(
    c: Connection,
    person: Person,
    found: Assessment,
    questionnaire: Questionnaire,
    kind: _Kind[Value],
    known: set[str],
    wishes: Sequence[Wish[Value]],
) -> int:
    wrong = [problem for wish in wishes if (problem := _wrong(kind, known, questionnaire, wish))]
    if wrong:
        raise Refusal(*wrong)
    current = _held(c, found.id, kind)
    new = [wish for wish in wishes if wish.value != (current[wish.key].value if wish.key in current else None)]
    stale = [wish for wish in new if wish.version != (current[wish.key].version if wish.key in current else 0)]
    if stale:
        problems = (Problem("roadmap-stale", Place(column=wish.key), {"found": wish.key}) for wish in stale)
        raise Conflict(*problems, current=current)
    for wish in new:
        _put(c, person, found.id, kind, wish)
    if new:
        detail = {kind.key: sorted(wish.key for wish in new)}
        audit.record(
            c,
            person.id,
            f"assessment.{kind.table.name}",
            organisation=found.organisation_id,
            assessment=found.id,
            detail=detail,
        )
    return len(new)


def _wrong(kind: _Kind[Value], known: set[str], questionnaire: Questionnaire, wish: Wish[Value]) -> Problem | None:
    place = Place(column=wish.key[:60])
    if wish.key not in known:
        return Problem(f"roadmap-{kind.key}", place, {"found": wish.key[:60]})
    if wish.value is not None and not kind.allows(wish.value, questionnaire):
        return Problem(kind.wrong, place, {"found": wish.key, "most": len(questionnaire.levels)})
    return None


def _put(c: Connection, person: Person, assessment_id: str, kind: _Kind[Value], wish: Wish[Value]) -> None:
    table = kind.table
    mine = (table.c.assessment_id == assessment_id, table.c[kind.key] == wish.key)
    if wish.value is None:
        c.execute(delete(table).where(*mine))
        return
    values = {**kind.write(wish.value), "version": wish.version + 1, "at": now(), "by": person.id, "elsewhere": None}
    if wish.version:
        c.execute(update(table).where(*mine).values(values))
    else:
        c.execute(insert(table).values({"assessment_id": assessment_id, kind.key: wish.key, **values}))


def _held(c: Connection, assessment_id: str, kind: _Kind[Value]) -> dict[str, Held[Value]]:
    table = kind.table
    query = select(table, people.c.name.label("author")).join(people, people.c.id == table.c.by)
    rows = c.execute(query.where(table.c.assessment_id == assessment_id))
    return {getattr(row, kind.key): Held(kind.read(row), row.version, row.at, author(row)) for row in rows}
