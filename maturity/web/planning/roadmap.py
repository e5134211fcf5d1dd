"""The roadmap: the smallest set of improvements that reaches a higher level, its proof, and making actions of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Refusal
from ...scoring.roadmap import UNESTIMATED
from ...store.planning import actions
from ...store.planning.actions import Draft
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..language import gettext as _
from ..language import ngettext, say
from ..refusals import refilled
from .planned import Plan, ValuePlan, any_plan, asked, day
from .worth import worth

pages = Blueprint("roadmap", __name__)


@pages.get("/assessments/<aid>/roadmap")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The roadmap to the next level, or to the one asked for; without levels to a score."""
    plan = any_plan(aid)
    if isinstance(plan, ValuePlan):
        return worth(plan)
    level, by = asked(plan)
    roadmap = plan.roadmap(level, by)
    questionnaire = plan.questionnaire
    return render_template(
        "roadmap/roadmap.html",
        assessment=plan.assessment,
        questionnaire=questionnaire,
        plan=plan,
        roadmap=roadmap,
        by=by,
        unestimated=UNESTIMATED,
        names={area.id: area.name for area in questionnaire.areas},
        mark=questionnaire.scoring.pass_mark,
    )


@pages.post("/assessments/<aid>/roadmap")
@for_roles(*ANSWERING)
def take(aid: str) -> ResponseReturnValue:
    """Make actions of the chosen steps; items that have an action are skipped."""
    plan = any_plan(aid)
    try:
        drafts = _drafts(plan)
        with store().write() as c:
            new = actions.add_actions(c, person(), aid, plan.questionnaire, drafts)
    except Refusal as refusal:
        return refilled(page(aid), refusal)
    if not drafts:
        flash(_("没有新选中的条目，行动清单不变。"))
        return redirect(url_for(".page", aid=aid))
    flash(ngettext("已列入 %(num)s 项行动。", "已列入 %(num)s 项行动。", len(new)))
    return redirect(url_for("actions.page", aid=aid))


def _drafts(plan: Plan) -> list[Draft]:
    """The chosen steps as actions, one an item, with the item's text."""
    questionnaire, due = plan.questionnaire, day(request.form.get("due", ""), "due")
    owner = request.form.get("owner", "").strip()
    chosen = set(request.form.getlist("item")) - set(plan.taken)
    drafts = []
    for item in (item for area in plan.response.areas for item in area.items):
        known = questionnaire.choices_of(item)
        goal = next((one for one in known if one.id == request.form.get(f"to-{item.id}")), None)
        if item.id in chosen and (goal is not None or item.asks is not None):
            words = (
                _("做到“%(choice)s”：%(item)s", choice=say(goal.text), item=say(item.text))
                if goal
                else _("改进：%(item)s", item=say(item.text))
            )
            drafts.append(Draft(words, item.id, item.area, owner, due))
    return drafts
