"""Starting an assessment, its overview, and continuing it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Refusal
from ...questionnaire import Questionnaire
from ...questionnaire.facts import missing
from ...store.assessments import answers, assessments, assignments, flags, visits
from ...store.assessments.assessments import Assessment
from ...store.assessments.assignments import StoredAssignment
from ...store.enterprises import organisations
from ...store.enterprises.access import WRITING
from .. import forms
from ..access import ANSWERING, for_roles, person
from ..context import Connection, about, application, store
from ..formatting import today
from ..requests.reading import number
from . import pace
from .progress import AnswerSheet, questionnaire_of

pages = Blueprint("assessments", __name__)


@pages.route("/assessments/new", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def start() -> ResponseReturnValue:
    """The form to start an assessment: questionnaire (where there are several), enterprise, year, and what the
    questionnaire needs to know of the enterprise and is not stated.

    The weight profile follows from the enterprise's facts, else it is chosen.
    """
    with store().read() as c:
        firms = [firm for firm in organisations.organisations_of(c, person()) if firm.may_write]
        submitted = assessments.assessments_of(c, person())
    if not firms:
        return redirect(url_for("enterprise.add"))
    asked, offered = request.args.get("questionnaire"), application().offered()
    if request.method == "GET" and len(offered) != 1 and not asked:
        latest = {one.questionnaire: one for one in sorted(submitted, key=lambda one: one.year)}
        return render_template("assessments/catalogue.html", questionnaires=offered, mine=latest)
    form = forms.NewAssessment(request.form)
    questionnaire = about(application().questionnaire(asked) if asked else offered[0])
    if request.method == "GET":
        form.year.data = str(datetime.now(UTC).year)
        form.organisation.data = request.args.get("enterprise", firms[0].id)
    firm = next((firm for firm in firms if firm.id == form.organisation.data), firms[0])
    form.offer(firms, questionnaire)
    status = 200
    if request.method == "POST" and form.validate_for(firm.facts, questionnaire.needed_facts):
        try:
            return redirect(url_for(".overview", aid=_start(form, questionnaire)))
        except Refusal as refusal:
            status = form.add_errors(refusal)
    elif request.method == "POST":
        status = 400
    form.suggest_type(firm.facts.division or form.division.data)
    return render_template(
        "assessments/new.html",
        form=form,
        firm=firm,
        last=_last_rounds(submitted, questionnaire),
        questionnaire=questionnaire,
        lacking=missing(firm.facts, questionnaire.needed_facts),
        lists=forms.fact_lists([questionnaire]),
    ), status


def _last_rounds(found: Sequence[Assessment], questionnaire: Questionnaire) -> list[Assessment]:
    """The latest submitted assessment of each enterprise for which the person may begin a new round."""
    submitted = [one for one in reversed(found) if one.submitted_at and one.questionnaire == questionnaire.id]
    return list({one.organisation_id: one for one in submitted if one.role in WRITING}.values())


def _start(form: forms.NewAssessment, questionnaire: Questionnaire) -> str:
    year = number(form.year.data, "year", str(form.year.label.text))
    with store().write() as c:
        needed = questionnaire.needed_facts
        firm = organisations.complete_facts(c, person(), form.organisation.data, form.facts(), needed)
        profile = assessments.meant_profile(questionnaire, firm.facts, form.profile.data or "")
        return assessments.start_assessment(c, person(), firm.id, questionnaire, profile, year).id


def sheet(aid: str) -> AnswerSheet:
    """The assessment with all that is saved for it. Raises NotFound where the person has no access."""
    with store().read() as c:
        return sheet_in(c, aid)


def sheet_in(c: Connection, aid: str) -> AnswerSheet:
    """As :func:`sheet`, in the caller's transaction."""
    found = assessments.assessment(c, person(), aid)
    return AnswerSheet(found, questionnaire_of(found), answers.saved_answers(c, found), flags.flagged_items(c, found))


@pages.get("/assessments/<aid>")
@for_roles(*ANSWERING)
def overview(aid: str) -> ResponseReturnValue:
    """Progress by area and level, assignments, colleagues' changes; `mine=yes` limits it to own areas."""
    with store().read() as c:
        now = sheet_in(c, aid)
        duties = assignments.assignments_of(c, now.assessment)
        news = visits.news(c, person(), now.assessment)
    own = _own(duties)
    only_own = bool(own) and request.args.get("mine") == "yes"
    return render_template(
        "assessments/overview.html",
        sheet=now,
        parts=[part for part in now.parts if not only_own or part.area.id in own],
        duties=duties,
        own=own,
        only_own=only_own,
        news=news,
        today=today(),
        left=pace.left(now),
        withdrawn=application().library.withdrawn(now.questionnaire),
        offered=_offered(now.questionnaire),
    )


def _offered(questionnaire: Questionnaire) -> bool:
    """Whether a new round can begin, with this version or a later one."""
    try:
        return bool(application().questionnaire(questionnaire.id))
    except Refusal:
        return False


def _own(duties: Mapping[str, StoredAssignment]) -> set[str]:
    """The ids of the areas assigned to the person."""
    return {id for id, one in duties.items() if one.assignment.person_id == person().id}


@pages.get("/assessments/<aid>/continue")
@for_roles(*ANSWERING)
def go_on(aid: str) -> ResponseReturnValue:
    """A redirect to the next open item, own areas first, after the last answer; the first page where none is open."""
    with store().read() as c:
        now = sheet_in(c, aid)
        own = _own(assignments.assignments_of(c, now.assessment))
    item = now.next_item(own)
    if item is None:
        return redirect(url_for("answering.page", aid=aid, area=now.parts[0].area.id))
    return redirect(url_for("answering.page", aid=aid, area=item.area, _anchor=f"item-{item.id}"))
