"""Rounds without a meeting: personal links, a deadline, and who has finished. How anybody voted is kept as in a room.

A personal link brings a seat to one device, once; from then on only the seat's code does, which the link does not hold.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, delete, insert, select, update

from ...errors import NotFound, Place, Problem, Refusal, refuse
from ...text.plain import one_line
from ...workshop.states import JOINABLE
from ..accounts.people import Person, normalise_email
from ..schema import workshop_electors as electors
from ..schema import workshop_items as items
from ..schema import workshop_rooms as rooms
from ..schema import workshop_rounds as rounds
from ..schema import workshop_seats as table
from ..types import check_text, is_id, new_id, now
from .items import begin, items_of
from .rooms import Room, advance, led_room, log, room_by_id
from .seats import ALIAS_LIMIT, SEATS_MOST, distinct, seats_of
from .votes import may_vote, own_votes

PANEL_LEAST = 8  # members from which a panel's agreement says something


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody to invite; `email` is "" where there is none."""

    alias: str
    function: str
    email: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the open rounds of a room end, and the time zone in which that was said."""

    at: datetime
    zone: str


def invite(c: Connection, person: Person, room_id: str, counter: int, people: Sequence[Invited]) -> Room:
    """Add a seat with a personal link for each; nobody can join by the room's code until that is allowed again.

    Only while no round is open: whoever came later could be told from the others. Raises NotFound; Forbidden to all but
    the facilitator; Refusal workshop-alias, workshop-function, account-email, workshop-full; Conflict workshop-moved,
    workshop-act.
    """
    found = led_room(c, person, room_id)
    free = found.state in {"draft", *JOINABLE} and all(one.state != "open" for one in items_of(c, found.id))
    after = advance(c, person, found, counter, "invite", {"locked": True}, possible=free)
    taken = seats_of(c, found.id)
    names = {seat.alias for seat in taken}
    problems = [problem for row, one in enumerate(people, 1) for problem in _problems(found, row, one)]
    if not people:
        problems.append(Problem("workshop-alias", Place(column="people"), {"limit": ALIAS_LIMIT}))
    if sum(seat.state == "present" for seat in taken) + len(people) > SEATS_MOST:
        problems.append(Problem("workshop-full", values={"limit": SEATS_MOST}))
    if problems:
        raise Refusal(*problems)
    for one in people:
        alias = distinct(one_line(one.alias), names)
        names.add(alias)
        values = {"alias": alias, "function": one.function, "own_area": False, "named": False, "device": ""}
        values |= {"id": new_id(), "room_id": found.id, "key": secrets.token_hex(32), "link": 1}
        values["email"] = normalise_email(one.email) or ""
        c.execute(insert(table).values(state="present", joined_at=now(), **values))
    return after


def renew_link(c: Connection, person: Person, room_id: str, counter: int, seat_id: str) -> Room:
    """Revoke a personal link that was not used yet; the new one differs.

    Raises NotFound; Forbidden to all but the facilitator; Conflict workshop-moved, workshop-act where it was used.
    """
    found = led_room(c, person, room_id)
    mine = (table.c.id == seat_id, table.c.room_id == found.id, table.c.link > 0, table.c.device == "")
    done = c.execute(update(table).where(*mine).values(link=table.c.link + 1)).rowcount if is_id(seat_id) else 0
    return advance(c, person, found, counter, "renew-link", {}, possible=bool(done))


def claim(c: Connection, room_id: str, seat_id: str, link: int, key: str, device: str) -> None:
    """Bring the seat of a personal link to the device that opens it first, with the key of a secret drawn there.

    Raises NotFound workshop-link for a link that was used, renewed or revoked.
    """
    mine = (table.c.id == seat_id, table.c.room_id == room_id, table.c.link == link, table.c.device == "")
    values = {"key": key, "device": device, "joined_at": now()}
    if not c.execute(update(table).where(*mine, table.c.state == "present").values(**values)).rowcount:
        raise NotFound(Problem("workshop-link"))
    found = room_by_id(c, room_id)
    if found is not None:
        log(c, None, found, "workshop.bring", {"seat": seat_id})


def open_remote(
    c: Connection,
    person: Person,
    room_id: str,
    counter: int,
    closes_at: datetime,
    zone: str,
    contested: Mapping[str, str],
) -> Room:
    """Open a round without a meeting until `closes_at`: the first one of all items that wait, else the next one of the
    `contested` items: by their ids in the room, by which act ("again" or "applicability").

    Seats with a link that finished no round so far are not asked again. Raises NotFound; Forbidden to all but the
    facilitator; Refusal workshop-deadline-past; Conflict workshop-moved, workshop-act.
    """
    found = led_room(c, person, room_id)
    if closes_at <= now():
        raise refuse("workshop-deadline-past", Place(column="closes"))
    held = items_of(c, found.id)
    waiting = [one for one in held if one.state == "waiting"]
    again = [one for one in held if one.id in contested and one.state in ("revealed", "discussing")]
    first = bool(waiting) and found.state in ("lobby", "running")
    possible = all(one.state != "open" for one in held) and (first or (bool(again) and found.state == "running"))
    values = {"remote": found.remote + 1, "shown": None}
    after = advance(c, person, found, counter, "remote", values, possible=possible)
    for one in waiting:
        begin(c, one, "open")
    for one in () if waiting else again:
        _drop(c, one.id)
        begin(c, one, contested[one.id])
    _close_at(c, found.id, closes_at, zone)
    return after


def set_deadline(c: Connection, person: Person, room_id: str, counter: int, closes_at: datetime, zone: str) -> Room:
    """Change the deadline of the open rounds. Raises as :func:`open_remote`."""
    found = led_room(c, person, room_id)
    if closes_at <= now():
        raise refuse("workshop-deadline-past", Place(column="closes"))
    after = advance(c, person, found, counter, "deadline", {}, possible=deadline_of(c, found.id) is not None)
    _close_at(c, found.id, closes_at, zone)
    return after


def deadline_of(c: Connection, room_id: str) -> Deadline | None:
    """The deadline of the open rounds of a room; None where none is open, or without one."""
    here = (items.c.room_id == room_id, items.c.state == "open", rounds.c.closes_at.is_not(None))
    this = (items.c.id == rounds.c.item_id) & (items.c.round == rounds.c.round)
    query = select(rounds.c.closes_at, rounds.c.zone).join(items, this)
    row = c.execute(query.where(*here).limit(1)).one_or_none()
    return Deadline(row.closes_at, row.zone) if row else None


def finish(c: Connection, room_id: str, secret: str, seat_id: str) -> None:
    """Note that a seat has voted on everything that it is asked in a round without a meeting, if it has.

    The rows of all seats are written: PostgreSQL tells which transaction wrote a row last, and one seat's alone would
    lead to the vote before it. For a transaction of its own, which holds no lock on items.
    """
    able = may_vote(c, seat_id)
    opened = [one for one in items_of(c, room_id) if one.state == "open" and one.id in able]
    cast = own_votes(c, room_id, secret, opened)
    if opened and all((one.id, one.round) in cast for one in opened):
        present = c.scalar(select(rooms.c.remote).where(rooms.c.id == room_id).with_for_update())
        finished = case((table.c.id == seat_id, present), else_=table.c.finished)
        c.execute(update(table).where(table.c.room_id == room_id).values(finished=finished))


def missing(c: Connection, found: Room) -> list[str]:
    """The ids of the seats with a link that are asked in the open rounds and have not finished."""
    asked = select(electors.c.seat_id).join(items, items.c.id == electors.c.item_id)
    asked = asked.where(items.c.room_id == found.id, items.c.state == "open")
    mine = (table.c.room_id == found.id, table.c.link > 0, table.c.state == "present", table.c.id.in_(asked))
    return list(c.scalars(select(table.c.id).where(*mine, table.c.finished < found.remote).order_by(table.c.alias)))


def _drop(c: Connection, item_id: str) -> None:
    never = select(table.c.id).where(table.c.link > 0, table.c.finished == 0)
    c.execute(delete(electors).where(electors.c.item_id == item_id, electors.c.seat_id.in_(never)))


def _close_at(c: Connection, room_id: str, closes_at: datetime, zone: str) -> None:
    opened = select(items.c.id).where(items.c.room_id == room_id, items.c.state == "open")
    mine = (rounds.c.item_id.in_(opened), rounds.c.state == "open")
    c.execute(update(rounds).where(*mine).values(closes_at=closes_at, zone=zone))


def _problems(found: Room, row: int, one: Invited) -> Sequence[Problem]:
    checks: tuple[tuple[bool, str, dict[str, object]], ...] = (
        (0 < len(one_line(check_text(one.alias, "people"))) <= ALIAS_LIMIT, "workshop-alias", {"limit": ALIAS_LIMIT}),
        (one.function in found.functions, "workshop-function", {}),
        (not one.email or normalise_email(one.email) is not None, "account-email", {"found": one.email[:80]}),
    )
    return [Problem(code, Place(row=row, column="people"), values) for held, code, values in checks if not held]
