"""What those who stayed to the last round had voted in the first one, so that the loss of others can be seen.

While a round is open, a vote carries the one of the first round as a keyed hash: without the key of this installation,
which no database holds, it says nothing. At the reveal the hashes are counted and taken away. What is kept are totals,
and only where at least LEAST_SHOWN stayed and as many dropped out: else the difference would tell single votes.
"""

import hmac
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import Connection, delete, func, insert, select, update

from ...workshop.groups import LEAST_SHOWN
from ...workshop.secrecy import vote_key
from ..schema import workshop_items as items
from ..schema import workshop_rounds as rounds
from ..schema import workshop_stayers as table
from ..schema import workshop_votes as votes


def sealed_before(c: Connection, pepper: str, secret: str, room_id: str, item_id: str, key: str) -> str:
    """The keyed hash of what the seat with this secret voted in the first round that was revealed; "" for nothing."""
    first = _first(c, item_id)
    found = (
        None
        if first is None
        else c.scalar(select(votes.c.vote).where(votes.c.key == vote_key(secret, room_id, item_id, first)))
    )
    return "" if found is None else _seal(pepper, key, found)


def count_stayers(c: Connection, pepper: str, item_id: str, round: int) -> None:
    """Count the hashes of a round that is revealed, keep their totals where these may be kept, and take them away."""
    first, this = _first(c, item_id), (votes.c.item_id == item_id, votes.c.round == round)
    c.execute(delete(table).where(table.c.item_id == item_id))
    if first is not None and first < round:
        old = (votes.c.item_id == item_id, votes.c.round == first)
        began = Counter(c.scalars(select(votes.c.vote).where(*old)))
        stayed = Counter(
            vote
            for row in c.execute(select(votes.c.key, votes.c.before).where(*this, votes.c.before != ""))
            for vote in began
            if hmac.compare_digest(_seal(pepper, row.key, vote), row.before)
        )
        if min(stayed.total(), began.total() - stayed.total()) >= LEAST_SHOWN:
            c.execute(insert(table), [{"item_id": item_id, "vote": vote, "number": n} for vote, n in stayed.items()])
    c.execute(update(votes).where(*this).values(before=""))


def stayers_of(c: Connection, room_id: str) -> Mapping[str, Counter[str]]:
    """By id of the room's item: the first votes of those who stayed, by vote; only items where they may be shown."""
    query = select(table).join(items, items.c.id == table.c.item_id).where(items.c.room_id == room_id)
    found: dict[str, Counter[str]] = {}
    for row in c.execute(query):
        found.setdefault(row.item_id, Counter())[row.vote] = row.number
    return found


def _first(c: Connection, item_id: str) -> int | None:
    mine = (rounds.c.item_id == item_id, rounds.c.state == "revealed")
    found: int | None = c.scalar(select(func.min(rounds.c.round)).where(*mine))
    return found


def _seal(pepper: str, key: str, vote: str) -> str:
    return hmac.new(pepper.encode(), f"before|{key}|{vote}".encode(), sha256).hexdigest()
