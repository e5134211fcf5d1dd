"""What a phone is known by, and what its page shows."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from flask import Response, current_app, make_response, request

from ...store.workshop.remote import Deadline
from ...store.workshop.rooms import Room
from ...store.workshop.seats import Seat
from ...workshop.secrecy import seat_key
from .board import Board
from .shown import Shown

COOKIE, _DAYS = "seat", 30
_LETTERS = 64  # hexadecimal digits of a secret


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the cookie of a phone holds: the secret of its seat, the device it is, its code, and whether it has tried
    the practice item.
    """

    secret: str
    device: str
    code: str
    practised: bool = False

    @property
    def key(self) -> str:
        """What the store knows the seat by."""
        return seat_key(self.secret)

    def signed(self, code: str, key: str) -> str:
        """The value of the cookie in the room with this code, signed by an installation's secret `key`."""
        mark = hmac.new(key.encode(), f"seat {code} {self.key}".encode(), sha256).hexdigest()[:32]
        return f"{self.secret}.{self.device}.{self.code}.{self.practised:d}.{mark}"


@dataclass(frozen=True)
class Phone:
    """What the page of a phone shows. `own` are the votes of the seat and their confidence by item and round, `able`
    the ids of the room's items on which it may vote, `wanted` is the item that was asked for. In a round
    without a meeting, `deadline` is when it ends and `argued` what the seat wrote, by id of the room's item.
    """

    board: Board
    seat: Seat
    ticket: Ticket
    own: Mapping[tuple[str, int], tuple[str, str]]
    able: frozenset[str]
    wanted: str = ""
    deadline: Deadline | None = None
    argued: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> list[Shown]:
        """The open items on which the seat may vote."""
        return [one for one in self.board.state("open") if one.place.id in self.able]

    @property
    def current(self) -> Shown | None:
        """The item to vote on: the one asked for, else the first without a vote; None where there is none."""
        waiting = [one for one in self.open if self.vote(one) is None]
        return next((one for one in self.open if one.place.id == self.wanted), next(iter(waiting), None))

    @property
    def settled(self) -> list[Shown]:
        """The items that are settled or parked, for those who want to put dissent on record while nothing is voted on;
        the one that is shown has its own place.
        """
        if self.current is not None or self.board.room.state not in ("running", "paused"):
            return []
        return [one for one in self.board.state("settled", "parked") if one is not self.board.focus]

    @property
    def cast(self) -> int:
        """How many of the open items have its vote."""
        return sum(self.vote(one) is not None for one in self.open)

    def vote(self, one: Shown) -> tuple[str, str] | None:
        """Its vote and confidence in the present round of an item."""
        return self.own.get((one.place.id, one.place.round))

    def before(self, one: Shown) -> str | None:
        """Its vote in the round before."""
        found = self.own.get((one.place.id, one.place.round - 1))
        return found[0] if found else None


def ticket_here() -> Ticket | None:
    """The ticket of the phone that asks; None for none, or one that cannot be read."""
    parts = request.cookies.get(COOKIE, "").split(".")
    if len(parts) != 5 or len(parts[0]) != _LETTERS or not parts[0].isalnum():
        return None
    return Ticket(parts[0], parts[1], parts[2], parts[3] == "1")


def issued_here(code: str) -> bool:
    """Whether the phone that asks was given a seat in the room with this code; by the signature of its ticket, without
    the store.
    """
    ticket, given = ticket_here(), request.cookies.get(COOKIE, "")
    return ticket is not None and hmac.compare_digest(ticket.signed(code, _key()).encode(), given.encode())


def with_ticket(ticket: Ticket, room: Room, answer: object) -> Response:
    """`answer` with the cookie of a ticket, which is sent to pages of its room alone."""
    found = make_response(answer)
    found.set_cookie(
        COOKIE,
        ticket.signed(room.code, _key()),
        max_age=_DAYS * 24 * 3600,
        path=f"/w/{room.code}",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return found


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
