"""Answers of assessments: each save is durable at once and protected against lost updates by a version number."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Row, Update, bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ...answers import COMMENT_LIMIT, Answer, Chosen, NotApplicable, choice_id, read_answer
from ...answers.codec import check_answer, entered_answer, entered_text
from ...errors import Conflict, Place, Problem, Refusal, refuse
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..enterprises import audit
from ..origins.origins import author_name
from ..portfolio.marks import touch
from ..schema import answer_history, people
from ..schema import answers as table
from ..types import check_text, now
from .assessments import Assessment, check_open, locked_assessment, open_assessment

_CONTENT = ("choice", "reason", "entered", "comment")  # the columns with what a person entered


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """The stored answer of an item. `answer` is None where it was cleared; `by` is the person's name.

    `carried` answers come from the previous round; saving one, even unchanged, confirms it.
    """

    item: str
    answer: Answer | None
    comment: str
    version: int
    at: datetime
    by: str
    carried: bool = False


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer to save. `version` is the version that the page showed, 0 where nothing was saved yet."""

    item: str
    answer: Answer | None
    comment: str
    version: int


def saved_answers(c: Connection, assessment: Assessment) -> dict[str, SavedAnswer]:
    """The saved answers of an assessment returned by :func:`.assessments.assessment`, by item id.

    Imported assessments have none: their answers are in the submission.
    """
    query = _select().where(table.c.assessment_id == assessment.id)
    return {row.item: _read(row) for row in c.execute(query)}


def save_answer(
    c: Connection,
    person: Person,
    assessment_id: str,
    questionnaire: Questionnaire,
    item_id: str,
    answer: Answer | None,
    comment: str,
    version: int,
) -> SavedAnswer:
    """Save one answer; every version is kept in the history.

    An answer equal to the stored one is returned as saved whatever the version, because a request may be repeated.

    Raises NotFound, and as :func:`save_in`.
    """
    found = locked_assessment(c, person, assessment_id, "share")
    return save_in(c, person, found, questionnaire, AnswerChange(item_id, answer, comment, version))


def save_in(
    c: Connection, person: Person, found: Assessment, questionnaire: Questionnaire, change: AnswerChange
) -> SavedAnswer:
    """As :func:`save_answer`, in an assessment that this transaction has locked against its submission.

    Raises Forbidden; Refusal answer-unknown-…, answer-reason-…, answer-comment-long, store-bad-text; Conflict
    answer-frozen (`current` is the Assessment) or answer-stale: `current` is the Saved in the store (None when there
    is none), the problem's `values` hold `item`, `seen`, `by`, `at`, and `mine` and `theirs` (a choice id,
    "not-applicable" or "").
    """
    check_open(found, questionnaire)
    done = _save(c, person, found, questionnaire, change)
    if done.version > change.version:
        _log_save(c, person, found)
    return done


def save_answers(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, changes: Sequence[AnswerChange]
) -> list[SavedAnswer]:
    """Save all changes or none; returns the saved answers in the same order.

    Raises as `save`, with all problems at once; a Conflict has a problem and an element of the tuple `current` for
    each stale answer.
    """
    found = open_assessment(c, person, assessment_id, questionnaire, "share")
    refused = [problem for change in changes for problem in _problems(questionnaire, change)]
    if refused:
        raise Refusal(*refused)
    done: dict[str, SavedAnswer] = {}
    stale: list[Conflict] = []
    with c.begin_nested():  # rolled back even if the caller catches the Conflict within its transaction
        for change in sorted(changes, key=lambda change: change.item):  # one order for all: no deadlocks
            try:
                done[change.item] = _save(c, person, found, questionnaire, change)
            except Conflict as conflict:
                stale.append(conflict)
        if stale:
            problems = [problem for conflict in stale for problem in conflict.problems]
            raise Conflict(*problems, current=tuple(conflict.current for conflict in stale))
    if any(done[change.item].version > change.version for change in changes):
        _log_save(c, person, found)
    return [done[change.item] for change in changes]


def _log_save(c: Connection, person: Person, found: Assessment) -> None:
    """Log that the person saved answers; who wrote which version is in the history."""
    audit.record_hourly(c, person.id, "answers.save", found.organisation_id, found.id, {})


def confirm_carried(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, items: Container[str]
) -> int:
    """Confirm the carried answers to `items` by saving them unchanged; returns how many there were.

    Raises NotFound; Forbidden; Conflict answer-frozen.
    """
    held = saved_answers(c, open_assessment(c, person, assessment_id, questionnaire, "share"))
    carried = [entry for item, entry in held.items() if entry.carried and item in items]
    changes = [AnswerChange(entry.item, entry.answer, entry.comment, entry.version) for entry in carried]
    return len(save_answers(c, person, assessment_id, questionnaire, changes))


def _save(
    c: Connection, person: Person, assessment: Assessment, questionnaire: Questionnaire, change: AnswerChange
) -> SavedAnswer:
    _accept(questionnaire, change)
    at = now()
    if _write(c, person, assessment.id, change, at):
        return SavedAnswer(change.item, change.answer, change.comment, change.version + 1, at, person.name)
    current = _current(c, assessment.id, change.item)
    if current and not current.carried and (current.answer, current.comment) == (change.answer, change.comment):
        return current
    raise _stale(change, current)


def _problems(questionnaire: Questionnaire, change: AnswerChange) -> Sequence[Problem]:
    try:
        _accept(questionnaire, change)
    except Refusal as refusal:
        return refusal.problems
    return ()


def _write(c: Connection, person: Person, assessment_id: str, change: AnswerChange, at: datetime) -> bool:
    values = {
        **answer_columns(change.answer),
        "comment": change.comment,
        "version": change.version + 1,
        "at": at,
        "by": person.id,
        "elsewhere": None,
    }
    key = {"assessment_id": assessment_id, "item": change.item}
    if not _put(c, change, key, {**values, "carried": False}):
        return False
    c.execute(_remembered(), key | values)
    touch(c, assessment_id)
    return True


def _put(c: Connection, change: AnswerChange, key: Mapping[str, str], values: Mapping[str, object]) -> bool:
    """Write the answer where the stored version is the one that the change is based on and differs from it, or was
    carried over; False where not.
    """
    if change.version:
        mine = {"of": key["assessment_id"], "which": change.item, "seen": change.version}
        new = {f"new_{name}": values[name] for name in _CONTENT}
        return bool(c.execute(_changed(), {**mine, **new, **values}).rowcount)
    return c.scalar(_added(c.dialect.name), {**key, **values}) is not None


def _accept(questionnaire: Questionnaire, change: AnswerChange) -> None:
    """Raise Refusal for an answer or comment that may not be stored."""
    accept_answer(questionnaire, change.item, change.answer)
    if len(check_text(change.comment, change.item)) > COMMENT_LIMIT:
        values = {"item": change.item, "length": len(change.comment), "limit": COMMENT_LIMIT}
        raise refuse("answer-comment-long", Place(column=change.item), **values)


def _current(c: Connection, assessment_id: str, item: str) -> SavedAnswer | None:
    row = c.execute(_one(), {"of": assessment_id, "which": item}).one_or_none()
    return _read(row) if row else None


def _stale(change: AnswerChange, current: SavedAnswer | None) -> Conflict:
    values = {
        "item": change.item,
        "seen": change.version,
        "by": current.by if current else "—",
        "at": current.at.isoformat(timespec="seconds") if current else "—",
        "mine": choice_id(change.answer),
        "theirs": choice_id(current.answer if current else None),
    }
    return Conflict(Problem("answer-stale", Place(column=change.item), values), current=current)


def _select() -> Any:
    return select(table, people.c.name.label("author")).join(people, people.c.id == table.c.by)


# What every save asks and writes is built once: building it takes as long as running it.


@cache
def _one() -> Any:
    return _select().where(table.c.assessment_id == bindparam("of"), table.c.item == bindparam("which"))


@cache
def _changed() -> Update:
    mine = (table.c.assessment_id == bindparam("of"), table.c.item == bindparam("which"))
    differs = or_(table.c.carried, *(table.c[name].is_distinct_from(bindparam(f"new_{name}")) for name in _CONTENT))
    return update(table).where(*mine, table.c.version == bindparam("seen"), differs)


@cache
def _added(dialect: str) -> Any:
    """Adds nothing where somebody else was first; gives back the version that it added."""
    fresh: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    return fresh.on_conflict_do_nothing().returning(table.c.version)


@cache
def _remembered() -> Insert:
    return insert(answer_history)


def accept_answer(questionnaire: Questionnaire, item: str, answer: Answer | None) -> None:
    """Raise Refusal for an answer that may not be stored for the item with this id: it does not fit, or holds what
    databases cannot store.
    """
    for text in answer_columns(answer).values():
        check_text(text or "", item[:80])
    read_answer(questionnaire, item, choice=None, reason=None)
    if answer is not None:
        check_answer(questionnaire, item, answer)


def answer_columns(answer: Answer | None) -> dict[str, str | None]:
    """The columns in which an answer is stored: `choice`, `reason`, `entered`; :func:`answer_from_row` reads them."""
    return {
        "choice": answer.choice if isinstance(answer, Chosen) else None,
        "reason": answer.reason if isinstance(answer, NotApplicable) else None,
        "entered": entered_text(answer),
    }


def answer_from_row(row: Row[Any]) -> Answer | None:
    """The answer in the columns `choice`, `reason` and `entered` of a row."""
    if row.entered is not None:
        return entered_answer(row.entered)
    if row.reason is not None:
        return NotApplicable(row.reason)
    return None if row.choice is None else Chosen(row.choice)


def _read(row: Row[Any]) -> SavedAnswer:
    return SavedAnswer(row.item, answer_from_row(row), row.comment, row.version, row.at, author_name(row), row.carried)
