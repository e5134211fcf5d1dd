"""Everything that the pages of a room show, read in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cached_property

from ...answers import Answer, Response
from ...questionnaire import Choice, Group, Questionnaire
from ...scoring import grade
from ...scoring.methods import evaluate
from ...store.types import now
from ...store.workshop import items, notes, outcome, results, rounds, seats
from ...store.workshop.items import RoomItem
from ...store.workshop.notes import Note
from ...store.workshop.results import Mark, RoundVotes
from ...store.workshop.rooms import Room
from ...store.workshop.seats import Seat
from ...workshop import Tally, Verdict
from ...workshop.agenda import effects, marginal_points, order
from ...workshop.ballots import Question
from ..context import Connection, about, application
from .shown import Shown


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
    def revoted(self) -> list[Shown]:
        """The contested items that another round can bring further: not those that were voted not to apply."""
        return [one for one in self.contested if not one.inapplicable]

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
            talking = self.focus is not None and self.focus.place.state in ("revealed", "discussing")
            limit = 60 * self.room.discuss_minutes if talking else 0
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
    told, said, own = results.results_of(c, room.id), notes.notes_of(c, room.id), outcome.answers_now(c, room)
    asked = {id: held[-1].question for id, held in rounds.rounds_of(c, room.id).items()}
    shown = tuple(
        _shown(
            room,
            questionnaire,
            place,
            told.get(place.id, []),
            own,
            said.get(place.id, ()),
            asked.get(place.id, "answer"),
        )
        for place in items.items_of(c, room.id)
    )
    mark = results.mark(c, room.id)
    assert mark is not None  # noqa: S101 -- the room was read in this transaction
    effect = _effect(room, questionnaire, own) if sorted_by_effect else {}
    return Board(room, questionnaire, mark, shown, tuple(seats.seats_of(c, room.id)), effect)


def _shown(
    room: Room,
    questionnaire: Questionnaire,
    place: RoomItem,
    told: Sequence[RoundVotes],
    own: Mapping[str, Answer],
    said: Sequence[Note],
    question: Question,
) -> Shown:
    item = questionnaire.item(place.item)
    known = bool(told) and told[-1].shown
    verdict = results.verdict_of(room, questionnaire, item, told) if known else None
    tally = verdict.tally if isinstance(verdict, Verdict) else None
    shown = [note for note in said if place.state != "open" or note.round < place.round]
    return Shown(place, item, told, verdict, tally, own.get(item.id) if told else None, shown, question)


def _effect(room: Room, questionnaire: Questionnaire, own: Mapping[str, Answer]) -> Mapping[str, Fraction]:
    response = Response(questionnaire, room.profile, own, room.cuts)
    return effects(grade(response)) if questionnaire.has_levels else marginal_points(evaluate(response))
