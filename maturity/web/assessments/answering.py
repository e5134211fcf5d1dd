"""Answering: a page an area, saved as a whole or, with JavaScript, answer by answer."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...assessment.evidence_strength import Tally
from ...errors import Conflict, Forbidden, NotFound, Problem, Refusal
from ...questionnaire import Item, Questionnaire
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...store.assessments import answers, assessments, discussion, flags
from ...store.assessments.answers import AnswerChange, SavedAnswer
from ...store.evidence import evidence
from ..access import ANSWERING, for_roles, person
from ..context import Connection, store
from ..formatting import answer_in_words, author, moment
from ..language import gettext as _
from ..refusals import problem_texts
from ..requests.reading import json_version, sent_object, version, whole
from ..security import PAGE_LIMIT, up_to
from . import entering
from .entering import NONE, blamed, form_fields, json_fields, reading, told_at
from .entries import Entry, answer_in, entry_of
from .evaluated import computed_words, evaluation_so_far, made_of, uses
from .overview import sheet, sheet_in
from .progress import AnswerSheet, Part, questionnaire_of
from .shown import KINDS, shown, slices

pages = Blueprint("answering", __name__)


@pages.route("/assessments/<aid>/areas/<area>", methods=["GET", "POST"])
@pages.route("/assessments/<aid>/<area:area>", methods=["GET", "POST"])
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
        id: entry
        for id, (entry, seen) in typed.items()
        if id in confirmed or _touched(entry, seen, entry_of(now.questionnaire.item(id), now.saved.get(id)))
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
    return any(f"{name}-{item.id}" in request.form for name in ("seen", "choice", "reason", "comment"))


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
    cleared = request.form.get("clear") == item.id
    choice = "" if cleared else request.form.get(f"choice-{item.id}", "")
    reason = request.form.get(f"reason-{item.id}", "") if choice == NOT_APPLICABLE_ID else ""
    comment = request.form.get(f"comment-{item.id}", "").replace("\r\n", "\n").strip()
    fields = NONE if cleared or choice else form_fields(item)
    return Entry(choice, reason.strip(), comment, known, fields), seen


def _touched(entry: Entry, seen: str, stored: Entry) -> bool:
    return entry.seen != seen and not entry.same(stored)


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
            answer = answer_in(now.questionnaire, id, entry)
            changes.append(AnswerChange(id, answer, entry.comment, version(entry.version, id)))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(*problems)
    if changes:
        with store().write() as c:
            answers.save_answers(c, person(), now.assessment.id, now.questionnaire, changes)


def _onward(aid: str, now: AnswerSheet, part: Part) -> str:
    """The address that the pressed button leads to: the next area, the previous one, the overview, or the same page."""
    order = [each.area.id for each in now.parts]
    here = order.index(part.area.id)
    show = request.args.get("show")
    buttons = [request.form[name] for name in ("clear", "flag", "unflag", "confirm", "more") if name in request.form]
    at = next((id for id in buttons if id != "all"), None)
    if at:  # it stays on the page, though it may not be of the kind that is shown any more
        kept = at if show else None
        more = at if "more" in request.form else None
        return url_for(".page", aid=aid, area=part.area.id, show=show, at=kept, more=more, _anchor=f"item-{at}")
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
    stored = {item.id: entry_of(item, now.saved.get(item.id)) for item in part.area.items}
    order = [each.area for each in now.parts]
    here = order.index(part.area)
    with store().read() as c:
        tallies, talk = evidence.tallies(c, now.assessment), discussion.comment_counts(c, now.assessment)
        computed = _computed(c, now)
    view = shown(now, part, tallies, request.args.get("show", "all"), [*typed, request.args.get("at", "")])
    words = render_template(
        "assessments/area.html",
        sheet=now,
        part=part,
        entries={**stored, **typed},
        stored=stored,
        seen={id: f"{entry.version}-" if id in typed else entry.seen for id, entry in stored.items()},
        conflicts={id for id, entry in typed.items() if id in now.saved and entry.version != stored[id].version},
        blamed=blamed(part.area.items, refusal),
        refused=bool(refusal),
        entering=entering,
        computed=computed,
        uses=uses(now.questionnaire) if computed else {},
        made_of=made_of(now.questionnaire) if computed else {},
        beside=_beside(now, part, tallies, talk),
        view=view,
        slices=slices(now, part, view),
        kinds=KINDS,
        scales=list(dict.fromkeys(now.questionnaire.choices_of(item) for item in part.area.items if item.asks is None)),
        previous=order[here - 1] if here else None,
        following=order[here + 1] if here + 1 < len(order) else None,
    )
    return words, refusal.status if refusal else 200


def _computed(c: Connection, now: AnswerSheet) -> dict[str, dict[str, str]]:
    """The computed values, by item; none where the questionnaire has levels."""
    if now.questionnaire.has_levels:
        return {}
    return computed_words(evaluation_so_far(c, now.assessment, now.response))


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
    """Save one answer. The JSON request has choice, reason, comment, version, and `entered` for the fields of an item
    that asks for more; the answer is the stored entry, with what is computed from it.

    Status 409 with the stored entry where the version is out of date and the content differs.
    """
    sent = sent_object()
    if sent.get("person", person().id) != person().id:
        abort(401)  # typed by somebody who has left; the browser keeps it for that person
    entry = _sent(sent)
    try:
        with store().write() as c:
            found = assessments.locked_assessment(c, person(), aid, "share")
            questionnaire = questionnaire_of(found)
            answer = answer_in(questionnaire, item, entry)
            change = AnswerChange(item, answer, entry.comment, version(entry.version))
            saved = answers.save_in(c, person(), found, questionnaire, change)
            computed = {} if questionnaire.has_levels else _computed(c, sheet_in(c, aid))
    except Conflict as conflict:
        if not isinstance(conflict.current, SavedAnswer):
            raise
        current = _answer_as_json(questionnaire, conflict.current)
        return jsonify(problems=problem_texts(conflict.problems), current=current), 409
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        if not entry.fields:
            raise
        return jsonify(problems=told_at(questionnaire.item(item), refusal)), refusal.status
    return jsonify(_answer_as_json(questionnaire, saved) | ({"computed": computed} if computed else {}))


def _sent(body: Mapping[str, object]) -> Entry:
    texts = [str(body.get(key) or "").replace("\r\n", "\n").strip() for key in ("choice", "reason", "comment")]
    reason = texts[1] if texts[0] == NOT_APPLICABLE_ID else ""
    fields = NONE if texts[0] else json_fields(body.get("entered"))
    return Entry(texts[0], reason, texts[2], json_version(body.get("version")), fields)


def _answer_as_json(questionnaire: Questionnaire, saved: SavedAnswer) -> dict[str, object]:
    item = questionnaire.item(saved.item)
    entry = entry_of(item, saved)
    more = {} if item.asks is None else {"entered": entry.fields, "reading": reading(item, saved.answer)}
    words = {} if item.asks is None else {"words": answer_in_words(questionnaire, saved.answer, item.id)}
    return (
        more
        | words
        | {
            "choice": entry.choice,
            "reason": entry.reason,
            "comment": entry.comment,
            "version": entry.version,
            "seen": entry.seen,
            "at": moment(saved.at),
            "by": author(saved.by),
        }
    )
