"""Agreement over several items: r_wg(J), and Krippendorff's alpha for ranks with a bootstrap interval over items.

Alpha compares the disagreement within items with that between all votes of all items: one item alone gives 0 whatever
the votes, and items without variety give a low value where everybody agrees. It is therefore given from five items on,
and never alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .figures import agreement

LEAST_ITEMS = 5
_DRAWS = 1000
_SEED = 39117
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha and its 95 % interval over items; `low` and `high` are None where too few of the resamples
    have a value.
    """

    value: float
    low: float | None
    high: float | None
    items: int


def rwg_j(items: Sequence[Sequence[int]]) -> float | None:
    """r_wg(J) of counts by rank of several items (James, Demaree, Wolf 1984), from 0 to 1; None where r_wg is defined
    for none of them. Items for which it is not defined are left out.
    """
    found = [float(value) for counts in items if (value := agreement(counts)) is not None]
    if not found:
        return None
    mean, number = sum(found) / len(found), len(found)
    if mean <= 0:
        return 0.0
    return number * mean / (number * mean + 1 - mean)


def ordinal_alpha(items: Sequence[Sequence[int]], *, least: int = LEAST_ITEMS) -> Alpha | None:
    """Alpha of counts by rank, one sequence an item; None for fewer than `least` items with two votes or more, and
    where all votes are the same.
    """
    counts = np.array([one for one in items if sum(one) >= 2], dtype=np.float64)
    if len(counts) < max(least, 2):
        return None
    value = _alpha(counts)
    if value is None:
        return None
    random = np.random.default_rng(_SEED)
    draws = (_alpha(counts[random.integers(0, len(counts), len(counts))]) for _ in range(_DRAWS))
    found = [draw for draw in draws if draw is not None]
    if len(found) < _DRAWS // 2:
        return Alpha(value, None, None, len(counts))
    low, high = np.quantile(found, [0.025, 0.975], method="inverted_cdf")
    return Alpha(value, float(low), float(high), len(counts))


def _alpha(counts: Floats) -> float | None:
    """1 - observed / expected disagreement of a matrix of items by ranks; None where all votes are the same."""
    sizes = counts.sum(axis=1)
    totals = counts.sum(axis=0)
    distances = _distances(totals)
    within = np.einsum("ui,uj,ij->u", counts, counts, distances) / (sizes - 1)
    n = totals.sum()
    expected = totals @ distances @ totals / (n - 1)
    return None if expected <= 0 else float(1 - within.sum() / expected)


def _distances(totals: Floats) -> Floats:
    """The squared ordinal distance of each two ranks: the votes from the one to the other, those of both half."""
    up_to = np.cumsum(totals)
    middles = up_to - totals / 2
    found: Floats = (middles[:, None] - middles[None, :]) ** 2
    return found
