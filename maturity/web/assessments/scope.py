"""Tailoring: groups of items that do not apply to the enterprise, each with the reason.

The first request shows the effect on weights and grade; a second one that confirms exactly this saves it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...answers import Response, check_cuts
from ...errors import NotFound, Refusal
from ...questionnaire import Group, Key
from ...questionnaire.naming import tailored
from ...scoring import Result, grade
from ...store.assessments import assessments
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..language import gettext as _
from ..refusals import problem_texts
from ..requests.reading import form_version
from .overview import sheet
from .progress import AnswerSheet, questionnaire_of

pages = Blueprint("scope", __name__)


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of tailoring: each group's share inside its parent, and the grade, before and after.

    `lost` is the number of answers that no longer count, `back` of those that count again.
    """

    shares: tuple[tuple[Group, Fraction, Fraction], ...]
    before: Result
    after: Result
    lost: int
    back: int


@pages.route("/assessments/<aid>/scope", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The tailoring in force, the effect of another one, and saving it."""
    if request.method == "GET":
        return _page(sheet(aid))
    cuts = {id: request.form.get(f"reason-{id}", "").strip() for id in request.form.getlist("cut")}
    try:
        check_cuts(cuts)
        if request.form.get("confirmed") != _mark(cuts):
            now = sheet(aid)
            return _page(now, cuts, _effect(now, cuts))
        with store().write() as c:
            found = assessments.assessment(c, person(), aid)
            assessments.tailor(c, person(), aid, questionnaire_of(found), cuts, form_version())
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(sheet(aid), cuts, refusal=refusal)
    flash(_("评估范围已保存。"))
    return redirect(url_for("assessments.overview", aid=aid))


def _mark(cuts: Mapping[str, str]) -> str:
    """A text that identifies a tailoring for confirmation; never empty, also for no tailoring."""
    return ",".join(["cuts", *sorted(cuts)])


def _effect(now: AnswerSheet, cuts: Mapping[str, str]) -> Effect:
    response = now.response
    tailored = replace(response, cuts=cuts)
    before, after = grade(response), grade(tailored)
    old, new = _shares(before), _shares(after)
    groups = (group for group in now.questionnaire.walk() if group.key in old)
    return Effect(
        tuple((one, old[one.key], new[one.key]) for one in groups if old[one.key] != new[one.key]),
        before,
        after,
        lost=len(_answered(response) - _answered(tailored)),
        back=len(_answered(tailored) - _answered(response)),
    )


def _shares(result: Result) -> dict[Key, Fraction]:
    """Each group's share inside its parent, from 0 to 1, tailoring included."""
    nominal = {key: weight.share for key, weight in result.response.profile.weights.items()}
    return nominal | {(share.kind, share.id): share.after for share in result.shares}


def _answered(response: Response) -> set[str]:
    return {item.id for item in response.items} & set(response.answers)


def _page(
    now: AnswerSheet,
    typed: Mapping[str, str] | None = None,
    effect: Effect | None = None,
    refusal: Refusal | None = None,
) -> ResponseReturnValue:
    cuts = now.assessment.cuts if typed is None else typed
    tailorable = now.response.profile.tailorable
    words = render_template(
        "assessments/scope.html",
        assessment=now.assessment,
        questionnaire=now.questionnaire,
        tailored=tailored(now.questionnaire, one=True),
        groups=[group for group in now.questionnaire.walk() if tailorable.get(group.id) == group.tier.id],
        cuts=cuts,
        effect=effect,
        mark=_mark(cuts),
        problems=problem_texts(refusal.problems) if refusal else [],
    )
    return words, refusal.status if refusal else 200
