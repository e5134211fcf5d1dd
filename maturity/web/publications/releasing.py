"""Releases for the public: one person prepares, another approves; then the ledger has them, and the page the files."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import cast, get_args

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...assessment.selection import BEIJING
from ...disclosure.rules import LEAST_STATISTICS, LEAST_THRESHOLD, Rules
from ...errors import Refusal, refuse
from ...jobs import Told
from ...publication.approval import OWN_PLAN, cleared_again, document_of, package, preview, signed
from ...publication.clearance import Beside, Request, clear
from ...publication.metadata_file import kept_sims
from ...publication.release import Symbols
from ...publication.revision import RELEASE_STATUS_TEXTS, ReleaseStatus, reference_on
from ...publication.suppression_report import write_audit
from ...questionnaire import Text
from ...settings import private_folder
from ...statistics.plan import Plan, load_plan, read_plan, shipped_plans, shipped_titles
from ...store.enterprises import lookup
from ...store.publications import preparations, releases
from ...store.publications.preparations import Preparation
from ...store.publications.releases import ReleaseOrigin
from ...store.types import now
from ..access import for_roles, person
from ..context import room, store
from ..language import gettext as _
from ..refusals import tell
from ..requests.reading import form_number
from .microdata import jobs
from .tables import styles

pages = Blueprint("releasing", __name__)
AUDITS, WAITING, RELEASED = "audits", "preparations", "releases"
PREPARE, APPROVE = "prepare", "approve"  # what a job is about


@pages.get("/releases")
@for_roles("analyst", "administrator")
def page() -> ResponseReturnValue:
    """What can be released, what waits for a second person, and the ledger."""
    return _page([])


def _page(mistakes: Sequence[Mapping[str, str]]) -> str:
    """The page; with mistakes, the form as it was sent."""
    asked = room().questionnaire()
    mine = [job for job in jobs().of(person().id) if job.about[1] in (PREPARE, APPROVE)]
    live = any(job.live for job in mine)  # before the store is read: what ends meanwhile is looked at once more
    with store().read() as c:
        years = lookup.submission_years(c, asked)
        prepared = preparations.preparations(c, asked)
        ledger = releases.ledger_lines(c, asked)
        own = releases.plan_titles(c, asked, {line.plan for line in ledger} - {*shipped_plans()})
    return render_template(
        "publications/releases.html",
        years=years,
        chosen=_year(years),
        prepared=prepared,
        ledger=ledger,
        jobs=mine,
        live=live,
        problems=lambda job: tell(job.problems),
        plans=shipped_titles(),
        titles={**shipped_titles(), **own},
        drafts=_titles,
        statuses=RELEASE_STATUS_TEXTS,
        styles=styles(),
        least=LEAST_THRESHOLD,
        days=preparations.DECISION_DAYS,
        mistakes=mistakes,
        typed=request.form,
    )


def _titles(prepared: Preparation) -> list[Text]:
    """The titles of the plans that were prepared."""
    plans, texts = prepared.document["plans"], prepared.document["texts"]
    return [read_plan(texts[id], OWN_PLAN).title if id in texts else load_plan(id).title for id in plans]


@pages.post("/releases")
@for_roles("analyst")
def ask() -> ResponseReturnValue:
    """Begin to prepare releases for a second person. What cannot be proved safe is refused on the page."""
    try:
        _begin()
    except Refusal as refusal:
        return _page(tell(refusal.problems)), refusal.status
    return redirect(url_for(".page"))


def _year(years: Mapping[int, int]) -> str:
    """The year that was chosen, else the latest that has enough enterprises for a release."""
    enough = [year for year, count in years.items() if count >= LEAST_STATISTICS]
    return request.form.get("year", str(max(enough, default="")))


def _begin() -> None:
    here, asked, who, data = store(), room().questionnaire(), person(), room().settings.data_dir
    plans, texts = _plans()
    year, symbols, embargo = form_number("year", _("年份")), _one_of(Symbols, "symbols"), _moment("embargo")
    if embargo and embargo <= now():
        raise refuse("release-embargo-past", at=f"{embargo.astimezone(BEIJING):%Y-%m-%d %H:%M}")
    day, own = _moment("as_of"), kept_sims(data)
    with here.read() as c:
        known = releases.ledger_entries(c, asked, (year - 1, year))
    wish = Request(
        plans,
        year,
        Rules(threshold=form_number("threshold", _("最小可公布家数")), rounded="rounded" in request.form),
        cast(ReleaseStatus, _one_of(ReleaseStatus, "status")),
        cast(Beside, _one_of(Beside, "beside")),
        reference_on(day.astimezone(BEIJING).date() if day else None, now(), year, known),
    )

    def work(folder: Path, told: Told) -> Path:
        cleared = clear(here, wish, asked)
        write_audit(cleared.findings, data / AUDITS / cleared.audit_name)
        cleared.check()
        path = folder / "preview.zip"
        preview(cleared, symbols, own, path)
        told(0, 1)
        checksums = [entry.checksum for entry in cleared.entries]
        document = document_of(cleared, wish, texts, symbols)
        with here.write() as c:
            id = preparations.prepare(c, who, asked, year, document, checksums, embargo)
            _keep(path, data / WAITING / f"{id}.zip")
        told(1, 1)
        return data / WAITING / f"{id}.zip"

    jobs().start(who.id, (str(year), PREPARE, "zip"), work)


def _plans() -> tuple[tuple[Plan, ...], dict[str, str]]:
    """The plans that were chosen, and the texts of those not shipped. Raises Refusal release-no-plan, plan-…"""
    chosen = request.form.getlist("plan")
    if not set(chosen) <= set(shipped_plans()):
        abort(400)
    plans = [load_plan(name) for name in shipped_plans() if name in chosen]
    sent, texts = request.files.get("own"), dict[str, str]()
    if sent and sent.filename:
        text = sent.read().decode("utf-8-sig", "replace")
        own = read_plan(text, OWN_PLAN)
        texts[own.id] = text
        plans = [*(plan for plan in plans if plan.id != own.id), own]
    if not plans:
        raise refuse("release-no-plan")
    return tuple(plans), texts


@pages.get("/releases/<id>/preview.zip")
@for_roles("analyst", "administrator")
def look(id: str) -> ResponseReturnValue:
    """The marked tables and the internal report, for whoever decides."""
    with store().read() as c:
        found = preparations.preparation(c, id)
    return _sent(WAITING, found, f"maturity-{found.year}-preview-internal.zip")


@pages.post("/releases/<id>/approve")
@for_roles("analyst", "administrator")
def approve(id: str) -> ResponseReturnValue:
    """A second person's yes: computed again, entered into the ledger, and the files made."""
    here, asked, who, data = store(), room().questionnaire(), person(), room().settings.data_dir
    with here.read() as c:
        found = preparations.preparation(c, id)
        if found.by == who.id:
            raise preparations.own_preparation()
    year, words, own = found.year, request.form.get("words", ""), kept_sims(data)

    def work(folder: Path, told: Told) -> Path:
        cleared = cleared_again(here, found.document, year, found.checksums, asked)
        told(0, 1)
        at = found.embargo or now()
        made = tuple(signed(release, found.author, who.name, at) for release in cleared.releases)
        package(made, found.document["symbols"], own, folder / "release.zip")
        with here.write() as c:
            preparations.decide(c, who, id, "approved", words)
            cleared.enter(c, ReleaseOrigin(found.by, who.id, found.embargo, id))
            _keep(folder / "release.zip", data / RELEASED / f"{id}.zip")
        told(1, 1)
        return data / RELEASED / f"{id}.zip"

    jobs().start(who.id, (str(year), APPROVE, id), work)
    return redirect(url_for(".page"))


@pages.post("/releases/<id>/close")
@for_roles("analyst", "administrator")
def close(id: str) -> ResponseReturnValue:
    """A second person's no, or one's own withdrawn."""
    with store().write() as c:
        found = preparations.preparation(c, id)
        decision: preparations.Decision = "withdrawn" if found.by == person().id else "rejected"
        preparations.decide(c, person(), id, decision, request.form.get("words", ""))
    flash(_("已结束，没有发布。"))
    return redirect(url_for(".page"))


@pages.get("/releases/<id>.zip")
@for_roles("analyst", "administrator")
def download(id: str) -> ResponseReturnValue:
    """The released files, once no embargo is on them."""
    with store().read() as c:
        found = preparations.preparation(c, id)
    if found.decision != "approved" or (found.embargo and found.embargo > now()):
        abort(404)
    return _sent(RELEASED, found, f"maturity-{found.year}.zip")


def _sent(folder: str, found: Preparation, name: str) -> ResponseReturnValue:
    path = room().settings.data_dir / folder / f"{found.id}.zip"
    if not path.is_file():
        abort(404)
    return send_file(path, "application/zip", as_attachment=True, download_name=name)


def _keep(made: Path, kept: Path) -> None:
    """Move a finished file where it stays."""
    private_folder(kept.parent)
    os.replace(made, kept)


def _one_of(kind: object, name: str) -> str:
    wish = request.form.get(name, "")
    if wish not in get_args(kind):
        abort(400)
    return wish


def _moment(name: str) -> datetime | None:
    """A day or a time in Beijing; None where nothing was typed. Raises Refusal release-time."""
    typed = request.form.get(name, "").strip()
    if not typed:
        return None
    try:
        found = datetime.fromisoformat(typed)
        return found.replace(tzinfo=BEIJING).astimezone(BEIJING)
    except (ValueError, OverflowError):
        raise refuse("release-time", found=typed[:40]) from None
