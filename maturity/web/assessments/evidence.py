"""Evidence and discussion: a page an item to add both, an index of all evidence, and the files."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...assessment.evidence_strength import (
    Strength,
    Tally,
    by_area,
    coverage,
    coverage_text,
    strengths,
    without_evidence,
)
from ...errors import Forbidden, NotFound, Place, Refusal, refuse
from ...intake.attachments import MOST_BYTES, SUFFIXES, clean_name, is_package, recognise
from ...questionnaire import Item
from ...questionnaire.asked import Computed
from ...questionnaire.parts import Paper
from ...store.assessments import answers, assessments, discussion, findings, history
from ...store.enterprises.access import ASSESSING
from ...store.evidence import evidence, files
from ...store.evidence.evidence import About, Evidence
from ...store.evidence.files import FOLDER, Files, Received
from ...store.evidence.pieces import Link, Note
from ...store.evidence.quotas import EVIDENCE, quota
from ..access import ANSWERING, for_roles, person
from ..context import application, store
from ..language import gettext as _
from ..language import language
from ..offline.isolated import read_isolated
from ..refusals import problem_texts
from ..security import up_to
from .evaluated import computed_words, evaluation_so_far
from .progress import AnswerSheet, questionnaire_of

pages = Blueprint("evidence", __name__)
MOST_AT_ONCE = 4 * MOST_BYTES  # of one upload, several files together


def kept_files() -> Files:
    """The folder of the contents of evidence."""
    return Files(application().settings.data_dir / FOLDER)


@pages.get("/assessments/<aid>/items/<item>")
@for_roles(*ANSWERING)
def page(aid: str, item: str) -> ResponseReturnValue:
    """The page of an item: answer, evidence, discussion, finding, earlier versions."""
    return _page(aid, item)


def _page(
    aid: str, item: str, refusal: Refusal | None = None, typed: dict[str, str] | None = None
) -> ResponseReturnValue:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        sheet = AnswerSheet(found, questionnaire_of(found), answers.saved_answers(c, found))
        order = [each for part in sheet.parts for each in part.area.items]
        here = _among(order, item)
        tallies = evidence.tallies(c, found)
        context = {
            "pieces": evidence.evidence_about(c, found, item),
            "thread": discussion.thread(c, found, item),
            "versions": history.answer_versions(c, found, item),
            "finding": findings.findings_of(c, found).get(item),
        }
        computed = {}
        if isinstance(here.asks, Computed):
            computed = computed_words(evaluation_so_far(c, found, sheet.response)).get(item, {})
    at = order.index(here)
    words = render_template(
        "evidence/item.html",
        sheet=sheet,
        item=here,
        part=sheet.part(here.area),
        entry=sheet.saved.get(item),
        strength=_strengths(sheet, tallies).get(item, Strength.NONE),
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
        may_add=found.may_write,
        may_see=found.role in ASSESSING,
        accept=",".join(SUFFIXES),
        most=MOST_BYTES // 1024 // 1024,
        computed=computed,
        problems=problem_texts(refusal.problems) if refusal else [],
        blamed=refusal.problems[0].place.column if refusal else "",
        typed=typed or {},
        **context,
    )
    return words, refusal.status if refusal else 200


def _among(order: list[Item], id: str) -> Item:
    """The assessed item with this id. Aborts with 404 for any other."""
    return next((item for item in order if item.id == id), None) or abort(404)


def _strengths(sheet: AnswerSheet, tallies: Mapping[str, Tally]) -> dict[str, Strength]:
    return strengths(tallies, {id for id, saved in sheet.saved.items() if saved.comment})


@pages.post("/assessments/<aid>/items/<item>/note")
@for_roles(*ANSWERING)
def note(aid: str, item: str) -> ResponseReturnValue:
    """Add a note as evidence."""
    return _add(aid, item, lambda: keep(aid, item, Note(sent("words"))), _("说明已添加。"))


@pages.post("/assessments/<aid>/items/<item>/link")
@for_roles(*ANSWERING)
def link(aid: str, item: str) -> ResponseReturnValue:
    """Add a link as evidence."""
    return _add(aid, item, lambda: keep(aid, item, Link(sent("url"), sent("name"))), _("链接已添加。"))


@pages.post("/assessments/<aid>/items/<item>/files")
@for_roles(*ANSWERING)
@up_to(MOST_AT_ONCE)
def upload(aid: str, item: str) -> ResponseReturnValue:
    """Add files as evidence; all are checked before any is stored."""
    return _add(aid, item, lambda: attach(aid, item), _("文件已上传。"))


def attach(aid: str, about: About) -> list[Evidence]:
    """Store the files of this request as evidence; returns it. Raises as :func:`.store.evidence.files.attach`."""
    chosen = [(clean_name(each.filename or ""), each.read()) for each in request.files.getlist("file") if each.filename]
    if not chosen:
        raise refuse("evidence-file-missing", Place(column="file"))
    kinds = _kinds(chosen)
    questionnaire = _questionnaire(aid)
    received = [Received(name, kind, data) for (name, data), kind in zip(chosen, kinds, strict=True)]
    return files.attach(store(), kept_files(), person(), aid, questionnaire, about, received)


def _kinds(chosen: list[tuple[str, bytes]]) -> list[str]:
    """The media types of files; archive formats are examined in a separate process."""
    packages = [(data, name) for name, data in chosen if is_package(data)]
    found = iter(read_isolated(_recognised, packages) if packages else ())
    return [next(found) if is_package(data) else recognise(data, name) for name, data in chosen]


def _recognised(packages: list[tuple[bytes, str]]) -> list[str]:
    return [recognise(data, name) for data, name in packages]


@pages.post("/assessments/<aid>/items/<item>/remark")
@for_roles(*ANSWERING)
def remark(aid: str, item: str) -> ResponseReturnValue:
    """Add a comment to the discussion; every member may."""

    def say() -> None:
        questionnaire = _questionnaire(aid)
        with store().write() as c:
            discussion.add_comment(c, person(), aid, questionnaire, item, sent("remark"))

    return _add(aid, item, say, _("已发送。"), anchor="discussion")


@pages.post("/assessments/<aid>/evidence/<eid>/remove")
@for_roles(*ANSWERING)
def remove(aid: str, eid: str) -> ResponseReturnValue:
    """Remove a piece of evidence and its file."""
    gone = files.detach(store(), kept_files(), person(), aid, _questionnaire(aid), eid)
    flash(_("已移除：%(name)s", name=gone.words or gone.url))
    return _back(aid, gone)


@pages.post("/assessments/<aid>/evidence/<eid>/seen")
@for_roles(*ANSWERING)
def see(aid: str, eid: str) -> ResponseReturnValue:
    """Record that an assessor has verified a piece of evidence, or undo it."""
    with store().write() as c:
        piece = evidence.set_seen(c, person(), aid, eid, request.form.get("seen") == "yes")
    return _back(aid, piece)


def _back(aid: str, piece: Evidence) -> ResponseReturnValue:
    """To the page of what a piece is for."""
    if piece.item:
        return redirect(url_for(".page", aid=aid, item=piece.item, _anchor="evidence"))
    return redirect(url_for("papers.page", aid=aid, paper=piece.paper, _anchor="evidence"))


@pages.get("/assessments/<aid>/evidence/<eid>/file")
@for_roles(*ANSWERING)
def download(aid: str, eid: str) -> ResponseReturnValue:
    """The file as it was uploaded, always as an attachment."""
    piece, data = files.fetch(store(), kept_files(), person(), aid, eid)
    answer: Response = send_file(BytesIO(data), piece.media_type, as_attachment=True, download_name=piece.words)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@pages.get("/assessments/<aid>/evidence")
@for_roles(*ANSWERING)
def index(aid: str) -> ResponseReturnValue:
    """All evidence by item; with `show=lacking` only claims without evidence."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        sheet = AnswerSheet(found, questionnaire_of(found), answers.saved_answers(c, found))
        pieces, tallies = evidence.evidence_of(c, found), evidence.tallies(c, found)
        papers = evidence.papers_of(c, found)
        used = evidence.evidence_usage(c, found.organisation_id)
    known = _strengths(sheet, tallies)
    response = sheet.response
    bare = {item.id for item in without_evidence(response, known)}
    only = request.args.get("show") == "lacking"
    return render_template(
        "evidence/index.html",
        sheet=sheet,
        pieces=pieces,
        papers=[] if only else [_supporting(sheet, paper, papers) for paper in sheet.questionnaire.checklist],
        used=used,
        quota=quota(EVIDENCE),
        strengths=known,
        nothing=Strength.NONE,
        lacking=bare,
        only=only,
        coverage_text=lambda it: coverage_text(it, language()),
        whole=coverage(response, known),
        parts=by_area(response, known),
        shown=bare if only else {*pieces, *bare, *known},
    )


def _supporting(sheet: AnswerSheet, paper: Paper, pieces: Mapping[str, list[Evidence]]) -> dict[str, Any]:
    """A paper of the checklist with its evidence and the areas of the items that it supports."""
    areas = [part.area for part in sheet.parts if any(paper.id in item.papers for item in part.area.items)]
    return {"paper": paper, "areas": areas, "pieces": pieces.get(paper.id, [])}


def sent(name: str) -> str:
    """A field of this request with plain ends of lines; "" where it is missing."""
    return request.form.get(name, "").replace("\r\n", "\n")


def _questionnaire(aid: str):  # type: ignore[no-untyped-def]
    with store().read() as c:
        return questionnaire_of(assessments.assessment(c, person(), aid))


def keep(aid: str, about: About, new: Note | Link) -> None:
    """Store a note or a link as evidence. Raises as :func:`.store.evidence.evidence.add_evidence`."""
    questionnaire = _questionnaire(aid)
    with store().write() as c:
        evidence.add_evidence(c, person(), aid, questionnaire, about, new)


def _add(aid: str, item: str, work: Callable[[], object], done: str, anchor: str = "evidence") -> ResponseReturnValue:
    """Call `work` and return to the page of the item; after a refusal the typed text stays in its field."""
    try:
        work()
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _page(aid, item, refusal, {name: sent(name) for name in ("words", "url", "name", "remark")})
    flash(done)
    return redirect(url_for(".page", aid=aid, item=item, _anchor=anchor))
