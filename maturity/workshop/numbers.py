"""Votes on a number: median, quartiles and spread; agreement is nearness to the median relative to its amount."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .rules import Rule, quorum


@dataclass(frozen=True, slots=True)
class NumberVerdict:
    """What a rule says of votes on a number, all in one unit.

    `outcome` is "agreed", "not-agreed", "quorum" (fewer than `needed` numbers), "cannot-judge" (more than half of the
    votes) or "applicability" (a third of the votes or more say that the item does not apply: settle that first). Median
    and quartiles are by the inverse distribution function, so that each is a number that somebody gave; `near` is the
    share within the rule's tolerance of the median. All are None without a number.
    """

    outcome: str
    n: int
    needed: int
    not_applicable: int = 0
    cannot_judge: int = 0
    median: Fraction | None = None
    quartiles: tuple[Fraction, Fraction] | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    near: Fraction | None = None

    @property
    def votes(self) -> int:
        """The number of votes of any kind."""
        return self.n + self.not_applicable + self.cannot_judge

    @property
    def spread(self) -> Fraction | None:
        """The distance of the quartiles as a share of the median's amount; None where the median is 0."""
        if self.quartiles is None or not self.median:
            return None
        return (self.quartiles[1] - self.quartiles[0]) / abs(self.median)


def judge_numbers(
    rule: Rule,
    values: Sequence[Fraction],
    present: int,
    cannot_judge: int = 0,
    not_applicable: int = 0,
    tolerance: Fraction | None = None,
) -> NumberVerdict:
    """What `rule` says of `values`; `tolerance`, a share of the median's amount, is by default the rule's.

    Agreed where the rule's majority lies within the tolerance.
    """
    needed, apart = quorum(present), (not_applicable, cannot_judge)
    votes = len(values) + not_applicable + cannot_judge
    outcome = "quorum" if len(values) < needed else ""
    if votes and 3 * not_applicable >= votes:
        outcome = "applicability"
    if 2 * cannot_judge > votes:
        outcome = "cannot-judge"
    if not values:
        return NumberVerdict(outcome, 0, needed, *apart)
    ordered = sorted(values)
    median = _quantile(ordered, Fraction(1, 2))
    width = abs(median) * (rule.tolerance if tolerance is None else tolerance)
    near = Fraction(sum(abs(value - median) <= width for value in ordered), len(ordered))
    outcome = outcome or ("agreed" if near >= rule.majority else "not-agreed")
    quartiles = (_quantile(ordered, Fraction(1, 4)), _quantile(ordered, Fraction(3, 4)))
    return NumberVerdict(outcome, len(ordered), needed, *apart, median, quartiles, ordered[0], ordered[-1], near)


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    place = -(-share * len(ordered) // 1)
    return ordered[max(0, int(place) - 1)]
