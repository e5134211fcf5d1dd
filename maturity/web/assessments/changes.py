"""What colleagues changed, marked as seen on the overview."""

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
    """The person knows what the page told, up to the latest change on it; what came later stays news."""
    until = moment(request.form.get("until", ""))
    with store().write() as c:
        found = assessments.assessment(c, person(), aid)
        if until is None:
            abort(400)
        visits.mark_seen(c, person(), found.id, until)
    return redirect(url_for("assessments.overview", aid=aid))
