"""Start an assessment, see how far it is, go on where it was left."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..errors import Refusal
from ..store import answers, assessments, organisations
from . import forms
from .access import ANSWERING, for_roles, person
from .progress import Sheet, questionnaire_of
from .room import room, store

pages = Blueprint("assessments", __name__)


@pages.route("/assessments/new", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def start() -> ResponseReturnValue:
    """Choose the enterprise and the year. The enterprise's type of production decides the weights."""
    with store().read() as c:
        firms = organisations.organisations_of(c, person())
    if not firms:
        return redirect(url_for("enterprise.add"))
    form = forms.NewAssessment(request.form)
    form.offer(firms)
    status = 200
    if request.method == "POST" and form.validate():
        try:
            return redirect(url_for(".overview", aid=_start(form)))
        except Refusal as refusal:
            status = form.blame(refusal)
    elif request.method == "POST":
        status = 400
    else:
        form.year.data = str(datetime.now(UTC).year)
        form.organisation.data = request.args.get("enterprise", firms[0].id)
    page = render_template("assessments/new.html", form=form, firms=firms, questionnaire=room().questionnaire())
    return page, status


def _start(form: forms.NewAssessment) -> str:
    questionnaire = room().questionnaire()
    typed = (form.year.data or "").strip()
    year = int(typed) if typed.isdecimal() and len(typed) <= 4 else 0
    with store().write() as c:
        firm = organisations.organisation(c, person(), form.organisation.data)
        return assessments.start(c, person(), firm.id, questionnaire, firm.facts.production_type, year).id


def sheet(aid: str) -> Sheet:
    """The assessment with everything saved for it. NotFound when it is not the person's."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        return Sheet(found, questionnaire_of(found), answers.saved(c, found))


@pages.get("/assessments/<aid>")
@for_roles(*ANSWERING)
def overview(aid: str) -> ResponseReturnValue:
    """Progress by subdomain and by level."""
    return render_template("assessments/overview.html", sheet=sheet(aid))


@pages.get("/assessments/<aid>/continue")
@for_roles(*ANSWERING)
def go_on(aid: str) -> ResponseReturnValue:
    """To the next open item near the last answer; with nothing open, to the review."""
    item = sheet(aid).next_item
    if item is None:
        return redirect(url_for("review.page", aid=aid))
    return redirect(url_for("answering.page", aid=aid, subdomain=item.subdomain, _anchor=f"item-{item.id}"))
