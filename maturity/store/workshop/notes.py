"""Arguments, evidence and dissent on the items of a room, without a time and in the order of random ids; and marks that
the words of an item mean other things to others, counted over all workshops for the authors of questionnaires.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from ...answers import COMMENT_LIMIT
from ...errors import Conflict, NotFound, Place, Problem, refuse
from ...text.plain import directed, one_line
from ...workshop.secrecy import argument_key, seat_key
from ..accounts.people import Person
from ..enterprises.access import require_role
from ..schema import assessments
from ..schema import workshop_items as items
from ..schema import workshop_notes as table
from ..schema import workshop_rooms as rooms
from ..schema import workshop_rounds as rounds
from ..types import check_text, is_id, new_id, now
from .items import RoomItem, item_in
from .rooms import FACILITATING, log, room, room_by_id
from .seats import seat
from .votes import may_vote

KINDS = ("argument", "dissent", "evidence")


@dataclass(frozen=True, slots=True)
class Note:
    """A note on an item of a room; `signed` is a name, or "" where nobody signed. `round` is the one in which a seat
    wrote it and after whose reveal it is shown, 0 for notes of the facilitator.
    """

    id: str
    item_id: str
    kind: str
    words: str
    signed: str
    round: int = 0


@dataclass(frozen=True, slots=True)
class Unclear:
    """An item of a version of a questionnaire: how often it was marked, and in how many workshops."""

    questionnaire: str
    version: str
    item: str
    marks: int
    workshops: int


def notes_of(c: Connection, room_id: str) -> dict[str, list[Note]]:
    """By id of the room's item: its notes."""
    query = select(table).join(items, items.c.id == table.c.item_id).where(items.c.room_id == room_id)
    found: dict[str, list[Note]] = {}
    for row in c.execute(query.order_by(table.c.id)):
        found.setdefault(row.item_id, []).append(_read(row))
    return found


def add_note(c: Connection, person: Person, room_id: str, item_id: str, kind: str, words: str, signed: str = "") -> str:
    """A note by the facilitator or a scribe, until the room is accepted; returns its id.

    Raises NotFound; Forbidden to those who may not facilitate; Refusal workshop-words; Conflict workshop-act.
    """
    found = room(c, person, room_id)
    require_role(found.role, FACILITATING)
    one = item_in(c, found, item_id)
    if found.state in ("accepted", "discarded"):
        raise Conflict(Problem("workshop-act"), current=found)
    id = _add(c, one.id, kind, words, signed)
    log(c, person.id, found, "workshop.note", {"item": one.id, "kind": kind})
    return id


def add_dissent(c: Connection, room_id: str, key: str, device: str, item_id: str, words: str, *, signed: bool) -> None:
    """A minority sentence from a seat, until the room is closed, signed with its name or not.

    Raises as :func:`.seats.seat`; Refusal workshop-words; Conflict workshop-act.
    """
    mine, found = seat(c, room_id, key, device), room_by_id(c, room_id)
    if found is None or not is_id(item_id):
        raise NotFound(Problem("workshop-not-found"))
    one = item_in(c, found, item_id)
    if found.state not in ("running", "paused") or one.state in ("waiting", "open"):
        raise Conflict(Problem("workshop-act"))
    _add(c, one.id, "dissent", words, mine.alias if signed else "")
    log(c, None, found, "workshop.note", {"item": one.id, "kind": "dissent"})


def argue(c: Connection, room_id: str, secret: str, device: str, item_id: str, words: str) -> None:
    """Write, change or (with no words) take back the argument of a seat in the open round of an item without a meeting.

    Raises as :func:`.seats.seat`; Refusal workshop-words; Conflict workshop-late, workshop-deadline-past,
    workshop-newcomer.
    """
    mine = seat(c, room_id, seat_key(secret), device)
    one = _arguable(c, room_id, item_id)
    if item_id not in may_vote(c, mine.id):
        raise Conflict(Problem("workshop-newcomer"))
    told, id = directed(check_text(words, "words")), argument_key(secret, room_id, item_id, one.round)
    if len(told) > COMMENT_LIMIT:
        raise refuse("workshop-words", Place(column="words"), limit=COMMENT_LIMIT)
    c.execute(delete(table).where(table.c.id == id))
    if told:
        values = {"id": id, "item_id": item_id, "kind": "argument", "words": told, "signed": "", "round": one.round}
        c.execute(insert(table).values(**values))


def own_arguments(c: Connection, room_id: str, secret: str, found: Sequence[RoomItem]) -> Mapping[str, str]:
    """By id of the room's item: the argument of the seat with this secret in its present round."""
    keys = {argument_key(secret, room_id, one.id, one.round): one.id for one in found}
    return {keys[row.id]: row.words for row in c.execute(select(table.c.id, table.c.words).where(table.c.id.in_(keys)))}


def _arguable(c: Connection, room_id: str, item_id: str) -> Any:
    this = (rounds.c.item_id == items.c.id) & (rounds.c.round == items.c.round)
    query = select(items.c.round, rounds.c.closes_at).join(rounds, this)
    query = query.where(items.c.id == item_id, items.c.room_id == room_id, items.c.state == "open")
    row = c.execute(query.where(rounds.c.closes_at.is_not(None))).one_or_none() if is_id(item_id) else None
    if row is None:
        raise Conflict(Problem("workshop-late"))
    if row.closes_at <= now():
        raise Conflict(Problem("workshop-deadline-past"))
    return row


def mark_unclear(c: Connection, person: Person, room_id: str, item_id: str) -> None:
    """Count one more time that the words of an item mean other things to others.

    Raises NotFound; Forbidden to those who may not facilitate.
    """
    found = room(c, person, room_id)
    require_role(found.role, FACILITATING)
    one = item_in(c, found, item_id)
    c.execute(update(items).where(items.c.id == one.id).values(unclear=items.c.unclear + 1))
    log(c, person.id, found, "workshop.note", {"item": one.id, "kind": "unclear"})


def unclear_items(c: Connection, most: int = 50) -> list[Unclear]:
    """Those marked most often, at most `most`; nothing tells in which enterprise."""
    marks = func.sum(items.c.unclear)
    named = (assessments.c.questionnaire, assessments.c.questionnaire_version, items.c.item)
    query = select(*named, marks, func.count(rooms.c.id))
    query = query.join(rooms, rooms.c.id == items.c.room_id).join(
        assessments, assessments.c.id == rooms.c.assessment_id
    )
    query = query.where(items.c.unclear > 0).group_by(*named).order_by(marks.desc(), *named).limit(most)
    return [Unclear(*row) for row in c.execute(query)]


def _add(c: Connection, item_id: str, kind: str, words: str, signed: str) -> str:
    told = directed(check_text(words, "words"))
    name = one_line(check_text(signed, "signed"))
    if kind not in KINDS or not told or len(told) > COMMENT_LIMIT or len(name) > 40:
        raise refuse("workshop-words", Place(column="words"), limit=COMMENT_LIMIT)
    id = new_id()
    c.execute(insert(table).values(id=id, item_id=item_id, kind=kind, words=told, signed=name))
    return id


def _read(row: Row[Any]) -> Note:
    return Note(**row._mapping)
