"""Merge of a returned workbook with the database: a preview of the changes, and saving them as a page does."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from ..answers import Answer
from ..answers.codec import check_answer
from ..errors import Conflict, NotFound, Problem, Refusal, refuse
from ..questionnaire import Questionnaire
from ..store import Connection
from ..store.accounts.people import Person
from ..store.assessments import answers, assessments
from ..store.assessments.answers import AnswerChange, SavedAnswer
from ..store.assessments.assessments import Assessment
from .merge import Loss, Merged, Side, loss, merge
from .payload import EMPTY_ENTRY, make_entry
from .returned_workbook import Returned


@dataclass(frozen=True, slots=True)
class MergePlan:
    """The merge of a workbook with an assessment, before it is saved.

    `saved` are the stored answers by item id; `outside` are ids of changed items that are tailored away now and
    therefore not saved; `left_out` are problems of other parts of the workbook that are not saved.
    """

    assessment: Assessment
    merged: tuple[Merged, ...]
    saved: Mapping[str, SavedAnswer]
    outside: tuple[str, ...]
    left_out: tuple[Problem, ...]

    @property
    def taken(self) -> list[Merged]:
        """Items saved without a decision: a new or changed answer or comment."""
        return [one for one in self._settled if one.sparing != one.stored]

    @property
    def erased(self) -> list[Merged]:
        """Items whose answer or comment would be erased without replacement: saved only with consent."""
        return [one for one in self._settled if one.sparing != one.entry]

    @property
    def conflicts(self) -> list[Merged]:
        """Items that a person has to decide on."""
        return [one for one in self.merged if one.kind == "conflict"]

    @property
    def unchanged(self) -> int:
        """The number of items without changes."""
        return sum(one.kind == "unchanged" for one in self.merged)

    @property
    def _settled(self) -> list[Merged]:
        return [one for one in self.merged if one.kind == "take"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a merge after all decisions.

    `updated` are ids of items with a new answer or comment; `erased` is deleted; `spared` is kept although the workbook
    no longer has it.
    """

    changes: tuple[AnswerChange, ...]
    updated: tuple[str, ...]
    erased: tuple[Loss, ...]
    spared: tuple[Loss, ...]


def plan_merge(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, returned: Returned
) -> MergePlan:
    """The merge of a returned workbook with one of the person's assessments; nothing is saved.

    Raises NotFound; Forbidden; Conflict answer-frozen; Refusal offline-other-assessment, offline-other-enterprise,
    offline-profile, offline-version.
    """
    found = assessments.assessment(c, person, assessment_id)
    assessments.check_writable(found)
    origin = returned.origin
    assessments.check_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    if origin.assessment not in ("", found.id):
        raise _other(c, person, found, origin.assessment)
    if origin.profile != found.profile:
        raise refuse("offline-profile", found=origin.profile, wanted=found.profile)
    saved = answers.saved_answers(c, found)
    cut = {item.id for item in questionnaire.items} - {
        item.id for item in questionnaire.items_of(found.profile, found.cuts)
    }
    asked = {id: one for id, one in returned.entries.items() if id not in cut}
    stored = {id: make_entry(saved[id].answer, saved[id].comment, saved[id].version) for id in asked if id in saved}
    outside = [
        id for id, one in returned.entries.items() if id not in asked and one != origin.entries.get(id, EMPTY_ENTRY)
    ]
    merged = tuple(merge(origin.entries, asked, stored, partial(_fits, questionnaire)))
    return MergePlan(found, merged, saved, tuple(outside), returned.left_out)


def _fits(questionnaire: Questionnaire, item: str, answer: Answer) -> bool:
    try:
        check_answer(questionnaire, item, answer)
    except Refusal:
        return False
    return True


def _other(c: Connection, person: Person, wanted: Assessment, id: str) -> Refusal:
    """The error for a workbook of another assessment; names it if the person has access to it."""
    try:
        found = assessments.assessment(c, person, id)
    except NotFound:
        return refuse("offline-other-assessment", wanted=assessment_label(wanted))
    return refuse("offline-other-enterprise", found=assessment_label(found), wanted=assessment_label(wanted))


def assessment_label(assessment: Assessment) -> str:
    """Enterprise and year of an assessment, for display."""
    return f"{assessment.organisation_name} {assessment.year}"


def resolve(plan: MergePlan, sides: Mapping[str, Side], erase: Collection[str]) -> Outcome:
    """The result of a merge after decisions: `sides` by item id for conflicts, `erase` items that may be erased.

    Raises Refusal offline-undecided.
    """
    undecided = [one.item for one in plan.conflicts if one.item not in sides]
    if undecided:
        raise refuse("offline-undecided", count=len(undecided))
    changes: list[AnswerChange] = []
    updated: list[str] = []
    erased: list[Loss] = []
    spared: list[Loss] = []
    for one in plan.merged:
        wanted = one.decided(sides[one.item]) if one.kind == "conflict" else one.entry
        kept = one.spared(wanted)
        if kept != one.stored:
            updated.append(one.item)
        if kept != wanted:
            (erased if one.item in erase else spared).append(loss(one.item, wanted, one.stored))
        final = wanted if one.item in erase else kept
        if final != one.stored:
            changes.append(AnswerChange(one.item, final.answer, final.comment, one.stored.version))
    return Outcome(tuple(changes), tuple(updated), tuple(erased), tuple(spared))


def apply_merge(
    c: Connection,
    person: Person,
    questionnaire: Questionnaire,
    plan: MergePlan,
    sides: Mapping[str, Side],
    erase: Collection[str],
) -> Outcome:
    """Save the result of :func:`resolve`, all or none.

    Raises as :func:`resolve` and as saving on a page does; Conflict if the database changed since the merge.
    """
    done = resolve(plan, sides, erase)
    answers.save_answers(c, person, plan.assessment.id, questionnaire, done.changes)
    return done


def conflict_error(plan: MergePlan) -> Conflict:
    """The error that lists the conflicts, for the command line, where nobody can be asked."""
    items = [one.item for one in plan.conflicts]
    return Conflict(
        Problem("offline-conflicts", values={"count": len(items), "items": ", ".join(items)}), current=tuple(items)
    )
