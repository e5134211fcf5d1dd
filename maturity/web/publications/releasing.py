"""Releases for publication: one person prepares them, another approves; then they are in the ledger and can be
downloaded.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...assessment.selection import BEIJING
from ...disclosure.rules import LEAST_STATISTICS, LEAST_THRESHOLD
from ...errors import NotFound, Problem, Refusal, refuse
from ...jobs import Outcome, Progress
from ...publication.approval import OWN_PLAN, cleared_again, document_of, package, preview, signed
from ...publication.clearance import clear
from ...publication.metadata_file import kept_sims
from ...publication.release import Symbols, file_stem
from ...publication.revision import RELEASE_STATUS_TEXTS
from ...publication.suppression_report import write_suppression_report
from ...questionnaire import Questionnaire, Text
from ...settings import private_folder
from ...statistics.plan import finding, plans_for, read_plan
from ...store.enterprises import lookup
from ...store.jobs import queue
from ...store.jobs.queue import Job
from ...store.publications import preparations, releases
from ...store.publications.brought import other_years
from ...store.publications.preparations import Preparation
from ...store.publications.releases import ReleaseOrigin
from ...store.types import check_text, now
from ..access import for_roles, person
from ..context import Connection, application, current_questionnaire, store
from ..formatting import today
from ..jobs.asking import About, asked_by, asker, jobs_of_person, start
from ..language import gettext as _
from ..language import say
from ..refusals import problem_texts
from ..requests.reading import whole
from .calendar import FORMER
from .questionnaire import install, of_year
from .release_form import (
    APPROVE,
    PREPARE,
    Fields,
    alternatives,
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
    with store().read() as c:
        mine = [job for job in jobs_of_person(c) if _is_about(job, questionnaire)]
        years = lookup.submission_years(c, questionnaire)
        years |= dict.fromkeys((year for year in other_years(c, today()) if year not in years), 0)
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
        alternatives=alternatives,
        waiting=lambda one: sum(map(len, (one.document["reference"] or {}).get("held", {}).values())),
        plans={id: plan.title for id, plan in plans.items()},
        counted=[id for id, plan in plans.items() if plan.tables and not plan.joined],
        titles={**{id: plan.title for id, plan in plans.items()}, **own},
        open_ones=open_ones,
        drafts=lambda one: _titles(one.document["plans"], one.document["texts"].values(), questionnaire),
        statuses=RELEASE_STATUS_TEXTS,
        styles=styles(),
        least=LEAST_THRESHOLD,
        days=preparations.DECISION_DAYS,
        mistakes=mistakes,
        typed=request.form,
    )


def _titles(ids: Iterable[str], texts: Iterable[str], questionnaire: Questionnaire) -> list[Text]:
    """The titles of plans: of uploaded ones from their texts, of others by their ids."""
    own = {plan.id: plan for plan in (read_plan(text, OWN_PLAN, find=finding(questionnaire)) for text in texts)}
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
    with store().read() as c:
        job = queue.job(c, person().id, id)
    if job is None or job.kind != PREPARE or beside not in {offer[0] for offer in alternatives(job)}:
        abort(404)
    _begin({**job.about, "beside": beside})
    return redirect(url_for(".page"))


def _year(years: Mapping[int, int]) -> str:
    """The chosen year, else the latest with enough enterprises for a release."""
    enough = [year for year, count in years.items() if count >= LEAST_STATISTICS]
    return request.form.get("year", str(max(enough or years, default="")))


def _is_about(job: Job, questionnaire: Questionnaire) -> bool:
    return job.kind in (PREPARE, APPROVE) and job.about["questionnaire"] == questionnaire.id


def _begin(sent: Fields) -> None:
    questionnaire, embargo = of_year(sent["questionnaire"], whole(sent["year"])), moment(sent["embargo"])
    release_request(sent, questionnaire, now())
    one_of(Symbols, sent["symbols"])
    if embargo and embargo <= now():
        raise refuse("release-embargo-past", at=f"{embargo.astimezone(BEIJING):%Y-%m-%d %H:%M}")
    with store().write() as c:
        start(c, PREPARE, sent)


def _preparing_title(sent: About) -> str:
    questionnaire = application().latest(sent["questionnaire"])
    named = _titles(sent["plan"].split(), [sent["own"]] if sent["own"] else [], questionnaire)
    plans, status = _("、").join(map(say, named)), say(RELEASE_STATUS_TEXTS[sent["status"]])
    return " · ".join((_("准备发布"), sent["year"], plans, status))


def _approving_title(about: About) -> str:
    return " · ".join((_("批准发布"), about["year"]))


@asked_by("analyst", name=PREPARE, title=_preparing_title)
def _prepare(job: Job, folder: Path, progress: Progress) -> Outcome:
    """Clear the releases that a form asked for, and submit them to a second person."""
    who, sent, data = asker(job), job.about, application().settings.data_dir
    q = of_year(sent["questionnaire"], whole(sent["year"]))
    asked, texts = release_request(sent, q, job.at)
    cleared = clear(store(), asked, q)
    write_suppression_report(cleared.suppressed_cells, data / AUDITS / cleared.audit_name)
    cleared.check()
    progress(0, 1)
    path = folder / "preview.zip"
    preview(cleared, one_of(Symbols, sent["symbols"]), kept_sims(data), path)
    checksums = [entry.checksum for entry in cleared.entries]
    document = document_of(cleared, asked, texts, sent["symbols"])

    def submit(c: Connection) -> None:
        id = preparations.prepare(c, who, q, asked.year, document, checksums, moment(sent["embargo"]))
        _keep(path, data / WAITING / f"{id}.zip")

    return Outcome(change=submit)


@pages.get("/releases/<id>/preview.zip")
@for_roles("analyst", "administrator")
def look(id: str) -> ResponseReturnValue:
    """The preview of prepared releases, with the internal suppression report, for approval."""
    found = _preparation(id)
    path = application().settings.data_dir / WAITING / f"{found.id}.zip"
    if not path.is_file():
        abort(404)
    name = f"{file_stem(found.questionnaire)}-{found.year}-preview-internal.zip"
    return send_file(path, "application/zip", as_attachment=True, download_name=name)


@pages.post("/releases/<id>/approve")
@for_roles("analyst", "administrator")
def approve(id: str) -> ResponseReturnValue:
    """Approve prepared releases as a second person: they are computed again, entered in the ledger, and written."""
    with store().write() as c:
        found = preparations.preparation(c, id)
        if found.by == person().id:
            raise preparations.own_preparation()
        about = {"preparation": id, "questionnaire": found.questionnaire, "year": str(found.year)}
        start(c, APPROVE, {**about, "words": check_text(request.form.get("words", ""), "words")}, about)
    return redirect(url_for(".page"))


@asked_by("analyst", "administrator", name=APPROVE, title=_approving_title)
def _approve(job: Job, folder: Path, progress: Progress) -> Outcome:
    """Compute prepared releases again, enter them in the ledger, and write them."""
    who, id, data = asker(job), job.about["preparation"], application().settings.data_dir
    with store().read() as c:
        found = preparations.preparation(c, id)
    q = of_year(found.questionnaire, found.year)
    cleared = cleared_again(store(), found.document, found.year, found.checksums, q)
    progress(0, 1)
    at, path = found.embargo or now(), folder / "release.zip"
    made = tuple(signed(release, found.author, who.name, at) for release in cleared.releases)
    package(made, found.document["symbols"], kept_sims(data), path)

    def release(c: Connection) -> None:
        preparations.decide(c, who, id, "approved", job.about["words"])
        cleared.enter(c, ReleaseOrigin(found.by, who.id, found.embargo, id))
        _keep(path, data / RELEASED / f"{id}.zip")

    return Outcome(change=release)


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
    path, found = released_file(id), _preparation(id)
    name = f"{file_stem(found.questionnaire)}-{found.year}.zip"
    return send_file(path, "application/zip", as_attachment=True, download_name=name)


def released_file(id: str) -> Path:
    """The package of an approved release. Raises NotFound release-preparation-unknown under an embargo, and where the
    file is gone.
    """
    found = _preparation(id)
    path = application().settings.data_dir / RELEASED / f"{found.id}.zip"
    if found.decision != "approved" or (found.embargo and found.embargo > now()) or not path.is_file():
        raise NotFound(Problem("release-preparation-unknown"))
    return path


def _preparation(id: str) -> Preparation:
    with store().read() as c:
        return preparations.preparation(c, id)


def _keep(made: Path, kept: Path) -> None:
    """Move a finished file to its place."""
    private_folder(kept.parent)
    made.chmod(0o600)
    os.replace(made, kept)
