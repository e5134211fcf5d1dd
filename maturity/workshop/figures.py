"""Figures of the votes on one item. What is undefined for them is None, never a number that stands for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from .tally import Scale, Tally

HALF = Fraction(1, 2)
RWG_LEAST = 3  # votes from which r_wg is computed


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a tally with at least one ranked vote.

    `median` is the lower one, `upper` the upper one; they differ only for an even number of votes. Quantiles are by
    the inverse distribution function (type 1), so that each is a rank that somebody voted for. `ad` is the average
    deviation from the median in ranks; `rwg` lies from 0 to 1, where 0 also stands for a variance above that of votes
    without agreement (`polarised`); `across` is the share on the other side of the pass mark from the median.
    """

    n: int
    mode_share: Fraction
    modes: tuple[int, ...]
    median: int
    upper: int
    quartiles: tuple[int, int]
    lowest: int
    highest: int
    ad: Fraction
    rwg: float | None
    polarised: bool
    across: Fraction | None

    @property
    def iqr(self) -> int:
        """The interquartile range in ranks."""
        return self.quartiles[1] - self.quartiles[0]

    @property
    def range(self) -> int:
        """From the lowest vote to the highest, in ranks."""
        return self.highest - self.lowest


def figures(scale: Scale, tally: Tally) -> Figures | None:
    """The figures of a tally; None without a ranked vote."""
    counts, n = tally.counts, tally.n
    if not n:
        return None
    median = quantile(counts, HALF)
    within = agreement(counts)
    voted = [rank for rank, number in enumerate(counts) if number]
    across = sum(number for rank, number in enumerate(counts) if scale.across(rank, median))
    return Figures(
        n=n,
        mode_share=Fraction(max(counts), n),
        modes=tuple(rank for rank, number in enumerate(counts) if number == max(counts)),
        median=median,
        upper=upper_median(counts),
        quartiles=(quantile(counts, Fraction(1, 4)), quantile(counts, Fraction(3, 4))),
        lowest=voted[0],
        highest=voted[-1],
        ad=Fraction(sum(number * abs(rank - median) for rank, number in enumerate(counts)), n),
        rwg=None if within is None else max(0.0, float(within)),
        polarised=within is not None and within < 0,
        across=None if scale.passing is None else Fraction(across, n),
    )


def quantile(counts: Sequence[int], share: Fraction) -> int:
    """The lowest rank up to which at least `share` (0 to 1) of the votes lie. Raises ValueError without votes."""
    n = sum(counts)
    if not n:
        raise ValueError("no votes")
    return next(rank for rank, below in enumerate(accumulate(counts)) if below and below >= share * n)


def upper_median(counts: Sequence[int]) -> int:
    """The upper of the two middle votes; the median itself for an odd number."""
    return len(counts) - 1 - quantile([*reversed(counts)], HALF)


def variance(counts: Sequence[int]) -> Fraction | None:
    """The sample variance of the ranks (divisor n - 1); None for fewer than two votes."""
    n = sum(counts)
    if n < 2:
        return None
    total = sum(rank * number for rank, number in enumerate(counts))
    squares = sum(rank * rank * number for rank, number in enumerate(counts))
    return (squares - Fraction(total * total, n)) / (n - 1)


def uniform_variance(size: int) -> Fraction:
    """The variance of votes without agreement on `size` choices, each as likely as any other: 1.25 for four."""
    return Fraction(size * size - 1, 12)


def agreement(counts: Sequence[int]) -> Fraction | None:
    """r_wg before it is cut at 0 (James, Demaree, Wolf 1984): 1 - variance / variance without agreement; from 3 votes
    on and for at least two choices, else None.
    """
    found = variance(counts)
    if found is None or sum(counts) < RWG_LEAST or len(counts) < 2:
        return None
    return 1 - found / uniform_variance(len(counts))
