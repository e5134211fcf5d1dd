"""Seats of a room: joining, moving to another device, leaving. A seat is known by the key of its secret."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ...errors import Conflict, NotFound, Place, Problem, Refusal, refuse
from ...text.plain import one_line, unjoined
from ..accounts.people import Person
from ..schema import workshop_electors as electors
from ..schema import workshop_items as items
from ..schema import workshop_rooms as rooms
from ..schema import workshop_rounds as rounds
from ..schema import workshop_seats as table
from ..schema import workshop_votes as votes
from ..types import check_text, is_id, new_id, now
from .rooms import Room, advance, led_room, log, room_by_id

SEATS_MOST = 200
ALIAS_LIMIT = 40
REMOVED_ALIAS = "—"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody who joins says: what to call them, their function, whether they judge their own area, and whether
    the minutes may name them.
    """

    alias: str
    function: str
    own_area: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat; `state` is "present", "left" or "removed". `device` is the one that it was brought to last; `paper` is
    the number on its ballots, None for seats with a phone. `link` is the version of its personal link, 0 for none, and
    `finished` the last round without a meeting that it voted in.
    """

    id: str
    room_id: str
    device: str
    alias: str
    function: str
    own_area: bool
    named: bool
    state: str
    joined_at: datetime
    paper: int | None = None
    link: int = 0
    email: str = ""
    finished: int = 0


def join(c: Connection, room_id: str, key: str, device: str, who: Newcomer) -> Seat:
    """A new seat with the key of its secret, on a device with a random id.

    It votes on items whose first round is open. Their votes lose the function under which they were kept: whoever comes
    later could be told by it. Raises Refusal workshop-code where nobody can join now, workshop-alias,
    workshop-function, workshop-full.
    """
    c.execute(select(rooms.c.id).where(rooms.c.id == room_id).with_for_update())
    found = room_by_id(c, room_id)
    if found is None or not found.joinable:
        raise refuse("workshop-code", Place(column="code"))
    alias = one_line(check_text(who.alias, "alias"))
    problems = []
    if not 0 < len(alias) <= ALIAS_LIMIT:
        problems.append(Problem("workshop-alias", Place(column="alias"), {"limit": ALIAS_LIMIT}))
    if who.function not in found.functions:
        problems.append(Problem("workshop-function", Place(column="function")))
    taken = seats_of(c, room_id)
    if sum(seat.state == "present" for seat in taken) >= SEATS_MOST:
        problems.append(Problem("workshop-full", values={"limit": SEATS_MOST}))
    if problems:
        raise Refusal(*problems)
    id, alias = new_id(), distinct(alias, {seat.alias for seat in taken})
    told: dict[str, object] = {"device": device, "alias": alias, "function": who.function}
    told |= {"own_area": who.own_area, "named": who.named}
    c.execute(insert(table).values(id=id, room_id=room_id, key=key, state="present", joined_at=now(), **told))
    admit(c, room_id, id)
    log(c, None, found, "workshop.join", {"seat": id})
    return seat(c, room_id, key, device)


def bring(c: Connection, room_id: str, key: str, device: str) -> Seat:
    """Bring a seat to another device; the one before loses it.

    Raises Refusal workshop-code for a key that no seat of the room has, or of one that was removed.
    """
    mine = (table.c.key == key, table.c.room_id == room_id, table.c.state != "removed")
    if not c.execute(update(table).where(*mine).values(device=device, state="present")).rowcount:
        raise refuse("workshop-code", Place(column="seat"))
    found = seat(c, room_id, key, device)
    about = room_by_id(c, room_id)
    if about is not None:
        log(c, None, about, "workshop.bring", {"seat": found.id})
    return found


def seat(c: Connection, room_id: str, key: str, device: str) -> Seat:
    """The seat with this key, on its present device.

    Raises NotFound workshop-seat where there is none or it was removed or left, Conflict workshop-seat-elsewhere where
    it was brought to another device.
    """
    query = select(table).where(table.c.key == key, table.c.room_id == room_id, table.c.state == "present")
    row = c.execute(query).one_or_none()
    if row is None:
        raise NotFound(Problem("workshop-seat"))
    if row.device != device:
        raise Conflict(Problem("workshop-seat-elsewhere"))
    return _read(row)


def seats_of(c: Connection, room_id: str) -> list[Seat]:
    """All seats of a room in the order of joining."""
    query = select(table).where(table.c.room_id == room_id).order_by(table.c.joined_at, table.c.id)
    return [_read(row) for row in c.execute(query)]


def leave(c: Connection, room_id: str, key: str, device: str) -> None:
    """Give up a seat; its code brings it back. Raises as :func:`seat`."""
    found = seat(c, room_id, key, device)
    c.execute(update(table).where(table.c.id == found.id).values(state="left"))
    about = room_by_id(c, room_id)
    if about is not None:
        log(c, None, about, "workshop.leave", {"seat": found.id})


def remove_seat(c: Connection, person: Person, room_id: str, counter: int, seat_id: str) -> Room:
    """Remove a seat from the room for good, with its name and address; what it voted stays.

    Raises NotFound; Forbidden to all but the facilitator; Conflict workshop-moved.
    """
    found = led_room(c, person, room_id)
    mine = (table.c.id == seat_id, table.c.room_id == found.id)
    if not is_id(seat_id) or c.execute(select(table.c.id).where(*mine)).one_or_none() is None:
        raise NotFound(Problem("workshop-not-found"))
    after = advance(c, person, found, counter, "remove-seat", {})
    c.execute(update(table).where(*mine).values(state="removed", alias=REMOVED_ALIAS, named=False, email=""))
    return after


def admit(c: Connection, room_id: str, seat_id: str) -> None:
    """Let a new seat vote on the items whose first round is open; all votes on them lose their function."""
    first = select(items.c.id).where(items.c.room_id == room_id, items.c.state == "open", items.c.round == 1)
    ids = list(c.scalars(first.order_by(items.c.id).with_for_update()))  # else votes that come now keep their function
    if not ids:
        return
    c.execute(update(electors).where(electors.c.item_id.in_(ids)).values(function=""))
    c.execute(update(votes).where(votes.c.item_id.in_(ids)).values(function=""))
    c.execute(
        update(rounds).where(rounds.c.item_id.in_(ids), rounds.c.state == "open").values(seats=rounds.c.seats + 1)
    )
    c.execute(insert(electors), [{"item_id": id, "seat_id": seat_id, "function": ""} for id in ids])


def distinct(alias: str, taken: Iterable[str]) -> str:
    """`alias`, with a number where somebody has it, or one that looks like it."""
    known, number, name = {unjoined(one) for one in taken}, 1, alias
    while unjoined(name) in known:
        number += 1
        end = f" ({number})"
        name = alias[: ALIAS_LIMIT - len(end)] + end
    return name


def _read(row: Row[Any]) -> Seat:
    return Seat(**{name: getattr(row, name) for name in Seat.__slots__})
