"""Evidence for the papers of a questionnaire's checklist: a page a paper."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...errors import Forbidden, NotFound, Problem, Refusal
from ...intake.attachments import MOST_BYTES, SUFFIXES
from ...questionnaire import Item, Questionnaire
from ...questionnaire.parts import Paper
from ...store.assessments import answers, assessments
from ...store.enterprises.access import ASSESSING
from ...store.evidence import evidence
from ...store.evidence.pieces import Link, Note
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..language import gettext as _
from ..refusals import problem_texts
from ..security import up_to
from .evidence import MOST_AT_ONCE, attach, keep, sent
from .progress import AnswerSheet, questionnaire_of

pages = Blueprint("papers", __name__)


@pages.get("/assessments/<aid>/papers/<paper>")
@for_roles(*ANSWERING)
def page(aid: str, paper: str) -> ResponseReturnValue:
    """The page of a paper: which items it supports, and its evidence."""
    return _page(aid, paper)


def _page(aid: str, paper: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        sheet = AnswerSheet(found, questionnaire_of(found), answers.saved_answers(c, found))
        here = _paper(sheet.questionnaire, paper)
        pieces, of_items = evidence.evidence_about(c, found, here), evidence.evidence_of(c, found)
    papers = sheet.questionnaire.checklist
    at = papers.index(here)
    words = render_template(
        "evidence/paper.html",
        sheet=sheet,
        paper=here,
        number=at + 1,
        pieces=pieces,
        supported=[(item, of_items.get(item.id, [])) for item in supported(sheet, here)],
        previous=papers[at - 1] if at else None,
        following=papers[at + 1] if at + 1 < len(papers) else None,
        may_add=found.may_write,
        may_see=found.role in ASSESSING,
        accept=",".join(SUFFIXES),
        most=MOST_BYTES // 1024 // 1024,
        problems=problem_texts(refusal.problems) if refusal else [],
        blamed=refusal.problems[0].place.column if refusal else "",
        typed={name: sent(name) for name in ("words", "url", "name")} if refusal else {},
    )
    return words, refusal.status if refusal else 200


def supported(sheet: AnswerSheet, paper: Paper) -> list[Item]:
    """The assessed items that a paper supports."""
    return [item for part in sheet.parts for item in part.area.items if paper.id in item.papers]


def _paper(questionnaire: Questionnaire, id: str) -> Paper:
    found = next((paper for paper in questionnaire.checklist if paper.id == id), None)
    if found is None:
        raise NotFound(Problem("evidence-paper"))
    return found


@pages.post("/assessments/<aid>/papers/<paper>/note")
@for_roles(*ANSWERING)
def note(aid: str, paper: str) -> ResponseReturnValue:
    """Add a note as evidence."""
    return _add(aid, paper, lambda about: keep(aid, about, Note(sent("words"))), _("说明已添加。"))


@pages.post("/assessments/<aid>/papers/<paper>/link")
@for_roles(*ANSWERING)
def link(aid: str, paper: str) -> ResponseReturnValue:
    """Add a link as evidence."""
    return _add(aid, paper, lambda about: keep(aid, about, Link(sent("url"), sent("name"))), _("链接已添加。"))


@pages.post("/assessments/<aid>/papers/<paper>/files")
@for_roles(*ANSWERING)
@up_to(MOST_AT_ONCE)
def upload(aid: str, paper: str) -> ResponseReturnValue:
    """Add files as evidence; all are checked before any is stored."""
    return _add(aid, paper, lambda about: attach(aid, about), _("文件已上传。"))


def _add(aid: str, paper: str, work: Callable[[Paper], object], done: str) -> ResponseReturnValue:
    """Call `work` and return to the page of the paper; after a refusal the typed text stays in its field."""
    with store().read() as c:
        about = _paper(questionnaire_of(assessments.assessment(c, person(), aid)), paper)
    try:
        work(about)
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _page(aid, paper, refusal)
    flash(done)
    return redirect(url_for(".page", aid=aid, paper=paper, _anchor="evidence"))
