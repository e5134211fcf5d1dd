"""Assignment of areas to members with due dates, on one page."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Conflict, Forbidden, NotFound, Place, Problem, Refusal
from ...store.assessments import assignments
from ...store.assessments.assignments import Assignment, AssignmentChange
from ...store.enterprises.access import WRITING, require_role
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..language import gettext as _
from ..refusals import problem_texts
from .overview import sheet
from .progress import AnswerSheet, Part

pages = Blueprint("duties", __name__)


@pages.route("/assessments/<aid>/duties", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The assignments (GET), and changing them (POST). Unchanged rows keep what colleagues set meanwhile."""
    now = sheet(aid)
    if request.method == "GET":
        return _page(now)
    require_role(now.assessment.role, WRITING)
    try:
        changes = _changes(now.parts)
        with store().write() as c:
            assignments.assign(c, person(), aid, now.questionnaire, changes)
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _page(now, refusal)
    flash(_("分工已保存。"))
    return redirect(url_for("assessments.overview", aid=aid))


def _changes(parts: list[Part]) -> list[AssignmentChange]:
    """The changes in the form. Raises Refusal with every unreadable date."""
    changes: list[AssignmentChange] = []
    problems: list[Problem] = []
    for id in [part.area.id for part in parts]:
        seen = request.form.get(f"seen-{id}", "")
        who, due = request.form.get(f"person-{id}", ""), request.form.get(f"due-{id}", "").strip()
        if not who and not seen:  # free, and left to the row for all that are
            who, due = request.form.get("person-rest", ""), request.form.get("due-rest", "").strip()
        try:
            change = AssignmentChange(id, _duty(who, due), _duty(*_pair(seen)))
        except ValueError:
            problems.append(Problem("assignment-due", Place(column=id), {"found": due[:40]}))
            continue
        if change.assignment != change.seen:
            changes.append(change)
    if problems:
        raise Refusal(*problems)
    return changes


def _pair(seen: str) -> tuple[str, str]:
    who, _separator, due = seen.partition(" ")
    return who, due


def _duty(who: str, due: str) -> Assignment | None:
    """The assignment typed; None for none. Raises ValueError on an unreadable date."""
    return Assignment(who, date.fromisoformat(due) if due else None) if who else None


def _page(now: AnswerSheet, refusal: Refusal | None = None) -> ResponseReturnValue:
    """The page; after a refusal with what was typed and, at conflicts, what others set."""
    with store().read() as c:
        current = assignments.assignments_of(c, now.assessment)
        candidates = assignments.assignable_people(c, now.assessment)
    blamed = {problem.place.column: problem_texts([problem])[0] for problem in refusal.problems} if refusal else {}
    words = render_template(
        "assessments/duties.html",
        sheet=now,
        current=current,
        candidates=candidates,
        typed=request.form if refusal else {},
        blamed=blamed,
        stale=isinstance(refusal, Conflict),
    )
    return words, refusal.status if refusal else 200
