"""The improvement plan as a workbook to download."""

import tempfile
from io import BytesIO
from pathlib import Path

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from ...assessment.area_levels import area_levels
from ...report.improvement_plan import AreaTarget, PlanInputs, PlannedAction, improvement_plan, writer
from ...report.value_plan import value_plan
from ..access import ANSWERING, for_roles
from ..formatting import today
from ..language import language
from ..offline.isolated import one_at_a_time
from .planned import LevelPlan, Plan, ValuePlan, any_plan, asked
from .worth import aimed

pages = Blueprint("roadfile", __name__)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/assessments/<aid>/roadmap.xlsx")
@for_roles(*ANSWERING)
def download(aid: str) -> ResponseReturnValue:
    """The workbook of the roadmap that the address asks for, with actions, targets and estimates."""
    plan = any_plan(aid)
    if isinstance(plan, ValuePlan):
        made = value_plan(plan.evaluation, aimed(plan.evaluation)[0], PlanInputs(*_shared(plan)), today(), language())
    else:
        made = improvement_plan(plan.roadmap(*asked(plan)), _plan_inputs(plan), today(), language())
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = Path(folder) / f"roadmap-{plan.assessment.year}.xlsx"
        writer()(made, path)
        file = BytesIO(path.read_bytes())
    return send_file(file, _XLSX, as_attachment=True, download_name=path.name)


def _plan_inputs(plan: LevelPlan) -> PlanInputs:
    at = area_levels(plan.graded.result)
    return PlanInputs(
        *_shared(plan),
        {
            id: AreaTarget(held.value.level, held.value.due, at[id].level or 0)
            for id, held in plan.targets.items()
            if id in at
        },
        {id: held.value for id, held in plan.estimates.items()},
    )


def _shared(plan: Plan) -> tuple[str, int, list[PlannedAction]]:
    """Enterprise, year and actions."""
    actions = [
        PlannedAction(d.words, d.item, d.area, d.owner, d.due, d.state, one.overdue(today()))
        for one in plan.actions
        for d in [one.draft]
    ]
    return plan.assessment.organisation_name, plan.assessment.year, actions
