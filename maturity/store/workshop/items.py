"""The items of a room: opening, revealing, voting again, settling and parking them.

Each act names the counter of the room that the person saw, see :mod:`.rooms`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select, update

from ...errors import NotFound, Problem
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...workshop.rules import quorum
from ...workshop.states import ITEM_ACTS
from ...workshop.tally import CANNOT_JUDGE_ID
from ..accounts.people import Person
from ..schema import workshop_items as table
from ..schema import workshop_rounds as rounds
from ..schema import workshop_votes as votes
from ..types import is_id
from .rooms import Room, advance, led_room, room_by_id, step
from .rounds import end_round, start_round


@dataclass(frozen=True, slots=True)
class RoomItem:
    """An item of a room. `item` is its id in the questionnaire; `round` is 0 before the first.

    A settled one has a `kind` and, unless it does not apply, a `choice`; a parked one says in `reason` what is missing,
    and who brings it (`owner`) until when (`due`). `unclear` counts those who said that its words mean other things to
    others. `spent` are the seconds of voting and discussion.
    """

    id: str
    room_id: str
    item: str
    position: int
    state: str
    round: int
    kind: str | None
    choice: str | None
    reason: str
    owner: str
    due: date | None
    unclear: int
    spent: int


def items_of(c: Connection, room_id: str) -> list[RoomItem]:
    """The items of a room in the order of voting."""
    query = select(table).where(table.c.room_id == room_id).order_by(table.c.position)
    return [_read(row) for row in c.execute(query)]


def open_items(c: Connection, person: Person, room_id: str, counter: int, ids: Sequence[str]) -> Room:
    """Open the first round of items, for all seats that are present; of parked ones the next.

    Raises NotFound; Forbidden to all but the facilitator; Conflict workshop-moved, workshop-act.
    """
    found = led_room(c, person, room_id)
    chosen = [one for one in items_of(c, room_id) if one.id in set(ids)]
    possible = found.state == "running" and bool(chosen) and all(one.state in ITEM_ACTS["open"][0] for one in chosen)
    after = advance(c, person, found, counter, "open", {"shown": chosen[0].id if chosen else None}, possible=possible)
    for one in chosen:
        begin(c, one, "open")
    return after


def reveal(c: Connection, person: Person, room_id: str, counter: int, pepper: str = "") -> Room:
    """End the open rounds of the room: from now on no vote is taken, and the counts can be seen.

    `pepper` is the key of this installation, for :mod:`.stayers`. Raises as :func:`open_items`.
    """
    found = led_room(c, person, room_id)
    chosen = [one for one in items_of(c, room_id) if one.state == "open"]
    possible = found.state in ("running", "paused") and bool(chosen)
    shown = chosen[0].id if len(chosen) == 1 else None  # of several the wall shows a list
    after = advance(c, person, found, counter, "reveal", {"shown": shown}, possible=possible)
    _end(c, chosen, pepper)
    return after


def reveal_if_all_voted(c: Connection, room_id: str) -> bool:
    """End the open rounds of a room that is set so, once every seat has voted on all of them and each has the votes
    that a result takes; returns whether it did. Rounds with a deadline are left to the facilitator.
    """
    found = room_by_id(c, room_id)
    if found is None or not found.auto_reveal or found.state != "running":
        return False
    chosen = [one for one in items_of(c, room_id) if one.state == "open"]
    if not chosen or not all(_complete(*row) for row in c.execute(_cast(room_id))):
        return False
    if not step(c, None, found, "reveal", {"shown": chosen[0].id if len(chosen) == 1 else None}):
        return False
    _end(c, chosen)
    return True


def postpone(c: Connection, person: Person, room_id: str, counter: int, ids: Sequence[str]) -> Room:
    """Move waiting items to the end of the agenda. Raises as :func:`open_items`."""
    found, every = led_room(c, person, room_id), items_of(c, room_id)
    chosen = [one for one in every if one.id in set(ids)]
    possible = bool(chosen) and all(one.state == "waiting" for one in chosen)
    after = advance(c, person, found, counter, "postpone", {}, possible=possible)
    for place, one in enumerate(chosen, every[-1].position + 1):
        c.execute(update(table).where(table.c.id == one.id).values(position=place))
    return after


def _end(c: Connection, chosen: Sequence[RoomItem], pepper: str = "") -> None:
    for one in chosen:
        c.execute(update(table).where(table.c.id == one.id, table.c.state == "open").values(state="revealed"))
        end_round(c, one.id, one.round, pepper)


def _cast(room_id: str) -> Select[Any]:
    """By open item of a room: its seats, its votes, those of them that judge what was asked, and its deadline."""
    apart = (votes.c.vote == NOT_APPLICABLE_ID) & (rounds.c.question != "applicability")
    ranked = func.sum(case((apart | (votes.c.vote == CANNOT_JUDGE_ID), 0), else_=1))
    voted = (votes.c.item_id == table.c.id) & (votes.c.round == table.c.round)
    query = select(rounds.c.seats, func.count(), ranked, rounds.c.closes_at).select_from(table)
    query = query.join(rounds, (rounds.c.item_id == table.c.id) & (rounds.c.round == table.c.round))
    query = query.join(votes, voted, isouter=True).where(table.c.room_id == room_id, table.c.state == "open")
    return query.group_by(table.c.id, rounds.c.seats, rounds.c.closes_at)


def _complete(seats: int, cast: int, ranked: int, closes_at: datetime | None) -> bool:
    return closes_at is None and cast >= seats and ranked >= quorum(seats)


def discuss(c: Connection, person: Person, room_id: str, counter: int, id: str) -> Room:
    """Show an item on the wall; a revealed one is under discussion from now on. Raises as :func:`open_items`."""
    found = led_room(c, person, room_id)
    one = item_in(c, found, id)
    after = advance(c, person, found, counter, "discuss", {"shown": one.id})
    if one.state == "revealed":
        c.execute(update(table).where(table.c.id == one.id).values(state="discussing"))
    return after


def vote_again(c: Connection, person: Person, room_id: str, counter: int, id: str, act: str = "again") -> Room:
    """Open another round of an item by the act "again"; by "void" the present one counts for nothing, but is kept; by
    "applicability" it is asked whether the item applies. See :func:`.rounds.start_round`. Raises as :func:`open_items`.
    """
    found = led_room(c, person, room_id)
    one = item_in(c, found, id)
    possible = found.state == "running" and one.state in ITEM_ACTS[act][0]
    after = advance(c, person, found, counter, act, {"shown": one.id}, possible=possible)
    begin(c, one, act)
    return after


def begin(c: Connection, one: RoomItem, act: str) -> None:
    """Open the next round of an item by an act; the caller has taken the room's counter."""
    cleared = {"kind": None, "choice": None, "reason": "", "owner": "", "due": None}
    c.execute(update(table).where(table.c.id == one.id).values(state="open", round=one.round + 1, **cleared))
    start_round(c, one.room_id, one.id, one.round + 1, act)


def change_item(c: Connection, one: RoomItem, **values: object) -> None:
    """Write columns of an item; the caller has taken the room's counter."""
    c.execute(update(table).where(table.c.id == one.id).values(**values))


def item_in(c: Connection, found: Room, id: str) -> RoomItem:
    """The item with this id in a room. Raises NotFound for any other."""
    query = select(table).where(table.c.id == id, table.c.room_id == found.id)
    row = c.execute(query).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("workshop-not-found"))
    return _read(row)


def _read(row: Row[Any]) -> RoomItem:
    return RoomItem(**row._mapping)
