"""Personal links: the seat they bring to one device, and the arguments written on it in a round without a meeting."""

import secrets

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Busy, NotFound, Problem, Refusal
from ...store.workshop import notes, remote, seats
from ...store.workshop.rooms import Room
from ...workshop.secrecy import new_seat_code, seat_secret
from ..access import public
from ..context import store
from ..refusals import problem_texts
from . import links, words
from .limits import code_limit
from .phone import room_of_code, seat_page
from .ticket import Ticket, issued_here, ticket_here, with_ticket

pages = Blueprint("invited", __name__)


@pages.get("/w/<code>/i/<token>")
@public
@code_limit
def look(code: str, token: str) -> ResponseReturnValue:
    """What the link is for, and a button that takes the seat: programs that only look at links take none."""
    room, seat = _named(code, token)
    if room is None or seat is None:
        return _used(room)
    if issued_here(room.code):
        return redirect(url_for("phone.seat", code=room.code))
    if seat.device:
        return _used(room)
    with store().read() as c:
        deadline = remote.deadline_of(c, room.id)
    return render_template(
        "workshop/invited.html", room=room, seat=seat, token=token, deadline=deadline, **words.shared()
    )


@pages.post("/w/<code>/i/<token>")
@public
@code_limit
def take(code: str, token: str) -> ResponseReturnValue:
    """Take the seat with this device."""
    room, seat = _named(code, token)
    if room is None or seat is None:
        return _used(room)
    own = new_seat_code()
    ticket = Ticket(seat_secret(own, room.salt), secrets.token_hex(16), own, practised=True)
    try:
        with store().write() as c:
            remote.claim(c, room.id, seat.id, seat.link, ticket.key, ticket.device)
    except NotFound:
        return _used(room)
    return with_ticket(ticket, room, redirect(url_for("phone.seat", code=room.code)))


@pages.post("/w/<code>/argument")
@public
@code_limit
def argue(code: str) -> ResponseReturnValue:
    """Write or change the argument of this seat on an open item; it is shown without a name after the reveal."""
    room, ticket, form = room_of_code(code), ticket_here(), request.form
    try:
        if room is None or ticket is None:
            raise NotFound(Problem("workshop-seat"))
        with store().write() as c:
            notes.argue(c, room.id, ticket.secret, ticket.device, form.get("item", ""), form.get("words", ""))
    except Busy:
        raise
    except Refusal as refusal:
        return seat_page(code, refusal)
    return redirect(url_for("phone.seat", code=room.code, item=form.get("item", ""), said="yes"))


def _named(code: str, token: str) -> tuple[Room | None, seats.Seat | None]:
    """The room, and the seat of a link that is good; None for each that is not."""
    room = room_of_code(code)
    if room is None:
        return None, None
    with store().read() as c:
        seat = next((one for one in seats.seats_of(c, room.id) if one.id == token[:32]), None)
    good = seat is not None and seat.state == "present" and seat.link > 0 and links.is_seat_token(seat, token)
    return room, seat if good else None


def _used(room: Room | None) -> ResponseReturnValue:
    problems = problem_texts([Problem("workshop-link")])
    if room is None:
        return render_template("workshop/enter.html", problems=problems, typed=""), 404
    return render_template("workshop/lost.html", room=room, problems=problems, **words.shared()), 404
