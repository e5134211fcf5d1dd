"""How long the items of a room take, and how long people met. Rounds without a meeting are nobody's time."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from ..schema import workshop_items as table
from ..schema import workshop_rounds as rounds
from ..types import now


def add_time(c: Connection, room_id: str, shown: str | None, since: datetime | None) -> None:
    """Add the seconds `since` then to the items that are voted on, in equal parts, or else to the one that is shown and
    discussed. Nothing where the room was not running, or voted without a meeting.
    """
    if since is None:
        return
    this = (rounds.c.item_id == table.c.id) & (rounds.c.round == table.c.round)
    query = select(table.c.id, table.c.state, rounds.c.closes_at).join(rounds, this, isouter=True)
    found = {row.id: row for row in c.execute(query.where(table.c.room_id == room_id))}
    at = [row.id for row in found.values() if row.state == "open" and row.closes_at is None]
    if not at and shown is not None and shown in found and found[shown].state in ("revealed", "discussing"):
        at = [shown]
    if at:
        seconds = max(0, round((now() - since).total_seconds() / len(at)))
        c.execute(update(table).where(table.c.id.in_(at)).values(spent=table.c.spent + seconds))


def minutes_met(c: Connection, room_id: str, begun: datetime, ended: datetime) -> int:
    """Whole minutes from `begun` to `ended`, without the time in which a round without a meeting was open."""
    query = select(rounds.c.opened_at, rounds.c.revealed_at).join(table, table.c.id == rounds.c.item_id)
    query = query.where(table.c.room_id == room_id, rounds.c.closes_at.is_not(None))
    met, reached = ended - begun, begun
    for opened, revealed in sorted((row.opened_at, row.revealed_at or ended) for row in c.execute(query)):
        start, end = max(opened, reached), min(revealed, ended)
        if end > start:
            met, reached = met - (end - start), end
    return round(met / timedelta(minutes=1))
