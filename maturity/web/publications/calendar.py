"""The release calendar: public, also as iCalendar; edited by analysts."""

from datetime import date, timedelta
from typing import get_args

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from icalendar import Calendar, Event

from ...errors import Refusal, refuse
from ...publication.revision import RELEASE_STATUS_TEXTS, ReleaseStatus
from ...questionnaire import Text
from ...statistics.plan import plans_for
from ...store.publications import calendar
from ...store.publications.calendar import PlannedRelease
from ..access import for_roles, person, public
from ..context import application, store
from ..formatting import today
from ..language import LANGUAGES, language
from ..language import gettext as _
from ..refusals import refilled
from ..requests.reading import form_number, form_version

pages = Blueprint("calendar", __name__)
CALENDAR = Text("统计发布日程", "Calendar of releases")
FORMER = Text("统计数据", "Statistics")  # a plan that is not shipped any more


@pages.get("/calendar")
@public
def page() -> ResponseReturnValue:
    """The planned releases by date, and the past ones."""
    with store().read() as c:
        entries, done = calendar.planned_releases(c), calendar.first_release_days(c)
    return render_template(
        "publications/calendar.html",
        coming=[one for one in entries if one.key not in done],
        past=[one for one in reversed(entries) if one.key in done],
        done=done,
        today=today(),
        plans=plans_by_questionnaire(),
        former=FORMER,
        statuses=RELEASE_STATUS_TEXTS,
    )


@pages.get("/calendar.ics")
@public
def ics() -> ResponseReturnValue:
    """The calendar in iCalendar format, in the language in the address."""
    code = request.args.get("language", "")
    tongue = code if code in LANGUAGES else language()
    with store().read() as c:
        entries = calendar.planned_releases(c)
    made = Calendar()
    made.add("prodid", "-//maturity//calendar of releases//")
    made.add("version", "2.0")
    made.add("x-wr-calname", CALENDAR.of(tongue))
    for one in entries:
        made.add_component(_event(one, tongue))
    return Response(made.to_ical(), mimetype="text/calendar")


def _event(one: PlannedRelease, tongue: str) -> Event:
    """An all-day event; its sequence number grows with every change, so that programs use the latest."""
    event = Event()
    event.add("uid", f"{one.id}@maturity")
    event.add("summary", _named(one, tongue))
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("dtstamp", one.at)
    event.add("last-modified", one.at)
    event.add("sequence", one.version - 1)
    event.add("transp", "TRANSPARENT")
    event.add("url", application().settings.base_url + url_for("calendar.page"))
    return event


def _named(one: PlannedRelease, tongue: str) -> str:
    status = RELEASE_STATUS_TEXTS[one.status].of(tongue)  # type: ignore[index]
    title = plans_by_questionnaire().get(one.questionnaire, {}).get(one.plan, FORMER).of(tongue)
    return f"{title} {one.year}（{status}）" if tongue == "zh" else f"{title} {one.year} ({status})"


@pages.post("/calendar")
@for_roles("analyst")
def add() -> ResponseReturnValue:
    """Add a planned release."""
    asked, _slash, plan = request.form.get("plan", "").partition("/")
    status = request.form.get("status", "")
    if plan not in plans_by_questionnaire().get(asked, {}) or status not in get_args(ReleaseStatus):
        abort(400)
    try:
        with store().write() as c:
            calendar.plan_release(c, person(), (asked, plan, form_number("year", _("统计年份")), status), _day())
    except Refusal as refusal:
        return refilled(page(), refusal)
    flash(_("已列入日程。"))
    return redirect(url_for(".page"))


@pages.post("/calendar/<id>")
@for_roles("analyst")
def change(id: str) -> ResponseReturnValue:
    """Move a planned release to another day, or remove it."""
    try:
        with store().write() as c:
            if "remove" in request.form:
                calendar.remove_release(c, person(), id, form_version())
            else:
                calendar.move_release(c, person(), id, _day(), form_version())
    except Refusal as refusal:
        return refilled(page(), refusal)
    flash(_("日程已更新。"))
    return redirect(url_for(".page"))


def plans_by_questionnaire() -> dict[str, dict[str, Text]]:
    """The titles of the plans at hand by their ids, by the id of the questionnaire."""
    every = application().questionnaires(withdrawn=True)
    return {one.id: {id: plan.title for id, plan in plans_for(one).items()} for one in every}


def _day() -> date:
    typed = request.form.get("day", "").strip()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise refuse("calendar-day", found=typed[:40]) from None
