"""The result page: the level and the scores that it is made of."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ...assessment.evidence_strength import Strength, coverage, coverage_text, strengths
from ...assessment.progress import Count, count
from ...charts import assessments as charts
from ...questionnaire import Group, Questionnaire
from ...report.pictures import level_bars, summary_radar
from ...scoring import Node, Result
from ...scoring.result import nodes
from ...scoring.roadmap import smallest
from ...store.assessments import answers, assessments, findings
from ...store.assessments.assessments import Assessment
from ...store.evidence import evidence
from ..access import ANSWERING, for_roles, person
from ..assessments.evaluated import evaluated_in
from ..assessments.graded import graded_in
from ..assessments.progress import questionnaire_of
from ..context import Connection, store
from ..language import language
from .verdicts import verdicts

pages = Blueprint("results", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """An area at all levels: its node at each level (None without a weight), its items, and `top`,
    the outermost group.
    """

    top: Group
    area: Group
    nodes: tuple[Node | None, ...]
    count: Count


@pages.get("/assessments/<aid>/result")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The grade of the submitted answers, or of those so far."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        if not questionnaire_of(found).has_levels:
            return verdicts(evaluated_in(c, found), backing(c, found), findings.values_of(c, found))
        it = graded_in(c, found)
        backed = coverage(it.result.response, backing(c, found))
    questionnaire, result = it.questionnaire, it.result
    return render_template(
        "result/result.html",
        assessment=it.assessment,
        submission=it.submission,
        questionnaire=questionnaire,
        result=result,
        backed=backed,
        backed_in_words=coverage_text(backed, language()),
        mark=questionnaire.scoring.pass_mark,
        lines=lines_of(questionnaire, result),
        bars=charts.level_bars(level_bars(result, language())),
        radar=charts.radar(summary_radar(result, language())),
        cut_names={id: questionnaire.group(tier, id).name for id, tier in result.response.profile.tailorable.items()},
        unmet=next((mark for mark in result.levels if not mark.met), None),
        whole=count(result.response),
        roadmap=None if result.provisional else smallest(questionnaire, result.response),
    )


def backing(c: Connection, found: Assessment) -> dict[str, Strength]:
    """The strength of the evidence of every item that has any."""
    commented = {item for item, one in answers.saved_answers(c, found).items() if one.comment}
    return strengths(evidence.tallies(c, found), commented)


def lines_of(questionnaire: Questionnaire, result: Result) -> list[Line]:
    """A line for each area that is assessed, in the order of the questionnaire."""
    tier = questionnaire.area_tier.id
    found = {(node.id, mark.number): node for mark in result.levels for node in nodes(mark.node, tier)}
    return [
        Line(
            questionnaire.parents(area)[0],
            area,
            tuple(found.get((area.id, mark.number)) for mark in result.levels),
            count(result.response, area.items),
        )
        for area in result.response.areas
    ]
