"""A definition as an enterprise will see it: pages to try answers on, and their result. Nothing is written here."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ...charts import assessments as charts
from ...errors import Refusal
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...report.pictures import level_bars, summary_radar
from ...scoring import grade
from ...scoring.accounts import account
from ...scoring.evaluation import NO_REFERENCES, Evaluation
from ...scoring.methods import evaluate
from ...store.questionnaires import definitions
from ..access import for_roles
from ..assessments import entering
from ..assessments.evaluated import computed_words, uses
from ..assessments.shown import ROLES
from ..context import application, store
from ..language import language
from ..results.result import lines_of
from ..results.verdicts import told_of
from ..security import PAGE_LIMIT, up_to
from .trial import Trial, trial_of

pages = Blueprint("preview", __name__)


@pages.route("/questionnaires/<qid>/preview", methods=["GET", "POST"])
@for_roles("administrator")
@up_to(PAGE_LIMIT)
def page(qid: str) -> ResponseReturnValue:
    """An area to answer (`to`, by default the first), or the result of what was answered so far.

    Where fields of the page sent (`here`) cannot be read, it is shown again with the mistakes.
    """
    with store().read() as c:
        found = definitions.definition(c, qid)
    trial = trial_of(application().library.read(found.digest), request.form)
    if "result" in request.form and not trial.problems:
        return _result(found, trial) if trial.response.questionnaire.has_levels else _evaluation(found, trial)
    return _area(found, trial), 422 if trial.problems else 200


def _area(found: definitions.Definition, trial: Trial) -> str:
    areas, shown = trial.response.areas, trial.response.questionnaire
    wanted = None if trial.problems or "more" in request.form else request.form.get("to")
    wanted = wanted or request.form.get("here")
    place = next((n for n, area in enumerate(areas) if area.id == wanted), 0)
    area, scored = areas[place], {}
    if not shown.has_levels:
        scored = {"computed": computed_words(_evaluated(trial)), "uses": uses(shown)}
    return render_template(
        "questionnaires/preview.html",
        found=found,
        shown=shown,
        trial=trial,
        area=area,
        previous=areas[place - 1] if place else None,
        following=areas[place + 1] if place + 1 < len(areas) else None,
        aside=NOT_APPLICABLE_ID,
        roles=ROLES,
        scales=list(dict.fromkeys(shown.choices_of(item) for item in area.items if item.asks is None)),
        entering=entering,
        **scored,
    )


def _evaluated(trial: Trial) -> Evaluation:
    """The evaluation against the reference values that are for all; without any where these have mistakes."""
    try:
        with store().read() as c:
            references = application().references(c, trial.response.questionnaire)
    except Refusal:
        references = NO_REFERENCES
    return evaluate(trial.response, references)


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


def _evaluation(found: definitions.Definition, trial: Trial) -> str:
    """The result where there are no levels: each line for itself, and the arithmetic."""
    evaluation = _evaluated(trial)
    return render_template(
        "questionnaires/verdicts.html",
        found=found,
        shown=trial.response.questionnaire,
        trial=trial,
        account=account(evaluation, language()),
        areas={item.id: item.area for item in trial.response.questionnaire.items},
        **told_of(evaluation),
    )
