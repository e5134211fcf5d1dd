"""The items of a room: opening, revealing, voting again, settling and parking them.

Each act names the counter of the room that the person saw, see :mod:`.rooms`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, delete, func, insert, select, update

from ...errors import NotFound, Problem
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...workshop.groups import grouped
from ...workshop.rules import quorum
from ...workshop.states import ITEM_ACTS
from ...workshop.tally import CANNOT_JUDGE_ID
from ..accounts.people import Person
from ..schema import workshop_electors as electors
from ..schema import workshop_items as table
from ..schema import workshop_rounds as rounds
from ..schema import workshop_seats as seats
from ..schema import workshop_votes as votes
from ..types import is_id, now
from .rooms import Room, advance, led_room, room_by_id, step
from .stayers import count_stayers

LEFT_LEAST = 3  # seats that must have left for theirs to count as missing votes


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


@dataclass(frozen=True, slots=True)
class Round:
    """A round of an item: `state` is "open", "revealed" or "void", `seats` how many could vote when it was opened."""

    item_id: str
    round: int
    state: str
    seats: int
    opened_at: datetime
    revealed_at: datetime | None
    closes_at: datetime | None = None
    zone: str = ""


def items_of(c: Connection, room_id: str) -> list[RoomItem]:
    """The items of a room in the order of voting."""
    query = select(table).where(table.c.room_id == room_id).order_by(table.c.position)
    return [_read(row) for row in c.execute(query)]


def rounds_of(c: Connection, room_id: str) -> dict[str, list[Round]]:
    """By id of the room's item: its rounds in order, void ones included."""
    query = select(rounds).join(table, table.c.id == rounds.c.item_id).where(table.c.room_id == room_id)
    found: dict[str, list[Round]] = {}
    for row in c.execute(query.order_by(rounds.c.item_id, rounds.c.round)):
        found.setdefault(row.item_id, []).append(Round(**row._mapping))
    return found


def open_items(c: Connection, person: Person, room_id: str, counter: int, ids: Sequence[str]) -> Room:
    """Open the first round of items, for all seats that are present.

    Raises NotFound; Forbidden to all but the facilitator; Conflict workshop-moved, workshop-act.
    """
    found = led_room(c, person, room_id)
    chosen = [one for one in items_of(c, room_id) if one.id in set(ids)]
    possible = found.state == "running" and bool(chosen) and all(one.state in ITEM_ACTS["open"][0] for one in chosen)
    after = advance(c, person, found, counter, "open", {"shown": chosen[0].id if chosen else None}, possible=possible)
    for one in chosen:
        begin(c, one, restart=True)
    return after


def reveal(c: Connection, person: Person, room_id: str, counter: int, pepper: str = "") -> Room:
    """End the open rounds of the room: from now on no vote is taken, and the counts can be seen.

    The votes are written anew in sorted order, so that nothing of the order in which they came remains. `pepper` is the
    key of this installation, for :mod:`.stayers`.
    Raises as :func:`open_items`.
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
        this = (rounds.c.item_id == one.id, rounds.c.round == one.round)
        c.execute(update(rounds).where(*this).values(state="revealed", revealed_at=now()))
        if one.round > 1:
            count_stayers(c, pepper, one.id, one.round)
            _hide_few(c, one)
        _sort_votes(c, one)


def _cast(room_id: str) -> Select[Any]:
    """By open item of a room: its seats, its votes, those of them that are a choice or a number, and its deadline."""
    ranked = func.sum(case((votes.c.vote.in_((CANNOT_JUDGE_ID, NOT_APPLICABLE_ID)), 0), else_=1))
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


def vote_again(c: Connection, person: Person, room_id: str, counter: int, id: str, *, void: bool = False) -> Room:
    """Open another round of an item; with `void` the present round counts for nothing, but is kept.

    Those who vote are those of the first round. Where fewer than LEFT_LEAST of them have left since, earlier rounds are
    void and all present seats vote anew, so that a vote that is gone cannot be found by subtraction.
    Raises as :func:`open_items`.
    """
    found = led_room(c, person, room_id)
    one = item_in(c, found, id)
    act = "void" if void else "again"
    possible = found.state == "running" and one.state in ITEM_ACTS[act][0]
    after = advance(c, person, found, counter, act, {"shown": one.id}, possible=possible)
    begin_again(c, one, void=void)
    return after


def begin_again(c: Connection, one: RoomItem, *, void: bool = False) -> None:
    """Open another round of an item; the caller has taken the room's counter."""
    left, able = _left(c, one.id), _electors(c, one.id)
    restart = 0 < left < LEFT_LEAST or (void and one.round == 1) or not able  # in rooms from elsewhere nobody is
    if void or restart:
        old = rounds.c.item_id == one.id if restart else (rounds.c.item_id == one.id) & (rounds.c.round == one.round)
        c.execute(update(rounds).where(old).values(state="void"))
    begin(c, one, restart=restart)


def begin(c: Connection, one: RoomItem, *, restart: bool) -> None:
    """Open the next round of an item; with `restart` for the seats now present, else for those of the first round."""
    if restart:
        c.execute(delete(electors).where(electors.c.item_id == one.id))
        present = select(seats.c.id, seats.c.function).where(seats.c.room_id == one.room_id, seats.c.state == "present")
        people = c.execute(present.order_by(seats.c.id)).all()
    else:
        voting = select(seats.c.id, seats.c.function).join(electors, electors.c.seat_id == seats.c.id)
        people = c.execute(voting.where(electors.c.item_id == one.id).order_by(seats.c.id)).all()
        c.execute(delete(electors).where(electors.c.item_id == one.id))
    names = grouped(row.function for row in people)
    if people:
        rows = [{"item_id": one.id, "seat_id": row.id, "function": names[row.function]} for row in people]
        c.execute(insert(electors), rows)
    cleared = {"kind": None, "choice": None, "reason": "", "owner": "", "due": None}
    c.execute(update(table).where(table.c.id == one.id).values(state="open", round=one.round + 1, **cleared))
    fresh = {"item_id": one.id, "round": one.round + 1, "state": "open", "seats": len(people), "opened_at": now()}
    c.execute(insert(rounds).values(fresh))


def _electors(c: Connection, item_id: str) -> int:
    return c.scalar(select(func.count()).select_from(electors).where(electors.c.item_id == item_id)) or 0


def _left(c: Connection, item_id: str) -> int:
    """How many of those who could vote on an item are not present any more."""
    query = select(func.count()).select_from(electors).join(seats, seats.c.id == electors.c.seat_id)
    return c.scalar(query.where(electors.c.item_id == item_id, seats.c.state != "present")) or 0


def _hide_few(c: Connection, one: RoomItem) -> None:
    """Void earlier rounds without a meeting where one or two fewer voted than then: their votes would be the
    difference, and who is missing is known by name.
    """
    mine = (rounds.c.item_id == one.id, rounds.c.state == "revealed", rounds.c.round < one.round)
    told = [row.round for row in c.execute(select(rounds.c.round).where(*mine, rounds.c.closes_at.is_not(None)))]
    if not told:
        return
    cast = select(func.count()).select_from(votes).where(votes.c.item_id == one.id)
    gone, stayed = (c.scalar(cast.where(votes.c.round == round)) or 0 for round in (max(told), one.round))
    if 0 < gone - stayed < LEFT_LEAST:
        c.execute(update(rounds).where(*mine).values(state="void"))


def _sort_votes(c: Connection, one: RoomItem) -> None:
    this = (votes.c.item_id == one.id, votes.c.round == one.round)
    order = (votes.c.vote, votes.c.function, votes.c.confidence, votes.c.key)
    rows = [dict(row._mapping) for row in c.execute(select(votes).where(*this).order_by(*order))]
    c.execute(delete(votes).where(*this))
    if rows:
        c.execute(insert(votes), rows)


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
