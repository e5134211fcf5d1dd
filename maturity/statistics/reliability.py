"""Internal consistency of the items of a scale: a diagnostic of the questionnaire, not a verdict on it.

The items of a maturity model are cumulative requirements, nearer to a checklist than to repeated measurements: a low
alpha is no defect.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_SPREAD = 1e-12  # less is the rounding of sums, no difference between respondents


class Reliability(NamedTuple):
    """Cronbach's `alpha`; for each item its correlation with the sum of the others, and alpha without it."""

    alpha: float
    item_total: NDArray[np.float64]
    without: NDArray[np.float64]


class Moments(NamedTuple):
    """Moments of `n` respondents: means and sums of squared deviations (k + 1,) of k items and, last, of their sum.

    :meth:`joined` combines two groups of respondents (Chan, Golub and LeVeque 1979).
    """

    n: int
    means: NDArray[np.float64]
    squares: NDArray[np.float64]

    def joined(self, other: "Moments") -> "Moments":
        """The moments of both groups of respondents together."""
        n, apart = self.n + other.n, other.means - self.means
        if not self.n or not other.n:
            return self if self.n else other
        means = self.means + apart * (other.n / n)
        return Moments(n, means, self.squares + other.squares + apart**2 * (self.n * other.n / n))

    @property
    def alpha(self) -> float:
        """Cronbach's alpha; NaN for fewer than two items or without variance."""
        k = len(self.means) - 1
        if k < 2 or self.n < 2 or self.squares[-1] / (self.n - 1) < _SPREAD:
            return float("nan")
        return float(k / (k - 1) * (1 - self.squares[:-1].sum() / self.squares[-1]))


def moments(scores: NDArray[np.float64]) -> Moments:
    """The moments of `scores` (n respondents, k items) without missing values."""
    both = np.column_stack([scores, scores.sum(axis=1)])
    if not len(both):
        return Moments(0, np.zeros(both.shape[1]), np.zeros(both.shape[1]))
    return Moments(len(both), both.mean(axis=0), both.var(axis=0) * len(both))


def alpha(scores: NDArray[np.float64]) -> float:
    """Cronbach's alpha of `scores` (n respondents, k items) without missing values; NaN for k < 2
    or without variance.
    """
    return moments(scores).alpha


def reliability(scores: NDArray[np.float64]) -> Reliability:
    """Alpha and the contribution of each item; `scores` as for :func:`alpha`. The correlation of an item without
    variance is NaN.
    """
    total = scores.sum(axis=1)
    rest = total[:, None] - scores
    with np.errstate(invalid="ignore", divide="ignore"):
        centred, others = scores - scores.mean(axis=0), rest - rest.mean(axis=0)
        item_total = (centred * others).sum(axis=0) / np.sqrt((centred**2).sum(axis=0) * (others**2).sum(axis=0))
    without = np.array([alpha(np.delete(scores, place, axis=1)) for place in range(scores.shape[1])])
    return Reliability(alpha(scores), item_total, without)
