"""What the votes of revealed rounds come to, and how far open ones are. Open rounds are counted, never shown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from ...questionnaire import Item, Questionnaire
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...workshop import RULES, Tally, Verdict, count, judge, scale_of
from ...workshop.applicability import Applicability, applicability_tally, judge_applicability
from ...workshop.ballots import numbers_of
from ...workshop.groups import LEAST_SHOWN
from ...workshop.numbers import NumberVerdict, judge_numbers
from ...workshop.tally import CANNOT_JUDGE_ID
from ..schema import workshop_items as items
from ..schema import workshop_rooms as rooms
from ..schema import workshop_rounds as rounds
from ..schema import workshop_seats as seats
from ..schema import workshop_votes as votes
from .rooms import Room
from .rounds import Round

Judged = Verdict | NumberVerdict | Applicability


@dataclass(frozen=True, slots=True)
class RoundVotes:
    """The votes of a revealed round: by vote, by the function they are kept under, by confidence; `guesses` are
    those said to be guesses, by vote.

    All are empty where fewer than four voted (`shown` False): then only `cast` is known.
    """

    round: Round
    cast: int
    votes: Counter[str] = field(default_factory=Counter)
    by_function: Mapping[str, Counter[str]] = field(default_factory=dict)
    confidence: Counter[str] = field(default_factory=Counter)
    guesses: Counter[str] = field(default_factory=Counter)

    @property
    def shown(self) -> bool:
        """Whether there are enough votes to be shown."""
        return self.cast >= LEAST_SHOWN


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a room stands, for pages that ask again and again; `text` changes whenever any of it does.

    `cast` are the votes of the open rounds, of `expected`; `present` the seats.
    """

    counter: int
    state: str
    shown: str | None
    nudges: int
    present: int
    cast: int
    expected: int

    @property
    def text(self) -> str:
        """The mark that a page sends with its next question."""
        return f"{self.counter}.{self.present}.{self.cast}.{self.expected}"


def mark(c: Connection, room_id: str) -> Mark | None:
    """The mark of a room, in one statement; None without the room."""
    row = c.execute(_mark_query(), {"room": room_id}).one_or_none()
    return Mark(*row) if row else None


@cache
def _mark_query() -> Select[Any]:
    """The statement of :func:`mark`, built once: hundreds of phones ask for it each second."""
    open_rounds = (items.c.room_id == rooms.c.id, items.c.state == "open")
    present = select(func.count()).select_from(seats).where(seats.c.room_id == rooms.c.id, seats.c.state == "present")
    cast = (
        select(func.count())
        .select_from(votes)
        .join(items, (items.c.id == votes.c.item_id) & (items.c.round == votes.c.round))
        .where(*open_rounds)
    )
    voting = (
        select(func.coalesce(func.sum(rounds.c.seats), 0))
        .select_from(rounds)
        .join(items, (items.c.id == rounds.c.item_id) & (items.c.round == rounds.c.round))
        .where(*open_rounds)
    )
    parts = (one.correlate(rooms).scalar_subquery() for one in (present, cast, voting))
    columns = (rooms.c[name] for name in ("counter", "state", "shown", "nudges"))
    return select(*columns, *parts).where(rooms.c.id == bindparam("room"))


def results_of(c: Connection, room_id: str) -> dict[str, list[RoundVotes]]:
    """By id of the room's item: the votes of its revealed rounds, the first one first; void rounds are left out."""
    told = select(rounds).join(items, items.c.id == rounds.c.item_id)
    told = told.where(items.c.room_id == room_id, rounds.c.state == "revealed")
    by_round = {(row.item_id, row.round): Round(**row._mapping) for row in c.execute(told.order_by(rounds.c.round))}
    grouped = (votes.c.item_id, votes.c.round, votes.c.vote, votes.c.function, votes.c.confidence)
    query = select(*grouped, func.count().label("number")).join(items, items.c.id == votes.c.item_id)
    kept: dict[tuple[str, int], list[tuple[str, str, str, int]]] = {}
    for row in c.execute(query.where(items.c.room_id == room_id).group_by(*grouped)):
        if (row.item_id, row.round) in by_round:
            kept.setdefault((row.item_id, row.round), []).append((row.vote, row.function, row.confidence, row.number))
    found: dict[str, list[RoundVotes]] = {}
    for key, about in by_round.items():
        found.setdefault(key[0], []).append(_round_votes(about, kept.get(key, [])))
    return found


def _round_votes(about: Round, rows: list[tuple[str, str, str, int]]) -> RoundVotes:
    cast = sum(number for *_, number in rows)
    if cast < LEAST_SHOWN:
        return RoundVotes(about, cast)
    every, sure, guesses = Counter[str](), Counter[str](), Counter[str]()
    by_function: dict[str, Counter[str]] = {}
    for vote, function, confidence, number in rows:
        every[vote] += number
        sure[confidence] += number
        guesses[vote] += number * (confidence == "guess")
        by_function.setdefault(function, Counter())[vote] += number
    return RoundVotes(about, cast, every, by_function, sure, guesses)


def tally_of(questionnaire: Questionnaire, item: Item, found: RoundVotes) -> Tally:
    """The tally of a round on an item with choices, or on whether an item applies."""
    if found.round.question == "applicability":
        return applicability_tally(found.votes, max(found.round.seats, found.cast))
    return count(scale_of(questionnaire, item), found.votes.elements(), max(found.round.seats, found.cast))


def verdict_of(found: Room, questionnaire: Questionnaire, item: Item, told: Sequence[RoundVotes]) -> Judged:
    """What the rule of a room says of the last of an item's rounds (at least one, that is `shown`); rounds on whether
    it applies and those on its answer are judged apart.
    """
    rule, last = RULES[found.rule], told[-1]
    alike = like_last(told)
    if item.asks is not None and last.round.question != "applicability":
        numbers, apart = numbers_of(last.votes.elements()), (last.votes[CANNOT_JUDGE_ID], last.votes[NOT_APPLICABLE_ID])
        return judge_numbers(rule, numbers, max(last.round.seats, last.cast), *apart)
    before = tally_of(questionnaire, item, alike[-2]) if len(alike) > 1 and alike[-2].shown else None
    tally = tally_of(questionnaire, item, last)
    if last.round.question == "applicability":
        return judge_applicability(rule, tally, len(alike), before)
    return judge(rule, scale_of(questionnaire, item), tally, len(alike), before)


def like_last(told: Sequence[RoundVotes]) -> list[RoundVotes]:
    """Those of an item's rounds that asked what the last one asked: whether it applies, or its answer."""
    asked = told[-1].round.question == "applicability" if told else False
    return [one for one in told if (one.round.question == "applicability") == asked]


def agreed_items(c: Connection, found: Room, questionnaire: Questionnaire) -> frozenset[str]:
    """The ids of the room's items whose last revealed round met the rule."""
    names = {row.id: row.item for row in c.execute(select(items.c.id, items.c.item).where(items.c.room_id == found.id))}
    return frozenset(
        id
        for id, told in results_of(c, found.id).items()
        if told[-1].shown and verdict_of(found, questionnaire, questionnaire.item(names[id]), told).outcome == "agreed"
    )
