"""The list of actions: what, by whom, until when, state."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from ...errors import Conflict, Forbidden, NotFound, Refusal
from ...store.planning import actions
from ...store.planning.actions import STATES, Action, Draft
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..formatting import today
from ..language import gettext as _
from ..refusals import problem_texts
from ..requests.reading import form_version
from .planned import Plan, any_plan, day

pages = Blueprint("actions", __name__)


@pages.get("/assessments/<aid>/actions")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The actions, earliest due date first, and a form for a new one."""
    return _page(any_plan(aid))


@pages.post("/assessments/<aid>/actions")
@for_roles(*ANSWERING)
def add(aid: str) -> ResponseReturnValue:
    """Add an action. A repeated request adds nothing."""
    plan = any_plan(aid)
    try:
        draft = _draft(None)
        with store().write() as c:
            actions.add_actions(c, person(), aid, plan.questionnaire, [draft])
    except Refusal as refusal:
        return _again(plan, refusal, None)
    flash(_("行动已保存。"))
    return redirect(url_for(".page", aid=aid))


@pages.post("/assessments/<aid>/actions/<action>")
@for_roles(*ANSWERING)
def change(aid: str, action: str) -> ResponseReturnValue:
    """Change an action's text, owner, due date and state."""
    plan = any_plan(aid)
    try:
        kept = next((one for one in plan.actions if one.id == action), None)
        draft = _draft(kept)
        version = form_version()
        with store().write() as c:
            actions.update_action(c, person(), aid, plan.questionnaire, action, draft, version)
    except Refusal as refusal:
        return _again(any_plan(aid), refusal, action)
    flash(_("行动已保存。"))
    return redirect(url_for(".page", aid=aid, _anchor=f"action-{action}"))


def _draft(kept: Action | None) -> Draft:
    """The action typed; its item or area does not change."""
    form = request.form
    return Draft(
        words=form.get("words", "").replace("\r\n", "\n").strip(),
        item=kept.draft.item if kept else None,
        area=(kept.draft.area if kept and kept.draft.item else form.get("area")) or None,
        owner=form.get("owner", "").strip(),
        due=day(form.get("due", ""), "due"),
        state=form.get("state", "open"),
    )


def _again(plan: Plan, refusal: Refusal, action: str | None) -> ResponseReturnValue:
    """The page with what was typed and the refusal."""
    if isinstance(refusal, (Forbidden, NotFound)):
        raise refusal
    return _page(plan, refusal, action)


def _page(plan: Plan, refusal: Refusal | None = None, blamed: str | None = None) -> ResponseReturnValue:
    typed: MultiDict[str, str] = request.form if refusal else MultiDict()
    words = render_template(
        "roadmap/actions.html",
        assessment=plan.assessment,
        questionnaire=plan.questionnaire,
        plan=plan,
        names={area.id: area.name for area in plan.questionnaire.areas},
        areas=plan.response.areas,
        states=STATES,
        today=today(),
        overdue=sum(one.overdue(today()) for one in plan.actions),
        blank=Draft(""),
        problems=problem_texts(refusal.problems) if refusal else [],
        stale=refusal.current if isinstance(refusal, Conflict) else None,
        blamed=blamed,
        typed=typed,
    )
    return words, refusal.status if refusal else 200
