"""The aggregate tables on pages for analysts, from the same release as the files."""

import logging
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, get_args

from flask import Blueprint, abort, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from ...assessment.selection import Reference
from ...errors import Refusal
from ...publication.metadata_file import kept_sims
from ...publication.pictures import picture
from ...publication.publish import YearData, published, without_submissions, year_data
from ...publication.release import Release, Symbols, exporter, shown
from ...publication.sources.data import sources_of
from ...questionnaire import Questionnaire
from ...statistics.numeric import turning
from ...statistics.plan import STANDARD, plans_for
from ...store.enterprises import lookup
from ...store.publications.exports import APPROVAL_THRESHOLD
from ...store.types import now
from ..access import for_roles, person
from ..context import application, current_questionnaire, store
from ..language import gettext as _
from ..language import language
from ..refusals import problem_texts
from .questionnaire import install

pages = Blueprint("publications", __name__)
install(pages)
log = logging.getLogger("maturity.web")
SUFFIXES = {  # what kind of file it is, and how the page calls it
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    "csv": ("text/csv", "CSV"),
    "sdmx.zip": ("application/zip", "SDMX"),
    "jsonstat.zip": ("application/zip", "JSON-stat"),
    "px.zip": ("application/zip", "PX"),
}
_EMPTY = "plan-no-records"
_FRESH = 300  # seconds for which page and downloads show one and the same computation


@dataclass(frozen=True, slots=True)
class _Cached:
    """A computed result with the wall-clock and the monotonic time of its computation."""

    made: Any
    at: datetime
    tick: float


class _Cache:
    """A cache of the latest results; one is computed at a time, and concurrent requests share it."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], _Cached] = {}
        self._lock = Lock()

    def get(self, key: tuple[str, int], make: Callable[[], Any]) -> _Cached:
        """The cached result for `key`, or that of `make` where there is none or it is too old."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or time.monotonic() - kept.tick > _FRESH:
                kept = self._kept[key] = _Cached(make(), datetime.now(UTC), time.monotonic())
            return kept


@pages.get("/publications")
@for_roles("analyst")
def years() -> ResponseReturnValue:
    """The years that have submissions."""
    return _years([])


def _years(problems: Sequence[Mapping[str, str]]) -> str:
    with store().read() as c:
        known = lookup.submission_years(c, current_questionnaire())
    return render_template("publications/years.html", years=known, problems=problems, least=APPROVAL_THRESHOLD)


@pages.get("/publications/<year:year>")
@for_roles("analyst")
def tables(year: int) -> ResponseReturnValue:
    """Every table of a plan, by default the standard one, as in the workbook."""
    try:
        kept = _release(year)
    except Refusal as refusal:
        return _years(problem_texts(refusal.problems)), 404 if _is_empty(refusal) else refusal.status
    release = signed(kept.made.release, request.args)
    return render_template(
        "publications/tables.html",
        release=release,
        styles=styles(),
        left_out=kept.made.left_out,
        at=kept.at,
        suffixes={suffix: name for suffix, (_, name) in SUFFIXES.items()},
        plans={id: plan.title for id, plan in plans_for(current_questionnaire()).items()},
        shown=shown,
        turning=turning,
        pictures={table.id: picture(table, language(), release.symbols) for table in release.tables},
    )


@pages.get("/publications/<year:year>/maturity.<suffix>")
@for_roles("analyst")
def download(year: int, suffix: str) -> ResponseReturnValue:
    """The release as a file in the format of `suffix`."""
    if suffix not in SUFFIXES:
        abort(404)
    release = signed(_release(year).made.release, request.args)
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = exporter(suffix)(release, Path(folder) / f"{release.file_stem}.{suffix}", language())
        log.info("%s downloads %s, checksum %s", person().id, path.name, release.checksum)
        file = path.open("rb")  # stays readable when the folder is gone; closed with the answer
    return send_file(file, SUFFIXES[suffix][0], as_attachment=True, download_name=path.name)


def _release(year: int) -> _Cached:
    """The release of the plan in the address. Aborts with 404 for an unknown plan."""
    questionnaire = current_questionnaire()
    plan = plans_for(questionnaire).get(request.args.get("plan", STANDARD)) or abort(404)
    moment = Reference(now())
    sources = sources_of(store(), (plan,), year, moment)
    digest = sources.digest_with("", plan) if sources else ""
    key = (f"{questionnaire.id} {questionnaire.version} {plan.id} {digest}", year)
    if not plan.tables:
        return _cache("releases").get(key, lambda: without_submissions(plan, year, questionnaire, moment.day, sources))
    data = year_data_of(year, plan.joined)
    return _cache("releases").get(key, lambda: published(plan, data, year, questionnaire, sources=sources))


def styles() -> dict[Symbols, str]:
    """The styles of signs with their labels."""
    return {
        "customary": _("按语言惯例"),
        "gss": _("通用符号 [c] [u] [z]"),
        "cn": _("年鉴符号 … * # 空格"),
    }


def signed(release: Release, options: Mapping[str, str]) -> Release:
    """`release` with the chosen style of signs and the body's own reference metadata. Aborts with 404 for an unknown
    style.
    """
    own = kept_sims(application().settings.data_dir)
    for symbols in get_args(Symbols):
        if symbols == options.get("symbols", release.symbols):
            return replace(release, symbols=symbols, own=own)
    abort(404)


def year_data_of(year: int, joined: Questionnaire | None = None) -> YearData:
    """The enterprises of a year, beside their results under `joined`; cached, so that all tables of a page are made
    from the same data.
    """
    asked = current_questionnaire()
    versions = [f"{one.id} {one.version}" for one in (asked, joined) if one]
    key = (" ".join(versions), year)
    made: YearData = _cache("year-data").get(key, lambda: year_data(store(), asked, year, joined=joined)).made
    return made


def _cache(name: str) -> _Cache:
    cache: _Cache = current_app.extensions.setdefault(f"maturity-{name}", _Cache())
    return cache


def _is_empty(refusal: Refusal) -> bool:
    return refusal.problems[0].code == _EMPTY
