"""Releases for publication: one person prepares them, another approves; then they are in the ledger and can be
downloaded.
"""

import os
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...assessment.selection import BEIJING
from ...disclosure.rules import LEAST_STATISTICS, LEAST_THRESHOLD
from ...errors import Refusal, refuse
from ...jobs import Progress
from ...publication.approval import OWN_PLAN, cleared_again, document_of, package, preview, signed
from ...publication.clearance import clear
from ...publication.metadata_file import kept_sims
from ...publication.release import Symbols, file_stem
from ...publication.revision import RELEASE_STATUS_TEXTS
from ...publication.suppression_report import write_suppression_report
from ...questionnaire import Questionnaire, Text
from ...settings import private_folder
from ...statistics.plan import plans_for, read_plan
from ...store.enterprises import lookup
from ...store.publications import preparations, releases
from ...store.publications.preparations import Preparation
from ...store.publications.releases import ReleaseOrigin
from ...store.types import now
from ..access import for_roles, person
from ..context import application, current_questionnaire, store
from ..language import gettext as _
from ..refusals import problem_texts
from ..requests.reading import whole
from .calendar import FORMER
from .microdata import jobs
from .questionnaire import install, of_year
from .release_form import (
    APPROVE,
    PREPARE,
    Fields,
    alternatives,
    fields_of_job,
    job_key,
    moment,
    one_of,
    release_request,
    sent_fields,
)
from .tables import styles

pages = Blueprint("releasing", __name__)
install(pages)
AUDITS, WAITING, RELEASED = "audits", "preparations", "releases"


@pages.get("/releases")
@for_roles("analyst", "administrator")
def page() -> ResponseReturnValue:
    """What can be released, what waits for approval, and the ledger."""
    return _page([])


def _page(mistakes: Sequence[Mapping[str, str]]) -> str:
    """The page; with `mistakes` also the form as it was sent."""
    questionnaire, plans = current_questionnaire(), plans_for(current_questionnaire())
    mine = [job for job in jobs().of(person().id) if job.about[1:3] in _mine(questionnaire)]
    live = any(job.live for job in mine)  # before the store is read: what ends meanwhile is looked at once more
    with store().read() as c:
        years = lookup.submission_years(c, questionnaire)
        prepared = preparations.preparations(c, questionnaire)
        ledger = releases.ledger_lines(c, questionnaire)
        own = releases.plan_titles(c, questionnaire, {line.plan for line in ledger} - {*plans})
        open_ones = preparations.open_by_questionnaire(c)
    return render_template(
        "publications/releases.html",
        years=years,
        chosen=_year(years),
        prepared=prepared,
        ledger=ledger,
        jobs=mine,
        live=live,
        problems=lambda job: problem_texts(job.problems),
        fields_of=fields_of_job,
        alternatives=alternatives,
        waiting=lambda one: sum(map(len, (one.document["reference"] or {}).get("held", {}).values())),
        plans={id: plan.title for id, plan in plans.items()},
        titles={**{id: plan.title for id, plan in plans.items()}, **own},
        open_ones=open_ones,
        drafts=lambda one: _titles(one.document["plans"], one.document["texts"].values()),
        wanted=lambda sent: _titles(sent["plan"].split(), [sent["own"]] if sent["own"] else []),
        statuses=RELEASE_STATUS_TEXTS,
        styles=styles(),
        least=LEAST_THRESHOLD,
        days=preparations.DECISION_DAYS,
        mistakes=mistakes,
        typed=request.form,
    )


def _titles(ids: Iterable[str], texts: Iterable[str]) -> list[Text]:
    """The titles of plans: of uploaded ones from their texts, of others by their ids."""
    questionnaire = current_questionnaire()
    own = {plan.id: plan for plan in (read_plan(text, OWN_PLAN, find=lambda _: questionnaire) for text in texts)}
    at_hand = plans_for(questionnaire)
    known = [at_hand[id].title if id in at_hand else FORMER for id in ids if id not in own]
    return [*known, *(plan.title for plan in own.values())]


@pages.post("/releases")
@for_roles("analyst")
def ask() -> ResponseReturnValue:
    """Start to prepare releases for approval. What cannot be proven safe is refused on the page."""
    try:
        _begin(sent_fields())
    except Refusal as refusal:
        return _page(problem_texts(refusal.problems)), refusal.status
    return redirect(url_for(".page"))


@pages.post("/releases/<id>/otherwise/<beside>")
@for_roles("analyst")
def otherwise(id: str, beside: str) -> ResponseReturnValue:
    """Repeat a refused request with one of the options offered."""
    job = jobs().get(person().id, id)
    sent = fields_of_job(job) if job else None
    if job is None or sent is None or beside not in {offer[0] for offer in alternatives(job)}:
        abort(404)
    _begin({**sent, "beside": beside})
    return redirect(url_for(".page"))


def _year(years: Mapping[int, int]) -> str:
    """The chosen year, else the latest with enough enterprises for a release."""
    enough = [year for year, count in years.items() if count >= LEAST_STATISTICS]
    return request.form.get("year", str(max(enough, default="")))


def _mine(questionnaire: Questionnaire) -> Container[tuple[str, ...]]:
    """The keys of the jobs about a questionnaire."""
    return [(what, questionnaire.id) for what in (PREPARE, APPROVE)]


def _begin(sent: Fields) -> None:
    here, who, data = store(), person(), application().settings.data_dir
    q = of_year(sent["questionnaire"], whole(sent["year"]))
    asked, texts = release_request(sent, q)
    symbols, embargo, own = one_of(Symbols, sent["symbols"]), moment(sent["embargo"]), kept_sims(data)
    if embargo and embargo <= now():
        raise refuse("release-embargo-past", at=f"{embargo.astimezone(BEIJING):%Y-%m-%d %H:%M}")

    def work(folder: Path, progress: Progress) -> Path:
        cleared = clear(here, asked, q)
        write_suppression_report(cleared.suppressed_cells, data / AUDITS / cleared.audit_name)
        cleared.check()
        path = folder / "preview.zip"
        preview(cleared, symbols, own, path)
        progress(0, 1)
        checksums = [entry.checksum for entry in cleared.entries]
        document = document_of(cleared, asked, texts, symbols)
        with here.write() as c:
            id = preparations.prepare(c, who, q, asked.year, document, checksums, embargo)
            _keep(path, data / WAITING / f"{id}.zip")
        progress(1, 1)
        return data / WAITING / f"{id}.zip"

    jobs().start(who.id, job_key(sent), work)


@pages.get("/releases/<id>/preview.zip")
@for_roles("analyst", "administrator")
def look(id: str) -> ResponseReturnValue:
    """The preview of prepared releases, with the internal suppression report, for approval."""
    with store().read() as c:
        found = preparations.preparation(c, id)
    return _sent(WAITING, found, f"{file_stem(found.questionnaire)}-{found.year}-preview-internal.zip")


@pages.post("/releases/<id>/approve")
@for_roles("analyst", "administrator")
def approve(id: str) -> ResponseReturnValue:
    """Approve prepared releases as a second person: they are computed again, entered in the ledger, and written."""
    here, who, data = store(), person(), application().settings.data_dir
    with here.read() as c:
        found = preparations.preparation(c, id)
        if found.by == who.id:
            raise preparations.own_preparation()
    q = of_year(found.questionnaire, found.year)
    year, words, own = found.year, request.form.get("words", ""), kept_sims(data)

    def work(folder: Path, progress: Progress) -> Path:
        cleared = cleared_again(here, found.document, year, found.checksums, q)
        progress(0, 1)
        at = found.embargo or now()
        made = tuple(signed(release, found.author, who.name, at) for release in cleared.releases)
        package(made, found.document["symbols"], own, folder / "release.zip")
        with here.write() as c:
            preparations.decide(c, who, id, "approved", words)
            cleared.enter(c, ReleaseOrigin(found.by, who.id, found.embargo, id))
            _keep(folder / "release.zip", data / RELEASED / f"{id}.zip")
        progress(1, 1)
        return data / RELEASED / f"{id}.zip"

    jobs().start(who.id, (str(year), APPROVE, q.id, id), work)
    return redirect(url_for(".page"))


@pages.post("/releases/<id>/close")
@for_roles("analyst", "administrator")
def close(id: str) -> ResponseReturnValue:
    """Refuse prepared releases as a second person, or withdraw one's own."""
    with store().write() as c:
        found = preparations.preparation(c, id)
        decision: preparations.Decision = "withdrawn" if found.by == person().id else "rejected"
        preparations.decide(c, person(), id, decision, request.form.get("words", ""))
    flash(_("已结束，没有发布。"))
    return redirect(url_for(".page"))


@pages.get("/releases/<id>.zip")
@for_roles("analyst", "administrator")
def download(id: str) -> ResponseReturnValue:
    """The released files, unless they are under embargo."""
    with store().read() as c:
        found = preparations.preparation(c, id)
    if found.decision != "approved" or (found.embargo and found.embargo > now()):
        abort(404)
    return _sent(RELEASED, found, f"{file_stem(found.questionnaire)}-{found.year}.zip")


def _sent(folder: str, found: Preparation, name: str) -> ResponseReturnValue:
    path = application().settings.data_dir / folder / f"{found.id}.zip"
    if not path.is_file():
        abort(404)
    return send_file(path, "application/zip", as_attachment=True, download_name=name)


def _keep(made: Path, kept: Path) -> None:
    """Move a finished file to its place."""
    private_folder(kept.parent)
    made.chmod(0o600)
    os.replace(made, kept)
