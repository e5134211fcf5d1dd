"""Rounds of the items of a room: who may vote in one, what it asks, its beginning, its end and its votes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from ...workshop.ballots import Question, question_after
from ...workshop.groups import grouped
from ..schema import workshop_electors as electors
from ..schema import workshop_items as items
from ..schema import workshop_rounds as table
from ..schema import workshop_seats as seats
from ..schema import workshop_votes as votes
from ..types import now
from .stayers import count_stayers

LEFT_LEAST = 3  # seats that must have left for theirs to count as missing votes


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
    question: Question = "answer"


def rounds_of(c: Connection, room_id: str) -> dict[str, list[Round]]:
    """By id of the room's item: its rounds in order, void ones included."""
    query = select(table).join(items, items.c.id == table.c.item_id).where(items.c.room_id == room_id)
    found: dict[str, list[Round]] = {}
    for row in c.execute(query.order_by(table.c.item_id, table.c.round)):
        found.setdefault(row.item_id, []).append(Round(**row._mapping))
    return found


def start_round(c: Connection, room_id: str, item_id: str, number: int, act: str) -> None:
    """Begin the round of an item with this number, by an act of :data:`maturity.workshop.states.ITEM_ACTS`.

    Those who vote are those of the first round that counts. Where fewer than LEFT_LEAST of them have left since,
    earlier rounds are void, their votes deleted, and all present seats vote anew, so that a vote that is gone cannot be
    found by subtraction.
    """
    mine, last = table.c.item_id == item_id, table.c.round == number - 1
    before = c.scalar(select(table.c.question).where(mine, last))
    if act == "void":
        c.execute(update(table).where(mine, last).values(state="void"))
    counting = c.scalar(select(func.count()).select_from(table).where(mine, table.c.state == "revealed"))
    few = 0 < _left(c, item_id) < LEFT_LEAST
    restart = not counting or not _electors(c, item_id) or few  # in rooms from elsewhere there are no electors
    if restart:
        c.execute(update(table).where(mine).values(state="void"))
    if few:
        c.execute(delete(votes).where(votes.c.item_id == item_id))
    people = _admit(c, room_id, item_id, restart=restart)
    fresh = {"item_id": item_id, "round": number, "state": "open", "seats": people, "opened_at": now()}
    c.execute(insert(table).values(**fresh, question=question_after(act, before or "answer")))


def end_round(c: Connection, item_id: str, number: int, pepper: str) -> None:
    """End a round: from now on its votes count. `pepper` is the key of this installation, for :mod:`.stayers`."""
    this = (table.c.item_id == item_id, table.c.round == number)
    c.execute(update(table).where(*this).values(state="revealed", revealed_at=now()))
    if number > 1:
        count_stayers(c, pepper, item_id, number)
        _hide_few(c, item_id, number)
    _sort_votes(c, item_id, number)


def _admit(c: Connection, room_id: str, item_id: str, *, restart: bool) -> int:
    """Note who may vote on an item, and under which function; returns how many. With `restart` the seats now present,
    else those of the first round.
    """
    query = select(seats.c.id, seats.c.function)
    if restart:
        query = query.where(seats.c.room_id == room_id, seats.c.state == "present")
    else:
        query = query.join(electors, electors.c.seat_id == seats.c.id).where(electors.c.item_id == item_id)
    people = c.execute(query.order_by(seats.c.id)).all()
    c.execute(delete(electors).where(electors.c.item_id == item_id))
    names = grouped(row.function for row in people)
    if people:
        rows = [{"item_id": item_id, "seat_id": row.id, "function": names[row.function]} for row in people]
        c.execute(insert(electors), rows)
    return len(people)


def _electors(c: Connection, item_id: str) -> int:
    return c.scalar(select(func.count()).select_from(electors).where(electors.c.item_id == item_id)) or 0


def _left(c: Connection, item_id: str) -> int:
    """How many of those who could vote on an item are not present any more."""
    query = select(func.count()).select_from(electors).join(seats, seats.c.id == electors.c.seat_id)
    return c.scalar(query.where(electors.c.item_id == item_id, seats.c.state != "present")) or 0


def _hide_few(c: Connection, item_id: str, number: int) -> None:
    """Void earlier rounds without a meeting where one or two fewer voted than then, and delete their votes: those of
    the missing would be the difference, and who is missing is known by name.
    """
    mine = (table.c.item_id == item_id, table.c.state == "revealed", table.c.round < number)
    told = [row.round for row in c.execute(select(table.c.round).where(*mine, table.c.closes_at.is_not(None)))]
    if not told:
        return
    cast = select(func.count()).select_from(votes).where(votes.c.item_id == item_id)
    gone, stayed = (c.scalar(cast.where(votes.c.round == round)) or 0 for round in (max(told), number))
    if 0 < gone - stayed < LEFT_LEAST:
        c.execute(update(table).where(*mine).values(state="void"))
        c.execute(delete(votes).where(votes.c.item_id == item_id, votes.c.round < number))


def _sort_votes(c: Connection, item_id: str, number: int) -> None:
    """Write the votes of a round anew in sorted order, so that nothing of the order in which they came remains."""
    this = (votes.c.item_id == item_id, votes.c.round == number)
    order = (votes.c.vote, votes.c.function, votes.c.confidence, votes.c.key)
    rows = [dict(row._mapping) for row in c.execute(select(votes).where(*this).order_by(*order))]
    c.execute(delete(votes).where(*this))
    if rows:
        c.execute(insert(votes), rows)
