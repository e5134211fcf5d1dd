"""Votes on paper: numbered seats without a phone, and their ballots, which are entered several at a time.

What is kept of a ballot is that it was counted. Its votes carry random keys and are written in their order, so that
neither a seat nor the ballot leads to them.
"""

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, insert, select, update

from ...errors import Conflict, Place, Problem, Refusal, refuse
from ...workshop.states import JOINABLE
from ..accounts.people import Person
from ..schema import workshop_electors as electors
from ..schema import workshop_items as items
from ..schema import workshop_seats as table
from ..schema import workshop_votes as votes
from ..types import new_id, now
from .items import RoomItem, items_of
from .rooms import Room, advance, led_room
from .seats import SEATS_MOST, admit, seats_of
from .votes import level_votes


def add_paper_seats(c: Connection, person: Person, room_id: str, counter: int, function: str, number: int) -> Room:
    """Add `number` seats of a function that vote on paper; they are present, and numbered on from those there are.

    Raises NotFound; Forbidden to all but the facilitator; Refusal workshop-function, paper-number; Conflict
    workshop-moved, workshop-act.
    """
    found = led_room(c, person, room_id)
    after = advance(c, person, found, counter, "paper-seats", {}, possible=found.state in {"draft", *JOINABLE})
    if function not in found.functions:
        raise refuse("workshop-function", Place(column="function"))
    present = sum(seat.state == "present" for seat in seats_of(c, found.id))
    if not 0 < number <= SEATS_MOST - present:
        raise refuse("paper-number", Place(column="number"), most=SEATS_MOST)
    last = c.scalar(select(func.max(table.c.paper)).where(table.c.room_id == found.id)) or 0
    for paper in range(last + 1, last + number + 1):
        values = {"alias": f"P{paper}", "function": function, "own_area": False, "named": False, "device": ""}
        values |= {"id": new_id(), "room_id": found.id, "key": secrets.token_hex(32), "paper": paper}
        c.execute(insert(table).values(state="present", joined_at=now(), **values))
        admit(c, found.id, str(values["id"]))
    return after


def cast_paper(
    c: Connection, person: Person, room_id: str, counter: int, ballots: Sequence[tuple[int, Mapping[str, str]]]
) -> Room:
    """Count ballots on open items: by number of their seat the votes by item, as they are kept.

    All or none. Raises as :func:`add_paper_seats`; Refusal paper-seat, paper-counted; Conflict workshop-late where an
    item is not open any more.
    """
    found = led_room(c, person, room_id)
    opened = {one.item: one for one in items_of(c, found.id) if one.state == "open"}
    asked = {item for _, marked in ballots for item in marked}
    if found.state != "running" or not asked <= opened.keys():
        raise Conflict(Problem("workshop-late"), current=found)
    after = advance(c, person, found, counter, "paper-votes", {})
    places = [opened[item] for item in sorted(asked)]
    c.execute(select(items.c.id).where(items.c.id.in_([one.id for one in places])).with_for_update())
    known = _electors(c, found.id, [one.id for one in places])
    _check(ballots, places, known)
    kept = [
        {"key": secrets.token_hex(32), "item_id": one.id, "round": one.round, "vote": vote, "confidence": ""}
        | {"function": known[paper, one.id][1]}
        for paper, marked in ballots
        for item, vote in marked.items()
        for one in (opened[item],)
    ]
    if kept:
        c.execute(insert(votes), sorted(kept, key=lambda row: str(row["key"])))
    for one in places:
        level_votes(c, one.id, one.round, [str(row["key"]) for row in kept if row["item_id"] == one.id])
    seats = select(table.c.id).where(table.c.room_id == found.id, table.c.paper.in_([paper for paper, _ in ballots]))
    mine = (electors.c.item_id.in_([one.id for one in places]), electors.c.seat_id.in_(seats))
    c.execute(update(electors).where(*mine).values(counted=True))
    return after


def _electors(c: Connection, room_id: str, ids: Sequence[str]) -> dict[tuple[int, str], tuple[bool, str]]:
    """By number of a paper seat and id of an item: whether its ballot was counted, and under which function."""
    query = select(table.c.paper, electors.c.item_id, electors.c.counted, electors.c.function)
    query = query.join(electors, electors.c.seat_id == table.c.id)
    query = query.where(table.c.room_id == room_id, table.c.paper.is_not(None), table.c.state == "present")
    return {(row[0], row[1]): (row[2], row[3]) for row in c.execute(query.where(electors.c.item_id.in_(ids)))}


def _check(
    ballots: Sequence[tuple[int, Mapping[str, str]]],
    places: Sequence[RoomItem],
    known: Mapping[tuple[int, str], tuple[bool, str]],
) -> None:
    problems = []
    for paper, _ in ballots:
        place, values = Place(row=paper), {"seat": paper}
        if any((paper, one.id) not in known for one in places):
            problems.append(Problem("paper-seat", place, values))
        elif any(known[paper, one.id][0] for one in places):
            problems.append(Problem("paper-counted", place, values))
    if problems:
        raise Refusal(*problems)
