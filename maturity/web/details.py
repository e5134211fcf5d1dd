"""One row an enterprise, for authorised analysts: asked for on a page, made beside it, handed to who asked."""

import logging
from pathlib import Path
from typing import cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ..detail import WHAT, suffixes, write
from ..detailing import detail
from ..disclosure.rules import LEAST_THRESHOLD
from ..jobs import Job, Jobs, Told
from ..questionnaire import Questionnaire
from ..statistics.plan import load_plan, shipped_plans
from ..store import Store, lookup
from ..store.audit import record
from .access import for_roles, person
from .language import gettext as _
from .reading import form_number
from .refusals import tell
from .room import room, store

pages = Blueprint("details", __name__)
log = logging.getLogger("maturity.web")
FOLDER = "exports"
PARTS = {"file": "", "manifest": ".manifest.json", "audit": ".audit-internal.csv"}
_KEPT = "maturity-jobs"


@pages.get("/detail")
@for_roles("analyst", "administrator")
def page() -> ResponseReturnValue:
    """What can be asked for, and what was."""
    with store().read() as c:
        years = lookup.years(c, room().questionnaire())
    return render_template(
        "publications/detail.html",
        years=years,
        what=WHAT,
        suffixes=suffixes(),
        jobs=jobs().of(person().id),
        problems=lambda job: tell(job.problems),
        plans={name: load_plan(name).title for name in shipped_plans()},
        least=LEAST_THRESHOLD,
    )


@pages.post("/detail")
@for_roles("analyst", "administrator")
def ask() -> ResponseReturnValue:
    """Begin an export; the page then tells how far it is."""
    year, what = form_number("year"), request.form.get("what", "")
    suffix = request.form.get("suffix", "")
    if what not in WHAT or suffix not in suffixes():
        abort(400)
    here, asked = store(), room().questionnaire()
    with here.write() as c:
        record(c, person().id, "detail.export", detail={"year": year, "what": what, "format": suffix})
    jobs().start(
        person().id,
        (str(year), what, suffix.removeprefix(".")),
        lambda folder, told: _made(here, asked, year, what, suffix, folder, told),
    )
    return redirect(url_for(".page"))


@pages.post("/detail/<job>/stop")
@for_roles("analyst", "administrator")
def stop(job: str) -> ResponseReturnValue:
    """Stop an export."""
    jobs().stop(_mine(job))
    flash(_("导出已停止，没有留下文件。"))
    return redirect(url_for(".page"))


@pages.get("/detail/<job>/<part>")
@for_roles("analyst", "administrator")
def download(job: str, part: str) -> ResponseReturnValue:
    """The file, or what stands beside it."""
    found = _mine(job)
    if found.file is None or part not in PARTS:
        abort(404)
    log.info("%s downloads %s of %s", person().id, part, found.file.name)
    path = found.file.with_name(found.file.name + PARTS[part])
    if not path.is_file():
        abort(404)
    return send_file(path, "application/octet-stream", as_attachment=True, download_name=path.name)


def jobs() -> Jobs:
    """The jobs of this application."""
    known = current_app.extensions
    if _KEPT not in known:
        known[_KEPT] = Jobs(room().settings.data_dir / FOLDER)
    return cast(Jobs, known[_KEPT])


def _mine(id: str) -> Job:
    return jobs().get(person().id, id) or abort(404)


def _made(here: Store, asked: Questionnaire, year: int, what: str, suffix: str, folder: Path, told: Told) -> Path:
    made = detail(here, year, next(one for one in WHAT if one == what), asked)
    done = 0

    def more(rows: int) -> None:
        nonlocal done
        done += rows
        told(done, made.rows)

    more(0)
    return write(made, folder / f"maturity-{what}-{year}{suffix}", more)[0]
