"""Which change is worth most points, and the fewest changes that reach a score."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from ..questionnaire import Item
from ..questionnaire.scorers import Linear
from .evaluation import Evaluation, Interval, ItemScore
from .methods import again

FULL = Interval(Fraction(1), Fraction(1))
_MUST = ("gate", "mandatory")


@dataclass(frozen=True, slots=True)
class Gain:
    """What an item would add to the score if it were fully met, and what each unit of its value adds on the way there
    (None where points do not grow in proportion to a value).
    """

    item: Item
    points: Fraction
    rate: Fraction | None = None


def gains(evaluation: Evaluation) -> tuple[Gain, ...]:
    """The items that are not fully met and would add to the score, those that add most first; none without a score."""
    found = (_gain(evaluation, one) for one in _open(evaluation, "mandatory", "optional"))
    return tuple(sorted((gain for gain in found if gain.points > 0), key=lambda gain: -gain.points))


def smallest_to(evaluation: Evaluation, score: Fraction) -> tuple[Item, ...] | None:
    """The fewest items that, fully met, make the enterprise eligible with at least `score`; None if all are not enough.

    First come the gates and mandatory items that are not met: none of them can be left out. Then those that add most,
    each counted with the ones before it, so that the best of a group is not counted twice.
    """
    chosen = [one for one in _open(evaluation, *_MUST) if one.standing != "met"]
    now = _with(evaluation, chosen)
    while now.score is not None and now.score.low < score:
        tried = [(_with(now, [one]), one) for one in _open(now, "optional")]
        best = max(tried, key=lambda pair: _low(pair[0]), default=None)
        if best is None or _low(best[0]) <= _low(now):
            return None
        now, one = best
        chosen.append(one)
    return tuple(one.item for one in chosen)


def _open(evaluation: Evaluation, *roles: str) -> list[ItemScore]:
    return [
        one
        for one in evaluation.items.values()
        if one.item.role in roles and one.degree is not None and one.degree.low < 1
    ]


def _with(evaluation: Evaluation, items: Iterable[ItemScore]) -> Evaluation:
    """The evaluation with these items fully met."""
    return again(evaluation, {one.item.id: replace(one, state="counted", degree=FULL, counts=True) for one in items})


def _low(evaluation: Evaluation) -> Fraction:
    return evaluation.score.low if evaluation.score else Fraction(0)


def _gain(evaluation: Evaluation, one: ItemScore) -> Gain:
    points = _low(_with(evaluation, [one])) - _low(evaluation)
    baseline, leading = one.anchors
    steady = isinstance(one.item.scorer, Linear) and one.state == "counted" and one.item.role == "optional"
    if not steady or one.degree is None or baseline is None or leading is None:
        return Gain(one.item, points)
    return Gain(one.item, points, points / (1 - one.degree.low) / abs(leading - baseline))
