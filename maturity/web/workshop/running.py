"""The facilitator's pages: the rooms of an assessment, making one, and running it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Conflict, Forbidden, NotFound, Refusal
from ...intake.logos import MOST_BYTES, SUFFIXES
from ...questionnaire import Questionnaire
from ...store.assessments import answers, assessments, findings, flags
from ...store.assessments.assessments import Assessment
from ...store.enterprises import logos
from ...store.types import now
from ...store.workshop import creation, items, notes, printed, rooms, seats, settling
from ...store.workshop.creation import RoomDraft
from ...store.workshop.rooms import FACILITATING, Room
from ...store.workshop.settling import Settlement
from ...store.workshop.times import minutes_met
from ...workshop.agenda import MINUTES_AN_AREA, doubts_of, proposed_areas
from ...workshop.ballots import votable
from ...workshop.rules import RULES
from ...workshop.states import ROOM_ACTS
from ..access import ANSWERING, for_roles, person
from ..assessments.graded import graded_in
from ..assessments.progress import questionnaire_of
from ..context import Connection, sealer, store
from ..enterprises.logos import MOST_SENT, handed_in
from ..language import gettext as _
from ..planning.planned import day
from ..refusals import problem_texts, refilled
from ..requests.reading import form_number, form_version, number
from ..security import up_to
from . import links, words
from .board import board_of
from .panel import panel_of

pages = Blueprint("workshops", __name__)
Act = Callable[[Connection, str, int], object]


@pages.get("/assessments/<aid>/workshops")
@for_roles(*ANSWERING)
def listing(aid: str) -> ResponseReturnValue:
    """The rooms of an assessment, and a form for a new one; with the settings of the room `like` that the person can
    see, of any enterprise.
    """
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        questionnaire = questionnaire_of(found)
        every = rooms.rooms_of(c, person())
        like = rooms.room(c, person(), request.args["like"]) if request.args.get("like") else None
        voted = {one.item for one in items.items_of(c, like.id)} if like else set()
        proposed = [area.id for area in proposed_areas(graded_in(c, found).result)] if questionnaire.has_levels else []
        flagged = flags.flagged_items(c, found)
        own = {id: saved.answer for id, saved in answers.saved_answers(c, found).items()}
        assessed = findings.values_of(c, found)
        like_logo = like is not None and like.id in logos.with_logo(c, like.organisation_id, like.id)
    areas = questionnaire.areas_of(found.profile, found.cuts)
    again = [area.id for area in areas if any(item.id in voted for item in area.items)]
    return render_template(
        "workshop/rooms.html",
        assessment=found,
        questionnaire=questionnaire,
        rooms=[room for room in every if room.assessment_id == aid],
        earlier=every,
        like=like,
        like_logo=like_logo,
        logo_suffixes=SUFFIXES,
        logo_most=MOST_BYTES >> 20,
        areas=[
            (area, sum(votable(item) for item in area.items), doubts_of(area, flagged, own, assessed)) for area in areas
        ],
        chosen=again or proposed[:5],
        proposed=bool(proposed) and not again,
        rules=RULES,
        may_make=found.role in FACILITATING,
        minutes=MINUTES_AN_AREA * 2,
        **words.shared(),
    )


@pages.post("/assessments/<aid>/workshops")
@for_roles(*ANSWERING)
@up_to(MOST_SENT)
def make(aid: str) -> ResponseReturnValue:
    """Make a room for the areas that were chosen."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
    questionnaire = questionnaire_of(found)
    try:
        draft = RoomDraft(
            title=request.form.get("title", ""),
            items=_chosen(found, questionnaire),
            functions=[line for line in request.form.get("functions", "").splitlines() if line.strip()],
            rule=request.form.get("rule", ""),
            minutes=form_number("minutes", _("预计时长（分钟）")),
            vote_seconds=number(request.form.get("vote_seconds") or "0", "vote_seconds", _("每条投票（秒）")),
            discuss_minutes=number(
                request.form.get("discuss_minutes") or "0", "discuss_minutes", _("每条讨论（分钟）")
            ),
            auto_reveal=bool(request.form.get("auto_reveal")),
            consultant=request.form.get("consultant", ""),
            logo=handed_in() or _logo_again(),
        )
        with store().write() as c:
            made = creation.create_room(c, person(), aid, questionnaire, draft)
    except Refusal as refusal:
        return refilled(listing(aid), refusal)
    return redirect(url_for(".page", aid=aid, rid=made.id))


@pages.get("/assessments/<aid>/workshops/<rid>")
@for_roles(*ANSWERING)
def page(aid: str, rid: str) -> ResponseReturnValue:
    """The page of a room for its facilitator; others who may facilitate can take notes and take over."""
    return _page(aid, rid)


@pages.post("/assessments/<aid>/workshops/<rid>/<act>")
@for_roles(*ANSWERING)
def do(aid: str, rid: str, act: str) -> ResponseReturnValue:
    """Take one act; the form holds the counter that the page showed. 409 with the state now where it has moved on."""
    work = _ROOM_ACTS.get(act) or (_on_room(act) if act in ROOM_ACTS else None)
    with store().read() as c:
        found = _room(c, aid, rid)
    if work is None:
        abort(404)
    try:
        counter = form_version("counter")
        with store().write() as c:
            work(c, found.id, counter)
    except Conflict as conflict:
        return _page(aid, rid, conflict)
    except Refusal as refusal:
        if isinstance(refusal, (Forbidden, NotFound)):
            raise
        return _page(aid, rid, refusal)
    return redirect(url_for(".page", aid=aid, rid=rid))


def _page(aid: str, rid: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        board = board_of(c, _room(c, aid, rid), sorted_by_effect=True)
        begun = board.room.started_at
        used = minutes_met(c, rid, begun, now()) if begun else 0
    page = render_template(
        "workshop/room.html",
        assessment=found,
        board=board,
        room=board.room,
        panel=panel_of(board, used),
        questionnaire=board.questionnaire,
        leads=board.room.led_by(person()),
        join_link=links.join_link(board.room),
        wall_link=url_for("wall.page", token=links.wall_token(board.room), _external=False),
        problems=problem_texts(refusal.problems) if refusal else [],
        typed=request.form if refusal else {},
        **words.shared(),
    )
    return page, refusal.status if refusal else 200


def _room(c: Connection, aid: str, rid: str) -> Room:
    found = rooms.room(c, person(), rid)
    if found.assessment_id != aid:
        abort(404)
    return found


def _chosen(found: Assessment, questionnaire: Questionnaire) -> list[str]:
    """The items of the areas that the form names, in the order of the questionnaire."""
    areas = set(request.form.getlist("area"))
    scope = questionnaire.items_of(found.profile, found.cuts)
    return [item.id for item in scope if item.area in areas and votable(item)]


def _logo_again() -> bytes | None:
    """The logo of the firm of the room that the form names; None where it names none, or that has none."""
    id = request.form.get("logo_of")
    if not id:
        return None
    with store().read() as c:
        return creation.firm_logo(c, rooms.room(c, person(), id))


def _on_room(act: str) -> Act:
    return lambda c, id, counter: rooms.act_on_room(c, person(), id, act, counter)


def _take(work: Callable[..., object], *fields: str, **named: Any) -> Act:
    """An act whose further arguments are fields of the form."""
    return lambda c, id, counter: work(c, person(), id, counter, *(request.form.get(f, "") for f in fields), **named)


def _open(c: Connection, id: str, counter: int) -> object:
    return items.open_items(c, person(), id, counter, request.form.getlist("item"))


def _postpone(c: Connection, id: str, counter: int) -> object:
    return items.postpone(c, person(), id, counter, request.form.getlist("item"))


def _settle(c: Connection, id: str, counter: int) -> object:
    """One item by the fields `kind`, `choice` and `reason`; or with `consent` all that are named, as they agreed."""
    found = rooms.room(c, person(), id)
    board = board_of(c, found)
    named = request.form.getlist("item")
    if request.form.get("consent"):
        settlements = [words.as_agreed(one) for one in board.consent if one.place.id in named]
    else:
        kind, choice = request.form.get("kind", ""), request.form.get("choice", "")
        none = kind == "not-applicable"
        settlements = [
            Settlement(one, kind, None if none else choice, request.form.get("reason", "").strip()) for one in named
        ]
    return settling.settle(c, person(), id, counter, board.questionnaire, settlements)


def _park(c: Connection, id: str, counter: int) -> object:
    form = request.form
    due = day(form.get("due", ""), "due")
    item, reason, owner = (form.get(name, "") for name in ("item", "reason", "owner"))
    return settling.park(c, person(), id, counter, item, reason, owner, due)


def _note(c: Connection, id: str, _counter: int) -> object:
    form = request.form
    kind, signed = form.get("kind", ""), form.get("signed", "")
    note = notes.add_note(c, person(), id, form.get("item", ""), kind, form.get("words", ""), signed)
    flash(_("已记下。"))
    return note


def _unclear(c: Connection, id: str, _counter: int) -> object:
    notes.mark_unclear(c, person(), id, request.form.get("item", ""))
    flash(_("已记为“同样的话、不同的理解”，供问卷作者改进。"))
    return None


_ROOM_ACTS: dict[str, Act] = {
    "close": lambda c, id, counter: printed.close_room(c, person(), id, counter, sealer("workshop totals")),
    "open": _open,
    "reveal": lambda c, id, counter: items.reveal(c, person(), id, counter, str(current_app.config["SECRET_KEY"])),
    "postpone": _postpone,
    "discuss": _take(items.discuss, "item"),
    "again": _take(items.vote_again, "item"),
    "void": _take(items.vote_again, "item", act="void"),
    "applicability": _take(items.vote_again, "item", act="applicability"),
    "settle": _settle,
    "park": _park,
    "reopen-item": _take(settling.reopen_item, "item"),
    "lock": _take(rooms.set_locked, locked=True),
    "unlock": _take(rooms.set_locked, locked=False),
    "nudge": _take(rooms.nudge),
    "renew-wall": _take(rooms.renew_wall),
    "take-over": _take(rooms.take_over),
    "remove-seat": _take(seats.remove_seat, "seat"),
    "note": _note,
    "unclear": _unclear,
}
