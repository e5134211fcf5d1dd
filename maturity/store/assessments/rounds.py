"""Rounds: an assessment that starts with the answers of the previous one, each marked until it is confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from ...answers import Answer, decode
from ...answers.carrying import Answered, carried_over, fitted
from ...answers.codec import entered_answers
from ...errors import Conflict, Problem, refuse
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..enterprises import audit
from ..enterprises.access import READING, WRITING, member_condition, organisations_joined, require_role
from ..enterprises.organisations import organisation
from ..origins.origins import HERE
from ..schema import LEVELS, answer_history, answers, assessments, submissions
from .answers import answer_columns, saved_answers
from .assessments import (
    Assessment,
    assessment,
    lock_organisation,
    locked_assessment,
    meant_profile,
    open_assessment_of_year,
    start_assessment,
)


@dataclass(frozen=True, slots=True)
class Round:
    """A submitted round as it was frozen: level, score S, and the level scores A_1 … as `levels`."""

    assessment_id: str
    questionnaire_version: str
    year: int
    profile: str
    submitted_at: datetime
    level: int
    score: float
    levels: tuple[float, ...]
    provisional: bool
    origin: str


@dataclass(frozen=True, slots=True)
class ValueRound:
    """A submitted round of a questionnaire without levels as it was frozen; `figures` are those of
    :func:`.submissions.frozen.kept`.
    """

    assessment_id: str
    questionnaire_version: str
    year: int
    profile: str
    submitted_at: datetime
    provisional: bool
    origin: str
    figures: Mapping[str, str]


def begin_round(c: Connection, person: Person, previous_id: str, questionnaire: Questionnaire, year: int) -> Assessment:
    """Start a new round after a submitted one, under the profile that is meant for the enterprise's present facts, or
    that of the last round where several are.

    Repeated by a double click, it returns the round started first.

    Answers and their comments are carried over, marked `carried`, if item and choice are still in `questionnaire`. It
    may be a later version: where it has a crosswalk from the version of the last round, that says which answers are
    carried over to which items. Tailoring is carried over if the profile still allows it. Evidence, discussion,
    findings and plans are not: they are about the year of their round.

    Raises NotFound; Forbidden to those who may only read; Refusal round-not-submitted, round-year, assessment-year,
    facts-missing; Conflict assessment-open whose `current` is another open Assessment of that year.
    """
    last = locked_assessment(c, person, previous_id, "share")
    require_role(last.role, WRITING)
    if last.state != "submitted":
        raise refuse("round-not-submitted")
    if year < last.year:
        raise refuse("round-year", found=year, last=last.year)
    facts = organisation(c, person, last.organisation_id).facts
    profile = meant_profile(questionnaire, facts, last.profile)
    lock_organisation(c, last.organisation_id)
    there = open_assessment_of_year(c, person, last.organisation_id, questionnaire.id, year)
    if there is not None and there.previous_id == last.id:
        return there
    if there is not None:
        raise Conflict(Problem("assessment-open", values={"year": year, "profile": there.profile}), current=there)
    new = start_assessment(c, person, last.organisation_id, questionnaire, profile, year)
    cuts = {id: reason for id, reason in last.cuts.items() if id in questionnaire.profile(new.profile).tailorable}
    c.execute(update(assessments).where(assessments.c.id == new.id).values(previous_id=last.id, cuts=cuts))
    carried = _carry(c, person, last, new, questionnaire)
    detail = {"previous": last.id, "carried": carried}
    audit.record(c, person.id, "round.begin", organisation=new.organisation_id, assessment=new.id, detail=detail)
    return assessment(c, person, new.id)


def rounds_of(c: Connection, person: Person, found: Assessment) -> list[Round]:
    """The submitted rounds of the assessment's enterprise with the same questionnaire, the first one first; none where
    the questionnaire has no levels.
    """
    return [_round(row) for row in c.execute(_submitted(person, found).where(submissions.c.level.is_not(None)))]


def value_rounds_of(c: Connection, person: Person, found: Assessment) -> list[ValueRound]:
    """As :func:`rounds_of`, of a questionnaire without levels."""
    rows = c.execute(_submitted(person, found).where(submissions.c.level.is_(None)))
    plain = [name for name in ValueRound.__slots__ if name != "figures"]
    return [ValueRound(**{name: getattr(row, name) for name in plain}, figures=row.evaluation or {}) for row in rows]


def _submitted(person: Person, found: Assessment) -> Select[Any]:
    """The submissions of the assessment's enterprise with the same questionnaire, in their order."""
    return (
        select(submissions)
        .where(
            submissions.c.organisation_id == found.organisation_id,
            submissions.c.questionnaire == found.questionnaire,
            member_condition(person, submissions.c.organisation_id, *READING),
        )
        .order_by(submissions.c.year, submissions.c.submitted_at, submissions.c.id)
    )


def imported_origins(c: Connection, person: Person) -> dict[str, str]:
    """The origin of every imported round that the person may read, by assessment id."""
    query = select(submissions.c.assessment_id, submissions.c.origin).where(
        submissions.c.organisation_id.in_(organisations_joined(person)),
        submissions.c.origin != HERE,
        member_condition(person, submissions.c.organisation_id, *READING),
    )
    return {row.assessment_id: row.origin for row in c.execute(query)}


def answers_in(c: Connection, found: Assessment, questionnaire: Questionnaire) -> dict[str, tuple[Answer, str]]:
    """Answers and comments of a round, by item id: the saved ones or, for an imported round, the frozen ones.

    The items are those of the round's own version, which may differ from that of `questionnaire`; an imported round of
    another version gives an empty dict, because its answer vector cannot be decoded.
    """
    held = saved_answers(c, found)
    if held or found.state == "open" or found.questionnaire_version != questionnaire.version:
        return {item: (one.answer, one.comment) for item, one in held.items() if one.answer is not None}
    columns = (submissions.c.vector, submissions.c.reasons, submissions.c.entered)
    row = c.execute(select(*columns).where(submissions.c.assessment_id == found.id)).one()
    entered = entered_answers(row.entered or {})
    frozen = decode(questionnaire, bytes(row.vector), row.reasons, entered)
    return {item: (answer, "") for item, answer in frozen.items()}


def _carry(c: Connection, person: Person, last: Assessment, new: Assessment, questionnaire: Questionnaire) -> int:
    crosswalk = questionnaire.crosswalk_from(last.questionnaire_version)
    given = answers_in(c, last, crosswalk.before if crosswalk else questionnaire)
    found = carried_over(crosswalk, questionnaire, given) if crosswalk else _same_ids(questionnaire, given)
    rows = [
        {
            "assessment_id": new.id,
            "item": item,
            **answer_columns(answer),
            "comment": comment,
            "version": 1,
            "at": new.created_at,
            "by": person.id,
        }
        for item, (answer, comment) in found.items()
    ]
    if rows:
        c.execute(insert(answers), [{**row, "carried": True} for row in rows])
        c.execute(insert(answer_history), rows)
    return len(rows)


def _same_ids(questionnaire: Questionnaire, given: Mapping[str, Answered]) -> dict[str, Answered]:
    """The answers that fit the items of the same ids."""
    items = {item.id: item for item in questionnaire.items}
    fit = {id: (fitted(questionnaire, items[id], one[0]), one[1]) for id, one in given.items() if id in items}
    return {id: (answer, comment) for id, (answer, comment) in fit.items() if answer is not None}


def _round(row: Any) -> Round:
    levels = (getattr(row, f"a{number}") for number in range(1, LEVELS + 1))
    plain = {field: getattr(row, field) for field in Round.__slots__ if field != "levels"}
    return Round(levels=tuple(level for level in levels if level is not None), **plain)
