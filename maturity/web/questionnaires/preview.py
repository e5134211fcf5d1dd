"""A definition as an enterprise will see it: pages to try answers on, and their result. Nothing is ever written here.

The pages send each other what was answered, as an answer vector in a hidden field.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ...answers import Answer, Chosen, NotApplicable, Response, decode, encode
from ...assessment.progress import Count, count
from ...charts import assessments as charts
from ...questionnaire import Group, Questionnaire
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...report.pictures import level_bars, summary_radar
from ...scoring import grade
from ...store.questionnaires import definitions
from ..access import for_roles
from ..context import application, store
from ..language import language
from ..results.result import lines_of

pages = Blueprint("preview", __name__)


@dataclass(frozen=True, slots=True)
class Trial:
    """What was answered so far on the pages of a preview."""

    response: Response

    @property
    def vector(self) -> str:
        """The answers as hexadecimal text, for the next page."""
        return encode(self.response.questionnaire, self.response.answers).hex()

    @property
    def areas(self) -> list[tuple[Group, Group, Count]]:
        """The outermost group, the area and its progress, of every area assessed."""
        asked = self.response.questionnaire
        return [(asked.parents(area)[0], area, count(self.response, area.items)) for area in self.response.areas]

    @property
    def whole(self) -> Count:
        """Progress of the whole questionnaire."""
        return count(self.response)


@pages.route("/questionnaires/<qid>/preview", methods=["GET", "POST"])
@for_roles("administrator")
def page(qid: str) -> ResponseReturnValue:
    """An area to answer (`to`, by default the first), or the result of what was answered so far."""
    with store().read() as c:
        found = definitions.definition(c, qid)
    trial = _trial(application().library.read(found.digest), request.form)
    if "result" in request.form:
        return _result(found, trial)
    areas = trial.response.areas
    place = next((n for n, area in enumerate(areas) if area.id == request.form.get("to")), 0)
    return render_template(
        "questionnaires/preview.html",
        found=found,
        shown=trial.response.questionnaire,
        trial=trial,
        area=areas[place],
        previous=areas[place - 1] if place else None,
        following=areas[place + 1] if place + 1 < len(areas) else None,
        aside=NOT_APPLICABLE_ID,
    )


def _result(found: definitions.Definition, trial: Trial) -> str:
    result = grade(trial.response)
    return render_template(
        "questionnaires/result.html",
        found=found,
        shown=trial.response.questionnaire,
        trial=trial,
        result=result,
        unmet=next((mark for mark in result.levels if not mark.met), None),
        bars=charts.level_bars(level_bars(result, language())),
        radar=charts.radar(summary_radar(result, language())),
        lines=lines_of(trial.response.questionnaire, result),
        whole=trial.whole,
    )


def _trial(questionnaire: Questionnaire, form: Mapping[str, str]) -> Trial:
    """What the form says; what does not fit the questionnaire counts as not said."""
    answers: dict[str, Answer] = {}
    with suppress(ValueError):
        answers = decode(questionnaire, bytes.fromhex(form.get("answers", "")))
    known = {choice.id for choice in questionnaire.choices}
    for item in questionnaire.items:
        sent = form.get(f"choice-{item.id}")
        if sent == NOT_APPLICABLE_ID:
            answers[item.id] = NotApplicable("—")
        elif sent in known:
            answers[item.id] = Chosen(str(sent))
    profile = form.get("profile", "")
    return Trial(
        Response(questionnaire, profile if profile in questionnaire.profiles else _first(questionnaire), answers)
    )


def _first(questionnaire: Questionnaire) -> str:
    return next(iter(questionnaire.profiles))
