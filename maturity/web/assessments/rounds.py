"""Rounds of an enterprise: beginning a new one, comparing two, the trend of all."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...assessment.comparison import ChangedAnswer, breaks, comparable, transitions
from ...charts import assessments as charts
from ...errors import Refusal, refuse
from ...questionnaire import Crosswalk, Questionnaire
from ...questionnaire.facts import missing
from ...questionnaire.naming import inside
from ...report.pictures import trend
from ...store.assessments import answers, assessments, rounds
from ...store.assessments.assessments import Assessment
from ...store.assessments.rounds import Round
from ...store.enterprises import organisations
from ...store.enterprises.access import WRITING, require_role
from .. import forms
from ..access import ANSWERING, for_roles, person
from ..context import Connection, about, application, store
from ..language import language, say
from ..requests.reading import number
from .compared import changed_since, chosen_of, values_compared
from .graded import Graded, graded_in
from .progress import questionnaire_of

pages = Blueprint("rounds", __name__)


@pages.route("/assessments/<aid>/next", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def begin(aid: str) -> ResponseReturnValue:
    """The form to begin a new round from a submitted one, with the facts that are needed and not stated."""
    with store().read() as c:
        last = assessments.assessment(c, person(), aid)
        firm = organisations.organisation(c, person(), last.organisation_id)
    require_role(last.role, WRITING)
    if last.state != "submitted":
        raise refuse("round-not-submitted")
    form, status = forms.NewRound(request.form), 200
    questionnaire = about(application().questionnaire(last.questionnaire))
    if request.method == "GET":
        form.year.data = str(max(last.year, datetime.now(UTC).year))
    elif form.validate_for(firm.facts, questionnaire.needed_facts):
        try:
            return redirect(url_for("assessments.overview", aid=_begin(last, form, questionnaire)))
        except Refusal as refusal:
            status = form.add_errors(refusal)
    else:
        status = 400
    form.suggest_type(firm.facts.division or form.division.data)
    crosswalk = questionnaire.crosswalk_from(last.questionnaire_version)
    page = render_template(
        "rounds/begin.html",
        form=form,
        firm=firm,
        lacking=missing(firm.facts, questionnaire.needed_facts),
        lists=forms.fact_lists([questionnaire]),
        assessment=last,
        questionnaire=questionnaire,
        crosswalk=crosswalk,
        changed=[link for link in crosswalk.links if link.kind != "same"] if crosswalk else [],
    )
    return page, status


def _begin(last: Assessment, form: forms.NewRound, questionnaire: Questionnaire) -> str:
    year = number(form.year.data, "year", str(form.year.label.text))
    with store().write() as c:
        organisations.complete_facts(c, person(), last.organisation_id, form.facts(), questionnaire.needed_facts)
        return rounds.begin_round(c, person(), last.id, questionnaire, year).id


@dataclass(frozen=True, slots=True)
class _Pair:
    """A round and the one it is compared with; `before` is None where that one cannot be graded here."""

    after: Graded
    other: Assessment
    before: Graded | None
    crosswalk: Crosswalk | None
    changed_answers: list[ChangedAnswer]
    who: dict[str, answers.SavedAnswer]


@pages.get("/assessments/<aid>/compare")
@for_roles(*ANSWERING)
def compare(aid: str) -> ResponseReturnValue:
    """The trend of all submitted rounds, and this round compared with another (`with`, by default the last)."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        questionnaire = application().library.with_crosswalks(questionnaire_of(found))
        if not questionnaire.has_levels:
            return values_compared(c, found, questionnaire)
        series = rounds.rounds_of(c, person(), found)
        now = graded_in(c, found)
        others = [each for each in series if each.assessment_id != aid]
        chosen = chosen_of(found, others, request.args.get("with"))
        pair = _pair(c, now, questionnaire, chosen) if chosen else None
    line = _trend(series, questionnaire)
    return render_template(
        "rounds/compare.html",
        assessment=found,
        questionnaire=questionnaire,
        now=now,
        series=series,
        others=others,
        chosen=chosen,
        pair=pair,
        transitions=transitions(pair.before.result, now.result, pair.crosswalk) if pair and pair.before else [],
        chart=charts.line(line),
        parted=bool(line.breaks),
        comparable=chosen and comparable(chosen.questionnaire_version, questionnaire.version, questionnaire),
        profiles=_profiles(questionnaire, {each.profile for each in series}),
        mark=questionnaire.scoring.pass_mark,
        most=len(questionnaire.levels),
    )


def _trend(series: list[Round], questionnaire: Questionnaire) -> charts.Line:
    """The line chart of total scores, interrupted where the versions of the questionnaire are not comparable."""
    latest = application().latest(questionnaire.id)
    parted = breaks([each.questionnaire_version for each in series], latest)
    return trend([(each.year, each.score, each.level) for each in series], questionnaire, language(), parted)


def _profiles(questionnaire: Questionnaire, used: Container[str]) -> str:
    """The names of the weight profiles with these ids, as a phrase."""
    names = [inside(say(profile.name)) for id, profile in questionnaire.profiles.items() if id in used]
    return ("、" if language() == "zh" else ", ").join(names)


def _pair(c: Connection, now: Graded, questionnaire: Questionnaire, chosen: Round) -> _Pair:
    other = assessments.assessment(c, person(), chosen.assessment_id)
    crosswalk = questionnaire.crosswalk_from(other.questionnaire_version)
    readable = crosswalk is not None or other.questionnaire_version == questionnaire.version
    changed = changed_since(c, other, now.assessment, questionnaire)
    graded = graded_in(c, other) if readable else None
    return _Pair(now, other, graded, crosswalk, changed, answers.saved_answers(c, now.assessment))
