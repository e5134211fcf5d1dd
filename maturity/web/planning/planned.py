"""What the pages of the improvement plan share: the graded assessment with estimates, targets and actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from ...errors import Place, refuse
from ...scoring.roadmap import Estimate, Roadmap, smallest
from ...store.assessments import assessments
from ...store.enterprises.access import WRITING
from ...store.planning import actions
from ...store.planning import targets as plans
from ...store.planning.actions import Action
from ...store.planning.targets import PlanEntry, Target
from ..access import person
from ..assessments.graded import Graded, graded_in
from ..context import store
from ..requests.reading import query_number

EFFORT = "effort"


@dataclass(frozen=True, slots=True)
class Plan:
    """The improvement plan of an assessment."""

    graded: Graded
    estimates: Mapping[str, PlanEntry[Estimate]]
    targets: Mapping[str, PlanEntry[Target]]
    actions: Sequence[Action]

    @property
    def may_plan(self) -> bool:
        """Whether the person may change it, submitted or not: owners and editors may."""
        return self.graded.assessment.role in WRITING

    @property
    def taken(self) -> dict[str, Action]:
        """The actions about an item that are not done or dropped, by item id."""
        return {one.draft.item: one for one in self.actions if one.live and one.draft.item}

    def roadmap(self, level: int | None, by: str) -> Roadmap:
        """The roadmap to `level` (None: the next one), by the user's estimates or by the number of items."""
        known = {item: held.value for item, held in self.estimates.items()} if by == EFFORT else None
        return smallest(self.graded.questionnaire, self.graded.result.response, level, known)


def plan_of(aid: str) -> Plan:
    """The plan of an assessment, read in one transaction. Raises NotFound where the person has no access."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        it = graded_in(c, found)
        return Plan(it, plans.estimates_of(c, found), plans.targets_of(c, found), actions.actions_of(c, found))


def asked(plan: Plan) -> tuple[int | None, str]:
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
