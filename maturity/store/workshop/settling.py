"""How items end: settled by votes or by the lead, parked with what is missing, reopened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ...answers import COMMENT_LIMIT, REASON_LIMIT
from ...errors import Place, Problem, Refusal, refuse
from ...questionnaire import Questionnaire
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...text.plain import directed, one_line
from ...workshop.ballots import read_vote
from ...workshop.states import ITEM_ACTS, SETTLED, wants_reason
from ...workshop.tally import CANNOT_JUDGE_ID
from ..accounts.people import Person
from ..types import check_text
from .items import RoomItem, change_item, item_in
from .results import agreed_items
from .rooms import Room, advance, led_room

OWNER_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an item of a room, by its id there, is settled.

    `choice` is the id of one, or a number as people write it; None where the item does not apply.
    """

    id: str
    kind: str
    choice: str | None
    reason: str = ""


def settle(
    c: Connection,
    person: Person,
    room_id: str,
    counter: int,
    questionnaire: Questionnaire,
    settlements: Sequence[Settlement],
) -> Room:
    """Settle items, all or none; several at once are the consent agenda.

    Raises NotFound; Forbidden to all but the facilitator; Refusal workshop-settled, and workshop-reason where a reason
    is missing that the rule wants; Conflict workshop-moved, workshop-act.
    """
    found = led_room(c, person, room_id)
    chosen = [(item_in(c, found, one.id), one) for one in settlements]
    able = bool(chosen) and all(item.state in ITEM_ACTS["settle"][0] for item, _ in chosen)
    after = advance(c, person, found, counter, "settle", {"shown": found.shown}, possible=able)
    agreed = agreed_items(c, found, questionnaire)
    problems = [problem for item, one in chosen for problem in _problems(questionnaire, item, one, agreed)]
    if problems:
        raise Refusal(*problems)
    for item, one in chosen:
        kept = None if one.choice is None else _kept(questionnaire, item, one.choice)
        values = {"kind": one.kind, "choice": kept, "reason": directed(one.reason), "owner": "", "due": None}
        change_item(c, item, state="settled", **values)
    return after


def park(
    c: Connection, person: Person, room_id: str, counter: int, id: str, reason: str, owner: str, due: date | None
) -> Room:
    """Park an item: what evidence is missing, who brings it, until when.

    Raises as :func:`settle`; Refusal workshop-words, action-owner.
    """
    found = led_room(c, person, room_id)
    item = item_in(c, found, id)
    after = advance(
        c, person, found, counter, "park", {"shown": found.shown}, possible=item.state in ITEM_ACTS["park"][0]
    )
    words = directed(check_text(reason, "reason"))
    if not words or len(words) > COMMENT_LIMIT:
        raise refuse("workshop-words", Place(column="reason"), limit=COMMENT_LIMIT)
    if len(check_text(owner, "owner")) > OWNER_LIMIT:
        raise refuse("action-owner", Place(column="owner"), limit=OWNER_LIMIT)
    change_item(c, item, state="parked", reason=words, owner=one_line(owner), due=due)
    return after


def reopen_item(c: Connection, person: Person, room_id: str, counter: int, id: str) -> Room:
    """Take a settled item up again. Raises as :func:`settle`."""
    found = led_room(c, person, room_id)
    item = item_in(c, found, id)
    possible = found.state == "running" and item.state in ITEM_ACTS["reopen"][0]
    after = advance(c, person, found, counter, "reopen-item", {"shown": item.id}, possible=possible)
    change_item(c, item, state="discussing", kind=None, choice=None, reason="")
    return after


def _problems(
    questionnaire: Questionnaire, item: RoomItem, one: Settlement, agreed: frozenset[str]
) -> Sequence[Problem]:
    wrong = Problem("workshop-settled", Place(column="choice"), {"found": str(one.choice or one.kind)[:60]})
    if one.kind not in SETTLED or (one.choice is None) != (one.kind == "not-applicable"):
        return [wrong]
    if one.choice is not None and _kept(questionnaire, item, one.choice) is None:
        return [wrong]
    reason = directed(check_text(one.reason, "reason"))
    wanted = wants_reason(one.kind, agreed=item.id in agreed)
    if len(reason) > REASON_LIMIT or (wanted and not reason):
        return [Problem("workshop-reason", Place(column="reason"), {"limit": REASON_LIMIT})]
    return []


def _kept(questionnaire: Questionnaire, item: RoomItem, choice: str) -> str | None:
    """The choice, or the number typed, as it is kept; None for what no item can be settled with."""
    try:
        kept = read_vote(questionnaire, questionnaire.item(item.item), choice)
    except Refusal:
        return None
    return None if kept in (CANNOT_JUDGE_ID, NOT_APPLICABLE_ID) else kept
