"""Answering: a page an area, saved as a whole or, with JavaScript, answer by answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...answers import Answer, NotApplicable, choice_id, read_answer
from ...assessment.evidence_strength import Tally
from ...errors import Conflict, Problem, Refusal
from ...questionnaire import Item
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...store.assessments import answers, assessments, discussion, flags
from ...store.assessments.answers import AnswerChange, SavedAnswer
from ...store.evidence import evidence
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..formatting import author, moment
from ..language import gettext as _
from ..refusals import problem_texts
from ..requests.reading import json_version, sent_object, version, whole
from ..security import PAGE_LIMIT, up_to
from .overview import sheet
from .progress import AnswerSheet, Part, questionnaire_of
from .shown import KINDS, beyond, shown

pages = Blueprint("answering", __name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """The content of one item's fields, as stored or as typed. `version` is None where a form had no readable one; such
    an entry is not saved.
    """

    choice: str
    reason: str
    comment: str
    version: int | None

    @property
    def seen(self) -> str:
        """Version and digest of the entry, to detect whether a field was changed."""
        words = "\x1f".join((self.choice, self.reason, self.comment))
        return f"{self.version}-{sha256(words.encode()).hexdigest()[:16]}"

    def same(self, other: "Entry") -> bool:
        """Whether answer and comment are equal, whatever the version."""
        return (self.choice, self.reason, self.comment) == (other.choice, other.reason, other.comment)


def entry_of(saved: SavedAnswer | None) -> Entry:
    """The entry of a stored answer; an empty one for None."""
    if saved is None:
        return Entry("", "", "", 0)
    answer = saved.answer
    reason = answer.reason if isinstance(answer, NotApplicable) else ""
    return Entry(choice_id(answer), reason, saved.comment, saved.version)


@pages.route("/assessments/<aid>/<area>", methods=["GET", "POST"])
@for_roles(*ANSWERING)
@up_to(PAGE_LIMIT)
def page(aid: str, area: str) -> ResponseReturnValue:
    """The items of an area (GET), and saving all of them (POST)."""
    now = sheet(aid)
    part = now.part(area)
    if part is None:
        abort(404)
    if request.method == "GET":
        return _page(now, part, {})
    typed = {item.id: _typed(item) for item in part.area.items if _sent_along(item)}
    confirmed = _confirmed(now, part)
    changed = {
        id: entry for id, (entry, seen) in typed.items() if id in confirmed or _touched(entry, seen, now.saved.get(id))
    }
    try:
        _flag(now)
        _save_all(now, changed)
    except Refusal as refusal:
        return _page(sheet(aid), part, changed, refusal)
    if changed:
        flash(_("已保存。"))
    return redirect(_onward(aid, now, part))


def _sent_along(item: Item) -> bool:
    """Whether the form had the item; items that it did not show stay unchanged."""
    return any(f"{field}-{item.id}" in request.form for field in ("seen", "choice", "reason", "comment"))


def _flag(now: AnswerSheet) -> None:
    """Set or remove the mark of the item whose button was pressed."""
    for name in ("flag", "unflag"):
        if name in request.form:
            with store().write() as c:
                flags.set_flag(c, person(), now.assessment.id, now.questionnaire, request.form[name], name == "flag")


def _typed(item: Item) -> tuple[Entry, str]:
    """The entry sent for an item, and the :attr:`Entry.seen` of when the page was made."""
    seen = request.form.get(f"seen-{item.id}", "")
    known = whole(seen.partition("-")[0])
    choice = "" if request.form.get("clear") == item.id else request.form.get(f"choice-{item.id}", "")
    reason = request.form.get(f"reason-{item.id}", "") if choice == NOT_APPLICABLE_ID else ""
    comment = request.form.get(f"comment-{item.id}", "").replace("\r\n", "\n").strip()
    return Entry(choice, reason.strip(), comment, known), seen


def _touched(entry: Entry, seen: str, saved: SavedAnswer | None) -> bool:
    return entry.seen != seen and not entry.same(entry_of(saved))


def _confirmed(now: AnswerSheet, part: Part) -> set[str]:
    """The items whose answers from the last round are confirmed unchanged: one, or all of the page."""
    confirmed = request.form.get("confirm", "")
    items = [item for item in part.area.items if _sent_along(item)]
    return {item.id for item in items if confirmed in (item.id, "all") and now.is_carried(item)}


def _save_all(now: AnswerSheet, changed: Mapping[str, Entry]) -> None:
    problems: list[Problem] = []
    changes = []
    for id, entry in changed.items():
        try:
            changes.append(AnswerChange(id, _answer(now, id, entry), entry.comment, version(entry.version, id)))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(*problems)
    if changes:
        with store().write() as c:
            answers.save_answers(c, person(), now.assessment.id, now.questionnaire, changes)


def _answer(now: AnswerSheet, id: str, entry: Entry) -> Answer | None:
    return read_answer(now.questionnaire, id, choice=entry.choice or None, reason=entry.reason or None)


def _onward(aid: str, now: AnswerSheet, part: Part) -> str:
    """The address that the pressed button leads to: the next area, the previous one, the overview, or the same page."""
    order = [each.area.id for each in now.parts]
    here = order.index(part.area.id)
    show = request.args.get("show")
    buttons = [request.form[name] for name in ("clear", "flag", "unflag", "confirm") if name in request.form]
    at = next((id for id in buttons if id != "all"), None)
    if at:  # it stays on the page, though it may not be of the kind that is shown any more
        kept = at if show else None
        return url_for(".page", aid=aid, area=part.area.id, show=show, at=kept, _anchor=f"item-{at}")
    match request.form.get("then"):
        case "next" if here + 1 < len(order):
            return url_for(".page", aid=aid, area=order[here + 1], show=show)
        case "next":
            return url_for("review.page", aid=aid)
        case "previous" if here:
            return url_for(".page", aid=aid, area=order[here - 1], show=show)
        case "overview" | "previous":
            return url_for("assessments.overview", aid=aid)
    return url_for(".page", aid=aid, area=part.area.id, show=show)


def _page(
    now: AnswerSheet, part: Part, typed: Mapping[str, Entry], refusal: Refusal | None = None
) -> ResponseReturnValue:
    """The page; `typed` entries that could not be saved are in their fields, next to the stored ones."""
    blamed: dict[str, list[dict[str, str]]] = {}
    for problem in refusal.problems if refusal else ():
        blamed.setdefault(problem.place.column, []).extend(problem_texts([problem]))
    stored = {item.id: entry_of(now.saved.get(item.id)) for item in part.area.items}
    order = [each.area for each in now.parts]
    here = order.index(part.area)
    with store().read() as c:
        tallies, talk = evidence.tallies(c, now.assessment), discussion.comment_counts(c, now.assessment)
    view = shown(now, part, tallies, request.args.get("show", "all"), [*typed, request.args.get("at", "")])
    words = render_template(
        "assessments/area.html",
        sheet=now,
        part=part,
        entries={**stored, **typed},
        stored=stored,
        seen={id: f"{entry.version}-" if id in typed else entry.seen for id, entry in stored.items()},
        conflicts={id for id, entry in typed.items() if id in now.saved and entry.version != stored[id].version},
        blamed=blamed,
        refused=bool(refusal),
        beside=_beside(now, part, tallies, talk),
        view=view,
        beyond=beyond(now, part, view),
        kinds=KINDS,
        previous=order[here - 1] if here else None,
        following=order[here + 1] if here + 1 < len(order) else None,
    )
    return words, refusal.status if refusal else 200


def _beside(
    now: AnswerSheet, part: Part, tallies: Mapping[str, Tally], talk: Mapping[str, int]
) -> dict[str, dict[str, object]]:
    """The numbers of pieces of evidence and of comments of every item, and the address of its page."""
    aid = now.assessment.id
    return {
        item.id: {
            "address": url_for("evidence.page", aid=aid, item=item.id),
            "pieces": tallies[item.id].whole if item.id in tallies else 0,
            "remarks": talk.get(item.id, 0),
        }
        for item in part.area.items
    }


@pages.put("/assessments/<aid>/answers/<item>")
@for_roles(*ANSWERING)
def save(aid: str, item: str) -> ResponseReturnValue:
    """Save one answer. The JSON request has choice, reason, comment and version; the answer is the stored entry.

    Status 409 with the stored entry where the version is out of date and the content differs.
    """
    sent = sent_object()
    if sent.get("person", person().id) != person().id:
        abort(401)  # typed by somebody who has left; the browser keeps it for that person
    entry = _sent(sent)
    try:
        with store().write() as c:
            found = assessments.assessment(c, person(), aid)
            questionnaire = questionnaire_of(found)
            answer = read_answer(questionnaire, item, choice=entry.choice or None, reason=entry.reason or None)
            saved = answers.save_answer(
                c, person(), aid, questionnaire, item, answer, entry.comment, version(entry.version)
            )
    except Conflict as conflict:
        if not isinstance(conflict.current, SavedAnswer):
            raise
        return jsonify(problems=problem_texts(conflict.problems), current=_answer_as_json(conflict.current)), 409
    return jsonify(_answer_as_json(saved))


def _sent(body: Mapping[str, object]) -> Entry:
    texts = [str(body.get(key) or "").replace("\r\n", "\n").strip() for key in ("choice", "reason", "comment")]
    reason = texts[1] if texts[0] == NOT_APPLICABLE_ID else ""
    return Entry(texts[0], reason, texts[2], json_version(body.get("version")))


def _answer_as_json(saved: SavedAnswer) -> dict[str, object]:
    entry = entry_of(saved)
    return {
        "choice": entry.choice,
        "reason": entry.reason,
        "comment": entry.comment,
        "version": entry.version,
        "seen": entry.seen,
        "at": moment(saved.at),
        "by": author(saved.by),
    }
