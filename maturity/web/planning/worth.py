"""The roadmap without levels: the fewest items to a score, what each item adds, what each unit of a number is worth."""

from fractions import Fraction
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...errors import Place, Refusal
from ...quantities import read_number
from ...questionnaire.numeric.references import unit_of
from ...scoring.accounts import Accountant, difference, valued
from ...scoring.evaluation import Evaluation, ItemScore
from ...scoring.gains import Gain, Marginal, enough, gains, grades_above, marginals, next_aim, per_unit, smallest_to
from ...scoring.roadmap import UNESTIMATED
from ...scoring.statements import number
from ..assessments.shown import ROLES
from ..language import gettext as _
from ..language import language, say
from ..refusals import problem_texts
from .planned import EFFORT, ValuePlan


def worth(plan: ValuePlan) -> ResponseReturnValue:
    """The roadmap to the score in the address (`score`), or to the next grade or round score."""
    found = plan.evaluation
    aim, refusal = aimed(found)
    by = EFFORT if request.args.get("by") == EFFORT else ""
    items = smallest_to(found, aim, plan.efforts if by else None) if found.score else ()
    told, known = Accountant(found, language()), gains(found)
    by_item = {gain.item.id: gain for gain in known}
    words = render_template(
        "roadmap/worth.html",
        assessment=plan.assessment,
        questionnaire=plan.questionnaire,
        plan=plan,
        evaluation=found,
        aim=number(aim),
        by=by,
        efforts=plan.efforts,
        effort=sum(plan.efforts.get(item.id, UNESTIMATED.effort) for item in items or ()),
        unestimated=UNESTIMATED,
        typed=request.args.get("score", number(aim)),
        bands=[(band, number(band.start)) for band in grades_above(found)],
        items=[_step(told, item.id, by_item) for item in items or ()],
        impossible=items is None,
        gains=[_step(told, gain.item.id, {gain.item.id: gain}) for gain in known],
        marginals=[_marginal(told, one) for one in marginals(found)],
        names={area.id: area.name for area in plan.questionnaire.areas},
        problems=problem_texts(refusal.problems) if refusal else [],
        number=number,
        roles=ROLES,
    )
    return words, refusal.status if refusal else 200


def aimed(found: Evaluation) -> tuple[Fraction, Refusal | None]:
    """The score that is aimed at: the one asked for, else that of the next grade, else the next round one."""
    usual = next_aim(found)
    asked = request.args.get("score", "").strip()
    try:
        read = read_number(asked, Place(column="score")) if asked else None
    except Refusal as refusal:
        return usual, refusal
    return (min(max(read.value, Fraction(0)), found.maximum) if read else usual), None


def _step(told: Accountant, id: str, known: dict[str, Gain]) -> dict[str, Any]:
    """An item on the way: what it is now, what it is scored against, and what it adds when fully met."""
    one, gain = told.found.items[id], known.get(id)
    best = max(told.found.response.questionnaire.choices_of(one.item), key=lambda c: c.score, default=None)
    return {
        "item": one.item,
        "now": told.answered(one) or told.why(one) or "—",
        "needed": say(best.text) if best and one.item.asks is None else _needed(told, one),
        "to": best.id if best and one.item.asks is None else "",
        "points": f"+{number(gain.points)}" if gain else "",
        "rate": per_unit(gain.rate, gain.points / gain.rate, unit_of(one.item), language())
        if gain and gain.rate
        else "",
    }


def _needed(told: Accountant, one: ItemScore) -> str:
    """What a number is scored against; of one that cannot be, why."""
    if one.state == "out-of-bounds":
        return _("先核对数据：%(why)s", why=told.why(one))
    return told.reference(one) or told.why(one)


def _marginal(told: Accountant, one: Marginal) -> dict[str, Any]:
    """A number with what it is worth: of as many units that the points can be seen, and of 1% of it."""
    many = enough(one.rate, abs(one.value))
    return {
        "item": one.item,
        "cell": told.cell(told.found.items[one.item.id], one.key, one.column),
        "value": valued(one.value, one.unit, language()),
        "up": one.up,
        "percent": number(one.percent),
        "rate": number(one.rate * many),
        "each": difference(many, one.unit, language()),
    }
