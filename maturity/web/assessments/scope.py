"""What an assessment leaves out: domains the enterprise truly does not have, each with its reason.

The first press shows what the tailoring does to weights and grade; only a second press on exactly that saves it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...answers import Response, check_cuts
from ...errors import NotFound, Refusal
from ...questionnaire import Domain
from ...scoring import Result, grade
from ...store.assessments import assessments
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..language import gettext as _
from ..refusals import tell
from ..requests.reading import form_version
from .overview import sheet
from .progress import Sheet, questionnaire_of

pages = Blueprint("scope", __name__)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a tailoring changes: each domain's share inside its element, and the grade, before and after.

    `lost` counts the answers that would no longer count, `back` those that count again.
    """

    shares: tuple[tuple[Domain, Fraction, Fraction], ...]
    before: Result
    after: Result
    lost: int
    back: int


@pages.route("/assessments/<aid>/scope", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """See the tailoring, see what another one would do, and set it."""
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
    """What the confirming button says it has shown: never empty, so that cutting nothing is confirmed too."""
    return ",".join(["cuts", *sorted(cuts)])


def _effect(now: Sheet, cuts: Mapping[str, str]) -> Effect:
    response = now.response
    wished = replace(response, cuts=cuts)
    before, after = grade(response), grade(wished)
    old, new = _shares(before), _shares(after)
    domains = {domain.id: domain for _element, domain, _subdomain in now.questionnaire.walk()}
    return Effect(
        tuple((domains[id], old[id], new[id]) for id in old if old[id] != new[id]),
        before,
        after,
        lost=len(_answered(response) - _answered(wished)),
        back=len(_answered(wished) - _answered(response)),
    )


def _shares(result: Result) -> dict[str, Fraction]:
    """Each domain's share inside its element, tailoring included."""
    weights = result.response.profile.weights
    nominal = {id: weight.share for (kind, id), weight in weights.items() if kind == "domain"}
    return nominal | {share.id: share.after for share in result.shares if share.kind == "domain"}


def _answered(response: Response) -> set[str]:
    return {item.id for item in response.items} & set(response.answers)


def _page(
    now: Sheet,
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
        domains=[each for element in now.questionnaire.elements for each in element.domains if each.id in tailorable],
        cuts=cuts,
        effect=effect,
        mark=_mark(cuts),
        problems=tell(refusal.problems) if refusal else [],
    )
    return words, refusal.status if refusal else 200
