"""Intervals and tests for shares, in closed form.

They hold under random sampling. Enterprises that assess themselves are no random sample: whoever publishes an interval
says so beside it.
"""

from collections.abc import Sequence
from math import erfc, sqrt
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """From `low` to `high`."""

    low: float
    high: float


class Trend(NamedTuple):
    """A test statistic with one degree of freedom, and its two-sided p."""

    chi2: float
    p: float


def wilson(count: int, n: int, confidence: float = 0.95) -> Interval:
    """The score interval of the share `count` / `n` (Wilson 1927). ValueError unless 0 <= count <= n and n > 0."""
    if not 0 <= count <= n or n == 0:
        raise ValueError(f"{count} of {n}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, middle = count / n, (count + z * z / 2) / (n + z * z)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Interval(0.0 if count == 0 else middle - half, 1.0 if count == n else middle + half)


def newcombe(count: int, n: int, other_count: int, other_n: int, confidence: float = 0.95) -> Interval:
    """The interval of the difference of two independent shares, count/n - other_count/other_n (Newcombe 1998, 10)."""
    first, second = wilson(count, n, confidence), wilson(other_count, other_n, confidence)
    p, q = count / n, other_count / other_n
    return Interval(
        p - q - sqrt((p - first.low) ** 2 + (second.high - q) ** 2),
        p - q + sqrt((first.high - p) ** 2 + (q - second.low) ** 2),
    )


def cochran_armitage(counts: Sequence[int], totals: Sequence[int], scores: Sequence[float] | None = None) -> Trend:
    """The trend of the shares `counts` / `totals` over ordered groups; `scores` are 0, 1, 2, ... unless given.

    ValueError where the shares cannot differ: fewer than two groups, or all counted or none.
    """
    weights = list(range(len(counts))) if scores is None else list(scores)
    n, share = sum(totals), sum(counts) / sum(totals)
    mean = sum(w * t for w, t in zip(weights, totals, strict=True)) / n
    spread = sum(t * (w - mean) ** 2 for w, t in zip(weights, totals, strict=True))
    if not 0 < share < 1 or not spread:
        raise ValueError("no trend can show")
    moved = sum((w - mean) * c for w, c in zip(weights, counts, strict=True))
    chi2 = moved**2 / (share * (1 - share) * spread)
    return Trend(chi2, erfc(sqrt(chi2 / 2)))
