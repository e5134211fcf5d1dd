"""The assessor's findings: a second value and a text for each item, next to the enterprise's own answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...answers import Answer, NotApplicable, Response, choice_id, read_answer, same_answer
from ...assessment.findings import compare_findings
from ...errors import Problem, Refusal
from ...questionnaire import Group, Item
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...report.pictures import totals
from ...store.assessments import answers, assessments, findings
from ...store.assessments.findings import Finding, FindingChange
from ...store.enterprises.access import ASSESSING
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..language import ngettext
from ..refusals import problem_texts
from ..requests.reading import version, whole
from .entries import Entry
from .graded import Graded, graded_in

pages = Blueprint("assessing", __name__)
SHOWN = ("all", "lower", "higher", "scope", "added", "unsaid")


@dataclass(frozen=True, slots=True)
class _FindingsPage:
    """An assessment with its grade, the findings and the enterprise's comments, both by item id."""

    graded: Graded
    found: Mapping[str, Finding]
    comments: Mapping[str, str]


def _look(aid: str) -> _FindingsPage:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        comments = {item: saved.comment for item, saved in answers.saved_answers(c, found).items()}
        return _FindingsPage(graded_in(c, found), findings.findings_of(c, found), comments)


@pages.get("/assessments/<aid>/assessed")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """Scores by self-assessment and by findings, the differences, and the number of findings by area."""
    look = _look(aid)
    it, found = look.graded, look.found
    given = {item: finding.answer for item, finding in found.items() if finding.answer is not None}
    both = compare_findings(it.result.response, given)
    filtered = request.args.get("show", "all")
    shown = filtered if filtered in SHOWN else "all"
    return render_template(
        "assess/assessed.html",
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        both=both,
        own_sums=totals(both.own, it.questionnaire.summary_tier),
        sums=totals(both.assessed, it.questionnaire.summary_tier),
        names={group.id: group.name for group in it.questionnaire.summary_groups},
        parts=_parts(it.result.response, found),
        found=found,
        shown=shown,
        differences=[one for one in both.differences if _fits(shown, one.kind, found[one.item.id])],
        mark=it.questionnaire.scoring.pass_mark,
        may_assess=it.assessment.role in ASSESSING,
    )


def _fits(shown: str, kind: str, finding: Finding) -> bool:
    return shown in ("all", kind) or (shown == "unsaid" and not finding.words)


def _parts(response: Response, found: Mapping[str, Finding]) -> list[tuple[Group, int, int]]:
    """For each assessed area: how many items have a finding, and how many of them differ in value."""
    parts = []
    for area in response.areas:
        given = [found[item.id] for item in area.items if item.id in found and found[item.id].given]
        valued = [one for one in given if one.answer is not None]
        parts.append(
            (area, len(given), sum(not same_answer(response.answers.get(one.item), one.answer) for one in valued))
        )
    return parts


@pages.route("/assessments/<aid>/assess/<area>", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def assess(aid: str, area: str) -> ResponseReturnValue:
    """The items of an area with the enterprise's answers; assessors record findings, others read them."""
    look = _look(aid)
    it = look.graded
    here = next((sub for sub in it.result.response.areas if sub.id == area), None)
    if here is None:
        abort(404)
    if request.method == "GET":
        return _page(look, here, {})
    typed = {item.id: _typed(item) for item in here.items if _sent_along(item)}
    changed = {id: entry for id, (entry, seen) in typed.items() if entry.seen != seen}
    try:
        count = _record(it, changed)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(_look(aid), here, changed, refusal)
    if count:
        flash(ngettext("已保存 %(num)s 条评审意见。", "已保存 %(num)s 条评审意见。", count))
    return redirect(_onward(it, here))


def _sent_along(item: Item) -> bool:
    """Whether the form had the item; items that it did not show stay unchanged."""
    return any(f"{field}-{item.id}" in request.form for field in ("seen", "choice", "reason", "words"))


def _typed(item: Item) -> tuple[Entry, str]:
    """The entry sent for an item, and the :attr:`Entry.seen` of when the page was made."""
    seen = request.form.get(f"seen-{item.id}", "")
    known = whole(seen.partition("-")[0])
    choice = request.form.get(f"choice-{item.id}", "")
    reason = request.form.get(f"reason-{item.id}", "").strip() if choice == NOT_APPLICABLE_ID else ""
    words = request.form.get(f"words-{item.id}", "").replace("\r\n", "\n").strip()
    return Entry(choice, reason, words, known), seen


def _record(it: Graded, changed: Mapping[str, Entry]) -> int:
    problems: list[Problem] = []
    changes = []
    for id, entry in changed.items():
        try:
            answer = read_answer(it.questionnaire, id, choice=entry.choice or None, reason=entry.reason or None)
            changes.append(FindingChange(id, answer, entry.comment, version(entry.version, id)))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(*problems)
    with store().write() as c:
        return findings.record_findings(c, person(), it.assessment.id, it.questionnaire, changes)


def _onward(it: Graded, here: Group) -> str:
    order = it.result.response.areas
    at = order.index(here)
    if request.form.get("then") == "next":
        if at + 1 < len(order):
            return url_for(".assess", aid=it.assessment.id, area=order[at + 1].id)
        return url_for(".page", aid=it.assessment.id)
    return url_for(".assess", aid=it.assessment.id, area=here.id)


def entry_of(finding: Finding | None) -> Entry:
    """The entry of a stored finding; an empty one for None."""
    if finding is None:
        return Entry("", "", "", 0)
    answer: Answer | None = finding.answer
    reason = answer.reason if isinstance(answer, NotApplicable) else ""
    return Entry(choice_id(answer), reason, finding.words, finding.version)


def _page(
    look: _FindingsPage, here: Group, typed: Mapping[str, Entry], refusal: Refusal | None = None
) -> ResponseReturnValue:
    it, found = look.graded, look.found
    blamed: dict[str, list[dict[str, str]]] = {}
    for problem in refusal.problems if refusal else ():
        blamed.setdefault(problem.place.column, []).extend(problem_texts([problem]))
    stored = {item.id: entry_of(found.get(item.id)) for item in here.items}
    order = it.result.response.areas
    at = order.index(here)
    words = render_template(
        "assess/area.html",
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        area=here,
        own=it.result.response.answers,
        entries={**stored, **typed},
        stored=stored,
        seen={id: f"{entry.version}-" if id in typed else entry.seen for id, entry in stored.items()},
        found=found,
        comments=look.comments,
        blamed=blamed,
        refused=bool(refusal),
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
        may_assess=it.assessment.role in ASSESSING,
    )
    return words, refusal.status if refusal else 200
