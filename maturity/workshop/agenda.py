"""What to discuss first: disagreement times what the item adds to the next level, or to the score."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..answers import Answer, same_answer
from ..questionnaire import Group
from ..scoring import Result
from ..scoring.evaluation import Evaluation
from ..scoring.gains import gains
from ..scoring.result import nodes
from ..scoring.roadmap import leaves
from .tally import Tally

MINUTES_AN_ITEM = 4  # of discussion, for an item that is contested
MINUTES_AN_AREA = 8  # of reading and voting, for a stack of about eleven items
MINUTES_A_STACK = MINUTES_AN_AREA + 2 * MINUTES_AN_ITEM  # with an item or two that are contested


@dataclass(frozen=True, slots=True)
class Entry:
    """An item, how much its votes disagree (0: all the same, 1: half at either end) and what it adds to the next level
    or to the score (None: nothing is known).
    """

    item: str
    disagreement: Fraction
    effect: Fraction | None

    @property
    def urgency(self) -> Fraction:
        """By what the items are sorted."""
        return self.disagreement * (1 if self.effect is None else self.effect)


def next_level(result: Result) -> int:
    """The lowest level that is not met; the highest where all are."""
    return next((level.number for level in result.levels if not level.met), result.levels[-1].number)


def effects(result: Result) -> dict[str, Fraction]:
    """By item: how much A_k of the next level rises while its score rises from 0 to 1; 0 for those without a share."""
    found = {item.id: Fraction(0) for item in result.response.items}
    for id, share in leaves(result.levels[next_level(result) - 1].node, Fraction(1)):
        found[id] += share
    return found


def marginal_points(evaluation: Evaluation) -> dict[str, Fraction]:
    """By item: what it would add to the score if it were fully met."""
    return {gain.item.id: gain.points for gain in gains(evaluation)}


def order(tallies: Mapping[str, Tally], effect: Mapping[str, Fraction]) -> list[Entry]:
    """The items of `tallies`, the most urgent first; those equally urgent by disagreement, then as they were given.

    Where no effect is known of any of them, disagreement alone counts.
    """
    known = any(effect.get(item) for item in tallies)
    found = [
        Entry(item, disagreement(tally), effect.get(item, Fraction(0)) if known else None)
        for item, tally in tallies.items()
    ]
    return sorted(found, key=lambda entry: (-entry.urgency, -entry.disagreement))


def disagreement(tally: Tally) -> Fraction:
    """The variance of the ranks as a share of the greatest possible one, from 0 to 1; 0 without two votes."""
    n = tally.n
    if n < 2 or len(tally.counts) < 2:
        return Fraction(0)
    mean = Fraction(sum(rank * number for rank, number in enumerate(tally.counts)), n)
    spread = sum((number * (rank - mean) ** 2 for rank, number in enumerate(tally.counts)), Fraction(0)) / n
    return spread / Fraction((len(tally.counts) - 1) ** 2, 4)


def proposed_areas(result: Result) -> list[Group]:
    """The assessed areas by weight times distance to the pass mark at the next level, those that hold it back most
    first; areas that are past it come last.
    """
    questionnaire = result.response.questionnaire
    node, mark = result.levels[next_level(result) - 1].node, questionnaire.scoring.pass_mark
    shares = effects(result)
    scores = {found.id: found.score for found in nodes(node, questionnaire.area_tier.id)}

    def lack(area: Group) -> Fraction:
        score = scores.get(area.id)
        weight = sum((shares.get(item.id, Fraction(0)) for item in area.items), Fraction(0))
        return Fraction(0) if score is None else weight * max(Fraction(0), mark - score)

    return sorted(result.response.areas, key=lambda area: -lack(area))


@dataclass(frozen=True, slots=True)
class Doubts:
    """Of an area: how many of its items are flagged as undecided, and on how many assessors differ from the answers."""

    flagged: int
    differing: int


def doubts_of(
    area: Group, flagged: Container[str], own: Mapping[str, Answer | None], assessed: Mapping[str, Answer]
) -> Doubts:
    """The doubts about an area, for the choice of what to vote on; `own` and `assessed` are values by item."""
    differing = [item for item in area.items if item.id in assessed]
    return Doubts(
        sum(item.id in flagged for item in area.items),
        sum(not same_answer(own.get(item.id), assessed[item.id]) for item in differing),
    )


def minutes(areas: Sequence[Group], contested: int) -> int:
    """How long a session takes: reading and voting an area, and discussing what is contested."""
    return MINUTES_AN_AREA * len(areas) + MINUTES_AN_ITEM * contested


def planned_minutes(minutes: int, items: Sequence[int]) -> list[int]:
    """The planned minutes of a session, shared out over areas by their numbers of items; they add up to it."""
    ends = [round(Fraction(minutes * sum(items[: place + 1]), sum(items))) for place in range(len(items))]
    return [end - start for start, end in zip((0, *ends), ends, strict=False)]
