"""Imported submissions: analysts decide whether they count in statistics."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Refusal
from ...store.origins import imports
from ...store.origins.origins import ACCEPTED, PROVED, REFUSED, WAITING
from ..access import for_roles, person
from ..context import application, store
from ..language import language

pages = Blueprint("origins", __name__)
STATES = (WAITING, PROVED, ACCEPTED, REFUSED)


@pages.get("/brought-in")
@for_roles("analyst")
def page() -> ResponseReturnValue:
    """The imported submissions in one state, by default those not decided."""
    state = request.args.get("state", WAITING)
    if state not in STATES:
        abort(404)
    with store().read() as c:
        found = imports.external_submissions(c, state, after=request.args.get("after"))
    titles = {one.key: _title(*one.key) for one in found}
    return render_template(
        "origins/origins.html", found=found[: imports.PAGE], titles=titles, more=len(found) > imports.PAGE, state=state
    )


@pages.post("/brought-in/<sid>")
@for_roles("analyst")
def decide(sid: str) -> ResponseReturnValue:
    """Accept or refuse an imported submission."""
    decision = request.form.get("decision")
    if decision not in ("accept", "refuse"):
        abort(400)
    with store().write() as c:
        imports.decide_submission(c, person(), sid, accepted=decision == "accept")
    state = request.form.get("state", WAITING)
    return redirect(url_for(".page", state=state if state in STATES else WAITING))


def _title(questionnaire: str, version: str) -> str:
    """The title of a questionnaire; its id where it is not installed."""
    try:
        return application().questionnaire(questionnaire, version).title.of(language())
    except Refusal:
        return questionnaire
