"""What an assessment leaves out: domains the enterprise truly does not have, each with its reason."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..errors import NotFound, Refusal
from ..store import assessments
from .access import ANSWERING, for_roles, person
from .language import gettext as _
from .progress import questionnaire_of
from .refusals import tell
from .room import store

pages = Blueprint("scope", __name__)


@pages.route("/assessments/<aid>/scope", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """See and set the tailoring."""
    if request.method == "GET":
        return _page(aid, None, None)
    cuts = {id: request.form.get(f"reason-{id}", "") for id in request.form.getlist("cut")}
    try:
        with store().write() as c:
            found = assessments.assessment(c, person(), aid)
            version = request.form.get("version", 0, type=int)
            assessments.tailor(c, person(), aid, questionnaire_of(found), cuts, version)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(aid, cuts, refusal)
    flash(_("评估范围已保存。"))
    return redirect(url_for("assessments.overview", aid=aid))


def _page(aid: str, typed: Mapping[str, str] | None, refusal: Refusal | None) -> ResponseReturnValue:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
    questionnaire = questionnaire_of(found)
    tailorable = questionnaire.profile(found.profile).tailorable
    domains = [domain for element in questionnaire.elements for domain in element.domains if domain.id in tailorable]
    page = render_template(
        "assessments/scope.html",
        assessment=found,
        questionnaire=questionnaire,
        domains=domains,
        cuts=found.cuts if typed is None else typed,
        problems=tell(refusal.problems) if refusal else [],
    )
    return page, refusal.status if refusal else 200
