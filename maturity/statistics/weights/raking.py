"""Raking: weights that adjust a sample to known margins, and their design effect.

Sums run in the order of the cells and weights are rounded once, so that the result is the same on every machine.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

UNIT = 10**9  # weights are whole billionths
CLOSE = 1e-9  # how far off a margin may be, in proportion to it
TURNS = 1000  # rounds over all margins before they count as out of reach


class Margin(NamedTuple):
    """A known margin: the category index of each cell, and the known total of every category."""

    places: NDArray[np.int64]
    totals: NDArray[np.float64]


class Raked(NamedTuple):
    """The weight of a respondent of each cell, in billionths, and the categories that miss their total as (margin,
    category, total reached).
    """

    weights: tuple[int, ...]
    missed: tuple[tuple[int, int, float], ...]


class Cost(NamedTuple):
    """Kish's design effect of weights, and the effective sample size."""

    effect: Fraction
    effective: Fraction


def rake(counts: NDArray[np.int64], margins: Sequence[Margin]) -> Raked:
    """Weights of the respondents of cells with `counts` (cells,), which add up to `margins` (iterative proportional
    fitting; Deming and Stephan 1940).

    Every category must have respondents.
    """
    weights = np.ones(len(counts))
    for _ in range(TURNS):
        for margin in margins:
            weights *= (margin.totals / _sums(weights * counts, margin))[margin.places]
        missed = tuple(_missed(weights * counts, margins))
        if not missed:
            break
    return Raked(tuple(round(weight * UNIT) for weight in weights.tolist()), missed)


def kish(n: int, total: int, squares: int) -> Cost:
    """The design effect 1 + CV² of the weights of `n` respondents (Kish 1965), from their sum `total` and sum of
    squares.
    """
    effect = Fraction(n * squares, total**2)
    return Cost(effect, n / effect)


def _sums(values: NDArray[np.float64], margin: Margin) -> NDArray[np.float64]:
    # One after another, in the order of the cells: a pairwise sum would depend on the machine.
    return np.bincount(margin.places, values, len(margin.totals)).astype(np.float64)


def _missed(values: NDArray[np.float64], margins: Sequence[Margin]) -> Sequence[tuple[int, int, float]]:
    found = []
    for number, margin in enumerate(margins):
        sums = _sums(values, margin)
        off = np.flatnonzero(~(np.abs(sums - margin.totals) <= CLOSE * margin.totals))
        found += [(number, place, float(sums[place])) for place in off.tolist()]
    return found
