"""Workshops in archives, and their deletion: of votes totals only, of participants only what they agreed to.

Totals are those that minutes print: of the last round of each closed sitting, of four votes or more. Seats are without
keys, devices, addresses and links, and without names unless all of the room agreed to be named. What was voted in open
or void rounds, by function, with a confidence or in an earlier round, is in no archive.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, MetaData, Select, String, Table, delete, select

from ...workshop.secrecy import new_room_code, new_salt
from .. import schema
from ..types import new_id, now
from .results import RoundVotes, results_of
from .rooms import CODE_DAYS

Row = Mapping[str, Any]

TOTALS = Table(  # the form of these rows in archives; the database has no such table
    "workshop_totals",
    MetaData(),
    Column("item_id", String(32), ForeignKey("workshop_items.id"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("vote", String(60), primary_key=True),
    Column("number", Integer, nullable=False),
)
TABLES = (  # in the order of insertion
    *(schema.workshop_rooms, schema.workshop_items, schema.workshop_rounds, TOTALS, schema.workshop_seats),
    *(schema.workshop_notes, schema.workshop_sittings, schema.workshop_openings, schema.workshop_outcomes),
)
LEFT_OUT: Mapping[Table, frozenset[str]] = {  # what is made anew where it is brought in
    schema.workshop_rooms: frozenset(
        ("code", "salt", "counter", "locked", "nudges", "wall", "shown", "shown_at", "expires_at")
    ),
    schema.workshop_seats: frozenset(("id", "key", "device", "state", "paper", "link", "email", "finished")),
    schema.workshop_outcomes: frozenset(("printed",)),  # other installations cannot open it
    schema.workshop_notes: frozenset(("id",)),  # of arguments it comes from the seat's secret
}


def archived_columns(table: Table) -> list[str]:
    """The names of the columns of one of :data:`TABLES` that an archive holds."""
    return [column.name for column in table.columns if column.name not in LEFT_OUT.get(table, ())]


def archived_rows(c: Connection, assessments: Select[Any]) -> dict[Table, list[Row]]:
    """By table: its rows about the assessments with the ids of a query, in an order that tells nothing."""
    found: dict[Table, list[Row]] = {}
    mine = select(schema.workshop_rooms.c.id).where(schema.workshop_rooms.c.assessment_id.in_(assessments))
    rooms = list(c.scalars(mine.order_by(schema.workshop_rooms.c.id)))
    items = select(schema.workshop_items.c.id).where(schema.workshop_items.c.room_id.in_(mine))
    for table in TABLES:
        if table is TOTALS:
            found[table] = [row for id in rooms for row in _totals(c, id)]
            continue
        names = archived_columns(table)
        here = table.c.item_id.in_(items) if "item_id" in table.c else None
        here = _of_room(table, mine) if here is None else here
        query = select(*(table.c[name] for name in names)).where(here, *_told(table))
        found[table] = [dict(row) for row in c.execute(query.order_by(*(table.c[name] for name in names))).mappings()]
    found[schema.workshop_seats] = _agreed_to(found[schema.workshop_seats])
    return found


def completed_rows(values: Mapping[Table, Sequence[Row]], person_id: str, names: Mapping[str, str]) -> dict[Table, Any]:
    """By table of the database: rows of an archive (checked) with all columns, brought in by a person.

    That person facilitates; `names` are those of people elsewhere, by id. Nobody has a seat any more: rooms that ran
    are paused, and their open items wait for votes of those who join.
    """
    rows: dict[Table, Any] = {table: list(values[table]) for table in TABLES if table is not TOTALS}
    rows[schema.workshop_rooms] = [_room(row, person_id, names) for row in values[schema.workshop_rooms]]
    for row in rows[schema.workshop_items]:
        row |= {"unclear": 0} | ({"state": "waiting"} if row["state"] == "open" else {})
    votes = [
        {"key": new_id() + new_id(), "vote": row["vote"], "item_id": row["item_id"], "round": row["round"]}
        | {"function": "", "confidence": ""}
        for row in values[TOTALS]
        for _ in range(row["number"])
    ]
    rows[schema.workshop_votes] = votes
    seat = {"device": "", "state": "left"}
    rows[schema.workshop_seats] = [
        {**row, **seat, "id": new_id(), "key": new_id() + new_id()} for row in rows[schema.workshop_seats]
    ]
    rows[schema.workshop_notes] = [{**row, "id": new_id()} for row in rows[schema.workshop_notes]]
    return rows


def _of_room(table: Table, rooms: Select[Any]) -> Any:
    return table.c.id.in_(rooms) if table is schema.workshop_rooms else table.c.room_id.in_(rooms)


def _told(table: Table) -> Iterator[Any]:
    """What is left out of a table: open rounds and arguments written in them, and seats that were removed."""
    if table is schema.workshop_rounds:
        yield table.c.state != "open"
    if table is schema.workshop_seats:
        yield table.c.state != "removed"
    if table is schema.workshop_notes:
        items = schema.workshop_items.c
        opened = select(items.id).where(items.id == table.c.item_id, items.state == "open")
        yield ~opened.where(items.round == table.c.round).exists()


def _agreed_to(seats: Iterable[Row]) -> list[Row]:
    """Seats with names in rooms where all agreed to be named, as in minutes; in the others nobody is."""
    rows = [dict(row) for row in seats]
    silent = {row["room_id"] for row in rows if not row["named"]}
    kept = [{**row, "alias": "", "named": False} if row["room_id"] in silent else row for row in rows]
    return sorted(kept, key=lambda row: (row["room_id"], row["joined_at"], row["function"], row["alias"]))


def _totals(c: Connection, room_id: str) -> Iterator[Row]:
    """The totals that the minutes of the closed sittings of a room print."""
    items, outcomes = schema.workshop_items, schema.workshop_outcomes
    query = select(outcomes.c.item_id, outcomes.c.sitting, outcomes.c.round).join(items)
    left: dict[str, list[int]] = {}
    for row in c.execute(query.where(items.c.room_id == room_id).order_by(outcomes.c.item_id, outcomes.c.sitting)):
        left.setdefault(row.item_id, []).append(row.round)
    results = results_of(c, room_id)
    for item_id, ends in sorted(left.items()):
        for one in printed_rounds(results.get(item_id, ()), ends):
            for vote, number in sorted(one.votes.items()):
                yield {"item_id": item_id, "round": one.round.round, "vote": vote, "number": number}


def printed_rounds(told: Sequence[RoundVotes], ends: Sequence[int]) -> list[RoundVotes]:
    """The rounds of an item whose totals minutes print; `ends` are the last rounds as the closed sittings left them."""
    counting, found = {one.round.round for one in told}, dict[int, RoundVotes]()
    for place, end in enumerate(ends):
        last = [one for one in told if one.round.round <= end]
        replaced = any(before and before not in counting for before in ends[:place])
        if last and last[-1].shown and not replaced:
            found[last[-1].round.round] = last[-1]
    return list(found.values())


def _room(row: Row, person_id: str, names: Mapping[str, str]) -> Row:
    state = {"lobby": "draft", "running": "paused"}.get(row["state"], row["state"])
    fresh = {"code": new_room_code(), "salt": new_salt(), "counter": 1, "wall": 1, "nudges": 0, "locked": False}
    until = now() + timedelta(days=CODE_DAYS) if state == "paused" else None
    led = {"facilitator_id": person_id, "elsewhere": row["elsewhere"] or names[row["facilitator_id"]]}
    return {**row, **fresh, **led, "state": state, "by": person_id, "expires_at": until}


def delete_rooms(c: Connection, assessments: Select[Any]) -> None:
    """Delete all workshops of the assessments with the ids of a query, with everything in them."""
    rooms = select(schema.workshop_rooms.c.id).where(schema.workshop_rooms.c.assessment_id.in_(assessments))
    items = select(schema.workshop_items.c.id).where(schema.workshop_items.c.room_id.in_(rooms))
    for table in (
        *(schema.workshop_notes, schema.workshop_votes, schema.workshop_electors, schema.workshop_rounds),
        *(schema.workshop_stayers, schema.workshop_openings, schema.workshop_outcomes, schema.workshop_sittings),
        *(schema.workshop_seats, schema.workshop_items),
    ):
        mine = table.c.item_id.in_(items) if "item_id" in table.c else table.c.room_id.in_(rooms)
        c.execute(delete(table).where(mine))
    c.execute(delete(schema.workshop_rooms).where(schema.workshop_rooms.c.assessment_id.in_(assessments)))
