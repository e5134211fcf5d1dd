"""A returned workbook meets the database: what it would change, and the change, by the page's own way of saving."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..errors import Conflict, NotFound, Problem, Refusal, refuse
from ..questionnaire import Questionnaire
from ..store import Connection
from ..store.accounts.people import Person
from ..store.assessments import answers, assessments
from ..store.assessments.answers import AnswerChange, SavedAnswer
from ..store.assessments.assessments import Assessment
from .merge import Loss, Merged, Side, loss, merge, sparing
from .payload import EMPTY, entry
from .returned_workbook import Returned


@dataclass(frozen=True, slots=True)
class Plan:
    """What bringing a workbook in would do. `saved` is what the database holds; `outside` are the items with changes
    that are tailored away now: they are left out, like what `left_out` tells.
    """

    assessment: Assessment
    merged: tuple[Merged, ...]
    saved: Mapping[str, SavedAnswer]
    outside: tuple[str, ...]
    left_out: tuple[Problem, ...]

    @property
    def taken(self) -> list[Merged]:
        """What is saved without a question: an answer or a comment, new or another one."""
        return [one for one in self._settled if one.sparing != one.stored]

    @property
    def erased(self) -> list[Merged]:
        """Where an answer or a comment would go without another in its place: saved only with consent."""
        return [one for one in self._settled if one.sparing != one.entry]

    @property
    def conflicts(self) -> list[Merged]:
        """What a person has to decide."""
        return [one for one in self.merged if one.kind == "conflict"]

    @property
    def unchanged(self) -> int:
        """How many items stay as they are."""
        return sum(one.kind == "unchanged" for one in self.merged)

    @property
    def _settled(self) -> list[Merged]:
        return [one for one in self.merged if one.kind == "take"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is saved once all is decided. `updated` items get another answer or comment; what is `erased` goes, what is
    `spared` stays although the workbook has it no more.
    """

    changes: tuple[AnswerChange, ...]
    updated: tuple[str, ...]
    erased: tuple[Loss, ...]
    spared: tuple[Loss, ...]


def plan(c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, home: Returned) -> Plan:
    """What `home` would change in an assessment of the person's.

    Raises NotFound; Forbidden; Conflict answer-frozen; Refusal offline-other-assessment, offline-other-enterprise,
    offline-profile, offline-version.
    """
    found = assessments.assessment(c, person, assessment_id)
    assessments.check_writable(found)
    origin = home.origin
    assessments.check_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    if origin.assessment not in ("", found.id):
        raise _other(c, person, found, origin.assessment)
    if origin.profile != found.profile:
        raise refuse("offline-profile", found=origin.profile, wanted=found.profile)
    saved = answers.saved_answers(c, found)
    cut = {sub.id for _, domain, sub in questionnaire.walk() if domain.id in found.cuts}
    asked = {id: one for id, one in home.entries.items() if questionnaire.item(id).subdomain not in cut}
    stored = {id: entry(saved[id].answer, saved[id].comment, saved[id].version) for id in asked if id in saved}
    outside = [id for id, one in home.entries.items() if id not in asked and one != origin.entries.get(id, EMPTY)]
    return Plan(found, tuple(merge(origin.entries, asked, stored)), saved, tuple(outside), home.left_out)


def _other(c: Connection, person: Person, wanted: Assessment, id: str) -> Refusal:
    """Whose workbook it is instead, as far as the person may know."""
    try:
        found = assessments.assessment(c, person, id)
    except NotFound:
        return refuse("offline-other-assessment", wanted=whose(wanted))
    return refuse("offline-other-enterprise", found=whose(found), wanted=whose(wanted))


def whose(assessment: Assessment) -> str:
    """Enterprise and year, as they stand beside a file."""
    return f"{assessment.organisation_name} {assessment.year}"


def outcome(made: Plan, sides: Mapping[str, Side], erase: Collection[str]) -> Outcome:
    """What `made` comes to with its conflicts decided by `sides` and the consent to erase in the items `erase`.

    Raises Refusal offline-undecided.
    """
    undecided = [one.item for one in made.conflicts if one.item not in sides]
    if undecided:
        raise refuse("offline-undecided", count=len(undecided))
    changes: list[AnswerChange] = []
    updated: list[str] = []
    erased: list[Loss] = []
    spared: list[Loss] = []
    for one in made.merged:
        wanted = one.decided(sides[one.item]) if one.kind == "conflict" else one.entry
        kept = sparing(wanted, one.stored)
        if kept != one.stored:
            updated.append(one.item)
        if kept != wanted:
            (erased if one.item in erase else spared).append(loss(one.item, wanted, one.stored))
        final = wanted if one.item in erase else kept
        if final != one.stored:
            changes.append(AnswerChange(one.item, final.answer, final.comment, one.stored.version))
    return Outcome(tuple(changes), tuple(updated), tuple(erased), tuple(spared))


def bring_in(
    c: Connection,
    person: Person,
    questionnaire: Questionnaire,
    made: Plan,
    sides: Mapping[str, Side],
    erase: Collection[str],
) -> Outcome:
    """Save what :func:`outcome` tells, all or none.

    Raises as it does; Conflict where the database has changed since `made`; and as the page does.
    """
    done = outcome(made, sides, erase)
    answers.save_answers(c, person, made.assessment.id, questionnaire, done.changes)
    return done


def conflicts_told(made: Plan) -> Conflict:
    """The conflicts as one mistake, for where nobody can be asked."""
    items = [one.item for one in made.conflicts]
    return Conflict(
        Problem("offline-conflicts", values={"count": len(items), "items": ", ".join(items)}), current=tuple(items)
    )
