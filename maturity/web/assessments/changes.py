"""The list of colleagues' changes on the overview, and marking it as read."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...store.assessments import assessments, visits
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..requests.reading import moment

pages = Blueprint("changes", __name__)


@pages.post("/assessments/<aid>/seen")
@for_roles(*ANSWERING)
def seen(aid: str) -> ResponseReturnValue:
    """Mark as read the changes up to the latest one that the page showed."""
    until = moment(request.form.get("until", ""))
    with store().write() as c:
        found = assessments.assessment(c, person(), aid)
        if until is None:
            abort(400)
        visits.mark_seen(c, person(), found.id, until)
    return redirect(url_for("assessments.overview", aid=aid))
