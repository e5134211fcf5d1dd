"""Microdata for authorised analysts: requested on a page, made by a background job, downloaded by
the person who asked.
"""

import logging
from pathlib import Path
from typing import cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...errors import Refusal
from ...jobs import Job, Jobs, Progress
from ...publication.microdata import export
from ...publication.microdata_file import WHAT, suffixes, write
from ...publication.release import file_stem
from ...questionnaire import Questionnaire
from ...store import Store
from ...store.enterprises import lookup, organisations
from ...store.publications import exports
from ...store.publications.exports import Export, ExportRequest
from ..access import ANSWERING, for_roles, person
from ..context import application, current_questionnaire, store
from ..language import gettext as _
from ..refusals import problem_texts, refilled
from ..requests.reading import form_number
from .questionnaire import install, of_year

pages = Blueprint("details", __name__)
install(pages)
log = logging.getLogger("maturity.web")
FOLDER = "exports"
PARTS = {"file": "", "manifest": ".manifest.json"}
_KEPT = "maturity-jobs"


@pages.get("/detail")
@for_roles("analyst", "administrator")
def page() -> ResponseReturnValue:
    """The form to request microdata, and the requests so far."""
    mine = [job for job in jobs().of(person().id) if job.about[1] in WHAT]
    live = any(job.live for job in mine)  # before the store is read: what ends meanwhile is looked at once more
    with store().read() as c:
        years = lookup.submission_years(c, current_questionnaire())
        requests = exports.pending_requests(c)
    return render_template(
        "publications/detail.html",
        years=years,
        requests=requests,
        reason_limit=exports.REASON_LIMIT,
        days=exports.REQUEST_DAYS,
        what=WHAT,
        suffixes=suffixes(),
        jobs=mine,
        live=live,
        problems=lambda job: problem_texts(job.problems),
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
    except Refusal as refusal:
        return refilled(page(), refusal)
    if few:
        flash(_("少于 %(least)s 家企业，要等另一位分析员或管理员同意。", least=exports.APPROVAL_THRESHOLD))
    else:
        _begin(asked)
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
    with store().read() as c:
        asked = exports.export(c, request_id)
    if asked.asked_by != person().id:
        abort(404)
    _begin(asked)
    return redirect(url_for(".page"))


@pages.get("/enterprises/<oid>/exports")
@for_roles(*ANSWERING)
def seen(oid: str) -> ResponseReturnValue:
    """For an enterprise: who exported its data, and for which reason."""
    with store().read() as c:
        firm = organisations.organisation(c, person(), oid)
        made = exports.exports_of_organisation(c, person(), oid)
    return render_template("enterprise/exports.html", organisation=firm, exports=made)


def _begin(asked: Export) -> None:
    here, questionnaire = store(), of_year(asked.questionnaire, asked.year)
    about = (str(asked.year), asked.what, asked.format, asked.questionnaire)
    jobs().start(person().id, about, lambda folder, progress: _made(here, questionnaire, asked, folder, progress))


@pages.post("/detail/<job>/stop")
@for_roles("analyst")
def stop(job: str) -> ResponseReturnValue:
    """Stop an export."""
    jobs().stop(_mine(job))
    flash(_("导出已停止，没有留下文件。"))
    return redirect(url_for(".page"))


@pages.get("/detail/<job>/<part>")
@for_roles("analyst")
def download(job: str, part: str) -> ResponseReturnValue:
    """The file of an export, or its manifest."""
    found = _mine(job)
    if found.file is None or part not in PARTS:
        abort(404)
    log.info("%s downloads %s of %s", person().id, part, found.file.name)
    path = found.file.with_name(found.file.name + PARTS[part])
    if not path.is_file():
        abort(404)
    return send_file(path, "application/octet-stream", as_attachment=True, download_name=path.name)


def jobs() -> Jobs:
    """The background jobs of this application."""
    known = current_app.extensions
    if _KEPT not in known:
        known[_KEPT] = Jobs(application().settings.data_dir / FOLDER)
    return cast(Jobs, known[_KEPT])


def _mine(id: str) -> Job:
    return jobs().get(person().id, id) or abort(404)


def _made(here: Store, questionnaire: Questionnaire, asked: Export, folder: Path, progress: Progress) -> Path:
    made = export(here, asked, questionnaire)
    done = 0

    def more(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, made.rows)

    more(0)
    return write(made, folder / f"{file_stem(questionnaire.id)}-{asked.what}-{asked.year}.{asked.format}", more)[0]
