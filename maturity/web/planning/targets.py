"""Forms for estimates by item and targets by area."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ...answers import Chosen, NotApplicable
from ...assessment.area_levels import area_levels
from ...errors import Forbidden, NotFound, Refusal
from ...questionnaire import Group, Item
from ...scoring import Result
from ...scoring.roadmap import UNESTIMATED, Estimate
from ...store.planning import targets as plans
from ...store.planning.targets import Target
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..formatting import today
from ..language import gettext as _
from ..refusals import problem_texts
from ..requests.reading import whole
from . import values
from .entered import Field, changes_in, sent_fields
from .planned import LevelPlan, ValuePlan, any_plan, day, plan_of

pages = Blueprint("planning", __name__)
_Write = Callable[..., int]


@pages.route("/assessments/<aid>/estimates", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def estimates(aid: str) -> ResponseReturnValue:
    """The estimates of effort and benefit of each item; without levels of effort alone."""
    if isinstance(plan := any_plan(aid), ValuePlan):
        return values.efforts(plan)
    return _page(aid, "roadmap/estimates.html", plans.set_estimates, _estimate, _estimate_fields)


@pages.route("/assessments/<aid>/targets", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def targets(aid: str) -> ResponseReturnValue:
    """The target level and due date of each area; without levels scores and numbers with a year."""
    if isinstance(plan := any_plan(aid), ValuePlan):
        return values.targets(plan)
    return _page(aid, "roadmap/targets.html", plans.set_targets, _target, _target_fields)


def _page(
    aid: str,
    template: str,
    write: _Write,
    read: Callable[[str, Field], Any],
    fields: Callable[[LevelPlan], dict[str, Field]],
) -> ResponseReturnValue:
    plan = plan_of(aid)
    if request.method == "GET":
        return _show(plan, template, fields(plan))
    stored = fields(plan)
    typed = sent_fields()
    try:
        changes = changes_in(stored, typed, read)
        with store().write() as c:
            count = write(c, person(), aid, plan.questionnaire, changes)
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        now = plan_of(aid)
        versions = {key: field.version for key, field in fields(now).items()}  # who saves again has seen what is there
        again = {key: replace(field, version=versions.get(key, 0)) for key, field in typed.items()}
        return _show(now, template, {**fields(now), **again}, refusal)
    flash(_("已保存。") if count else _("没有改动。"))
    return redirect(request.path)


def _estimate(key: str, field: Field) -> Estimate | None:
    if not field.first and not field.second:
        return None
    effort, benefit = (-1 if number is None else number for number in map(whole, (field.first, field.second)))
    return Estimate(effort, benefit)  # what is no number is refused by the store, like what is out of range


def _target(key: str, field: Field) -> Target | None:
    due = day(field.second, key)
    if not field.first and due is None:
        return None
    return Target(whole(field.first) or 0, due)


def _estimate_fields(plan: LevelPlan) -> dict[str, Field]:
    return {
        key: Field(str(held.value.effort), str(held.value.benefit), held.version)
        for key, held in plan.estimates.items()
    }


def _target_fields(plan: LevelPlan) -> dict[str, Field]:
    return {
        key: Field(str(held.value.level), held.value.due.isoformat() if held.value.due else "", held.version)
        for key, held in plan.targets.items()
    }


def _show(
    plan: LevelPlan, template: str, fields: Mapping[str, Field], refusal: Refusal | None = None
) -> ResponseReturnValue:
    it = plan.graded
    words = render_template(
        template,
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        plan=plan,
        fields=fields,
        blank=Field("", "", 0),
        stored=_estimate_fields(plan) | _target_fields(plan),
        parts=_improvable(it.result),
        area_levels=area_levels(it.result),
        answers=it.result.response.answers,
        unestimated=UNESTIMATED,
        today=today(),
        problems=problem_texts(refusal.problems) if refusal else [],
        blamed={problem.place.column for problem in refusal.problems} if refusal else set(),
    )
    return words, refusal.status if refusal else 200


def _improvable(result: Result) -> Sequence[tuple[Group, Sequence[Item]]]:
    """The areas with the items that can be improved: applicable and not fully met."""
    answers, best = result.response.answers, result.response.questionnaire.choices[0].id
    found = []
    for area in result.response.areas:
        items = [item for item in area.items if _can_improve(answers.get(item.id), best)]
        if items:
            found.append((area, items))
    return found


def _can_improve(answer: object, best: str) -> bool:
    return not isinstance(answer, NotApplicable) and answer != Chosen(best)
