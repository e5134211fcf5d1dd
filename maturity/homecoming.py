"""A returned workbook meets the database: what it would change, and the change, by the page's own way of saving."""

from collections.abc import Mapping
from dataclasses import dataclass

from .errors import Conflict, Problem, refuse
from .intake.workbook import Returned
from .merge import Merged, Side, merge
from .offline import EMPTY, Entry, entry
from .questionnaire import Questionnaire
from .store import Connection, answers, assessments
from .store.answers import Change, Saved
from .store.assessments import Assessment
from .store.people import Person


@dataclass(frozen=True, slots=True)
class Plan:
    """What bringing a workbook in would do. `saved` is what the database holds; `outside` counts the entries for items
    that are tailored away now: they are left out.
    """

    assessment: Assessment
    merged: tuple[Merged, ...]
    saved: Mapping[str, Saved]
    outside: int

    @property
    def taken(self) -> list[Merged]:
        """What is saved without a question."""
        return [one for one in self.merged if one.kind == "take"]

    @property
    def conflicts(self) -> list[Merged]:
        """What a person has to decide."""
        return [one for one in self.merged if one.kind == "conflict"]


def plan(c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, home: Returned) -> Plan:
    """What `home` would change in an assessment of the person's.

    Raises NotFound; Refusal offline-other-assessment, offline-profile, offline-version.
    """
    found = assessments.assessment(c, person, assessment_id)
    origin = home.origin
    assessments.same_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    if origin.assessment not in ("", found.id):
        raise refuse("offline-other-assessment")
    if origin.profile != found.profile:
        raise refuse("offline-profile", found=origin.profile, wanted=found.profile)
    saved = answers.saved(c, found)
    cut = {sub.id for _, domain, sub in questionnaire.walk() if domain.id in found.cuts}
    asked = {id: one for id, one in home.entries.items() if questionnaire.item(id).subdomain not in cut}
    stored = {id: entry(saved[id].answer, saved[id].comment, saved[id].version) for id in asked if id in saved}
    outside = sum(one != origin.entries.get(id, EMPTY) for id, one in home.entries.items() if id not in asked)
    return Plan(found, tuple(merge(origin.entries, asked, stored)), saved, outside)


def bring_in(c: Connection, person: Person, questionnaire: Questionnaire, made: Plan, sides: Mapping[str, Side]) -> int:
    """Save what `made` takes, and its conflicts by `sides`; returns how many items changed, all or none.

    Raises Refusal offline-undecided; Conflict where the database has changed since `made`; and as the page does.
    """
    undecided = [one.item for one in made.conflicts if one.item not in sides]
    if undecided:
        raise refuse("offline-undecided", count=len(undecided))
    wanted = [(one, one.entry) for one in made.taken]
    wanted += [(one, one.decided(sides[one.item])) for one in made.conflicts]
    changes = [_change(one, entry) for one, entry in wanted if entry != one.stored]
    answers.save_many(c, person, made.assessment.id, questionnaire, changes)
    return len(changes)


def _change(one: Merged, wanted: Entry) -> Change:
    return Change(one.item, wanted.answer, wanted.comment, one.stored.version)


def conflicts_told(made: Plan) -> Conflict:
    """The conflicts as one mistake, for where nobody can be asked."""
    items = [one.item for one in made.conflicts]
    shown = ", ".join(items[:5]) + ("…" if len(items) > 5 else "")
    return Conflict(Problem("offline-conflicts", values={"count": len(items), "items": shown}), current=tuple(items))
