"""What the pages of the improvement plan share: the graded assessment with estimates, targets and actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from ...answers import Response
from ...errors import NotFound, Place, Problem, refuse
from ...questionnaire import Questionnaire
from ...scoring.evaluation import Evaluation
from ...scoring.roadmap import Estimate, Roadmap, smallest
from ...store.assessments import assessments
from ...store.assessments.assessments import Assessment
from ...store.enterprises.access import WRITING
from ...store.planning import actions
from ...store.planning import targets as plans
from ...store.planning.actions import Action
from ...store.planning.targets import PlanEntry, Target, ValueTarget
from ..access import person
from ..assessments.evaluated import evaluated_in
from ..assessments.graded import Graded, graded_in
from ..assessments.progress import questionnaire_of
from ..context import store
from ..requests.reading import query_number

EFFORT = "effort"


@dataclass(frozen=True, slots=True)
class Plan:
    """The actions planned for an assessment, and the answers that it is made from."""

    assessment: Assessment
    response: Response
    actions: Sequence[Action]

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire of the assessment."""
        return self.response.questionnaire

    @property
    def may_plan(self) -> bool:
        """Whether the person may change it, submitted or not: owners and editors may."""
        return self.assessment.role in WRITING

    @property
    def taken(self) -> dict[str, Action]:
        """The actions about an item that are not done or dropped, by item id."""
        return {one.draft.item: one for one in self.actions if one.live and one.draft.item}


@dataclass(frozen=True, slots=True)
class LevelPlan(Plan):
    """The improvement plan of an assessment with levels."""

    graded: Graded
    estimates: Mapping[str, PlanEntry[Estimate]]
    targets: Mapping[str, PlanEntry[Target]]

    def roadmap(self, level: int | None, by: str) -> Roadmap:
        """The roadmap to `level` (None: the next one), by the user's estimates or by the number of items."""
        known = {item: held.value for item, held in self.estimates.items()} if by == EFFORT else None
        return smallest(self.questionnaire, self.response, level, known)


@dataclass(frozen=True, slots=True)
class ValuePlan(Plan):
    """The improvement plan of an assessment without levels; `efforts` are the users' estimates."""

    evaluation: Evaluation
    estimates: Mapping[str, PlanEntry[Estimate]]
    targets: Mapping[str, PlanEntry[ValueTarget]]

    @property
    def efforts(self) -> Mapping[str, int]:
        """The estimated effort by item id."""
        return {item: held.value.effort for item, held in self.estimates.items()}


def any_plan(aid: str) -> LevelPlan | ValuePlan:
    """The plan of an assessment, read in one transaction. Raises NotFound where the person has no access."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        held = actions.actions_of(c, found)
        if not questionnaire_of(found).has_levels:
            evaluation = evaluated_in(c, found).evaluation
            entries = plans.estimates_of(c, found), plans.value_targets_of(c, found)
            return ValuePlan(found, evaluation.response, held, evaluation, *entries)
        it = graded_in(c, found)
        response = it.result.response
        return LevelPlan(found, response, held, it, plans.estimates_of(c, found), plans.targets_of(c, found))


def plan_of(aid: str) -> LevelPlan:
    """As :func:`any_plan`, of an assessment with levels; NotFound for one without."""
    plan = any_plan(aid)
    if isinstance(plan, ValuePlan):
        raise NotFound(Problem("assessment-without-levels"))
    return plan


def asked(plan: LevelPlan) -> tuple[int | None, str]:
    """Level and kind of roadmap in the address; None and "" where missing or invalid."""
    level = query_number("level")
    possible = level is not None and plan.graded.result.level < level <= len(plan.graded.result.levels)
    return (level if possible else None), EFFORT if request.args.get("by") == EFFORT else ""


def day(text: str, column: str) -> date | None:
    """The date in a field, None where it is empty. Raises Refusal `roadmap-due`."""
    words = text.strip()
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise refuse("roadmap-due", Place(column=column), found=words[:40]) from None
