"""What a target comes to: whether it is reached, and the values of the years on the way."""

from dataclasses import dataclass
from fractions import Fraction

from ..questionnaire import Item
from ..questionnaire.scorers import Steps
from ..scoring.evaluation import Evaluation, ItemScore
from ..scoring.figures import Figure

SCORE, GRADE = ":score", ":grade"  # subjects of targets beside ids of items, which hold no colon


@dataclass(frozen=True, slots=True)
class Path:
    """A value between two years: by equal amounts a year, and by equal ratios (None unless both ends are above 0)."""

    linear: Fraction
    geometric: float | None


def path(first: Fraction, last: Fraction, years: int, after: int) -> Path:
    """The value `after` years on the way from `first` to `last` in `years` years. Raises ValueError unless
    0 <= after <= years and years > 0.
    """
    if not 0 <= after <= years or not years:
        raise ValueError(f"{after} of {years} years")
    share = Fraction(after, years)
    ratio = float(first) * float(last / first) ** float(share) if first > 0 and last > 0 else None
    return Path(first + (last - first) * share, ratio)


def value_of(evaluation: Evaluation, subject: str) -> Fraction | None:
    """What a target is compared with now: the certain score, or the value of an item; None where there is none, or one
    for every row of a table.
    """
    if subject in (SCORE, GRADE):
        return evaluation.score.low if evaluation.score else None
    one = evaluation.items.get(subject)
    figure = one.figure if one else None
    return figure.rows[0] if isinstance(figure, Figure) and not figure.keys else None


def reached(evaluation: Evaluation, subject: str, value: Fraction) -> bool | None:
    """Whether a target is reached; None where that cannot be said. A grade takes all requirements too."""
    now = value_of(evaluation, subject)
    if now is None:
        return None
    if subject == GRADE:
        asked = bool(evaluation.gates.items or evaluation.mandatory.items)
        return now >= value and (evaluation.requirements is True or not asked)
    better = "high" if subject == SCORE else better_of(evaluation.items[subject])
    return None if not better else now >= value if better == "high" else now <= value


def better_of(one: ItemScore) -> str:
    """Which values of an item are better, "high" or "low"; "" where nothing says so."""
    baseline, leading = one.anchors
    if baseline is not None and leading is not None:
        return "high" if leading > baseline else "low"
    scorer = one.item.scorer
    if isinstance(scorer, Steps):
        return "low" if len(scorer.steps) > 1 and scorer.steps[-1][0] < scorer.steps[0][0] else "high"
    return str(getattr(scorer, "better", ""))


def can_aim(item: Item) -> bool:
    """Whether a number can be the target of an item."""
    return getattr(item.asks, "unit", None) is not None
