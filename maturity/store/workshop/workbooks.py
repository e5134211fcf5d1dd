"""Seats that vote by a workbook, and the workbooks that come back: their votes are kept as those of a phone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, insert, select

from ...errors import Place, Problem, refuse
from ...workshop.secrecy import seat_key, vote_key
from ...workshop.states import JOINABLE
from ...workshop.workbook import Returned
from ..accounts.people import Person
from ..schema import workshop_electors as electors
from ..schema import workshop_items as items
from ..schema import workshop_rounds as rounds
from ..schema import workshop_seats as table
from ..schema import workshop_votes as votes
from ..types import new_id, now
from .items import RoomItem, items_of, open_items
from .rooms import Room, advance, led_room
from .seats import SEATS_MOST, admit, distinct, seats_of
from .votes import keep_vote, level_votes

_Vote = tuple[str, int, Mapping[str, str]] | None  # what :func:`.votes.keep_vote` takes beside the key


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a returned workbook: the name of its `seat` ("" where it is unknown), how many votes were counted
    and how many items were blank; or its `problems`, and then nothing of it was counted.
    """

    file: str
    seat: str
    counted: int
    blank: int
    problems: Sequence[Problem] = ()


def add_workbook_seats(
    c: Connection, person: Person, room_id: str, counter: int, seats: Sequence[tuple[str, str]]
) -> list[str]:
    """Add a seat for each pair of key and function; they are present. Returns their names.

    Raises NotFound; Forbidden to all but the facilitator; Refusal workshop-function, paper-number; Conflict
    workshop-moved, workshop-act.
    """
    found = led_room(c, person, room_id)
    advance(c, person, found, counter, "workbook-seats", {}, possible=found.state in {"draft", *JOINABLE})
    taken = seats_of(c, found.id)
    if any(function not in found.functions for _, function in seats):
        raise refuse("workshop-function", Place(column="function"))
    if not 0 < len(seats) <= SEATS_MOST - sum(seat.state == "present" for seat in taken):
        raise refuse("paper-number", Place(column="number"), most=SEATS_MOST)
    names: list[str] = []
    for number, (key, function) in enumerate(seats, len(taken) + 1):
        alias = distinct(f"W{number}", {*names, *(seat.alias for seat in taken)})
        values = {"alias": alias, "function": function, "own_area": False, "named": False, "device": ""}
        id = new_id()
        c.execute(insert(table).values(id=id, room_id=found.id, key=key, state="present", joined_at=now(), **values))
        admit(c, found.id, id)
        names.append(alias)
    return names


def take_workbooks(
    c: Connection,
    person: Person,
    room_id: str,
    counter: int,
    returned: Sequence[Returned],
    secrets: Mapping[str, str],
) -> list[Taken]:
    """Count the workbooks that can be counted as the first round, and open it for items that still wait.

    `secrets` are those of the seats, by their codes. The same workbook again changes nothing, a corrected one changes
    its votes. Raises NotFound; Forbidden to all but the facilitator; Conflict workshop-moved, workshop-act where the
    room does not run.
    """
    found = led_room(c, person, room_id)
    waiting = [one.id for one in items_of(c, found.id) if one.state == "waiting"]
    if waiting:
        found = open_items(c, person, found.id, counter, waiting)
    advance(c, person, found, found.counter if waiting else counter, "workbooks", {}, possible=found.state == "running")
    locked = select(items.c.id).where(items.c.room_id == found.id).order_by(items.c.id).with_for_update()
    c.execute(locked)
    places = {one.item: one for one in items_of(c, found.id)}
    seats = _seats(c, found, returned, secrets)
    able = _functions(c, [row.id for row in seats.values()])
    seen = Counter(
        {code: len({tuple(sorted(one.votes.items())) for one in group}) for code, group in _by_seat(returned)}
    )
    told, kept = [], dict[str, _Vote]()
    for one in returned:
        row = seats.get(one.seat)
        problems = _problems(one, found, row, places, able, seen)
        if row is not None and not problems:
            kept |= _votes(found.id, secrets[one.seat], row.id, one, places, able)
        counted = 0 if problems else len(one.votes)
        told.append(Taken(one.file, row.alias if row else "", counted, one.blank, problems))
    _keep(c, kept)
    return told


def _keep(c: Connection, kept: Mapping[str, _Vote]) -> None:
    """Write votes by their keys, and delete those of keys with None."""
    c.execute(delete(votes).where(votes.c.key.in_([key for key, vote in kept.items() if vote is None])))
    fresh: dict[tuple[str, int], list[str]] = {}
    for key, vote in sorted(kept.items()):  # not seat by seat: a database may hold rows in the order of their arrival
        if vote is not None:
            keep_vote(c, key, *vote)
            fresh.setdefault(vote[:2], []).append(key)
    for (item_id, round), keys in fresh.items():
        level_votes(c, item_id, round, keys)


def _by_seat(returned: Iterable[Returned]) -> list[tuple[str, list[Returned]]]:
    found: dict[str, list[Returned]] = {}
    for one in returned:
        found.setdefault(one.seat, []).append(one)
    return [(code, group) for code, group in found.items() if code]


def _seats(
    c: Connection, found: Room, returned: Sequence[Returned], secrets: Mapping[str, str]
) -> dict[str, Row[str, str, str]]:
    """By code: the present seat of the room."""
    keys = {seat_key(secrets[one.seat]): one.seat for one in returned if one.seat and one.room == found.code}
    query = select(table.c.key, table.c.id, table.c.alias).where(table.c.key.in_(keys), table.c.room_id == found.id)
    return {keys[row.key]: row for row in c.execute(query.where(table.c.state == "present"))}


def _functions(c: Connection, seats: Sequence[str]) -> dict[tuple[str, str], str]:
    """By seat and id of an item on which it may vote for the first time: the function that its vote is kept under."""
    told = select(rounds.c.item_id).where((rounds.c.state == "revealed") | (rounds.c.question != "answer"))
    query = select(electors).where(electors.c.seat_id.in_(seats), electors.c.item_id.not_in(told))
    return {(row.seat_id, row.item_id): row.function for row in c.execute(query)}


def _problems(
    one: Returned,
    found: Room,
    row: Row[str, str, str] | None,
    places: Mapping[str, RoomItem],
    able: Mapping[tuple[str, str], str],
    seen: Mapping[str, int],
) -> Sequence[Problem]:
    place, values = Place(one.file), {"file": one.file}
    if one.problems:
        return one.problems
    if row is None:
        return (Problem("ballot-room", place, values),)
    if seen[one.seat] > 1:
        return (Problem("ballot-twice", place, values),)
    late = [item for item in one.votes if places[item].state != "open" or (row.id, places[item].id) not in able]
    return (Problem("ballot-late", place, {**values, "count": len(late)}),) if late else ()


def _votes(
    room_id: str,
    secret: str,
    seat_id: str,
    one: Returned,
    places: Mapping[str, RoomItem],
    able: Mapping[tuple[str, str], str],
) -> Mapping[str, _Vote]:
    """By key: the votes of a workbook, and None for what it leaves blank."""
    keys = {item: vote_key(secret, room_id, place.id, place.round) for item, place in places.items()}
    found: dict[str, _Vote] = {keys[item]: None for item, place in places.items() if (seat_id, place.id) in able}
    for item, vote in one.votes.items():
        place = places[item]
        values = {"vote": vote, "function": able[seat_id, place.id], "confidence": ""}
        found[keys[item]] = (place.id, place.round, values)
    return found
