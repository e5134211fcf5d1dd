"""What an assessor finds, item by item: a second value and the words for it, beside the enterprise's own answer.

Nothing of the enterprise's is touched, so that findings may be recorded before and after submission. Only members with
the role of an assessor write them; every member reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ...answers import COMMENT_LIMIT, Answer, Chosen, NotApplicable, read_answer
from ...errors import Conflict, Place, Problem, Refusal, refuse
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..enterprises import audit
from ..enterprises.access import ASSESSING, need
from ..faults import unique_or
from ..origins.origins import author
from ..schema import findings as table
from ..schema import people
from ..types import clean, now
from .answers import answer_in
from .assessments import Assessment, locked, same_questionnaire


@dataclass(frozen=True, slots=True)
class Finding:
    """What the store holds for an item. `answer` is None where the assessor set no value; `by` is a person's name."""

    item: str
    answer: Answer | None
    words: str
    version: int
    at: datetime
    by: str

    @property
    def given(self) -> bool:
        """There is a value or there are words: the finding was not taken back."""
        return self.answer is not None or bool(self.words)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an assessor wants to record. `version` is the one the page showed, 0 where there was none."""

    item: str
    answer: Answer | None
    words: str
    version: int


def found_in(c: Connection, assessment: Assessment) -> dict[str, Finding]:
    """The findings of an assessment that :func:`assessments.assessment` gave to the person, by item id."""
    rows = (_read(row) for row in c.execute(_select().where(table.c.assessment_id == assessment.id)))
    return {finding.item: finding for finding in rows}


def finding(c: Connection, assessment: Assessment, item: str) -> Finding | None:
    """The finding of one item of such an assessment."""
    row = c.execute(_select().where(table.c.assessment_id == assessment.id, table.c.item == item)).one_or_none()
    return _read(row) if row else None


def record(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, wishes: Sequence[Wish]
) -> int:
    """Record all or none; returns how many changed something. What is there already, word for word, is no mistake.

    Raises NotFound; Forbidden to everybody but assessors; Refusal answer-unknown-…, answer-reason-…, finding-long,
    store-bad-text, all at once; Conflict finding-stale for each finding that another assessor changed meanwhile
    (`current` is what :func:`found_in` gives).
    """
    assessment = locked(c, person, assessment_id, "share")
    need(assessment.role, ASSESSING)
    same_questionnaire(questionnaire, assessment.questionnaire, assessment.questionnaire_version)
    refused = [problem for wish in wishes for problem in _problems(questionnaire, wish)]
    if refused:
        raise Refusal(*refused)
    current = found_in(c, assessment)
    new = [wish for wish in sorted(wishes, key=lambda wish: wish.item) if not _same(wish, current.get(wish.item))]
    with c.begin_nested():  # undone even when the caller catches the Conflict inside its transaction
        stale = [wish.item for wish in new if not _put(c, person, assessment.id, wish, current.get(wish.item))]
        if stale:
            problems = (Problem("finding-stale", Place(column=item), {"item": item}) for item in stale)
            raise Conflict(*problems, current=found_in(c, assessment))
    if new:
        detail = _told(new, current)
        place = {"organisation": assessment.organisation_id, "assessment": assessment.id}
        audit.record(c, person.id, "findings.record", **place, detail=detail)
    return len(new)


def _told(new: Sequence[Wish], current: Mapping[str, Finding]) -> dict[str, list[str]]:
    """The items whose findings were made, changed or withdrawn."""
    told: dict[str, list[str]] = {}
    for wish in new:
        before = current.get(wish.item)
        given = wish.answer is not None or bool(wish.words)
        verb = "withdrawn" if not given else "changed" if before and before.given else "made"
        told.setdefault(verb, []).append(wish.item)
    return told


def _same(wish: Wish, current: Finding | None) -> bool:
    return (wish.answer, wish.words) == ((current.answer, current.words) if current else (None, ""))


def _problems(questionnaire: Questionnaire, wish: Wish) -> Sequence[Problem]:
    answer = wish.answer
    try:
        reason = clean(answer.reason, wish.item[:80]) if isinstance(answer, NotApplicable) else None
        choice = "not-applicable" if reason is not None else answer.choice if isinstance(answer, Chosen) else None
        read_answer(questionnaire, wish.item, choice=choice, reason=reason)
        if len(clean(wish.words, wish.item)) > COMMENT_LIMIT:
            place, values = Place(column=wish.item), {"length": len(wish.words), "limit": COMMENT_LIMIT}
            raise refuse("finding-long", place, item=wish.item, **values)
    except Refusal as refusal:
        return refusal.problems
    return ()


def _put(c: Connection, person: Person, assessment_id: str, wish: Wish, current: Finding | None) -> bool:
    """Write one finding; False when it is no longer the version that the person saw."""
    if (current.version if current else 0) != wish.version:
        return False
    answer = wish.answer
    values = {
        "choice": answer.choice if isinstance(answer, Chosen) else None,
        "reason": answer.reason if isinstance(answer, NotApplicable) else None,
        "words": wish.words,
        "version": wish.version + 1,
        "at": now(),
        "by": person.id,
        "elsewhere": None,
    }
    key = {"assessment_id": assessment_id, "item": wish.item}
    if current:
        mine = (*(table.c[name] == value for name, value in key.items()), table.c.version == wish.version)
        return bool(c.execute(update(table).where(*mine).values(values)).rowcount)
    try:
        with unique_or(c, lambda: Conflict(Problem("finding-stale", values={"item": wish.item}))):
            c.execute(insert(table).values(key | values))
    except Conflict:  # PostgreSQL: another assessor committed between look and write
        return False
    return True


def _select() -> Any:
    return select(table, people.c.name.label("author")).join(people, people.c.id == table.c.by)


def _read(row: Row[Any]) -> Finding:
    return Finding(row.item, answer_in(row), row.words, row.version, row.at, author(row))
