"""Trying out answers: A_k, S and the level for changed answers. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ...answers import Answer, Chosen, NotApplicable, Response, choice_id
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...scoring import grade
from ...scoring.roadmap import improved
from ...store.assessments import assessments
from ..access import ANSWERING, for_roles, person
from ..assessments.evaluated import evaluated_in
from ..assessments.graded import graded
from ..assessments.progress import questionnaire_of
from ..context import store
from ..language import gettext as _
from .planned import asked, plan_of
from .trial import trial

pages = Blueprint("whatif", __name__)


@pages.route("/assessments/<aid>/what-if", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The present answers, or those after a roadmap (GET); with the answers sent (POST)."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        if not questionnaire_of(found).has_levels:
            return trial(evaluated_in(c, found))
    if request.method == "POST":
        it = graded(aid)
        tried = _tried(it.result.response)
    else:
        plan = plan_of(aid)
        it = plan.graded
        tried = it.result.response
        if "level" in request.args:
            tried = improved(tried, plan.roadmap(*asked(plan)).steps)
    own = it.result.response
    codes = {
        item.id: (choice_id(own.answers.get(item.id)), choice_id(tried.answers.get(item.id))) for item in own.items
    }
    return render_template(
        "roadmap/what-if.html",
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        before=it.result,
        after=grade(tried),
        codes=codes,
        changed={id for id, (one, other) in codes.items() if one != other},
        mark=it.questionnaire.scoring.pass_mark,
        aside=NOT_APPLICABLE_ID,
    )


def _tried(own: Response) -> Response:
    """The response with the answers sent; missing and invalid ones stay as they are."""
    known = {choice.id for choice in own.questionnaire.choices} | {NOT_APPLICABLE_ID, ""}
    answers: dict[str, Answer | None] = dict(own.answers)
    for item in own.items:
        sent = request.form.get(f"choice-{item.id}")
        if sent is not None and sent in known and sent != choice_id(own.answers.get(item.id)):
            answers[item.id] = NotApplicable(_("试算")) if sent == NOT_APPLICABLE_ID else Chosen(sent) if sent else None
    return replace(own, answers=_given(answers))


def _given(answers: Mapping[str, Answer | None]) -> dict[str, Answer]:
    return {item: answer for item, answer in answers.items() if answer is not None}
