"""Look everything over, then submit."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ..store import assessments, submissions
from .access import ANSWERING, for_roles, person
from .assessments import sheet
from .progress import questionnaire_of
from .room import store

pages = Blueprint("review", __name__)


@pages.get("/assessments/<aid>/review")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """What is open, what was set aside, and what submitting means."""
    return render_template("assessments/review.html", sheet=sheet(aid))


@pages.post("/assessments/<aid>/submit")
@for_roles(*ANSWERING)
def submit(aid: str) -> ResponseReturnValue:
    """Freeze the answers and their grade. A second click finds it done and changes nothing."""
    with store().write() as c:
        found = assessments.assessment(c, person(), aid)
        if found.state == "open":
            submissions.submit(c, person(), aid, questionnaire_of(found))
    return redirect(url_for("results.page", aid=aid))
