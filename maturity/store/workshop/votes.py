"""Secret votes: one a seat, item and round, kept under a key that leads to nobody; changeable until the reveal."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from ...errors import Conflict, Place, Problem, refuse
from ...questionnaire import Questionnaire
from ...workshop.ballots import read_vote
from ...workshop.secrecy import seat_key, vote_key
from ..schema import workshop_electors as electors
from ..schema import workshop_items as items
from ..schema import workshop_rooms as rooms
from ..schema import workshop_rounds as rounds
from ..schema import workshop_votes as table
from ..types import is_id, now
from .items import RoomItem
from .seats import seat
from .stayers import sealed_before

CONFIDENCE = ("", "guess", "know", "show")
MIXED = 16  # votes among which none can be told from the others by when it came
_INSERTS: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def cast_vote(
    c: Connection,
    room_id: str,
    secret: str,
    device: str,
    questionnaire: Questionnaire,
    item_id: str,
    round: int,
    vote: str,
    confidence: str = "",
    pepper: str = "",
) -> None:
    """Cast or change the vote of the seat with this secret in the open `round` of a room's item; repeating changes
    nothing. `pepper` is the key of this installation, for :mod:`.stayers`.

    Raises as :func:`.seats.seat`; Refusal workshop-vote, quantity-…; Conflict workshop-late where the round is not
    open any more, workshop-deadline-past after its deadline, workshop-newcomer for a seat that may not vote on the
    item.
    """
    mine = seat(c, room_id, seat_key(secret), device)
    one = _open_item(c, room_id, item_id, round)
    kept = read_vote(questionnaire, questionnaire.item(one.item), vote, one.question)
    if confidence not in CONFIDENCE:
        raise refuse("workshop-vote", Place(column="confidence"))
    elector = select(electors.c.function).where(electors.c.item_id == item_id, electors.c.seat_id == mine.id)
    function = c.execute(elector).one_or_none()
    if function is None:
        raise Conflict(Problem("workshop-newcomer"))
    values = {"vote": kept, "function": function.function, "confidence": confidence}
    key = vote_key(secret, room_id, item_id, round)
    if one.closes_at is not None and round > 1:
        values["before"] = sealed_before(c, pepper, secret, room_id, item_id, key)
    keep_vote(c, key, item_id, round, values)
    level_votes(c, item_id, round, [key])


def keep_vote(c: Connection, key: str, item_id: str, round: int, values: Mapping[str, str]) -> None:
    """Write the vote with a key, or change it; the caller has locked its item against the reveal."""
    fresh = _INSERTS[c.dialect.name](table).values(key=key, item_id=item_id, round=round, **values)
    c.execute(fresh.on_conflict_do_update(index_elements=[table.c.key], set_=values))


def level_votes(c: Connection, item_id: str, round: int, keys: Sequence[str]) -> None:
    """Write the votes with these keys anew in the order of their keys, and with them as many others of their round as
    make MIXED, drawn at random: PostgreSQL tells in which order rows came, and which transaction wrote them. On SQLite
    they lie in the order of their keys by themselves. The caller has locked the item.
    """
    if c.dialect.name != "postgresql":
        return
    mine = (table.c.item_id == item_id, table.c.round == round)
    others = select(table.c.key).where(*mine, table.c.key.not_in(keys)).order_by(func.random())
    mixed = others.limit(max(0, MIXED - len(keys))).scalar_subquery()
    gone = delete(table).where(table.c.key.in_(keys) | table.c.key.in_(mixed)).returning(*table.c).cte("gone")
    c.execute(insert(table).from_select(table.c.keys(), select(gone).order_by(gone.c.key)))


def own_votes(
    c: Connection, room_id: str, secret: str, found: Sequence[RoomItem]
) -> Mapping[tuple[str, int], tuple[str, str]]:
    """The votes and their confidence of the seat with this secret, by id and round of the room's items."""
    keys = {
        vote_key(secret, room_id, one.id, round): (one.id, round) for one in found for round in range(1, one.round + 1)
    }
    query = select(table.c.key, table.c.vote, table.c.confidence).where(table.c.key.in_(keys))
    return {keys[row.key]: (row.vote, row.confidence) for row in c.execute(query)}


def may_vote(c: Connection, seat_id: str) -> frozenset[str]:
    """The ids of the room's items on which a seat may vote."""
    return frozenset(c.scalars(select(electors.c.item_id).where(electors.c.seat_id == seat_id)))


def _open_item(c: Connection, room_id: str, item_id: str, round: int) -> Any:
    """The item, locked against the reveal and other votes until this one is written."""
    this = (rounds.c.item_id == items.c.id) & (rounds.c.round == round)
    query = (
        select(*(items.c[name] for name in ("item", "state", "round")), rooms.c.state.label("room"))
        .add_columns(rounds.c.closes_at, rounds.c.question)
        .join(rooms, rooms.c.id == items.c.room_id)
        .join(rounds, this)
        .where(items.c.id == item_id, items.c.room_id == room_id)
        .with_for_update(of=items)
    )
    row = c.execute(query).one_or_none() if is_id(item_id) else None
    able = row is not None and (row.room == "running" or (row.room == "lobby" and row.closes_at is not None))
    if row is None or not able or (row.state, row.round) != ("open", round):
        raise Conflict(Problem("workshop-late"))
    if row.closes_at is not None and row.closes_at <= now():
        raise Conflict(Problem("workshop-deadline-past"))
    return row
