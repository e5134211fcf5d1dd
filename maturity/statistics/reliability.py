"""How items of one scale hang together: a diagnostic of the questionnaire, no mark for it.

The items of a maturity model are cumulative requirements, nearer to a checklist than to repeated measurements of one
thing: a low alpha is no defect.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_SPREAD = 1e-12  # less is the rounding of sums, no difference between respondents


class Reliability(NamedTuple):
    """Cronbach's `alpha`; by item, its correlation with the sum of the others, and alpha without it."""

    alpha: float
    item_total: NDArray[np.float64]
    without: NDArray[np.float64]


def alpha(scores: NDArray[np.float64]) -> float:
    """Cronbach's alpha of `scores` (n respondents, k items), complete; NaN where fewer than two items or no spread."""
    k = scores.shape[1]
    whole = scores.sum(axis=1).var(ddof=1) if len(scores) > 1 else 0.0
    if k < 2 or whole < _SPREAD:
        return float("nan")
    return float(k / (k - 1) * (1 - scores.var(axis=0, ddof=1).sum() / whole))


def reliability(scores: NDArray[np.float64]) -> Reliability:
    """Alpha with what each item adds to it; `scores` as for :func:`alpha`. An item without spread correlates NaN."""
    total = scores.sum(axis=1)
    rest = total[:, None] - scores
    with np.errstate(invalid="ignore", divide="ignore"):
        centred, others = scores - scores.mean(axis=0), rest - rest.mean(axis=0)
        item_total = (centred * others).sum(axis=0) / np.sqrt((centred**2).sum(axis=0) * (others**2).sum(axis=0))
    without = np.array([alpha(np.delete(scores, place, axis=1)) for place in range(scores.shape[1])])
    return Reliability(alpha(scores), item_total, without)
