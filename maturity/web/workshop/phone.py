"""The phones: joining by code, voting item by item, bringing a seat to another device."""

import secrets
from contextlib import suppress

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Busy, Conflict, NotFound, Place, Problem, Refusal, refuse
from ...store.workshop import consent, items, notes, remote, rooms, seats, votes
from ...store.workshop.rooms import Room
from ...store.workshop.seats import Newcomer
from ...workshop.secrecy import (
    ROOM_LETTERS,
    SEAT_LETTERS,
    new_seat_code,
    read_code,
    seat_secret,
)
from ..access import public
from ..context import application, store
from ..refusals import problem_texts, wants_json
from ..requests.reading import whole
from . import words
from .board import board_of
from .limits import code_limit, seat_code_limit
from .ticket import COOKIE, Phone, Ticket, ticket_here, with_ticket

pages = Blueprint("phone", __name__)


@pages.route("/w", methods=["GET"])
@public
def enter() -> ResponseReturnValue:
    """A field for the code of a room; a code in the address leads on."""
    typed = request.args.get("code", "")
    code = read_code(typed, ROOM_LETTERS)
    if code:
        return redirect(url_for(".join", code=code))
    problems = problem_texts([Problem("workshop-code")]) if typed else []
    return render_template("workshop/enter.html", problems=problems, typed=typed), 404 if typed else 200


@pages.get("/w/<code>")
@public
@code_limit
def join(code: str) -> ResponseReturnValue:
    """The form to join; whoever has a seat already goes on to it."""
    room = room_of_code(code)
    if room is not None and ticket_here() is not None and not request.args.get("new"):
        return redirect(url_for(".seat", code=room.code))
    if room is None or not room.joinable:
        return _wrong_code()
    return _join_page(room)


@pages.post("/w/<code>")
@public
@code_limit
def take_seat(code: str) -> ResponseReturnValue:
    """Take a new seat."""
    room = room_of_code(code)
    if room is None or not room.joinable:
        return _wrong_code()
    own = new_seat_code()
    ticket = Ticket(seat_secret(own, room.salt), secrets.token_hex(16), own)
    form = request.form
    agreed = (bool(form.get(name)) for name in ("own_area", "named"))
    who = Newcomer(form.get("alias", ""), form.get("function", ""), *agreed)
    try:
        with store().write() as c:
            seats.join(c, room.id, ticket.key, ticket.device, who)
    except Busy:
        raise
    except Refusal as refusal:
        return _join_page(room, refusal)
    return with_ticket(ticket, room, redirect(url_for(".seat", code=room.code)))


@pages.post("/w/<code>/bring")
@public
@code_limit
@seat_code_limit
def bring(code: str) -> ResponseReturnValue:
    """Bring a seat to this device by its code; the device before loses it."""
    room, typed = room_of_code(code), read_code(request.form.get("seat", ""), SEAT_LETTERS)
    if room is None or typed is None:
        return _wrong_code()
    ticket = Ticket(seat_secret(typed, room.salt), secrets.token_hex(16), typed, practised=True)
    try:
        with store().write() as c:
            seats.bring(c, room.id, ticket.key, ticket.device)
    except Busy:
        raise
    except Refusal:
        return _wrong_code()
    return with_ticket(ticket, room, redirect(url_for(".seat", code=room.code)))


@pages.get("/w/<code>/seat")
@public
@code_limit
def seat(code: str) -> ResponseReturnValue:
    """What the phone shows now: the next item to vote on, or what it waits for."""
    return seat_page(code)


@pages.post("/w/<code>/practice")
@public
@code_limit
def practise(code: str) -> ResponseReturnValue:
    """The practice item was tried; nothing is kept of it."""
    room, ticket = room_of_code(code), ticket_here()
    answer = redirect(url_for(".seat", code=code))
    if room is None or ticket is None:
        return answer
    return with_ticket(Ticket(ticket.secret, ticket.device, ticket.code, practised=True), room, answer)


@pages.post("/w/<code>/vote")
@public
@code_limit
def vote(code: str) -> ResponseReturnValue:
    """Cast or change a vote; JSON for the script, else the next item."""
    room, ticket = room_of_code(code), ticket_here()
    form = request.form
    try:
        if room is None or ticket is None:
            raise NotFound(Problem("workshop-seat"))
        questionnaire = application().questionnaire(room.questionnaire, room.questionnaire_version)
        typed = form.get("number", "") if form.get("vote", "") == "number" else form.get("vote", "")
        round = whole(form.get("round")) or 0
        cast = (form.get("item", ""), round, typed, form.get("confidence", ""))
        with store().write() as c:
            pepper = str(current_app.config["SECRET_KEY"])
            votes.cast_vote(c, room.id, ticket.secret, ticket.device, questionnaire, *cast, pepper)
        if room.remote:
            with store().write() as c:
                remote.finish(c, room.id, ticket.secret, seats.seat(c, room.id, ticket.key, ticket.device).id)
        if room.auto_reveal:  # after the vote is kept: of two last ones the later sees both
            with store().write() as c:
                items.reveal_if_all_voted(c, room.id)
    except Busy:
        raise
    except Refusal as refusal:
        if wants_json():
            return jsonify(problems=problem_texts(refusal.problems)), refusal.status
        return seat_page(code, refusal)
    return jsonify(saved=True) if wants_json() else redirect(url_for(".seat", code=room.code))


@pages.post("/w/<code>/dissent")
@public
@code_limit
def dissent(code: str) -> ResponseReturnValue:
    """Add a minority sentence to a revealed item, signed or not."""
    room, ticket, form = room_of_code(code), ticket_here(), request.form
    try:
        if room is None or ticket is None:
            raise NotFound(Problem("workshop-seat"))
        about = (form.get("item", ""), form.get("words", ""))
        with store().write() as c:
            notes.add_dissent(c, room.id, ticket.key, ticket.device, *about, signed=bool(form.get("signed")))
    except Busy:
        raise
    except Refusal as refusal:
        return seat_page(code, refusal)
    return redirect(url_for(".seat", code=room.code, said="yes"))


@pages.post("/w/<code>/pull")
@public
@code_limit
def pull(code: str) -> ResponseReturnValue:
    """Have an item discussed although the votes agreed on it; nobody is told who asked."""
    room, ticket = room_of_code(code), ticket_here()
    try:
        if room is None or ticket is None:
            raise NotFound(Problem("workshop-seat"))
        with store().write() as c:
            consent.pull_out(c, room.id, ticket.key, ticket.device, request.form.get("item", ""))
    except Busy:
        raise
    except Refusal as refusal:
        return seat_page(code, refusal)
    return redirect(url_for(".seat", code=room.code))


@pages.post("/w/<code>/leave")
@public
@code_limit
def leave(code: str) -> ResponseReturnValue:
    """Give up the seat on this phone; its code brings it back."""
    room, ticket = room_of_code(code), ticket_here()
    if room is not None and ticket is not None:
        with suppress(NotFound, Conflict), store().write() as c:
            seats.leave(c, room.id, ticket.key, ticket.device)
    answer = redirect(url_for(".enter"))
    answer.delete_cookie(COOKIE, path=f"/w/{code}")
    return answer


def seat_page(code: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    """The page of the phone that asks, with the problems of a refusal."""
    room, ticket = room_of_code(code), ticket_here()
    if room is None:
        return _wrong_code()
    try:
        if ticket is None:
            raise refuse("workshop-seat", Place(column="seat"))
        with store().read() as c:
            mine = seats.seat(c, room.id, ticket.key, ticket.device)
            board = board_of(c, room)
            own = votes.own_votes(c, room.id, ticket.secret, [one.place for one in board.items])
            able = votes.may_vote(c, mine.id)
            deadline = remote.deadline_of(c, room.id)
            argued = notes.own_arguments(c, room.id, ticket.secret, [one.place for one in board.state("open")])
    except Busy:
        raise
    except Refusal as lost:
        return _lost(room, lost)
    problems = problem_texts(refusal.problems) if refusal else []
    shown = Phone(board, mine, ticket, own, able, request.args.get("item", ""), deadline, argued)
    page = render_template(
        "workshop/phone.html",
        phone=shown,
        board=board,
        room=room,
        problems=problems,
        questionnaire=board.questionnaire,
        **words.shared(),
    )
    return page, refusal.status if refusal else 200


def _lost(room: Room, refusal: Refusal) -> ResponseReturnValue:
    if not room.joinable:
        return _wrong_code()
    page = render_template("workshop/lost.html", room=room, problems=problem_texts(refusal.problems), **words.shared())
    return page, 403


def _join_page(room: Room, refusal: Refusal | None = None) -> ResponseReturnValue:
    problems = problem_texts(refusal.problems) if refusal else []
    typed = request.form if refusal else {}
    page = render_template("workshop/join.html", room=room, problems=problems, typed=typed, **words.shared())
    return page, refusal.status if refusal else 200


def _wrong_code() -> ResponseReturnValue:
    """One answer to codes that are wrong, expired, closed or locked."""
    problems = problem_texts([Problem("workshop-code")])
    return render_template("workshop/enter.html", problems=problems, typed=""), 404


def room_of_code(code: str) -> Room | None:
    """The room with a code as it stands in an address; None for none."""
    plain = read_code(code, ROOM_LETTERS)
    if plain is None:
        return None
    with store().read() as c:
        return rooms.room_by_code(c, plain)
