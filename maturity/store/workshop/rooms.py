"""Rooms of workshops: who may see and run them, and the acts on a room.

Every act is one UPDATE with the counter that the person saw in its WHERE clause; whoever comes second gets a Conflict
whose `current` is the Room as it is now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from ...errors import Conflict, Forbidden, NotFound, Problem
from ...workshop.states import JOINABLE, ROOM_ACTS, room_after
from ..accounts.people import Person
from ..enterprises import audit
from ..enterprises.access import READING, member_condition, require_role
from ..schema import assessments, memberships, organisations, people, workshop_rooms, workshop_seats
from ..types import is_id, now
from .sittings import begin_sitting, end_sitting
from .times import add_time

FACILITATING = ("owner", "editor", "assessor")
CODE_DAYS = 7  # in which one can join after the room was opened


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop on items of an assessment.

    `target` says what it settles: "answers", or values "assessed" beside them. `counter` grows with every act, `wall`
    with every new link to the wall; `shown` is the id of the item on it, `shown_at` since when the room is at that, or
    at what it votes on. `vote_seconds` and `discuss_minutes` are proposed for an item, 0 for no timer; with
    `auto_reveal` a round ends once all have voted. `facilitator` is a name, `consultant` that of a firm or "", `role`
    the person's role in the enterprise, "" for those without an account. `year`, `profile` and `cuts` are those of the
    assessment. `remote` counts the rounds that were opened without a meeting. `elsewhere` is the name of who led it in
    another installation, None for rooms made here and those reopened here.
    """

    id: str
    assessment_id: str
    title: str
    code: str
    salt: str
    state: str
    counter: int
    sitting: int
    rule: str
    rule_version: int
    target: str
    functions: tuple[str, ...]
    minutes: int
    vote_seconds: int
    discuss_minutes: int
    auto_reveal: bool
    consultant: str
    locked: bool
    nudges: int
    wall: int
    shown: str | None
    shown_at: datetime | None
    facilitator_id: str
    created_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    expires_at: datetime | None
    remote: int
    elsewhere: str | None
    facilitator: str
    organisation_id: str
    organisation_name: str
    questionnaire: str
    questionnaire_version: str
    profile: str
    cuts: Mapping[str, str]
    year: int
    role: str = ""

    @property
    def joinable(self) -> bool:
        """Whether somebody can join now."""
        return self.state in JOINABLE and not self.locked and self.expires_at is not None and self.expires_at > now()

    @property
    def may_facilitate(self) -> bool:
        """Whether the person may take over."""
        return self.role in FACILITATING

    def led_by(self, person: Person) -> bool:
        """Whether the person facilitates it now."""
        return self.facilitator_id == person.id and self.may_facilitate


def room(c: Connection, person: Person, id: str) -> Room:
    """A room of one of the person's enterprises. Raises NotFound for any other id, whether it exists or not."""
    found = c.execute(_select(person).where(workshop_rooms.c.id == id)).one_or_none() if is_id(id) else None
    if found is None:
        raise NotFound(Problem("workshop-not-found"))
    return _read(found)


def rooms_of(c: Connection, person: Person, assessment_id: str | None = None) -> list[Room]:
    """The rooms of the person's enterprises, or of one assessment, the latest first."""
    query = _select(person).order_by(workshop_rooms.c.created_at.desc(), workshop_rooms.c.id)
    if assessment_id is not None:
        query = query.where(workshop_rooms.c.assessment_id == assessment_id)
    return [_read(row) for row in c.execute(query)]


def current_rooms(c: Connection, person: Person) -> list[Room]:
    """As :func:`rooms_of`, those that still need somebody: neither accepted nor discarded."""
    query = _select(person).where(workshop_rooms.c.state.not_in(("accepted", "discarded")))
    return [_read(row) for row in c.execute(query.order_by(workshop_rooms.c.created_at.desc(), workshop_rooms.c.id))]


def room_by_code(c: Connection, code: str) -> Room | None:
    """The room with this code, whatever its state; for people without an account."""
    found = c.execute(_public().where(workshop_rooms.c.code == code)).one_or_none()
    return _read(found) if found else None


def room_by_id(c: Connection, id: str) -> Room | None:
    """The room with this id; for the wall, whose link is checked by the caller."""
    found = c.execute(_public().where(workshop_rooms.c.id == id)).one_or_none() if is_id(id) else None
    return _read(found) if found else None


def act_on_room(c: Connection, person: Person, id: str, act: str, counter: int) -> Room:
    """Take one of the acts of :data:`maturity.workshop.states.ROOM_ACTS`; returns the room after it.

    Raises NotFound; Forbidden to all but the facilitator; Conflict workshop-moved where the counter is another one,
    workshop-act where the act is not possible in its state.
    """
    found = led_room(c, person, id)
    after = room_after(found.state, act) if act in ROOM_ACTS else None
    values: dict[str, object] = {"state": after}
    if act in ("welcome", "reopen"):
        values["expires_at"] = now() + timedelta(days=CODE_DAYS)
    if act == "start":
        values["started_at"] = now()
    if act == "reopen":
        values |= {"sitting": found.sitting + 1, "closed_at": None, "elsewhere": None}
    if act == "close":
        values["closed_at"] = now()
    done = advance(c, person, found, counter, act, values, possible=after is not None)
    if act in ("start", "reopen"):
        begin_sitting(c, done.id, done.assessment_id, done.target, done.sitting)
    if act == "close":
        end_sitting(c, done.id, done.sitting)
    return done


def take_over(c: Connection, person: Person, id: str, counter: int) -> Room:
    """Make the person the facilitator. Raises NotFound; Forbidden to those who may not; Conflict workshop-moved."""
    found = room(c, person, id)
    require_role(found.role, FACILITATING)
    return advance(c, person, found, counter, "take-over", {"facilitator_id": person.id})


def set_locked(c: Connection, person: Person, id: str, counter: int, *, locked: bool) -> Room:
    """Let nobody join any more, or let people join again. Raises as :func:`act_on_room`."""
    return advance(c, person, led_room(c, person, id), counter, "lock" if locked else "unlock", {"locked": locked})


def nudge(c: Connection, person: Person, id: str, counter: int) -> Room:
    """Remind the phones that have not voted. Raises as :func:`act_on_room`."""
    found = led_room(c, person, id)
    return advance(c, person, found, counter, "nudge", {"nudges": found.nudges + 1})


def renew_wall(c: Connection, person: Person, id: str, counter: int) -> Room:
    """Revoke the link to the wall; the new one differs. Raises as :func:`act_on_room`."""
    found = led_room(c, person, id)
    return advance(c, person, found, counter, "renew-wall", {"wall": found.wall + 1})


def led_room(c: Connection, person: Person, id: str) -> Room:
    """As :func:`room`, for its facilitator. Raises Forbidden workshop-facilitator to others."""
    found = room(c, person, id)
    require_role(found.role, FACILITATING)
    if not found.led_by(person):
        raise Forbidden(Problem("workshop-facilitator", values={"name": found.facilitator}))
    return found


def advance(
    c: Connection,
    person: Person,
    found: Room,
    counter: int,
    act: str,
    values: Mapping[str, object],
    *,
    possible: bool = True,
) -> Room:
    """The one UPDATE of an act: it holds only while the counter is `counter`; returns the room after it.

    Raises Conflict workshop-moved where it does not hold, workshop-act where the act is not `possible`.
    """
    if found.counter != counter:
        raise Conflict(Problem("workshop-moved"), current=found)
    if not possible:
        raise Conflict(Problem("workshop-act"), current=found)
    if not step(c, person.id, found, act, values):
        raise Conflict(Problem("workshop-moved"), current=room(c, person, found.id))
    return room(c, person, found.id)


def step(c: Connection, person_id: str | None, found: Room, act: str, values: Mapping[str, object]) -> bool:
    """Write an act if the room's counter is still that of `found`; returns whether it was. Acts that name what is shown
    or the state end the time of what the room was at.
    """
    mine = (workshop_rooms.c.id == found.id, workshop_rooms.c.counter == found.counter)
    if {"shown", "state"} & set(values):
        values = {**values, "shown_at": now() if values.get("state", found.state) == "running" else None}
    if not c.execute(update(workshop_rooms).where(*mine).values(counter=found.counter + 1, **values)).rowcount:
        return False
    if values.get("state") in ("accepted", "discarded"):  # nobody is invited or reminded any more
        c.execute(update(workshop_seats).where(workshop_seats.c.room_id == found.id).values(email=""))
    if "shown_at" in values:
        add_time(c, found.id, found.shown, found.shown_at)
    log(c, person_id, found, "workshop.act", {"act": act})
    return True


def log(c: Connection, person_id: str | None, found: Room, action: str, detail: Mapping[str, object]) -> None:
    """Add a row about a room to the audit log. Votes are never logged."""
    place = {"organisation": found.organisation_id, "assessment": found.assessment_id}
    audit.record(c, person_id, action, **place, detail={"room": found.id, **detail})


def _columns() -> tuple[Any, ...]:
    return (
        workshop_rooms,
        organisations.c.id.label("organisation_id"),
        organisations.c.name.label("organisation_name"),
        *(assessments.c[name] for name in ("questionnaire", "questionnaire_version", "profile", "cuts", "year")),
        people.c.name.label("facilitator"),
    )


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.select_from(workshop_rooms)
        .join(assessments, assessments.c.id == workshop_rooms.c.assessment_id)
        .join(organisations, organisations.c.id == assessments.c.organisation_id)
        .join(people, people.c.id == workshop_rooms.c.facilitator_id)
    )


def _public() -> Select[Any]:
    return _joined(select(*_columns()))


def _select(person: Person) -> Select[Any]:
    mine = (memberships.c.organisation_id == organisations.c.id) & (memberships.c.person_id == person.id)
    query = _joined(select(*_columns(), memberships.c.role)).join(memberships, mine)
    return query.where(member_condition(person, assessments.c.organisation_id, *READING))


def _read(row: Row[Any]) -> Room:
    found = {name: value for name, value in row._mapping.items() if name in Room.__slots__}
    return Room(**{**found, "functions": tuple(row.functions.split("\n"))})
