"""The arithmetic of a score as a tree that can be unfolded, and what levels and scores mean."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ...assessment.area_levels import AreaLevel, area_levels
from ...questionnaire import Group, Item
from ...questionnaire.guidance import Meaning, area_guidance, level_guidance
from ...scoring import Result
from ...scoring.explain import equals, explain, figure
from ...scoring.result import nodes
from ...store.assessments import assessments
from ..access import ANSWERING, for_roles, person
from ..assessments.evaluated import evaluated_in
from ..assessments.graded import graded, graded_in
from ..assessments.progress import questionnaire_of
from ..context import store
from ..language import language, say
from .verdicts import explained

pages = Blueprint("explaining", __name__)


@dataclass(frozen=True, slots=True)
class _Reading:
    """An area with its level, the meaning of its score, and the items that keep it from the level `following`.

    `top` is the outermost group that it is in.
    """

    top: Group
    area: Group
    area_level: AreaLevel
    meaning: Meaning | None
    following: int | None
    gaps: tuple[Item, ...]


@pages.get("/assessments/<aid>/explain")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """S, the levels, groups and items as a tree. `open` in the address unfolds "all" or a level's number."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        if not questionnaire_of(found).has_levels:
            return explained(evaluated_in(c, found))
        it = graded_in(c, found)
    opened = request.args.get("open", "")
    numbers = {str(level.number) for level in it.questionnaire.levels}
    return render_template(
        "result/explain.html",
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        result=it.result,
        mark=it.questionnaire.scoring.pass_mark,
        choices=[f"{say(choice.text)} {figure(choice.score)}" for choice in it.questionnaire.choices],
        steps=explain(it.result, language()),
        equals=equals,
        opened=opened if opened == "all" or opened in numbers else "",
    )


@pages.get("/assessments/<aid>/meaning")
@for_roles(*ANSWERING)
def meaning(aid: str) -> ResponseReturnValue:
    """What the level and each area's score mean, what is typically missing, what comes next."""
    it = graded(aid)
    return render_template(
        "result/meaning.html",
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        result=it.result,
        level=level_guidance(it.questionnaire, it.result.level) if it.result.response.answers else None,
        readings=_readings(it.result),
    )


def _readings(result: Result) -> list[_Reading]:
    questionnaire, found = result.response.questionnaire, area_levels(result)
    readings = []
    for area in (area for area in questionnaire.areas if area.id in found):
        area_level = found[area.id]
        following, gaps = _gaps(result, area, area_level)
        words = None
        if not area_level.open:  # what is not answered yet says nothing
            level = len(result.levels) if area_level.at_highest else area_level.level
            words = area_guidance(questionnaire, area.id, level)
        readings.append(_Reading(questionnaire.parents(area)[0], area, area_level, words, following, gaps))
    return readings


def _gaps(result: Result, area: Group, area_level: AreaLevel) -> tuple[int | None, tuple[Item, ...]]:
    """The level after the one reached, and the items that are not fully met there (of a carried score those below)."""
    if area_level.level is None or area_level.at_highest:
        return None, ()
    questionnaire = result.response.questionnaire
    unmet = result.levels[area_level.level]
    node = next(node for node in nodes(unmet.node, area.tier.id) if node.id == area.id)
    short = (child.id for child in node.children if child.score is not None and child.score < 1)
    return unmet.number, tuple(questionnaire.item(id) for id in short)
