"""The result: the level, why it is that level, and the whole arithmetic."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from .. import charts
from ..questionnaire import Domain, Element, Questionnaire, Subdomain
from ..report.pictures import domain_radar, level_bars, nodes
from ..scoring import Node, Result, grade
from ..scoring.explain import explain
from ..store import answers, assessments, submissions
from ..store.assessments import Assessment
from ..store.submissions import Submission
from .access import ANSWERING, for_roles, person
from .language import language, say
from .progress import Sheet, questionnaire_of
from .room import store

pages = Blueprint("results", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One subdomain over all levels: its node at each level, None where it is not weighed."""

    element: Element
    domain: Domain
    subdomain: Subdomain
    nodes: tuple[Node | None, ...]


@pages.get("/assessments/<aid>/result")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The grade of what is submitted, or of what is answered so far."""
    assessment, submission, questionnaire, result = _graded(aid)
    return render_template(
        "result/result.html",
        assessment=assessment,
        submission=submission,
        questionnaire=questionnaire,
        result=result,
        mark=questionnaire.scoring.pass_mark,
        lines=_lines(questionnaire, result),
        bars=charts.level_bars(level_bars(result, language())),
        radar=charts.radar(domain_radar(result, language())),
        steps=explain(result, language()),
        domain_names={domain.id: say(domain.name) for _element, domain, _sub in questionnaire.walk()},
        unmet=next((mark for mark in result.levels if not mark.met), None),
    )


def _graded(aid: str) -> tuple[Assessment, Submission | None, Questionnaire, Result]:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        questionnaire = questionnaire_of(found)
        if found.state == "submitted":
            submission = submissions.submission(c, person(), aid)
            return found, submission, questionnaire, grade(submission.response(questionnaire))
        sheet = Sheet(found, questionnaire, answers.saved(c, found))
    return found, None, questionnaire, grade(sheet.response)


def _lines(questionnaire: Questionnaire, result: Result) -> list[Line]:
    found = {(node.id, mark.number): node for mark in result.levels for node in nodes(mark.node, "subdomain")}
    assessed = {subdomain.id for subdomain in result.response.subdomains}
    return [
        Line(element, domain, sub, tuple(found.get((sub.id, mark.number)) for mark in result.levels))
        for element, domain, sub in questionnaire.walk()
        if sub.id in assessed
    ]
