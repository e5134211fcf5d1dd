"""Confidence intervals and tests for shares and means, in closed form (docs/method.md).

They assume random sampling. Enterprises that assess themselves are not a random sample, which must be said wherever an
interval is published.
"""

from collections.abc import Sequence
from math import erfc, sqrt
from statistics import NormalDist
from typing import NamedTuple

LEAST_FREEDOM = 8


class Interval(NamedTuple):
    """A confidence interval from `low` to `high`."""

    low: float
    high: float


class Trend(NamedTuple):
    """A test statistic with one degree of freedom, and its two-sided p value."""

    chi2: float
    p: float


class Pairs(NamedTuple):
    """Counts of the same units at two times: in a group at both, `now` only, `then` only, or at neither."""

    both: int
    now: int
    then: int
    neither: int

    @property
    def n(self) -> int:
        """The number of units."""
        return sum(self)


def wilson(count: float, n: float, confidence: float = 0.95) -> Interval:
    """The score interval of the share `count` / `n` (Wilson 1927); for weighted units both are effective numbers.

    Raises ValueError unless 0 <= count <= n and n > 0.
    """
    if not 0 <= count <= n or n == 0:
        raise ValueError(f"{count} of {n}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, middle = count / n, (count + z * z / 2) / (n + z * z)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Interval(0.0 if count == 0 else middle - half, 1.0 if count == n else middle + half)


def poisson(count: int, confidence: float = 0.95) -> Interval:
    """The score interval of the expected value of a `count` of independent events. Raises ValueError below 0."""
    if count < 0:
        raise ValueError(f"{count}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle, half = count + z * z / 2, z * sqrt(count + z * z / 4)
    return Interval(0.0 if count == 0 else middle - half, middle + half)


def newcombe(count: int, n: int, other_count: int, other_n: int, confidence: float = 0.95) -> Interval:
    """The interval of the difference of two independent shares, count/n - other_count/other_n (Newcombe 1998,
    Statistics in Medicine 17, 873-890, method 10).
    """
    first, second = wilson(count, n, confidence), wilson(other_count, other_n, confidence)
    p, q = count / n, other_count / other_n
    return Interval(
        p - q - sqrt((p - first.low) ** 2 + (second.high - q) ** 2),
        p - q + sqrt((first.high - p) ** 2 + (q - second.low) ** 2),
    )


def newcombe_paired(pairs: Pairs, confidence: float = 0.95) -> Interval:
    """The interval of the change of a share of the same units, now - then (Newcombe 1998, Statistics in Medicine 17,
    2635-2650, method 10: score intervals of both shares, joined by the correlation of the pairs).

    ValueError without units.
    """
    n, now, then = pairs.n, pairs.both + pairs.now, pairs.both + pairs.then
    (low, high), (low_then, high_then) = wilson(now, n, confidence), wilson(then, n, confidence)
    p, q, phi = now / n, then / n, _correlation(pairs)

    def distance(one: float, other: float) -> float:
        return sqrt(max(0.0, one**2 - 2 * phi * one * other + other**2))

    return Interval(p - q - distance(p - low, high_then - q), p - q + distance(high - p, q - low_then))


def _correlation(pairs: Pairs) -> float:
    """Phi of the pairs; a positive one is corrected for continuity, as method 10 asks. 0 where a share is 0 or 1."""
    both, now, then, neither = pairs
    margins = (both + now) * (then + neither) * (both + then) * (now + neither)
    cross: float = both * neither - now * then
    if cross > 0:
        cross = max(cross - pairs.n / 2, 0)
    return cross / sqrt(margins) if margins else 0.0


def mean_interval(middle: float, error: float, freedom: float, confidence: float = 0.95) -> Interval:
    """`middle` ± Student's t times the standard `error`. Raises ValueError below LEAST_FREEDOM degrees of freedom."""
    half = student(freedom, confidence) * error
    return Interval(middle - half, middle + half)


def welch(squares: float, n: int, other_squares: float, other_n: int) -> tuple[float, float]:
    """The standard error of the difference of two independent means, and its degrees of freedom (Welch 1947).

    `squares` are sums of squared deviations from the mean. ValueError unless both n > 1.
    """
    if min(n, other_n) < 2:
        raise ValueError(f"{n} and {other_n}")
    one, other = squares / (n - 1) / n, other_squares / (other_n - 1) / other_n
    if not one + other:
        return 0.0, float(n + other_n - 2)
    return sqrt(one + other), (one + other) ** 2 / (one**2 / (n - 1) + other**2 / (other_n - 1))


def student(freedom: float, confidence: float = 0.95) -> float:
    """The two-sided quantile of Student's t, by its expansion in 1 / `freedom` (Abramowitz and Stegun 26.7.5): right to
    four decimals from LEAST_FREEDOM on. ValueError below.
    """
    if freedom < LEAST_FREEDOM:
        raise ValueError(f"{freedom} degrees of freedom")
    z, v = NormalDist().inv_cdf((1 + confidence) / 2), freedom
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * v**4)
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
