"""The home page: an introduction, or the person's work."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]

from ..assessment.progress import Count
from ..errors import Refusal
from ..questionnaire import Group, Questionnaire
from ..questionnaire.asked import Computed
from ..store.accounts.people import Person
from ..store.assessments import answers, assessments, assignments, rounds
from ..store.assessments.assessments import Assessment
from ..store.assessments.assignments import Task
from ..store.enterprises import organisations
from ..store.portfolio.listing import Wanted
from ..store.workshop.rooms import Room, current_rooms
from .access import person, public, someone
from .assessments.progress import AnswerSheet, questionnaire_of
from .context import Connection, application, store
from .formatting import today
from .portfolio.page import list_page
from .workshop.words import ROOM_STATES

pages = Blueprint("home", __name__)
FEW = 2  # enterprises that a person sees each with its assessments; more are a list


@dataclass(frozen=True, slots=True)
class Duty:
    """An area to answer: whose, which, until when, and how far it is."""

    aid: str
    firm: str
    year: int
    area: Group
    due: date | None
    count: Count


_ELSEWHERE = {"analyst": "publications.years", "administrator": "people.everybody"}


@pages.get("/")
@public
def first() -> ResponseReturnValue:
    """An introduction for visitors; for persons signed in their assessments and assignments."""
    who = someone()
    if who is None:
        return render_template("home/welcome.html", questionnaire=application().questionnaire())
    if who.role in _ELSEWHERE:
        return redirect(url_for(_ELSEWHERE[who.role]))
    with store().read() as c:
        many = organisations.joined_more_than(c, who, FEW)
    return _list_of_enterprises(who) if many else _enterprises(who)


def _list_of_enterprises(who: Person) -> str:
    """The list of all enterprises, with what is assigned to the person above it."""
    with store().read() as c:
        tasks, meetings = assignments.tasks(c, who), current_rooms(c, who)
    return render_template("portfolio/list.html", **list_page(Wanted()), **_duties(tasks, meetings))


def _enterprises(who: Person) -> str:
    """Each of a few enterprises with its assessments."""
    with store().read() as c:
        firms = organisations.organisations_of(c, who)
        mine = assessments.assessments_of(c, who)
        tasks = assignments.tasks(c, who)
        current = next((one for one in mine if one.state == "open" and one.may_write), None)
        progress = _progress(c, current) if current else None
        imported = rounds.imported_origins(c, who)
        meetings = current_rooms(c, who)
    return render_template(
        "home/work.html",
        organisations=firms,
        assessments=mine,
        known=_known(mine),
        current=current if progress else None,
        whole=progress,
        imported=imported,
        today=today(),
        **_duties(tasks, meetings),
    )


def _duties(tasks: Sequence[Task], meetings: Sequence[Room]) -> dict[str, Any]:
    return {
        "tasks": [duty for task in tasks if (duty := _duty(task))],
        "rooms": meetings,
        "ROOM_STATES": ROOM_STATES,
    }


def _known(mine: Sequence[Assessment]) -> dict[str, Questionnaire]:
    """The questionnaires of assessments by id; those that are not installed here are left out."""
    found = {}
    for id in {one.questionnaire for one in mine}:
        with suppress(Refusal):
            found[id] = application().latest(id)
    return found


def _progress(c: Connection, one: Assessment) -> Count | None:
    """How far an assessment is; None where it is of a questionnaire that is not installed here."""
    try:
        return AnswerSheet(one, questionnaire_of(one), answers.saved_answers(c, one)).whole
    except Refusal:
        return None


def _duty(task: Task) -> Duty | None:
    """A task as the page shows it; None where its area has been tailored away or is of another questionnaire."""
    try:
        known = application().questionnaire(task.questionnaire, task.questionnaire_version)
    except Refusal:
        return None
    area = next((area for area in known.areas_of(task.profile, task.cuts) if area.id == task.area), None)
    if area is None:
        return None
    asked = [item for item in area.items if not isinstance(item.asks, Computed)]
    count = Count(sum(item.id in task.answered for item in asked), len(asked))
    return Duty(task.assessment_id, task.organisation_name, task.year, area, task.due, count)


@pages.get("/session")
@public
def session() -> ResponseReturnValue:
    """JSON: the person signed in and a new form token, for a page that sends saved answers later."""
    return jsonify(person=person().id if someone() else None, token=generate_csrf())
