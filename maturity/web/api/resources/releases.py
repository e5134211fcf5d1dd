"""Releases of statistics: those of a questionnaire, and the files of each, CSV and JSON-stat among them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zipfile import BadZipFile, ZipFile

from flask import Response, current_app, send_file

from ....errors import NotFound, Problem
from ....questionnaire import Questionnaire
from ....store.publications import releases
from ....store.publications.releases import LedgerLine
from ...context import application, store
from ...language import lazy_gettext
from ...publications.releasing import released_file
from ..models import Id, Model, Page, PageQuery
from ..operations import Resource
from ..paging import page

resource = Resource("releases")
_ROLES = ("analyst", "administrator")


class ReleaseQuery(PageQuery):
    """The id of a questionnaire, whose releases are listed."""

    questionnaire: Id


class ReleaseModel(Model):
    """A release of a plan's tables: `status` is provisional, revised or final, `as_of` the day of the data. `package`
    is the id under which its files are, null where they were made at the command line and are not kept here.
    """

    questionnaire: str
    plan: str
    year: int
    status: str | None
    as_of: date | None
    at: datetime
    package: str | None


class PackageModel(Model):
    """The names of the files of a release."""

    id: str
    files: list[str]


@resource.operation(
    "GET",
    "/releases",
    lazy_gettext("已发布的统计表"),
    scope="statistics",
    roles=_ROLES,
    query=ReleaseQuery,
    gives=Page[ReleaseModel],
)
def listing(query: ReleaseQuery) -> Page[object]:
    """The releases of a questionnaire that are not under an embargo, the latest first."""
    questionnaire = application().latest(query.questionnaire)
    with store().read() as c:
        found = [line for line in releases.ledger_lines(c, questionnaire) if line.shown]
    keyed = PageQuery(limit=query.limit, cursor=query.cursor)
    return page(found, lambda one: f"{one.plan} {one.at.isoformat()}", keyed, lambda one: _model(questionnaire, one))


@resource.operation(
    "GET", "/releases/<id>/files", lazy_gettext("一次发布的文件"), scope="statistics", roles=_ROLES, gives=PackageModel
)
def package(id: str) -> PackageModel:
    """The names of the files of a release: workbooks, CSV, JSON-stat, SDMX and others."""
    with _opened(id) as packed:
        return PackageModel(id=id, files=packed.namelist())


@resource.operation(
    "GET",
    "/releases/<id>/files/<name>",
    lazy_gettext("发布的一个文件"),
    scope="statistics",
    roles=_ROLES,
    gives="application/octet-stream",
)
def file(id: str, name: str) -> Response:
    """One file of a release."""
    with _opened(id) as packed:
        if name not in packed.namelist():
            raise NotFound(Problem("interface-file-unknown"))
        stream = packed.open(name)  # reads on from the open archive until it is closed with the response
        return send_file(stream, "application/octet-stream", as_attachment=True, download_name=name)


@contextmanager
def _opened(id: str) -> Iterator[ZipFile]:
    """The package of a release, read. Raises NotFound."""
    try:
        with ZipFile(released_file(id)) as packed:
            yield packed
    except (BadZipFile, FileNotFoundError):
        current_app.logger.exception("the files of release %s cannot be read", id)
        raise NotFound(Problem("interface-file-unknown")) from None


def _model(questionnaire: Questionnaire, line: LedgerLine) -> ReleaseModel:
    same = ("plan", "year", "status", "as_of", "at")
    plain = {name: getattr(line, name) for name in same}
    return ReleaseModel(questionnaire=questionnaire.id, package=line.preparation, **plain)
