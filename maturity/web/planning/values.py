"""Targets and estimates where a questionnaire has no levels: a score, a grade or a number with a year, and efforts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ...answers import Entered
from ...assessment.targets import GRADE, SCORE, can_aim, path, reached, value_of
from ...errors import Forbidden, NotFound, Place, Refusal, refuse
from ...quantities import Quantity, Unit, read_number, spelled, unit
from ...questionnaire import Item
from ...questionnaire.numeric.references import unit_of
from ...scoring.accounts import Accountant, valued
from ...scoring.evaluation import Evaluation
from ...scoring.gains import gains
from ...scoring.roadmap import UNESTIMATED, Estimate
from ...scoring.statements import number
from ...store.planning import targets as plans
from ...store.planning.targets import PlanEntry, ValueTarget
from ..access import person
from ..context import store
from ..language import gettext as _
from ..language import language
from ..refusals import problem_texts
from ..requests.reading import whole
from .entered import Field, changes_in, sent_fields
from .planned import ValuePlan, any_plan

_Show = Callable[[ValuePlan, Mapping[str, Field], Refusal | None], str]
_Fields = Callable[[ValuePlan], dict[str, Field]]


def targets(plan: ValuePlan) -> ResponseReturnValue:
    """The page of targets (GET); saves those sent (POST)."""
    return _page(plan, _targets_page, _target_fields, lambda key, field: _target(plan, key, field))


def efforts(plan: ValuePlan) -> ResponseReturnValue:
    """The page of estimated efforts (GET); saves those sent (POST)."""
    return _page(plan, _efforts_page, _effort_fields, _effort)


def _page(plan: ValuePlan, show: _Show, fields: _Fields, read: Callable[[str, Field], Any]) -> ResponseReturnValue:
    if request.method == "GET":
        return show(plan, fields(plan), None)
    typed, aid = sent_fields(), plan.assessment.id
    try:
        changes = changes_in(fields(plan), typed, read)
        write: Any = plans.set_value_targets if fields is _target_fields else plans.set_estimates
        with store().write() as c:
            count = write(c, person(), aid, plan.questionnaire, changes)
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        now = any_plan(aid)
        if not isinstance(now, ValuePlan):
            raise
        stored = fields(now)
        versions = {key: field.version for key, field in stored.items()}  # who saves again has seen what is there
        again = {key: replace(field, version=versions.get(key, 0)) for key, field in typed.items()}
        return show(now, {**stored, **again}, refusal), refusal.status
    flash(_("已保存。") if count else _("没有改动。"))
    return redirect(request.path)


def _target(plan: ValuePlan, key: str, field: Field) -> ValueTarget | None:
    """The target typed; None where both fields are empty. Raises Refusal for what cannot be read."""
    if not field.first and not field.second:
        return None
    year = whole(field.second) or 0
    if key == GRADE:
        starts = {band.id: band.start for grading in plan.questionnaire.grading for band in grading.bands}
        return ValueTarget(field.first, starts.get(field.first, Fraction(-1)), year)
    place = Place(column=key)
    item = plan.evaluation.items[key].item if key in plan.evaluation.items else None
    plain = read_number(field.first, place) if key == SCORE else None
    found = plain or (_entered(item, field.first, place) if item and can_aim(item) else None)
    if found is None:
        raise refuse("roadmap-value", place, found=key[:60])
    return ValueTarget(field.first, found.value, year)


def _entered(item: Item, text: str, place: Place) -> Entered | None:
    """The number in the unit of the item, or in any other that fits; None if blank. Raises Refusal quantity-…."""
    base, written = unit_of(item), read_number(text, place)
    id = spelled(written.unit) if written and written.unit else None
    meant = (unit(id),) if id and unit(id).fits(base) else ()
    return Quantity(base, (base, *meant)).read(text, place=place)


def _effort(key: str, field: Field) -> Estimate | None:
    if not field.first:
        return None
    typed = whole(field.first)
    return Estimate(-1 if typed is None else typed, 0)  # points say what the benefit is


def _target_fields(plan: ValuePlan) -> dict[str, Field]:
    return {key: Field(held.value.entered, str(held.value.year), held.version) for key, held in plan.targets.items()}


def _effort_fields(plan: ValuePlan) -> dict[str, Field]:
    return {key: Field(str(held.value.effort), "", held.version) for key, held in plan.estimates.items()}


def _targets_page(plan: ValuePlan, fields: Mapping[str, Field], refusal: Refusal | None) -> str:
    found = plan.evaluation
    aimed = [one.item for one in found.items.values() if can_aim(one.item)]
    parts = [
        (_("指标"), [_line(plan, item) for item in aimed if item.role != "input"]),
        (_("基础数据"), [_line(plan, item) for item in aimed if item.role == "input"]),
    ]
    return render_template(
        "roadmap/values.html",
        whole=_whole(plan) if found.score else [],
        bands=[(band, number(band.start)) for band in found.grading.bands] if found.grading else [],
        most=number(found.maximum),
        parts=parts,
        **_shared(plan, fields, _target_fields(plan), refusal),
    )


def _efforts_page(plan: ValuePlan, fields: Mapping[str, Field], refusal: Refusal | None) -> str:
    found = plan.evaluation
    points = {gain.item.id: gain.points for gain in gains(found)}
    must = [one.item for verdict in (found.gates, found.mandatory) for one in verdict.items if one.standing != "met"]
    items = dict.fromkeys([*must, *(found.items[id].item for id in points)])
    return render_template(
        "roadmap/efforts.html",
        items=[(item, number(points[item.id]) if item.id in points else "") for item in items],
        unestimated=UNESTIMATED,
        **_shared(plan, fields, _effort_fields(plan), refusal),
    )


def _shared(
    plan: ValuePlan, fields: Mapping[str, Field], stored: Mapping[str, Field], refusal: Refusal | None
) -> dict[str, Any]:
    return {
        "assessment": plan.assessment,
        "questionnaire": plan.questionnaire,
        "plan": plan,
        "fields": fields,
        "stored": stored,
        "blank": Field("", "", 0),
        "names": {area.id: area.name for area in plan.questionnaire.areas},
        "problems": problem_texts(refusal.problems) if refusal else [],
        "blamed": {problem.place.column for problem in refusal.problems} if refusal else set(),
    }


def _whole(plan: ValuePlan) -> list[dict[str, Any]]:
    """The lines of the score and, where there are grades, of the grade."""
    found = plan.evaluation
    grade = next((band.name for band in found.grades if band), None) if found.grading else None
    lines = [{"key": SCORE, "name": _("总分"), "now": number(found.score.low) if found.score else "—"}]
    if found.grading:
        lines.append({"key": GRADE, "name": _("等次"), "now": grade.of(language()) if grade else _("未达到等次")})
    return [line | _progress(plan, str(line["key"]), None) for line in lines]


def _line(plan: ValuePlan, item: Item) -> dict[str, Any]:
    told = Accountant(plan.evaluation, language())
    now = told.answered(plan.evaluation.items[item.id])
    return {"key": item.id, "item": item, "now": now or "—"} | _progress(plan, item.id, unit_of(item))


def _progress(plan: ValuePlan, key: str, base: Unit | None) -> dict[str, Any]:
    """Whether the target of a subject is reached, or else what is missing and where it stands after the first year."""
    held = plan.targets.get(key)
    if held is None:
        return {"held": None}
    return {
        "held": held,
        "reached": reached(plan.evaluation, key, held.value.value),
        "late": held.value.year < plan.assessment.year,
        "next": "" if key == GRADE else _next(plan.evaluation, plan.assessment.year, key, held, base),
    }


def _next(found: Evaluation, year: int, key: str, held: PlanEntry[ValueTarget], base: Unit | None) -> str:
    """Where the value stands a year later on its way to the target; "" for the last year."""
    now, years = value_of(found, key), held.value.year - year
    if now is None or years < 2 or reached(found, key, held.value.value):
        return ""
    way = path(now, held.value.value, years, 1)
    linear = valued(_rounded(way.linear), base, language()) if base else number(way.linear)
    if way.geometric is None or base is None:
        return _("%(year)s 年应到 %(value)s", year=year + 1, value=linear)
    ratio = valued(_rounded(Fraction(way.geometric)), base, language())
    return _(
        "%(year)s 年应到 %(value)s（每年同样多）或 %(ratio)s（同样比例）", year=year + 1, value=linear, ratio=ratio
    )


def _rounded(value: Fraction) -> Fraction:
    """The value to four significant digits or more."""
    return Fraction(f"{float(value):.6g}")
