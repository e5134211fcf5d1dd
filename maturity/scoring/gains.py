"""Which change is worth most points, and the fewest changes that reach a score."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from ..answers import Answer, Entered, Listed
from ..quantities import Unit, name_of
from ..quantities.factors import factors
from ..questionnaire import Item
from ..questionnaire.asked import Computed, Table
from ..questionnaire.numeric.references import unit_of
from ..questionnaire.parts import Band
from ..questionnaire.scorers import Linear
from .accounts import difference
from .evaluation import COUNTING, REQUIRED, Evaluation, Interval, ItemScore
from .methods import again, answered
from .roadmap import UNESTIMATED
from .statements import number

STEP = 5  # points
FULL = Interval(Fraction(1), Fraction(1))
_TENS = tuple(Fraction(10) ** power for power in range(10))
_TENTHS = tuple(1 / ten for ten in _TENS)
_SEEN = Fraction(1, 100)  # points below the last are not printed


@dataclass(frozen=True, slots=True)
class Gain:
    """What an item would add to the score if it were fully met, and what each unit of its value adds on the way there
    (None where points do not grow in proportion to a value).
    """

    item: Item
    points: Fraction
    rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Marginal:
    """What a change of a number is worth near its present `value` in `unit`: the points that 1% of it adds, `percent`,
    and at that rate each unit, `rate`. `up`: it is worth raising, else lowering; `key` and `column` name the
    cell of a table.
    """

    item: Item
    key: str
    column: str
    value: Fraction
    unit: Unit
    up: bool
    percent: Fraction
    rate: Fraction


def gains(evaluation: Evaluation) -> tuple[Gain, ...]:
    """The items that are not fully met and would add to the score, those that add most first, without a reference value
    last; none without a score.
    """
    found = (_gain(evaluation, one) for one in _open(evaluation, *COUNTING))
    better = [gain for gain in found if gain.points > 0]
    return tuple(sorted(better, key=lambda gain: (not _known(evaluation.items[gain.item.id]), -gain.points)))


def grades_above(evaluation: Evaluation) -> tuple[Band, ...]:
    """The grades that begin above the score, the lowest first."""
    if evaluation.grading is None:
        return ()
    low = _low(evaluation)
    return tuple(sorted((band for band in evaluation.grading.bands if band.start > low), key=lambda band: band.start))


def next_aim(evaluation: Evaluation) -> Fraction:
    """The score of the next grade or, where there is none, the next multiple of STEP points, up to the maximum."""
    above = grades_above(evaluation)
    return above[0].start if above else min(evaluation.maximum, Fraction((_low(evaluation) // STEP + 1) * STEP))


def smallest_to(
    evaluation: Evaluation, score: Fraction, efforts: Mapping[str, int] | None = None
) -> tuple[Item, ...] | None:
    """The fewest items that, fully met, make the enterprise eligible with at least `score`; None if all are not enough.

    First come the gates and mandatory items that are not met: none of them can be left out. Then those that add most,
    each counted with the ones before it, so that the best of a group is not counted twice. Items without a reference
    value come last: nobody can tell when they are met.

    With `efforts` by item id (UNESTIMATED where one is missing) those come first that add most for their effort, and
    what turns out not to be needed is left out again: little effort, though not provably the least.
    """
    chosen = [one for one in _open(evaluation, *REQUIRED) if one.standing != "met"]
    must, now = len(chosen), _with(evaluation, chosen)
    while now.score is not None and now.score.low < score:
        start = now
        better = [(then, one) for one in _open(now, "optional") if _low(then := _with(now, [one])) > _low(now)]
        if not better:
            return None
        now, one = max(better, key=lambda pair: (_known(pair[1]), _rise(start, pair[0]) / _effort(pair[1], efforts)))
        chosen.append(one)
    for one in reversed(chosen[must:]) if efforts is not None else ():
        rest = [other for other in chosen if other is not one]
        if _low(_with(evaluation, rest)) >= score:
            chosen = rest
    return tuple(one.item for one in chosen)


def _known(one: ItemScore) -> bool:
    return one.state != "no-reference"


def _rise(now: Evaluation, then: Evaluation) -> Fraction:
    return _low(then) - _low(now)


def _effort(one: ItemScore, efforts: Mapping[str, int] | None) -> int:
    return 1 if efforts is None else efforts.get(one.item.id, UNESTIMATED.effort)


def marginals(evaluation: Evaluation) -> tuple[Marginal, ...]:
    """The numbers that were entered of which a change by 1% adds to the score, those that add most first."""
    found = []
    for item, key, column, typed, unit in _entered(evaluation):
        tried = [
            (
                _low(answered(evaluation, {item.id: _replaced(evaluation, item, key, column, typed.value * factor)})),
                up,
            )
            for factor, up in ((Fraction(101, 100), True), (Fraction(99, 100), False))
        ]
        best, up = max(tried)
        gain = best - _low(evaluation)
        if gain > 0:
            found.append(Marginal(item, key, column, typed.value, unit, up, gain, gain / abs(typed.value) * 100))
    return tuple(sorted(found, key=lambda one: -one.percent))


def _entered(evaluation: Evaluation) -> Iterator[tuple[Item, str, str, Entered, Unit]]:
    """The numbers other than 0 that formulas use: the item, the row and column of a table, the number and its unit."""
    asked = [one.item.asks for one in evaluation.items.values()]
    used = {name for asks in asked if isinstance(asks, Computed) for name in asks.formula.names}
    for one in evaluation.items.values():
        answer, scored = evaluation.response.answers.get(one.item.id), one.item.scorer is not None
        if isinstance(answer, Entered) and answer.value and (scored or name_of(one.item.id) in used):
            yield one.item, "", "", answer, unit_of(one.item)
        if isinstance(answer, Listed) and isinstance(one.item.asks, Table):
            for row in answer.rows:
                for column, number in row.numbers.items():
                    if number.value and name_of(column) in used:
                        yield one.item, row.key, column, number, _unit_in(one.item.asks, row.key, column)


def _unit_in(table: Table, key: str, column: str) -> Unit:
    if table.factors:
        return factors(table.factors)[key].unit
    return next(one.quantity.unit for one in table.columns if one.id == column)


def _replaced(evaluation: Evaluation, item: Item, key: str, column: str, value: Fraction) -> Answer:
    """The answer to `item` with another value, in a table in one cell."""
    answer = evaluation.response.answers[item.id]
    if isinstance(answer, Entered):
        return replace(answer, value=value)
    rows = answer.rows if isinstance(answer, Listed) else ()
    return Listed(
        tuple(
            replace(row, numbers={**row.numbers, column: replace(row.numbers[column], value=value)})
            if row.key == key
            else row
            for row in rows
        )
    )


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


def per_unit(rate: Fraction, most: Fraction, unit: Unit, language: str) -> str:
    """What each unit of a value is worth in points: "每个百分点 0.2 分", "0.05 points per 100 t"; of as many units as
    :func:`enough` says.
    """
    many = enough(rate, most)
    points = number(rate * many)
    of_one = (unit.name(language), "个百分点" if language == "zh" else "percentage point")[unit.id == "%"]
    each = difference(many, unit, language) if many != 1 or not of_one else of_one
    if language == "zh":
        return f"每{each if each == of_one else f' {each}'} {points} 分"
    return f"{points} {'point' if points == '1' else 'points'} per {each}"


def enough(rate: Fraction, most: Fraction) -> Fraction:
    """As many units, a power of ten, as are worth at least a hundredth of a point at this rate; fewer than one where
    `most`, the units that there are, is.
    """
    if most >= 1:
        return next((ten for ten in _TENS if rate * ten >= _SEEN), _TENS[-1])
    return next((tenth for tenth in _TENTHS if tenth <= most), _TENTHS[-1])
