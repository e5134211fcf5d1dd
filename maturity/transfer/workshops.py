"""Checks of the workshops in an archive: what pages and minutes rely on, which anybody may have written."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ..errors import Place, Refusal, refuse
from ..questionnaire import Questionnaire
from ..questionnaire.naming import NOT_APPLICABLE_ID
from ..store.workshop.seats import SEATS_MOST
from ..workshop import RULES
from ..workshop.ballots import QUESTIONS, Question, read_vote, votable
from ..workshop.tally import CANNOT_JUDGE_ID
from .fitting import fits

MOST_VOTES = 200_000  # rows that are inserted while others wait for the database
_APART = (NOT_APPLICABLE_ID, CANNOT_JUDGE_ID)
Rows = Mapping[str, list[dict[str, Any]]]


def check_workshops(found: Rows, asked: Mapping[str, Questionnaire]) -> None:
    """Check that items, results and totals of all workshops fit; `asked` are the questionnaires by assessment.

    Raises Refusal archive-row; archive-bomb for more votes than are taken.
    """
    rooms: dict[Any, Questionnaire] = {}
    for number, row in enumerate(found["workshop_rooms"], start=1):
        questionnaire = asked.get(str(row["assessment_id"]))
        if questionnaire is None or row["rule"] not in RULES or not 0 < row["sitting"] < 10_000 or not row["title"]:
            raise _wrong("workshop_rooms", number)
        rooms[row["id"]] = questionnaire
    items: dict[Any, tuple[Questionnaire, str]] = {}
    for number, row in enumerate(found["workshop_items"], start=1):
        questionnaire = rooms.get(row["room_id"])
        if questionnaire is None or not _settled(questionnaire, row["item"], row):
            raise _wrong("workshop_items", number)
        items[row["id"]] = (questionnaire, row["item"])
    for table, check in (("workshop_outcomes", _outcome), ("workshop_openings", _opening)):
        for number, row in enumerate(found[table], start=1):
            if row["item_id"] not in items or not check(*items[row["item_id"]], row):
                raise _wrong(table, number)
    _rounds(found)
    _sittings(found)
    _votes(found, items)


def _outcome(questionnaire: Questionnaire, item: str, row: Mapping[str, Any]) -> bool:
    return row["round"] >= 0 and _settled(questionnaire, item, row)


def _opening(questionnaire: Questionnaire, item: str, row: Mapping[str, Any]) -> bool:
    answered = any(row[name] is not None for name in ("choice", "reason", "entered"))
    return not answered or fits("answers", {**row, "item": item}, questionnaire)


def _settled(questionnaire: Questionnaire, item: str, row: Mapping[str, Any]) -> bool:
    """Whether the item can be voted on, and what it is settled with can be answered."""
    try:
        about = questionnaire.item(item)
    except KeyError:
        return False
    if row["state"] != "settled" or not votable(about):
        return votable(about) and row["kind"] is None
    if row["choice"] is None or row["kind"] == "not-applicable":
        return row["choice"] is None and row["kind"] == "not-applicable" and bool(row["reason"])
    return row["choice"] not in _APART and _vote(questionnaire, item, row["choice"])


def _vote(questionnaire: Questionnaire, item: str, vote: str, question: Question = "answer") -> bool:
    try:
        return read_vote(questionnaire, questionnaire.item(item), vote, question) == vote
    except Refusal:
        return False


def _rounds(found: Rows) -> None:
    """Check that rounds have ended, and that none comes after the present one of its item."""
    present = {row["id"]: row["round"] for row in found["workshop_items"]}
    for number, row in enumerate(found["workshop_rounds"], start=1):
        ended = row["state"] in ("revealed", "void") and row["question"] in QUESTIONS
        if not ended or not 0 < row["round"] <= present.get(row["item_id"], 0) < 10_000:
            raise _wrong("workshop_rounds", number)


def _sittings(found: Rows) -> None:
    """Check that every closed sitting has left each item of its room somehow: minutes print them all."""
    left = {(row["item_id"], row["sitting"]) for row in found["workshop_outcomes"]}
    members: dict[Any, list[Any]] = {}
    for row in found["workshop_items"]:
        members.setdefault(row["room_id"], []).append(row["id"])
    for number, row in enumerate(found["workshop_sittings"], start=1):
        if row["closed_at"] is not None and any(
            (id, row["sitting"]) not in left for id in members.get(row["room_id"], ())
        ):
            raise _wrong("workshop_sittings", number)


def _votes(found: Rows, items: Mapping[Any, tuple[Questionnaire, str]]) -> None:
    """Check that totals are of revealed rounds of known items, and not of more seats than a room has."""
    rounds = found["workshop_rounds"]
    revealed = {(row["item_id"], row["round"]): row["question"] for row in rounds if row["state"] == "revealed"}
    cast = Counter[Any]()
    for number, row in enumerate(found["workshop_totals"], start=1):
        this = (row["item_id"], row["round"])
        if this not in revealed or row["number"] < 1 or not _vote(*items[row["item_id"]], row["vote"], revealed[this]):
            raise _wrong("workshop_totals", number)
        cast[this] += row["number"]
        if cast[this] > SEATS_MOST:
            raise _wrong("workshop_totals", number)
    if cast.total() > MOST_VOTES:
        raise refuse("archive-bomb", Place("data/workshop_totals.json"))


def _wrong(table: str, number: int) -> Refusal:
    return refuse("archive-row", Place(f"data/{table}.json", number))
