"""Everything that the pages of a room show, read in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cached_property

from ...answers import Answer, Response
from ...questionnaire import Choice, Group, Item, Questionnaire
from ...scoring import grade
from ...scoring.methods import evaluate
from ...store.types import now
from ...store.workshop import items, notes, results, seats, standing
from ...store.workshop.items import RoomItem
from ...store.workshop.notes import Note
from ...store.workshop.results import Mark, RoundVotes
from ...store.workshop.rooms import Room
from ...store.workshop.seats import Seat
from ...workshop import STANDARD, Tally, Verdict, sentence
from ...workshop.agenda import effects, marginal_points, order
from ...workshop.ballots import shown_number
from ...workshop.groups import LEAST_SHOWN, Standing, standings, turnover
from ...workshop.numbers import NumberVerdict
from ..context import Connection, about, application
from ..language import gettext as _
from ..language import language


@dataclass(frozen=True)
class Shown:
    """An item of a room with what was voted on it.

    `rounds` are the revealed ones, `own` is the enterprise's answer, None before the first reveal.
    """

    place: RoomItem
    item: Item
    rounds: Sequence[RoundVotes]
    verdict: Verdict | NumberVerdict | None
    tally: Tally | None
    own: Answer | None
    notes: Sequence[Note]

    @property
    def told(self) -> bool:
        """Whether a result can be shown: revealed, by enough votes."""
        return self.verdict is not None and self.place.state != "open"

    @property
    def agreed(self) -> bool:
        """Whether the votes met the rule."""
        return self.verdict is not None and self.verdict.outcome == "agreed"

    @property
    def sentence(self) -> str:
        """What came of the votes, in the language of this request."""
        if self.verdict is None:
            return _("少于 %(least)s 票，不显示分布。", least=LEAST_SHOWN) if self.rounds else ""
        if isinstance(self.verdict, Verdict):
            return sentence(self.verdict, language())
        return number_sentence(self.verdict)

    @property
    def proposed(self) -> str:
        """What the rule of the room proposes: "again" (another round), "park", else "settle"."""
        verdict = self.verdict
        if verdict is None or self.agreed:
            return "settle"
        if verdict.outcome == "cannot-judge":
            return "park"
        over = verdict.last if isinstance(verdict, Verdict) else len(self.rounds) >= STANDARD.rounds
        return "again" if verdict.outcome == "not-agreed" and not over else "settle"

    @property
    def spread(self) -> str:
        """From the lowest to the highest vote in words, of items whose result can be shown; else ""."""
        verdict, ends = self.verdict if self.told else None, list[str]()
        if isinstance(verdict, NumberVerdict) and verdict.n:
            ends = [shown_number(str(value)) for value in (verdict.lowest, verdict.highest)]
        elif isinstance(verdict, Verdict) and verdict.figures is not None:
            places = (verdict.figures.lowest, verdict.figures.highest)
            ends = [verdict.scale.choices[rank].text.of(language()) for rank in places]
        return " – ".join(dict.fromkeys(ends))

    @property
    def extremes(self) -> tuple[str, str] | None:
        """The lowest and the highest choice that somebody voted for, in words; None where they are one, or agreed."""
        verdict = self.verdict
        if not isinstance(verdict, Verdict) or verdict.figures is None or self.agreed or not verdict.figures.range:
            return None
        low, high = (
            verdict.scale.choices[rank].text.of(language())
            for rank in (verdict.figures.lowest, verdict.figures.highest)
        )
        return low, high

    @property
    def certainty(self) -> Mapping[str, int]:
        """How many said how sure they are, by what they said; only where at least four did."""
        said = {name: number for name, number in self.rounds[-1].confidence.items() if name} if self.rounds else {}
        return said if sum(said.values()) >= LEAST_SHOWN else {}

    @property
    def functions(self) -> Mapping[str, Standing]:
        """How functions stand to the room: lower, about, higher; only large ones."""
        if not isinstance(self.verdict, Verdict):
            return {}
        scale = self.verdict.scale
        groups = {
            name: [votes[choice.id] for choice in scale.choices] for name, votes in self.rounds[-1].by_function.items()
        }
        return standings(groups)

    @property
    def turnover(self) -> str:
        """In words how many votes changed since the round before; "" in the first."""
        if len(self.rounds) < 2 or not (self.rounds[-1].shown and self.rounds[-2].shown):
            return ""
        before, after = self.rounds[-2].votes, self.rounds[-1].votes
        changed = max((before - after).total(), (after - before).total())
        return turnover(changed, self.rounds[-1].round.seats)


@dataclass(frozen=True, slots=True)
class Timer:
    """Seconds since the vote or the discussion began, and after how many its end is proposed."""

    elapsed: int
    limit: int
    voting: bool


@dataclass(frozen=True)
class Board:
    """A room as its pages show it."""

    room: Room
    questionnaire: Questionnaire
    mark: Mark
    items: tuple[Shown, ...]
    seats: tuple[Seat, ...]
    effect: Mapping[str, Fraction]

    @cached_property
    def by_id(self) -> dict[str, Shown]:
        """The items by their ids in the room."""
        return {one.place.id: one for one in self.items}

    def state(self, *states: str) -> list[Shown]:
        """The items in one of `states`, in the order of voting."""
        return [one for one in self.items if one.place.state in states]

    @cached_property
    def consent(self) -> list[Shown]:
        """Revealed items that met the rule and wait to be accepted in one act."""
        return [one for one in self.state("revealed") if one.agreed]

    @cached_property
    def contested(self) -> list[Shown]:
        """Revealed items to discuss, the most urgent first; of those that met the rule, what was pulled out."""
        agreed = {one.place.id for one in self.consent}
        found = {one.item.id: one for one in self.state("revealed", "discussing") if one.place.id not in agreed}
        tallies = {id: one.tally or Tally((0, 0)) for id, one in found.items()}
        return [found[entry.item] for entry in order(tallies, self.effect)]

    @property
    def open_choices(self) -> Sequence[Choice]:
        """The choices of the open items, where all have the same; else none."""
        found = {self.questionnaire.choices_of(one.item) for one in self.state("open") if one.item.asks is None}
        return found.pop() if len(found) == 1 else ()

    @property
    def shown(self) -> Shown | None:
        """The item on the wall."""
        return self.by_id.get(self.room.shown or "")

    @property
    def focus(self) -> Shown | None:
        """The item on the wall whose result is shown alone: under discussion or done, or revealed in a later round or
        with no other.
        """
        one = self.shown
        if one is None or not one.rounds or one.place.state in ("waiting", "open"):
            return None
        alone = one.place.state != "revealed" or one.place.round > 1 or len(self.state("revealed")) == 1
        return one if alone else None

    @cached_property
    def areas(self) -> list[tuple[Group, list[Shown]]]:
        """The items by area, in the order of voting."""
        found: dict[str, list[Shown]] = {}
        for one in self.items:
            found.setdefault(one.item.area, []).append(one)
        return [(self.questionnaire.area(id), members) for id, members in found.items()]

    @property
    def upcoming(self) -> tuple[Group, list[Shown]] | None:
        """The next area that has waiting items, and these."""
        for area, members in self.areas:
            waiting = [one for one in members if one.place.state == "waiting"]
            if waiting:
                return area, waiting
        return None

    @property
    def timer(self) -> Timer | None:
        """The timer of what the room is at; None without one."""
        voting, since = self.state("open"), self.room.shown_at
        if voting:
            limit = self.room.vote_seconds * len(voting)
        else:
            limit = 60 * self.room.discuss_minutes if self.focus and self.focus.place.state != "settled" else 0
        if since is None or not limit:
            return None
        return Timer((now() - since) // timedelta(seconds=1), limit, voting=bool(voting))

    @property
    def present(self) -> list[Seat]:
        """The seats that are present."""
        return [seat for seat in self.seats if seat.state == "present"]


def board_of(c: Connection, room: Room, *, sorted_by_effect: bool = False) -> Board:
    """The board of a room that the caller has found. `sorted_by_effect` grades the assessment to sort what is
    contested by what it adds to the next level.
    """
    questionnaire = about(application().questionnaire(room.questionnaire, room.questionnaire_version))
    told, said, own = results.results_of(c, room.id), notes.notes_of(c, room.id), standing.answers_now(c, room)
    shown = tuple(
        _shown(room, questionnaire, place, told.get(place.id, []), own, said.get(place.id, ()))
        for place in items.items_of(c, room.id)
    )
    mark = results.mark(c, room.id)
    assert mark is not None  # noqa: S101 -- the room was read in this transaction
    effect = _effect(room, questionnaire, own) if sorted_by_effect else {}
    return Board(room, questionnaire, mark, shown, tuple(seats.seats_of(c, room.id)), effect)


def number_sentence(verdict: NumberVerdict) -> str:
    """What came of votes on a number."""
    if verdict.outcome == "agreed":
        return _("达成一致：多数与中位数接近。")
    if verdict.outcome == "not-agreed":
        return _("尚未一致：各人给出的数相差较大。")
    if verdict.outcome == "cannot-judge":
        return _("多数人无法判断：先搁置，找到能判断的人。")
    return _("没有结果：只有 %(count)s 人给出了数，至少需要 %(needed)s 人。", count=verdict.n, needed=verdict.needed)


def _shown(
    room: Room,
    questionnaire: Questionnaire,
    place: RoomItem,
    told: Sequence[RoundVotes],
    own: Mapping[str, Answer],
    said: Sequence[Note],
) -> Shown:
    item = questionnaire.item(place.item)
    known = bool(told) and told[-1].shown
    verdict = results.verdict_of(room, questionnaire, item, told) if known else None
    tally = results.tally_of(questionnaire, item, told[-1]) if known and item.asks is None else None
    shown = [note for note in said if place.state != "open" or note.round < place.round]
    return Shown(place, item, told, verdict, tally, own.get(item.id) if told else None, shown)


def _effect(room: Room, questionnaire: Questionnaire, own: Mapping[str, Answer]) -> Mapping[str, Fraction]:
    response = Response(questionnaire, room.profile, own, room.cuts)
    return effects(grade(response)) if questionnaire.has_levels else marginal_points(evaluate(response))
