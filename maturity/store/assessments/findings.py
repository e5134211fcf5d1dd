"""Assessors' findings: for an item, an own answer and a text, independent of the enterprise's answer.

Findings never change the enterprise's answers, so they can be recorded before and after submission. Only members with
the role of an assessor write them; every member reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ...answers import COMMENT_LIMIT, Answer, Response
from ...assessment.evidence_strength import strengths
from ...assessment.second_values import unproved_gates
from ...errors import Conflict, Place, Problem, Refusal, refuse
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..enterprises import audit
from ..enterprises.access import ASSESSING, require_role
from ..evidence.evidence import tallies
from ..faults import unique_or
from ..origins.origins import author_name
from ..schema import findings as table
from ..schema import people
from ..types import check_text, now
from .answers import accept_answer, answer_columns, answer_from_row
from .assessments import Assessment, check_questionnaire, locked_assessment


@dataclass(frozen=True, slots=True)
class Finding:
    """The stored finding of an item. `answer` is None where the assessor gave none; `by` is a person's name."""

    item: str
    answer: Answer | None
    words: str
    version: int
    at: datetime
    by: str

    @property
    def given(self) -> bool:
        """Whether there is an answer or a text; otherwise the finding was withdrawn."""
        return self.answer is not None or bool(self.words)


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding to record. `version` is the version that the page showed, 0 where there was none."""

    item: str
    answer: Answer | None
    words: str
    version: int


def findings_of(c: Connection, assessment: Assessment) -> dict[str, Finding]:
    """The findings of an assessment returned by :func:`.assessments.assessment`, by item id."""
    rows = (_read(row) for row in c.execute(_select().where(table.c.assessment_id == assessment.id)))
    return {finding.item: finding for finding in rows}


def values_of(c: Connection, assessment: Assessment) -> dict[str, Answer]:
    """The assessors' values of such an assessment, by item id."""
    given = findings_of(c, assessment).items()
    return {item: finding.answer for item, finding in given if finding.answer is not None}


def finding(c: Connection, assessment: Assessment, item: str) -> Finding | None:
    """The finding of one item of such an assessment, or None."""
    row = c.execute(_select().where(table.c.assessment_id == assessment.id, table.c.item == item)).one_or_none()
    return _read(row) if row else None


def record_findings(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, changes: Sequence[FindingChange]
) -> int:
    """Record all findings or none; returns how many changed. One equal to the stored finding is accepted.

    Raises NotFound; Forbidden to all but assessors; Refusal answer-unknown-…, answer-reason-…, finding-long,
    finding-gate-evidence (a gate found to be met with neither link nor file), store-bad-text, all at once; Conflict
    finding-stale for each finding that another assessor changed (`current` is the result of :func:`findings_of`).
    """
    assessment = locked_assessment(c, person, assessment_id, "share")
    require_role(assessment.role, ASSESSING)
    check_questionnaire(questionnaire, assessment.questionnaire, assessment.questionnaire_version)
    refused = [problem for change in changes for problem in _problems(questionnaire, change)]
    refused += [] if refused else _unproved(c, assessment, questionnaire, changes)
    if refused:
        raise Refusal(*refused)
    current = findings_of(c, assessment)
    new = [
        change
        for change in sorted(changes, key=lambda change: change.item)
        if not _same(change, current.get(change.item))
    ]
    with c.begin_nested():  # rolled back even if the caller catches the Conflict within its transaction
        stale = [change.item for change in new if not _put(c, person, assessment.id, change, current.get(change.item))]
        if stale:
            problems = (Problem("finding-stale", Place(column=item), {"item": item}) for item in stale)
            raise Conflict(*problems, current=findings_of(c, assessment))
    if new:
        detail = _audit_detail(new, current)
        place = {"organisation": assessment.organisation_id, "assessment": assessment.id}
        audit.record(c, person.id, "findings.record", **place, detail=detail)
    return len(new)


def _audit_detail(new: Sequence[FindingChange], current: Mapping[str, Finding]) -> dict[str, list[str]]:
    """Item ids of findings by what happened to them, for the audit log."""
    told: dict[str, list[str]] = {}
    for change in new:
        before = current.get(change.item)
        given = change.answer is not None or bool(change.words)
        verb = "withdrawn" if not given else "changed" if before and before.given else "made"
        told.setdefault(verb, []).append(change.item)
    return told


def _same(change: FindingChange, current: Finding | None) -> bool:
    return (change.answer, change.words) == ((current.answer, current.words) if current else (None, ""))


def _problems(questionnaire: Questionnaire, change: FindingChange) -> Sequence[Problem]:
    try:
        accept_answer(questionnaire, change.item, change.answer)
        if len(check_text(change.words, change.item)) > COMMENT_LIMIT:
            place, values = Place(column=change.item), {"length": len(change.words), "limit": COMMENT_LIMIT}
            raise refuse("finding-long", place, item=change.item, **values)
    except Refusal as refusal:
        return refusal.problems
    return ()


def _unproved(
    c: Connection, assessment: Assessment, questionnaire: Questionnaire, changes: Sequence[FindingChange]
) -> list[Problem]:
    found = {change.item: change.answer for change in changes if change.answer is not None}
    if not any(questionnaire.item(id).role == "gate" for id in found):
        return []
    response = Response(questionnaire, assessment.profile, found, assessment.cuts)
    bare = unproved_gates(response, strengths(tallies(c, assessment), ()))
    return [Problem("finding-gate-evidence", Place(column=item.id), {"item": item.id}) for item in bare]


def _put(c: Connection, person: Person, assessment_id: str, change: FindingChange, current: Finding | None) -> bool:
    """Write one finding; False if the stored version is not the one that the person saw."""
    if (current.version if current else 0) != change.version:
        return False
    values = {
        **answer_columns(change.answer),
        "words": change.words,
        "version": change.version + 1,
        "at": now(),
        "by": person.id,
        "elsewhere": None,
    }
    key = {"assessment_id": assessment_id, "item": change.item}
    if current:
        mine = (*(table.c[name] == value for name, value in key.items()), table.c.version == change.version)
        return bool(c.execute(update(table).where(*mine).values(values)).rowcount)
    try:
        with unique_or(c, lambda: Conflict(Problem("finding-stale", values={"item": change.item}))):
            c.execute(insert(table).values(key | values))
    except Conflict:  # PostgreSQL: another assessor committed between read and write
        return False
    return True


def _select() -> Any:
    return select(table, people.c.name.label("author")).join(people, people.c.id == table.c.by)


def _read(row: Row[Any]) -> Finding:
    return Finding(row.item, answer_from_row(row), row.words, row.version, row.at, author_name(row))
