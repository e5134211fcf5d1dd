"""Actions of the improvement plan: what an enterprise will do, who is responsible, until when, and the progress.

Owners and editors write them, every member reads them, also after submission. Actions are not deleted but set to the
state "dropped". Every action has a version number, against lost updates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ...answers import COMMENT_LIMIT, Response
from ...errors import Conflict, NotFound, Place, Problem, Refusal
from ...questionnaire import Questionnaire
from ...text.plain import visible
from ..accounts.people import Person
from ..assessments.assessments import Assessment
from ..enterprises import audit
from ..origins.origins import author_name
from ..schema import actions as table
from ..schema import people
from ..types import check_text, is_id, new_id, now
from .targets import lock_for_planning

STATES = ("open", "doing", "done", "dropped")
LIVE = ("open", "doing")
OWNER_LIMIT = 200
ACTION_LIMIT = 1000  # actions of one assessment


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of an action; `owner` is the name of a person, who needs no account."""

    words: str
    item: str | None = None
    area: str | None = None
    owner: str = ""
    due: date | None = None
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Action:
    """A stored action; `by` is the name of who wrote it last."""

    id: str
    draft: Draft
    version: int
    at: datetime
    by: str

    @property
    def live(self) -> bool:
        """Whether it is still to be done."""
        return self.draft.state in LIVE

    def overdue(self, today: date) -> bool:
        """Whether it is still to be done and its date has passed."""
        return self.live and self.draft.due is not None and self.draft.due < today


def actions_of(c: Connection, assessment: Assessment) -> list[Action]:
    """The actions of an assessment that :func:`.assessments.assessments.assessment` gave to the person: first those
    still to be done; by date, those without a date last.
    """
    found = [_read(row) for row in c.execute(_select().where(table.c.assessment_id == assessment.id))]
    return sorted(found, key=lambda one: (not one.live, one.draft.due is None, one.draft.due or date.max, one.at))


def add_actions(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, drafts: Sequence[Draft]
) -> list[str]:
    """Add all actions or none; returns the ids of those added. A draft equal to an action still to be done is not
    added again, so that a double click adds one action.

    Raises NotFound; Forbidden; Refusal roadmap-item, roadmap-area, action-words, action-owner, action-state,
    action-many, store-bad-text.
    """
    found = lock_for_planning(c, person, assessment_id, questionnaire)
    _accept(found, questionnaire, drafts)
    present = actions_of(c, found)
    known = {replace(one.draft, state="open") for one in present if one.live}
    new = [draft for draft in dict.fromkeys(drafts) if replace(draft, state="open") not in known]
    if len(present) + len(new) > ACTION_LIMIT:
        raise Refusal(Problem("action-many", values={"limit": ACTION_LIMIT}))
    ids = [new_id() for _ in new]
    for id, draft in zip(ids, new, strict=True):
        c.execute(insert(table).values(id=id, assessment_id=found.id, version=1, **_columns(draft, person)))
    if new:
        _note(c, person, found, {"actions": len(new)})
    return ids


def update_action(
    c: Connection,
    person: Person,
    assessment_id: str,
    questionnaire: Questionnaire,
    action_id: str,
    draft: Draft,
    version: int,
) -> Action:
    """Replace an action by `draft`; one that is equal to it already is returned whatever the version.

    `version` is the version of the action that the person saw. Raises NotFound action-not-found; Forbidden; Refusal as
    :func:`add_actions`; Conflict action-stale, whose `current` is the Action now in the store.
    """
    found = lock_for_planning(c, person, assessment_id, questionnaire)
    current = _one(c, found, action_id)
    _accept(found, questionnaire, [draft], kept=current.draft)
    if current.draft == draft:
        return current
    if current.version != version:
        raise Conflict(Problem("action-stale", values={"by": current.by}), current=current)
    mine = (table.c.id == current.id, table.c.assessment_id == found.id, table.c.version == version)
    c.execute(update(table).where(*mine).values(version=version + 1, **_columns(draft, person)))
    _note(c, person, found, {"action": current.id, "state": draft.state})
    return _one(c, found, action_id)


def _accept(
    found: Assessment, questionnaire: Questionnaire, drafts: Sequence[Draft], kept: Draft | None = None
) -> None:
    """Raise Refusal with all mistakes. `kept` is the stored draft: its item may have been tailored away since."""
    response = Response(questionnaire, found.profile, {}, found.cuts)
    items = {None, *(item.id for area in response.areas for item in area.items), kept.item if kept else None}
    areas = {None, *(area.id for area in response.areas), kept.area if kept else None}
    problems = []
    for draft in drafts:
        if draft.item not in items:
            problems.append(Problem("roadmap-item", Place(column="item"), {"found": str(draft.item)[:60]}))
        if draft.area not in areas:
            problems.append(Problem("roadmap-area", Place(column="area"), {"found": str(draft.area)[:60]}))
        if not visible(check_text(draft.words, "words")) or len(draft.words) > COMMENT_LIMIT:
            problems.append(Problem("action-words", Place(column="words"), {"limit": COMMENT_LIMIT}))
        if len(check_text(draft.owner, "owner")) > OWNER_LIMIT:
            problems.append(Problem("action-owner", Place(column="owner"), {"limit": OWNER_LIMIT}))
        if draft.state not in STATES:
            problems.append(Problem("action-state", Place(column="state"), {"found": draft.state[:20]}))
    if problems:
        raise Refusal(*problems)


def _one(c: Connection, found: Assessment, id: str) -> Action:
    query = _select().where(table.c.assessment_id == found.id, table.c.id == id)
    row = c.execute(query).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("action-not-found"))
    return _read(row)


def _columns(draft: Draft, person: Person) -> dict[str, object]:
    return {
        "words": draft.words,
        "item": draft.item,
        "area": draft.area,
        "owner": draft.owner,
        "due": draft.due,
        "state": draft.state,
        "at": now(),
        "by": person.id,
        "elsewhere": None,
    }


def _note(c: Connection, person: Person, found: Assessment, detail: dict[str, object]) -> None:
    organisation = found.organisation_id
    audit.record(c, person.id, "assessment.act", organisation=organisation, assessment=found.id, detail=detail)


def _select() -> Any:
    return select(table, people.c.name.label("author")).join(people, people.c.id == table.c.by)


def _read(row: Row[Any]) -> Action:
    draft = Draft(row.words, row.item, row.area, row.owner, row.due, row.state)
    return Action(row.id, draft, row.version, row.at, author_name(row))
