"""The assessor's findings: a second value and a text for each item, next to the enterprise's own answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...answers import Answer, Response, same_answer
from ...assessment.evidence_strength import Tally
from ...errors import Problem, Refusal
from ...questionnaire import Group, Item, Questionnaire
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...scoring import Result
from ...scoring.evaluation import Evaluation
from ...scoring.methods import answered
from ...store.assessments import answers, assessments, findings
from ...store.assessments.assessments import Assessment
from ...store.assessments.findings import Finding, FindingChange
from ...store.enterprises.access import ASSESSING
from ...store.evidence import evidence
from ..access import ANSWERING, for_roles, person
from ..assessments import entering
from ..assessments.entering import NONE, blamed, form_fields
from ..assessments.entries import Entry, answer_in, entry_with
from ..assessments.evaluated import computed_words, evaluated_in, uses
from ..assessments.graded import graded_in
from ..assessments.progress import questionnaire_of
from ..assessments.shown import parted
from ..context import store
from ..language import ngettext
from ..requests.reading import version, whole
from .beside import SHOWN, levels_beside, values_beside

pages = Blueprint("assessing", __name__)


@dataclass(frozen=True, slots=True)
class _FindingsPage:
    """An assessment with its result, the findings, the enterprise's comments, and the evidence, all by item id."""

    assessment: Assessment
    questionnaire: Questionnaire
    result: Result | Evaluation
    found: Mapping[str, Finding]
    comments: Mapping[str, str]
    tallies: Mapping[str, Tally]

    @property
    def response(self) -> Response:
        """The enterprise's own answers."""
        return self.result.response

    @property
    def given(self) -> dict[str, Answer]:
        """The assessors' values, by item id."""
        return {item: finding.answer for item, finding in self.found.items() if finding.answer is not None}


def _look(aid: str) -> _FindingsPage:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        questionnaire = questionnaire_of(found)
        comments = {item: saved.comment for item, saved in answers.saved_answers(c, found).items()}
        result = graded_in(c, found).result if questionnaire.has_levels else evaluated_in(c, found).evaluation
        given, tallies = findings.findings_of(c, found), evidence.tallies(c, found)
        return _FindingsPage(found, questionnaire, result, given, comments, tallies)


@pages.get("/assessments/<aid>/assessed")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """Results by self-assessment and by findings, the differences, and the number of findings by area."""
    look = _look(aid)
    filtered = request.args.get("show", "all")
    common = {
        "assessment": look.assessment,
        "questionnaire": look.questionnaire,
        "parts": _parts(look.response, look.found),
        "found": look.found,
        "shown": filtered if filtered in SHOWN else "all",
        "may_assess": look.assessment.role in ASSESSING,
    }
    if isinstance(look.result, Evaluation):
        return values_beside(look.result, look.given, look.tallies, common)
    return levels_beside(look.response, look.given, common)


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
    here = next((sub for sub in look.response.areas if sub.id == area), None)
    if here is None:
        abort(404)
    if request.method == "GET":
        return _page(look, here, {})
    typed = {item.id: _typed(item) for item in here.items if _sent_along(item)}
    changed = {id: entry for id, (entry, seen) in typed.items() if entry.seen != seen}
    try:
        count = _record(look, changed)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(_look(aid), here, changed, refusal)
    if count:
        flash(ngettext("已保存 %(num)s 条评审意见。", "已保存 %(num)s 条评审意见。", count))
    return redirect(_onward(look, here))


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
    return Entry(choice, reason, words, known, NONE if choice else form_fields(item)), seen


def _record(it: _FindingsPage, changed: Mapping[str, Entry]) -> int:
    problems: list[Problem] = []
    changes = []
    for id, entry in changed.items():
        try:
            answer = answer_in(it.questionnaire, id, entry)
            changes.append(FindingChange(id, answer, entry.comment, version(entry.version, id)))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(*problems)
    with store().write() as c:
        return findings.record_findings(c, person(), it.assessment.id, it.questionnaire, changes)


def _onward(it: _FindingsPage, here: Group) -> str:
    order = it.response.areas
    at = order.index(here)
    if "more" in request.form:  # the button for another row of a table
        more = request.form["more"]
        return url_for(".assess", aid=it.assessment.id, area=here.id, more=more, _anchor=f"item-{more}")
    if request.form.get("then") == "next":
        if at + 1 < len(order):
            return url_for(".assess", aid=it.assessment.id, area=order[at + 1].id)
        return url_for(".page", aid=it.assessment.id)
    return url_for(".assess", aid=it.assessment.id, area=here.id)


def entry_of(item: Item, finding: Finding | None) -> Entry:
    """The entry of a stored finding on an item; an empty one for None."""
    return entry_with(item, finding.answer, finding.words, finding.version) if finding else Entry("", "", "", 0)


def _page(
    look: _FindingsPage, here: Group, typed: Mapping[str, Entry], refusal: Refusal | None = None
) -> ResponseReturnValue:
    stored = {item.id: entry_of(item, look.found.get(item.id)) for item in here.items}
    order = look.response.areas
    at = order.index(here)
    numeric = isinstance(look.result, Evaluation)
    assessed = answered(look.result, look.given) if isinstance(look.result, Evaluation) else None
    words = render_template(
        "assess/area.html",
        assessment=look.assessment,
        questionnaire=look.questionnaire,
        area=here,
        slices=[*parted(look.questionnaire, here.items)],
        own=look.response.answers,
        entries={**stored, **typed},
        stored=stored,
        seen={id: f"{entry.version}-" if id in typed else entry.seen for id, entry in stored.items()},
        found=look.found,
        comments=look.comments,
        pieces={id: tally.whole for id, tally in look.tallies.items()},
        blamed=blamed(here.items, refusal),
        refused=bool(refusal),
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
        may_assess=look.assessment.role in ASSESSING,
        entering=entering,
        computed=computed_words(assessed) if assessed else {},
        own_computed=computed_words(look.result) if isinstance(look.result, Evaluation) else {},
        uses=uses(look.questionnaire) if numeric else {},
    )
    return words, refusal.status if refusal else 200
