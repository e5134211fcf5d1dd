"""A release for the public from the page: protected, attacked, entered into the ledger, handed over as one zip."""

from dataclasses import replace
from pathlib import Path
from typing import cast, get_args
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ..clearance import Request, clear
from ..disclosure.rules import Rules
from ..jobs import Told
from ..release import Release, Symbols, exporter, suffixes
from ..statistics.plan import load_plan, shipped_plans
from ..suppressions import write_audit
from .access import for_roles, person
from .details import jobs
from .reading import form_number
from .room import room, store

pages = Blueprint("releasing", __name__)
AUDITS = "audits"
_IN_WORDS = (".xlsx", ".html")  # the others hold codes and figures alone, the same in every language


@pages.post("/release")
@for_roles("analyst")
def ask() -> ResponseReturnValue:
    """Begin a release. What cannot be proved safe is refused on the page, and nothing of it is handed over."""
    plan, year = request.form.get("plan", ""), form_number("year")
    threshold, rounded = form_number("threshold"), "rounded" in request.form
    beside = "beside" in request.form
    if plan not in shipped_plans():
        abort(400)
    here, asked, by, data = store(), room().questionnaire(), person().id, room().settings.data_dir
    about, symbols = (str(year), f"release-{plan}", "zip"), request.form.get("symbols", "")
    if symbols not in get_args(Symbols):
        abort(400)

    def work(folder: Path, told: Told) -> Path:
        rules = Rules(threshold=threshold, rounded=rounded)
        cleared = clear(here, Request((load_plan(plan),), year, rules, beside="hide" if beside else "refuse"), asked)
        (release,) = cleared.releases
        name = f"maturity-{plan}-{year}"
        # The report on what is hidden is kept whatever comes of the release, in the house and beside the file.
        for report in (
            data / AUDITS / cleared.audit_name,
            folder / f"{name}.zip.audit-internal.csv",
        ):
            write_audit(cleared.findings, report)
        told(0, release.base)
        cleared.enter(here, by)
        packed = _packed(replace(release, symbols=cast(Symbols, symbols)), folder, name)
        told(release.base, release.base)
        return packed

    jobs().start(by, about, work)
    return redirect(url_for("details.page"))


def _packed(release: Release, folder: Path, name: str) -> Path:
    """Every format of the release in one zip."""
    path = folder / f"{name}.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for suffix in suffixes():
            for language in ("zh", "en") if suffix in _IN_WORDS else ("zh",):
                end = f"-{language}{suffix}" if suffix in _IN_WORDS else suffix
                file = exporter(suffix)(release, folder / f"{name}{end}", language)
                package.write(file, file.name)
                file.unlink()
    return path
