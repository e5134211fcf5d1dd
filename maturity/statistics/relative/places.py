"""The classes A+, A and B by the rank of a score within a group."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...regions.ranks import CODES, LEAST_FOR_CODES, quantile_places, ranks

_SETTLED = 9  # decimals by which scores differ


def class_places(
    score: NDArray[np.float64], group: NDArray[Any], here: NDArray[np.bool_], nowhere: int = -1
) -> NDArray[np.int16]:
    """The place (n,) of each enterprise's class among CLASS_MEMBERS: by its score among those of its `group` (numbers
    from 0; negative for none), unclassed in groups of fewer than 20; `nowhere` for those who are not `here`.
    """
    found = np.where(here, len(CODES), nowhere).astype(np.int16)
    able, settled = here & (group >= 0) & ~np.isnan(score), np.round(score, _SETTLED)
    for one in np.unique(group[able]):
        rows = np.flatnonzero(able & (group == one))
        if len(rows) >= LEAST_FOR_CODES:
            found[rows] = quantile_places(ranks(settled[rows]))
    return found
