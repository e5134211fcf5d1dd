"""Data for publications that are not submissions: tables of regions, what was reached of targets, the register."""

import tempfile
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Refusal, refuse
from ...intake.attachments import clean_name
from ...publication.sources.brought import Regional, Targets, read_regional, read_targets
from ...regions.index import index
from ...regions.table import REGION, YEAR
from ...store.publications.brought import Source, bring, latest_brought, register_years
from ...store.publications.calendar import FIRST, LAST
from ..access import for_roles, person
from ..context import store
from ..formatting import today
from ..language import gettext as _
from ..language import language
from ..mistakes import table_mistakes
from ..offline.isolated import read_isolated
from ..registers.entering import MOST_BYTES
from ..requests.reading import form_number
from ..security import up_to
from .questionnaire import install

pages = Blueprint("brought", __name__)
install(pages)


@pages.get("/publications/data")
@for_roles("analyst")
def page() -> ResponseReturnValue:
    """What there is by year, and the forms to bring more."""
    return _page()


def _page(refusal: Refusal | None = None, form: str = "") -> str:
    with store().read() as c:
        held, listed = latest_brought(c), register_years(c, today())
    return render_template(
        "publications/data.html",
        held=held,
        listed=listed,
        **table_mistakes(refusal, {REGION: _("地区"), YEAR: _("年份")}),
        wrong=form,
        year=request.form.get("year", today().year - 1),
        most=MOST_BYTES // 1024 // 1024,
    )


@pages.post("/publications/data/regions")
@for_roles("analyst")
@up_to(2 * MOST_BYTES + 1024 * 1024)
def regions() -> ResponseReturnValue:
    """Read a table of regions and its indicators; both count for the year from then on, or nothing is kept."""
    try:
        year, files = _year(), [_file("table"), _file("indicators")]
        found = read_isolated(read_sent_regions, files)
        told = index(found.table, found.indicators).warnings
        _keep("regions", year, found)
    except Refusal as refusal:
        return _page(refusal, "regions"), refusal.status
    count, several = len(next(iter(found.table.years.values())).regions), len(found.indicators.indicators)
    flash(_("已存下：%(regions)s 个地区，%(indicators)s 个指标。", regions=count, indicators=several))
    for problem in told:
        flash(f"{problem.place.column}{_('：') if problem.place.column else ''}{problem.message(language())}")
    return redirect(url_for("publications.tables", year=year, plan="regions"))


@pages.post("/publications/data/targets")
@for_roles("analyst")
@up_to(MOST_BYTES + 1024 * 1024)
def targets() -> ResponseReturnValue:
    """Read a table of what was reached of targets; it counts for the year from then on, or nothing is kept."""
    try:
        year, (data, name) = _year(), _file("actual")
        found = read_isolated(read_sent_targets, data, name)
        _keep("targets", year, found)
    except Refusal as refusal:
        return _page(refusal, "targets"), refusal.status
    flash(_("已存下：%(count)s 项目标的实际值。", count=len(found.attained)))
    return redirect(url_for("publications.tables", year=year, plan="targets"))


def read_sent_regions(files: list[tuple[bytes, str]]) -> Regional:
    """As :func:`.publication.sources.brought.read_regional`, of bytes and names; in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        paths = [Path(folder) / f"{place}{Path(name).suffix}" for place, (_, name) in enumerate(files)]
        for path, (data, _) in zip(paths, files, strict=True):
            path.write_bytes(data)
        return read_regional(paths[0], paths[1], [name for _, name in files])


def read_sent_targets(data: bytes, name: str) -> Targets:
    """As :func:`.publication.sources.brought.read_targets`, of bytes; in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = Path(folder) / f"actual{Path(name).suffix}"
        path.write_bytes(data)
        return read_targets(path, name)


def _year() -> int:
    year = form_number("year", _("年份"))
    if not FIRST.year <= year <= LAST.year:
        raise refuse("calendar-year", found=year, first=FIRST.year, last=LAST.year)
    return year


def _file(field: str) -> tuple[bytes, str]:
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        raise refuse("plan-regions-alone" if field != "actual" else "register-no-file")
    return sent.read(), clean_name(sent.filename)


def _keep(source: Source, year: int, found: Regional | Targets) -> None:
    with store().write() as c:
        bring(c, person(), source, year, found.document())
