"""Answers as they come in: each one durable at once, none overwritten unseen."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ...answers import COMMENT_LIMIT, Answer, Chosen, NotApplicable, read_answer
from ...errors import Conflict, Place, Problem, Refusal, refuse
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..enterprises import audit
from ..faults import unique_or
from ..origins.origins import author
from ..schema import answer_history, people
from ..schema import answers as table
from ..types import clean, now
from .assessments import Assessment, open_one


@dataclass(frozen=True, slots=True)
class Saved:
    """What the store holds for an item. `answer` is None where it was taken back; `by` is the person's name.

    `carried` answers were taken over from the round before; saving one, even unchanged, confirms it.
    """

    item: str
    answer: Answer | None
    comment: str
    version: int
    at: datetime
    by: str
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants to save. `version` is the one the page showed, 0 where nothing was saved yet."""

    item: str
    answer: Answer | None
    comment: str
    version: int


def saved(c: Connection, assessment: Assessment) -> dict[str, Saved]:
    """Everything saved in an assessment that :func:`assessments.assessment` gave to the person, by item id.

    Imported assessments have no entries here: their answers are in the submission.
    """
    query = _select().where(table.c.assessment_id == assessment.id)
    return {row.item: _read(row) for row in c.execute(query)}


def save(
    c: Connection,
    person: Person,
    assessment_id: str,
    questionnaire: Questionnaire,
    item_id: str,
    answer: Answer | None,
    comment: str,
    version: int,
) -> Saved:
    """Save one answer; every version stays in the history.

    What is already there, word for word, counts as saved whatever the version: a save sent again.

    Raises NotFound; Forbidden; Refusal answer-unknown-…, answer-reason-…, answer-comment-long, store-bad-text; Conflict
    answer-frozen (`current` is the Assessment) or answer-stale: `current` is the Saved in the store (None when there
    is none), the problem's `values` hold `item`, `seen`, `by`, `at`, and `mine` and `theirs` (a choice id,
    "not-applicable" or "").
    """
    found = open_one(c, person, assessment_id, questionnaire, "share")
    done = _save(c, person, found, questionnaire, Change(item_id, answer, comment, version))
    if done.version > version:
        _tell(c, person, found)
    return done


def save_many(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, changes: Sequence[Change]
) -> list[Saved]:
    """Save all changes or none; the same order comes back.

    Raises as `save`, with all problems at once; a Conflict has a problem and an element of the tuple `current` for
    each stale answer.
    """
    found = open_one(c, person, assessment_id, questionnaire, "share")
    refused = [problem for change in changes for problem in _problems(questionnaire, change)]
    if refused:
        raise Refusal(*refused)
    done: dict[str, Saved] = {}
    stale: list[Conflict] = []
    with c.begin_nested():  # undone even when the caller catches the Conflict inside its transaction
        for change in sorted(changes, key=lambda change: change.item):  # one order for all: no deadlocks
            try:
                done[change.item] = _save(c, person, found, questionnaire, change)
            except Conflict as conflict:
                stale.append(conflict)
        if stale:
            problems = [problem for conflict in stale for problem in conflict.problems]
            raise Conflict(*problems, current=tuple(conflict.current for conflict in stale))
    if any(done[change.item].version > change.version for change in changes):
        _tell(c, person, found)
    return [done[change.item] for change in changes]


def _tell(c: Connection, person: Person, found: Assessment) -> None:
    """The history holds every version and who wrote it; the audit log says that somebody was at work."""
    audit.record_hourly(c, person.id, "answers.save", found.organisation_id, found.id, {})


def confirm(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, items: Container[str]
) -> int:
    """Save those answers to `items` that came from the round before as they stand; gives how many that confirmed.

    Raises NotFound; Forbidden; Conflict answer-frozen.
    """
    held = saved(c, open_one(c, person, assessment_id, questionnaire, "share"))
    carried = [entry for item, entry in held.items() if entry.carried and item in items]
    changes = [Change(entry.item, entry.answer, entry.comment, entry.version) for entry in carried]
    return len(save_many(c, person, assessment_id, questionnaire, changes))


def _save(c: Connection, person: Person, assessment: Assessment, questionnaire: Questionnaire, change: Change) -> Saved:
    _accept(questionnaire, change)
    current = _current(c, assessment.id, change.item)
    if current and not current.carried and (current.answer, current.comment) == (change.answer, change.comment):
        return current
    if (current.version if current else 0) != change.version:
        raise _stale(change, current)
    at = now()
    if not _write(c, person, assessment.id, change, at):  # PostgreSQL: somebody committed between look and write
        raise _stale(change, _current(c, assessment.id, change.item))
    return Saved(change.item, change.answer, change.comment, change.version + 1, at, person.name)


def _problems(questionnaire: Questionnaire, change: Change) -> Sequence[Problem]:
    try:
        _accept(questionnaire, change)
    except Refusal as refusal:
        return refusal.problems
    return ()


def _write(c: Connection, person: Person, assessment_id: str, change: Change, at: datetime) -> bool:
    answer = change.answer
    values = {
        "choice": answer.choice if isinstance(answer, Chosen) else None,
        "reason": answer.reason if isinstance(answer, NotApplicable) else None,
        "comment": change.comment,
        "version": change.version + 1,
        "at": at,
        "by": person.id,
        "elsewhere": None,
    }
    key = {"assessment_id": assessment_id, "item": change.item}
    if not _put(c, change, key, {**values, "carried": False}):
        return False
    c.execute(insert(answer_history).values(key | values))
    return True


def _put(c: Connection, change: Change, key: Mapping[str, str], values: Mapping[str, object]) -> bool:
    if change.version:
        mine = (*(table.c[name] == value for name, value in key.items()), table.c.version == change.version)
        return bool(c.execute(update(table).where(*mine).values(values)).rowcount)
    try:
        with unique_or(c, lambda: _stale(change, None)):
            c.execute(insert(table).values({**key, **values}))
    except Conflict:
        return False
    return True


def _accept(questionnaire: Questionnaire, change: Change) -> None:
    """Raise Refusal on what may not be kept."""
    answer = change.answer
    reason = clean(answer.reason, change.item[:80]) if isinstance(answer, NotApplicable) else None
    read_answer(questionnaire, change.item, choice=_code(answer), reason=reason)
    if len(clean(change.comment, change.item)) > COMMENT_LIMIT:
        values = {"item": change.item, "length": len(change.comment), "limit": COMMENT_LIMIT}
        raise refuse("answer-comment-long", Place(column=change.item), **values)


def _current(c: Connection, assessment_id: str, item: str) -> Saved | None:
    row = c.execute(_select().where(table.c.assessment_id == assessment_id, table.c.item == item)).one_or_none()
    return _read(row) if row else None


def _stale(change: Change, current: Saved | None) -> Conflict:
    values = {
        "item": change.item,
        "seen": change.version,
        "by": current.by if current else "—",
        "at": current.at.isoformat(timespec="seconds") if current else "—",
        "mine": _code(change.answer),
        "theirs": _code(current.answer if current else None),
    }
    return Conflict(Problem("answer-stale", Place(column=change.item), values), current=current)


def _code(answer: Answer | None) -> str:
    if isinstance(answer, NotApplicable):
        return "not-applicable"
    return answer.choice if answer else ""


def _select() -> Any:
    return select(table, people.c.name.label("author")).join(people, people.c.id == table.c.by)


def answer_in(row: Row[Any]) -> Answer | None:
    """The answer in the columns `choice` and `reason` of a row."""
    if row.reason is not None:
        return NotApplicable(row.reason)
    return None if row.choice is None else Chosen(row.choice)


def _read(row: Row[Any]) -> Saved:
    return Saved(row.item, answer_in(row), row.comment, row.version, row.at, author(row), row.carried)
