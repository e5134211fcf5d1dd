"""Estimates for items and targets for areas. They can be changed after submission and are not part of it.

Owners and editors write them, every member reads them. Every entry has a version number, against lost updates.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from ...answers import Response
from ...assessment.targets import GRADE, SCORE, can_aim
from ...errors import Conflict, Place, Problem, Refusal
from ...questionnaire import Item, Questionnaire
from ...scoring.roadmap import Estimate
from ..accounts.people import Person
from ..assessments.assessments import Assessment, check_questionnaire, locked_assessment
from ..enterprises import audit
from ..enterprises.access import WRITING, require_role
from ..origins.origins import author_name
from ..schema import estimates, people, targets, value_targets
from ..types import now

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Target:
    """The level that an area is to reach, and by when (None: no date)."""

    level: int
    due: date | None


@dataclass(frozen=True, slots=True)
class ValueTarget:
    """What a score, a grade or a number is to be by the end of a year, where a questionnaire has no levels.

    `entered` is as it was typed (of a grade its id), `value` is exact, in the unit of the item.
    """

    entered: str
    value: Fraction
    year: int


@dataclass(frozen=True, slots=True)
class PlanEntry(Generic[Value]):
    """A stored estimate or target; `by` is the name of who wrote it last."""

    value: Value
    version: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PlanChange(Generic[Value]):
    """The new value for an item or area with the id `key`; None deletes the entry.

    `version` is the version of the entry that the person saw, 0 where there was none.
    """

    key: str
    value: Value | None
    version: int


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Value]):
    """How the values of one table are read, written and checked; `wrong` is the error code for a value not allowed."""

    table: Table
    key: str
    read: Callable[[Row[Any]], Value]
    write: Callable[[Value], Mapping[str, object]]
    allows: Callable[[str, Value, Questionnaire], bool]
    wrong: str


_ESTIMATES = _Kind(
    estimates,
    "item",
    lambda row: Estimate(row.effort, row.benefit),
    lambda value: {"effort": value.effort, "benefit": value.benefit},
    lambda _, value, __: 1 <= value.effort <= 100 and 0 <= value.benefit <= 100,
    "roadmap-estimate",
)
_TARGETS = _Kind(
    targets,
    "area",
    lambda row: Target(row.level, row.due),
    lambda value: {"level": value.level, "due": value.due},
    lambda _, value, questionnaire: 1 <= value.level <= len(questionnaire.levels),
    "roadmap-level",
)
_VALUE_TARGETS = _Kind(
    value_targets,
    "subject",
    lambda row: ValueTarget(row.entered, Fraction(row.value), row.year),
    lambda value: {"entered": value.entered, "value": str(value.value), "year": value.year},
    lambda key, value, questionnaire: allows_target(key, value, questionnaire),
    "roadmap-value",
)


def estimates_of(c: Connection, assessment: Assessment) -> dict[str, PlanEntry[Estimate]]:
    """The estimates of an assessment that :func:`.assessments.assessments.assessment` gave to the person, by item."""
    return _held(c, assessment.id, _ESTIMATES)


def targets_of(c: Connection, assessment: Assessment) -> dict[str, PlanEntry[Target]]:
    """The targets of an assessment from :func:`.assessments.assessments.assessment`, by area."""
    return _held(c, assessment.id, _TARGETS)


def value_targets_of(c: Connection, assessment: Assessment) -> dict[str, PlanEntry[ValueTarget]]:
    """As :func:`targets_of`, where a questionnaire has no levels, by subject: SCORE, GRADE or the id of an item."""
    return _held(c, assessment.id, _VALUE_TARGETS)


def set_estimates(
    c: Connection,
    person: Person,
    assessment_id: str,
    questionnaire: Questionnaire,
    changes: Sequence[PlanChange[Estimate]],
) -> int:
    """Save all changes or none; returns how many entries changed. A value equal to the stored one is accepted.

    Raises NotFound; Forbidden to those who only read; Refusal roadmap-item, roadmap-estimate; Conflict roadmap-stale
    for every entry changed by somebody else (`current` is the result of :func:`estimates_of`).
    """
    found = lock_for_planning(c, person, assessment_id, questionnaire)
    known = {item.id for item in _items(found, questionnaire)}
    return _settle(c, person, found, questionnaire, _ESTIMATES, known, changes)


def set_targets(
    c: Connection,
    person: Person,
    assessment_id: str,
    questionnaire: Questionnaire,
    changes: Sequence[PlanChange[Target]],
) -> int:
    """As :func:`set_estimates`, for targets.

    Refusal is roadmap-area or roadmap-level; `current` of a Conflict is the result of :func:`targets_of`.
    """
    found = lock_for_planning(c, person, assessment_id, questionnaire)
    known = {area.id for area in Response(questionnaire, found.profile, {}, found.cuts).areas}
    return _settle(c, person, found, questionnaire, _TARGETS, known, changes)


def set_value_targets(
    c: Connection,
    person: Person,
    assessment_id: str,
    questionnaire: Questionnaire,
    changes: Sequence[PlanChange[ValueTarget]],
) -> int:
    """As :func:`set_targets`, where a questionnaire has no levels. Refusal is roadmap-subject or roadmap-value."""
    found = lock_for_planning(c, person, assessment_id, questionnaire)
    known = {item.id for item in _items(found, questionnaire) if can_aim(item)}
    return _settle(c, person, found, questionnaire, _VALUE_TARGETS, {SCORE, GRADE, *known}, changes)


def allows_target(subject: str, target: ValueTarget, questionnaire: Questionnaire) -> bool:
    """Whether a target can be kept: a year that is possible, a score within the total, a grade that there is."""
    grades = {band.id: band.start for grading in questionnaire.grading for band in grading.bands}
    within = {
        SCORE: 0 <= target.value <= (questionnaire.scoring.total or 0),
        GRADE: grades.get(target.entered) == target.value,
    }
    sizes = len(target.entered) <= 60 and len(str(target.value)) <= 120
    return sizes and 2000 <= target.year <= 2100 and within.get(subject, True)


def is_value_target(row: Mapping[str, Any], questionnaire: Questionnaire) -> bool:
    """Whether a row of value_targets holds what can be a target of the questionnaire."""
    known = {SCORE, GRADE, *(item.id for item in questionnaire.items if can_aim(item))}
    try:
        target = ValueTarget(row["entered"], Fraction(row["value"]), row["year"])
    except (ValueError, ZeroDivisionError):
        return False
    return row["subject"] in known and allows_target(row["subject"], target, questionnaire)


def _items(found: Assessment, questionnaire: Questionnaire) -> list[Item]:
    """The items of the areas that are assessed, whatever the answers are."""
    areas = Response(questionnaire, found.profile, {}, found.cuts).areas
    return [item for area in areas for item in area.items]


def lock_for_planning(c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire) -> Assessment:
    """The assessment, locked until the transaction ends, so that changes of plans are serialised.

    Raises NotFound; Forbidden to those who may only read; Refusal if the assessment is of another questionnaire.
    """
    found = locked_assessment(c, person, assessment_id, "update")
    require_role(found.role, WRITING)
    check_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    return found


def _settle(
    c: Connection,
    person: Person,
    found: Assessment,
    questionnaire: Questionnaire,
    kind: _Kind[Value],
    known: set[str],
    changes: Sequence[PlanChange[Value]],
) -> int:
    wrong = [problem for change in changes if (problem := _wrong(kind, known, questionnaire, change))]
    if wrong:
        raise Refusal(*wrong)
    current = _held(c, found.id, kind)
    new = [
        change for change in changes if change.value != (current[change.key].value if change.key in current else None)
    ]
    stale = [
        change for change in new if change.version != (current[change.key].version if change.key in current else 0)
    ]
    if stale:
        problems = (Problem("roadmap-stale", Place(column=change.key), {"found": change.key}) for change in stale)
        raise Conflict(*problems, current=current)
    for change in new:
        _put(c, person, found.id, kind, change)
    if new:
        detail = {kind.key: sorted(change.key for change in new)}
        audit.record(
            c,
            person.id,
            f"assessment.{kind.table.name}",
            organisation=found.organisation_id,
            assessment=found.id,
            detail=detail,
        )
    return len(new)


def _wrong(
    kind: _Kind[Value], known: set[str], questionnaire: Questionnaire, change: PlanChange[Value]
) -> Problem | None:
    place = Place(column=change.key[:60])
    if change.key not in known:
        return Problem(f"roadmap-{kind.key}", place, {"found": change.key[:60]})
    if change.value is not None and not kind.allows(change.key, change.value, questionnaire):
        return Problem(kind.wrong, place, {"found": change.key, "most": len(questionnaire.levels)})
    return None


def _put(c: Connection, person: Person, assessment_id: str, kind: _Kind[Value], change: PlanChange[Value]) -> None:
    table = kind.table
    mine = (table.c.assessment_id == assessment_id, table.c[kind.key] == change.key)
    if change.value is None:
        c.execute(delete(table).where(*mine))
        return
    values = {
        **kind.write(change.value),
        "version": change.version + 1,
        "at": now(),
        "by": person.id,
        "elsewhere": None,
    }
    if change.version:
        c.execute(update(table).where(*mine).values(values))
    else:
        c.execute(insert(table).values({"assessment_id": assessment_id, kind.key: change.key, **values}))


def _held(c: Connection, assessment_id: str, kind: _Kind[Value]) -> dict[str, PlanEntry[Value]]:
    table = kind.table
    query = select(table, people.c.name.label("author")).join(people, people.c.id == table.c.by)
    rows = c.execute(query.where(table.c.assessment_id == assessment_id))
    return {getattr(row, kind.key): PlanEntry(kind.read(row), row.version, row.at, author_name(row)) for row in rows}
