"""Addresses of a room: to join, to the wall, and their QR code."""

import hmac
from hashlib import sha256

from flask import abort, current_app, url_for
from markupsafe import Markup

from ...store.workshop.rooms import Room
from ...store.workshop.seats import Seat
from ..context import application


def join_link(room: Room) -> str:
    """The address at which people join; it begins with the configured one."""
    return application().settings.base_url + url_for("phone.join", code=room.code)


def wall_token(room: Room) -> str:
    """The token of the link to the wall; another one after each revocation."""
    return room.id + _sign(room.id, room.wall)


def room_of_token(token: str) -> str:
    """The id of the room that a token of this form is about; :func:`check_token` says whether it is good."""
    return token[:32]


def check_token(room: Room | None, token: str) -> Room:
    """The room, if `token` is its present one. Aborts with 404 otherwise."""
    if room is None or not hmac.compare_digest(wall_token(room).encode(), token.encode(errors="replace")):
        abort(404)
    return room


def seat_link(room: Room, seat: Seat) -> str:
    """The personal link of a seat; another one after each revocation. It does not hold the seat's code."""
    return application().settings.base_url + url_for("invited.look", code=room.code, token=_seat_token(seat))


def is_seat_token(seat: Seat, token: str) -> bool:
    """Whether `token` is that of the seat's present link; it begins with the seat's id."""
    return hmac.compare_digest(_seat_token(seat).encode(), token.encode(errors="replace"))


def _seat_token(seat: Seat) -> str:
    return seat.id + _sign(f"seat {seat.id}", seat.link)


def qr(address: str) -> Markup:
    """The QR code of an address as inline SVG: black on white with its quiet zone, in dark mode too."""
    import segno  # where it is used: starting does not wait for it

    return Markup(segno.make(address, error="m").svg_inline(omitsize=True, border=4, dark="#000", light="#fff"))  # noqa: S704


def _sign(id: str, version: int) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"wall {id} {version}".encode(), sha256).hexdigest()[:32]
