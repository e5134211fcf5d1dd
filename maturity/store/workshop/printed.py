"""The totals that the minutes of a closed sitting print, kept sealed, so that its minutes say the same later.

Votes are deleted where one or two people leave and the others vote anew (:mod:`.rounds`), as both totals side by side
would tell how who left had voted. Minutes of the first vote are in many hands by then. Its totals are kept for them,
encrypted with the key of this installation, which no database holds: a copy of the database has never both.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, update

from ..accounts.people import Person
from ..schema import workshop_outcomes as table
from ..sealing import Sealer
from .results import RoundVotes, results_of
from .rooms import Room, act_on_room
from .rounds import Round
from .sittings import Outcome, outcomes_of

_LENGTH = 1024  # of what is sealed, or a multiple: how long a record is tells something of its votes


@dataclass(frozen=True, slots=True)
class Printed:
    """What minutes print of the votes on an item: the last of the rounds that are counted, and how many those are."""

    rounds: int
    last: RoundVotes


def close_room(c: Connection, person: Person, id: str, counter: int, sealer: Sealer) -> Room:
    """Close a room, and keep the totals that the minutes of its sitting print. Raises as :func:`.rooms.act_on_room`."""
    done = act_on_room(c, person, id, "close", counter)
    every, results = outcomes_of(c, done.id), results_of(c, done.id)
    rows = []
    for item_id, kept in every.get(done.sitting, {}).items():
        found = counted(results.get(item_id, ()), kept)
        if found and not replaced(every, results, kept):
            rows.append({"id": item_id, "totals": _seal(sealer, found)})
    if rows:
        mine = (table.c.item_id == bindparam("id"), table.c.sitting == done.sitting)
        c.execute(update(table).where(*mine).values(printed=bindparam("totals")), rows)
    return done


def counted(told: Sequence[RoundVotes], kept: Outcome) -> Printed | None:
    """What is printed of the rounds of an item that count now; None where the last one of the sitting does not."""
    held = [one for one in told if one.round.round <= kept.round]
    return Printed(len(held), held[-1]) if held and held[-1].round.round == kept.round else None


def opened(sealer: Sealer, kept: Outcome, rounds: Sequence[Round]) -> Printed | None:
    """What is printed of a round that counts no more; None where it was not kept, or under another key. `rounds` are
    those of the item.
    """
    text = sealer.open(kept.printed) if kept.printed else None
    if text is None:
        return None
    found, this = json.loads(text), next(one for one in rounds if one.round == kept.round)
    return Printed(found["rounds"], RoundVotes(this, found["cast"], Counter(found["votes"])))


def replaced(
    every: Mapping[int, Mapping[str, Outcome]], results: Mapping[str, Sequence[RoundVotes]], kept: Outcome
) -> bool:
    """Whether the minutes of an earlier sitting printed a round of the item that counts no more.

    That happens where one or two people left and all others voted anew. So only the first of both is ever printed.
    """
    counting = {one.round.round for one in results.get(kept.item_id, ())}
    earlier = (found[kept.item_id].round for sitting, found in every.items() if sitting < kept.sitting)
    return any(round and round not in counting for round in earlier)


def _seal(sealer: Sealer, found: Printed) -> str:
    text = json.dumps({"rounds": found.rounds, "cast": found.last.cast, "votes": found.last.votes})
    return sealer.seal(text.ljust(-(-len(text) // _LENGTH) * _LENGTH))
