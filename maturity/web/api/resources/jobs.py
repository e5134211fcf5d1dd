"""Jobs that the person asked for: how far each is, its files."""

from datetime import datetime
from typing import Literal

from flask import Response, send_file

from ....errors import NotFound, Problem
from ....store.jobs import queue
from ....store.jobs.queue import Job
from ...access import person
from ...context import store
from ...jobs.asking import jobs_of_person
from ...jobs.page import parts, title
from ...language import lazy_gettext
from ...refusals import problem_texts
from ..models import Model, Page, PageQuery
from ..operations import Resource
from ..paging import page

resource = Resource("jobs")


class JobProblem(Model):
    """Why a job failed."""

    code: str
    message: str
    remedy: str


class JobModel(Model):
    """A job: `done` of `total` steps are done, 0 of 0 where that is not known. `files` are the names of its files."""

    id: str
    title: str
    state: Literal["waiting", "running", "done", "failed", "stopped"]
    at: datetime
    done: int
    total: int
    files: list[str]
    problems: list[JobProblem]


@resource.operation("GET", "/jobs", lazy_gettext("本人一天内的任务"), query=PageQuery, gives=Page[JobModel])
def listing(query: PageQuery) -> Page[object]:
    """The person's jobs of the last day, the latest first."""
    with store().read() as c:
        found = jobs_of_person(c)
    return page(found, lambda one: one.id, query, _model)


@resource.operation("GET", "/jobs/<job>", lazy_gettext("一个任务的进度"), gives=JobModel)
def one(job: str) -> JobModel:
    """A job of the person."""
    return _model(_mine(job))


@resource.operation("GET", "/jobs/<job>/files/<name>", lazy_gettext("任务的文件"), gives="application/octet-stream")
def download(job: str, name: str) -> Response:
    """A file of a job that is done."""
    path = next((path for path in parts(_mine(job)).values() if path.name == name), None)
    if path is None:
        raise NotFound(Problem("interface-file-unknown"))
    with store().write() as c:
        queue.record_download(c, person().id, path.name)
    return send_file(path, "application/octet-stream", as_attachment=True, download_name=path.name)


def _mine(id: str) -> Job:
    with store().read() as c:
        found = next((job for job in jobs_of_person(c) if job.id == id), None)
    if found is None:
        raise NotFound(Problem("interface-job-unknown"))
    return found


def _model(job: Job) -> JobModel:
    plain = {name: getattr(job, name) for name in ("id", "state", "at", "done", "total")}
    problems = [JobProblem(**one) for one in problem_texts(job.problems)]
    return JobModel(**plain, title=title(job), files=[path.name for path in parts(job).values()], problems=problems)
