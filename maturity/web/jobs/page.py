"""The page of one's jobs: how far each is, its file, a button to stop it."""

import logging
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...jobs import FOLDER, result
from ...store.jobs import queue
from ...store.jobs.queue import Job
from ..access import for_roles, person
from ..context import application, store
from ..language import gettext as _
from ..refusals import problem_texts
from ..security import local_path
from .asking import ASKED, jobs_of_person

pages = Blueprint("jobs", __name__)
PARTS = {"file": "", "manifest": ".manifest.json"}
log = logging.getLogger("maturity.web")


@pages.app_template_global("job_title")
def title(job: Job) -> str:
    """The title of a job, in the language of the request."""
    return ASKED[job.kind].title(job.about)


@pages.app_template_global("job_problems")
def problems(job: Job) -> list[dict[str, str]]:
    """Why a job failed, in the language of the request."""
    return problem_texts(job.problems)


@pages.app_template_global("job_parts")
def parts(job: Job) -> dict[str, Path]:
    """The paths of the files of a job by the part of their addresses."""
    path = result(application().settings.data_dir / FOLDER, job)
    found = {part: path.with_name(path.name + end) for part, end in PARTS.items()} if path else {}
    return {part: path for part, path in found.items() if path.is_file()}


@pages.get("/jobs")
@for_roles()
def page() -> ResponseReturnValue:
    """The jobs of the last day."""
    with store().read() as c:
        mine = jobs_of_person(c)
    return render_template("jobs/page.html", jobs=mine)


@pages.post("/jobs/<job>/stop")
@for_roles()
def stop(job: str) -> ResponseReturnValue:
    """Stop a job."""
    found = _mine(job)
    with store().write() as c:
        queue.stop(c, person().id, found.id)
    flash(_("任务已停止，没有留下结果。") if found.state == "waiting" else _("任务到下一步就停止，不会留下结果。"))
    return redirect(local_path(request.form.get("next", "")) or url_for(".page"))


@pages.get("/jobs/<job>/<part>")
@for_roles()
def download(job: str, part: str) -> ResponseReturnValue:
    """The file of a job, or its manifest."""
    path = parts(_mine(job)).get(part) or abort(404)
    with store().write() as c:
        queue.record_download(c, person().id, path.name)
    log.info("%s downloads %s", person().id, path.name)
    return send_file(path, "application/octet-stream", as_attachment=True, download_name=path.name)


def _mine(id: str) -> Job:
    with store().read() as c:
        return next((job for job in jobs_of_person(c) if job.id == id), None) or abort(404)
