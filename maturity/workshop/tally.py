"""Votes on an item, counted by rank. Ranks follow the scores of the item's choices, the lowest first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ..questionnaire import Choice, Item, Questionnaire, Text
from ..questionnaire.naming import NOT_APPLICABLE_ID

CANNOT_JUDGE_ID = "cannot-judge"  # used like the id of a choice
CANNOT_JUDGE = Text("无法判断", "Cannot judge")
_MUST = ("gate", "mandatory")  # roles of items that are met or not


@dataclass(frozen=True, slots=True)
class Scale:
    """The choices of an item from the lowest score to the highest; the rank of a choice is its place.

    `passing` is the rank from which an item passes, None where no pass mark applies to it.
    """

    choices: tuple[Choice, ...]
    passing: int | None

    @property
    def size(self) -> int:
        """How many choices there are."""
        return len(self.choices)

    def rank(self, choice: str) -> int:
        """The rank of the choice with this id. Raises KeyError for any other."""
        for rank, one in enumerate(self.choices):
            if one.id == choice:
                return rank
        raise KeyError(choice)

    def across(self, rank: int, other: int) -> bool:
        """Whether the pass mark lies between two ranks."""
        return self.passing is not None and (rank >= self.passing) != (other >= self.passing)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many votes each rank has, how many say that the item does not apply or that they cannot judge it, and how
    many of those present have not voted (`missing`).
    """

    counts: tuple[int, ...]
    not_applicable: int = 0
    cannot_judge: int = 0
    missing: int = 0

    @property
    def n(self) -> int:
        """The number of votes that have a rank."""
        return sum(self.counts)

    @property
    def votes(self) -> int:
        """The number of votes of any kind."""
        return self.n + self.not_applicable + self.cannot_judge

    @property
    def present(self) -> int:
        """The number of those who could vote."""
        return self.votes + self.missing


def scale_of(questionnaire: Questionnaire, item: Item) -> Scale:
    """The scale of an item. Raises ValueError for an item that is not answered by a choice.

    With levels the pass mark is that of the scoring method; without, gates and mandatory items pass at full score.
    """
    found = questionnaire.choices_of(item)
    if not found:
        raise ValueError(f"{item.id} has no choices")
    choices = tuple(sorted(found, key=lambda choice: choice.score))
    mark = questionnaire.scoring.pass_mark if questionnaire.has_levels else Fraction(1)
    judged = questionnaire.has_levels or item.role in _MUST
    return Scale(choices, sum(choice.score < mark for choice in choices) if judged else None)


def count(scale: Scale, votes: Iterable[str], present: int | None = None) -> Tally:
    """The tally of `votes`: ids of choices, NOT_APPLICABLE_ID or CANNOT_JUDGE_ID, in any order.

    `present` is the number of those who could vote, by default all who did. Raises KeyError for another vote.
    """
    found = Counter(votes)
    not_applicable, cannot = found.pop(NOT_APPLICABLE_ID, 0), found.pop(CANNOT_JUDGE_ID, 0)
    counts = [0] * scale.size
    for choice, number in found.items():
        counts[scale.rank(choice)] = number
    cast = sum(counts) + not_applicable + cannot
    return Tally(tuple(counts), not_applicable, cannot, max(0, (cast if present is None else present) - cast))
