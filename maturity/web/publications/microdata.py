"""Microdata for authorised analysts: requested on a page, made by a job, downloaded by the person who
asked.
"""

from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound, Problem, Refusal
from ...jobs import Outcome, Progress
from ...publication.microdata import requested
from ...publication.microdata_file import WHAT, suffixes, write
from ...publication.release import file_stem
from ...store.enterprises import lookup, organisations
from ...store.jobs.queue import Job
from ...store.publications import exports
from ...store.publications.exports import Export, ExportRequest
from ..access import ANSWERING, for_roles, person
from ..context import Connection, application, current_questionnaire, store
from ..jobs.asking import About, asked_by, asker, jobs_of_person, start
from ..language import gettext as _
from ..language import say
from ..refusals import refilled
from ..requests.reading import form_number
from .questionnaire import install, of_year

pages = Blueprint("details", __name__)
install(pages)


@pages.before_request
def _with_levels() -> None:
    """Raise NotFound detail-without-levels for a questionnaire without levels (decision 36)."""
    if not current_questionnaire().has_levels:
        raise NotFound(Problem("detail-without-levels", values={"id": current_questionnaire().id}))


MICRODATA = "microdata"  # the kind of jobs


@pages.get("/detail")
@for_roles("analyst", "administrator")
def page() -> ResponseReturnValue:
    """The form to request microdata, and the requests so far."""
    with store().read() as c:
        mine = [job for job in jobs_of_person(c) if job.kind == MICRODATA]
        years = lookup.submission_years(c, current_questionnaire())
        requests = exports.pending_requests(c)
    return render_template(
        "publications/detail.html",
        years=years,
        requests=requests,
        reason_limit=exports.REASON_LIMIT,
        days=exports.REQUEST_DAYS,
        what=WHAT,
        names=content_names(),
        suffixes=suffixes(),
        jobs=mine,
        titles={one.id: one.title for one in application().questionnaires(withdrawn=True)},
    )


@pages.post("/detail")
@for_roles("analyst")
def ask() -> ResponseReturnValue:
    """Start an export, or submit the request to a second person where it has few enterprises."""
    what, suffix = request.form.get("what", ""), request.form.get("suffix", "")
    if what not in WHAT or suffix not in suffixes():
        abort(400)
    questionnaire = current_questionnaire()
    try:
        year = form_number("year", _("年份"))
        with store().write() as c:
            there = lookup.submission_years(c, questionnaire).get(year, 0)
            few = there if 0 < there < exports.APPROVAL_THRESHOLD else None
            reason = request.form.get("reason", "")
            wanted = ExportRequest(questionnaire.id, year, what, suffix[1:], reason, few)
            asked = exports.request_export(c, person().id, wanted)
            if not few:
                _begin(c, asked)
    except Refusal as refusal:
        return refilled(page(), refusal)
    if few:
        flash(_("少于 %(least)s 家企业，要等另一位分析员或管理员同意。", least=exports.APPROVAL_THRESHOLD))
    return redirect(url_for(".page"))


@pages.post("/detail/requests/<request_id>/approve")
@for_roles("analyst", "administrator")
def approve(request_id: str) -> ResponseReturnValue:
    """Approve a request, as a second person."""
    with store().write() as c:
        exports.approve(c, person(), request_id)
    flash(_("已同意，申请人可以导出。"))
    return redirect(url_for(".page"))


@pages.post("/detail/requests/<request_id>/close")
@for_roles("analyst", "administrator")
def close(request_id: str) -> ResponseReturnValue:
    """Refuse a request as a second person, or withdraw one's own."""
    with store().write() as c:
        exports.close(c, person(), request_id)
    flash(_("申请已结束，不会导出。"))
    return redirect(url_for(".page"))


@pages.post("/detail/requests/<request_id>/make")
@for_roles("analyst")
def make(request_id: str) -> ResponseReturnValue:
    """Start one's own export that was approved."""
    with store().write() as c:
        asked = exports.export(c, request_id)
        if asked.asked_by != person().id:
            abort(404)
        _begin(c, asked)
    return redirect(url_for(".page"))


@pages.get("/enterprises/<oid>/exports")
@for_roles(*ANSWERING)
def seen(oid: str) -> ResponseReturnValue:
    """For an enterprise: who exported its data, and for which reason."""
    with store().read() as c:
        firm = organisations.organisation(c, person(), oid)
        made = exports.exports_of_organisation(c, person(), oid)
    return render_template("enterprise/exports.html", organisation=firm, exports=made)


def _begin(c: Connection, asked: Export) -> None:
    key = {"questionnaire": asked.questionnaire, "year": asked.year, "what": asked.what, "format": asked.format}
    start(c, MICRODATA, {**key, "export": asked.id}, key)


def _title(about: About) -> str:
    named = {one.id: one.title for one in application().questionnaires(withdrawn=True)}
    title = say(named[about["questionnaire"]]) if about["questionnaire"] in named else about["questionnaire"]
    parts = [str(about["year"]), content_names()[about["what"]], about["format"].upper()]
    return " · ".join((_("明细导出"), *([title] if len(named) > 1 else []), *parts))


def content_names() -> dict[str, str]:
    """What an export can contain, in the language of the request."""
    return {"scores": _("得分"), "answers": _("答案"), "all": _("得分和答案")}


@asked_by("analyst", name=MICRODATA, title=_title)
def _make(job: Job, folder: Path, progress: Progress) -> Outcome:
    """Write the export; it is recorded when it is done, before anybody can get it."""
    asker(job)
    with store().read() as c:
        asked = exports.export(c, job.about["export"])
    questionnaire = of_year(asked.questionnaire, asked.year)
    made = requested(store(), asked, questionnaire)
    done = 0

    def more(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, made.rows)

    more(0)
    name = f"{file_stem(questionnaire.id)}-{asked.what}-{asked.year}.{asked.format}"
    path, _manifest = write(made, folder / name, more)
    return Outcome(path, lambda c: exports.record_export(c, asked.id, made.organisations))
