"""Actions: what an enterprise has decided to do, who does it, until when, and how far it is.

Owners and editors write, every member reads; actions go on after submission. Nothing is deleted: what is given up is
dropped. Every action has a version; one that changed meanwhile is not overwritten.
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
from ..origins.origins import author
from ..schema import actions as table
from ..schema import people
from ..types import clean, is_id, new_id, now
from .targets import planned

STATES = ("open", "doing", "done", "dropped")
LIVE = ("open", "doing")
OWNER_LIMIT = 200
MOST = 1000  # actions an assessment


@dataclass(frozen=True, slots=True)
class Draft:
    """An action as somebody wrote it; `owner` is a name, who does the work needs no account."""

    words: str
    item: str | None = None
    subdomain: str | None = None
    owner: str = ""
    due: date | None = None
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it is kept."""

    id: str
    draft: Draft
    version: int
    at: datetime
    by: str

    @property
    def live(self) -> bool:
        """It is still to be done."""
        return self.draft.state in LIVE

    def overdue(self, today: date) -> bool:
        """It is still to be done, and its day has passed."""
        return self.live and self.draft.due is not None and self.draft.due < today


def acted(c: Connection, assessment: Assessment) -> list[Action]:
    """The actions of an assessment that :func:`assessments.assessment` gave to the person: first what is still to be
    done, the nearest day first, those without a day last.
    """
    found = [_read(row) for row in c.execute(_select().where(table.c.assessment_id == assessment.id))]
    return sorted(found, key=lambda one: (not one.live, one.draft.due is None, one.draft.due or date.max, one.at))


def act(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, drafts: Sequence[Draft]
) -> list[str]:
    """Add all actions or none; returns the ids of those that are new. One that is there already, still to be done and
    word for word the same, is not added again: a second click adds nothing.

    Raises NotFound; Forbidden; Refusal roadmap-item, roadmap-subdomain, action-words, action-owner, action-state,
    action-many, store-bad-text.
    """
    found = planned(c, person, assessment_id, questionnaire)
    _accept(found, questionnaire, drafts)
    present = acted(c, found)
    known = {replace(one.draft, state="open") for one in present if one.live}
    new = [draft for draft in dict.fromkeys(drafts) if replace(draft, state="open") not in known]
    if len(present) + len(new) > MOST:
        raise Refusal(Problem("action-many", values={"limit": MOST}))
    ids = [new_id() for _ in new]
    for id, draft in zip(ids, new, strict=True):
        c.execute(insert(table).values(id=id, assessment_id=found.id, version=1, **_columns(draft, person)))
    if new:
        _note(c, person, found, {"actions": len(new)})
    return ids


def change(
    c: Connection,
    person: Person,
    assessment_id: str,
    questionnaire: Questionnaire,
    action_id: str,
    draft: Draft,
    version: int,
) -> Action:
    """Write an action anew. What is there already, word for word, counts as written whatever the version.

    Raises NotFound action-not-found; Forbidden; Refusal as :func:`act`; Conflict action-stale, whose `current` is the
    Action in the store.
    """
    found = planned(c, person, assessment_id, questionnaire)
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
    """Raise Refusal with everything that cannot be. `kept` may stay where it is though that is tailored away now."""
    response = Response(questionnaire, found.profile, {}, found.cuts)
    items = {None, *(item.id for item in response.items), kept.item if kept else None}
    subdomains = {None, *(subdomain.id for subdomain in response.subdomains), kept.subdomain if kept else None}
    problems = []
    for draft in drafts:
        if draft.item not in items:
            problems.append(Problem("roadmap-item", Place(column="item"), {"found": str(draft.item)[:60]}))
        if draft.subdomain not in subdomains:
            problems.append(
                Problem("roadmap-subdomain", Place(column="subdomain"), {"found": str(draft.subdomain)[:60]})
            )
        if not visible(clean(draft.words, "words")) or len(draft.words) > COMMENT_LIMIT:
            problems.append(Problem("action-words", Place(column="words"), {"limit": COMMENT_LIMIT}))
        if len(clean(draft.owner, "owner")) > OWNER_LIMIT:
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
        "subdomain": draft.subdomain,
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
    draft = Draft(row.words, row.item, row.subdomain, row.owner, row.due, row.state)
    return Action(row.id, draft, row.version, row.at, author(row))
