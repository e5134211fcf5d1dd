"""The roadmap: the fewest items to improve for a higher level, or for a score."""

from typing import Annotated

from pydantic import Field

from ....errors import Place, refuse
from ....scoring.gains import next_aim, smallest_to
from ....scoring.roadmap import Roadmap
from ...access import ANSWERING
from ...language import lazy_gettext
from ...planning.planned import LevelPlan, ValuePlan, any_plan
from ..models import Model, Number, Query
from ..operations import Resource

resource = Resource("roadmap")


class TargetQuery(Query):
    """The level to reach; by default the next one. Without levels there is none: the next grade or round score."""

    level: Annotated[Number, Field(ge=1, le=9)] | None = None


class StepModel(Model):
    """An item to improve: from its choice now to that to reach (null where it asks for something else)."""

    item: str
    before: str | None
    after: str | None


class RoadmapModel(Model):
    """The fewest items to improve. `target` is a level or a score; `reachable` is false where no items are enough."""

    target: float
    reached: bool
    reachable: bool
    steps: list[StepModel]


@resource.operation(
    "GET",
    "/assessments/<aid>/roadmap",
    lazy_gettext("达到更高等级的最少改进"),
    roles=ANSWERING,
    query=TargetQuery,
    gives=RoadmapModel,
)
def roadmap(aid: str, query: TargetQuery) -> RoadmapModel:
    """The fewest items whose improvement reaches the level, or without levels the next grade or round score."""
    plan = any_plan(aid)
    return _to_score(plan) if isinstance(plan, ValuePlan) else _to_level(plan, query.level)


def _to_level(plan: LevelPlan, level: int | None) -> RoadmapModel:
    known = plan.graded.result
    if level is not None and not known.level < level <= len(known.levels):
        raise refuse("roadmap-level", Place(column="level"), found=level, most=len(known.levels))
    found: Roadmap = plan.roadmap(level, "")
    steps = [
        StepModel(item=step.item.id, before=step.before.id if step.before else None, after=step.after.id)
        for step in found.steps
    ]
    return RoadmapModel(target=found.target, reached=found.reached, reachable=found.reachable, steps=steps)


def _to_score(plan: ValuePlan) -> RoadmapModel:
    found = plan.evaluation
    aim = next_aim(found)
    items = smallest_to(found, aim) if found.score else ()
    steps = [StepModel(item=item.id, before=None, after=None) for item in items or ()]
    return RoadmapModel(target=float(aim), reached=items == (), reachable=items is not None, steps=steps)
