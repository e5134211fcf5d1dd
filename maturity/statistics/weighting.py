"""Weights that bring a sample to known margins, and what they cost."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_TURNS = 1000
_CLOSE = 1e-10


class Cost(NamedTuple):
    """Kish's design effect of weights, and the number of equally weighted respondents that tells as much."""

    effect: float
    effective: float


def rake(seed: NDArray[np.float64], margins: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """`seed` scaled until its sums along every axis are `margins`, one array an axis (iterative proportional fitting).

    ValueError where the margins do not add up to the same total, or no scaling reaches them: a margin above zero over
    nothing but zeros.
    """
    totals = [float(margin.sum()) for margin in margins]
    if not np.allclose(totals, totals[0]):
        raise ValueError("the margins have different totals: " + ", ".join(f"{total:g}" for total in totals))
    table = np.asarray(seed, np.float64)
    for _ in range(_TURNS):
        for axis, margin in enumerate(margins):
            table = table * _factors(_sums(table, axis), margin, axis, table.ndim)
        if all(np.allclose(_sums(table, axis), margin, rtol=_CLOSE) for axis, margin in enumerate(margins)):
            return table
    raise ValueError("the margins cannot be reached")


def kish(weights: NDArray[np.float64]) -> Cost:
    """What unequal `weights` (one a respondent) cost."""
    effect = float(len(weights) * (weights**2).sum() / weights.sum() ** 2)
    return Cost(effect, len(weights) / effect)


def _sums(table: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    sums: NDArray[np.float64] = table.sum(axis=tuple(other for other in range(table.ndim) if other != axis))
    return sums


def _factors(sums: NDArray[np.float64], margin: NDArray[np.float64], axis: int, ndim: int) -> NDArray[np.float64]:
    factors = np.divide(margin, sums, out=np.zeros_like(sums), where=sums > 0)
    shape = [1] * ndim
    shape[axis] = -1
    return factors.reshape(shape)
