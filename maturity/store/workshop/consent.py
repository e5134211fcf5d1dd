"""The consent agenda: what the votes agreed on is accepted in one act, unless somebody pulls an item out."""

from sqlalchemy import Connection, update

from ...errors import Conflict, NotFound, Problem
from ..schema import workshop_items, workshop_rooms
from .items import item_in
from .rooms import log, room_by_id
from .seats import seat


def pull_out(c: Connection, room_id: str, key: str, device: str, item_id: str) -> None:
    """Have a revealed item discussed, although its votes met the rule; nobody is told which seat asked for it.

    The room's counter grows, so that a facilitator who accepts at the same time is told. Raises as :func:`.seats.seat`;
    NotFound for an item that the room does not have; Conflict workshop-act where it is not revealed any more.
    """
    seat(c, room_id, key, device)
    grown = workshop_rooms.c.counter + 1
    c.execute(update(workshop_rooms).where(workshop_rooms.c.id == room_id).values(counter=grown))
    found = room_by_id(c, room_id)
    if found is None:
        raise NotFound(Problem("workshop-not-found"))
    one = item_in(c, found, item_id)
    mine = (workshop_items.c.id == one.id, workshop_items.c.state == "revealed")
    running = found.state in ("running", "paused")
    if not running or not c.execute(update(workshop_items).where(*mine).values(state="discussing")).rowcount:
        raise Conflict(Problem("workshop-act"), current=found)
    log(c, None, found, "workshop.note", {"item": one.id, "kind": "pull"})
