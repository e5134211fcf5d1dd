"""Ranks with ties, and the classes A+, A, B of the first 5 % and the next 35 %."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .table import Numbers

EQUAL = 1e-12  # closeness that differs by less differs by rounding
LEAST_FOR_CODES = 20
CODES = ("A+", "A", "B")


def ranks(values: Numbers) -> tuple[int, ...]:
    """The place of each of `values` (n,), largest first; equals share one and the next are left out (1, 2, 2, 4)."""
    order = np.argsort(-values, kind="stable")
    steps = -np.diff(values[order]) > EQUAL
    first = np.maximum.accumulate(np.where(np.concatenate(([True], steps)), np.arange(1, len(values) + 1), 0))
    found = np.empty(len(values), np.int64)
    found[order] = first
    return tuple(found.tolist())


def quantile_codes(places: Sequence[int]) -> tuple[str, ...] | None:
    """The class of each rank, as :func:`quantile_places`; None for fewer than 20."""
    if len(places) < LEAST_FOR_CODES:
        return None
    return tuple(CODES[place] for place in quantile_places(places).tolist())


def quantile_places(places: Sequence[int]) -> NDArray[np.int8]:
    """The class of each rank as a place (n,) among CODES: A+ where fewer than 5 % are better, A where fewer than 40 %
    are, else B; ties share one.
    """
    better, n = np.asarray(places, np.int64) - 1, len(places)
    return ((100 * better >= 5 * n).astype(np.int8) + (100 * better >= 40 * n)).astype(np.int8)


def mean_ranks(values: Iterable[float]) -> Numbers:
    """Ranks (n,) from the smallest, 1, equals sharing the mean of theirs."""
    found = np.asarray(list(values), np.float64)
    _, place, counts = np.unique(found, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray(ends - (counts - 1) / 2.0)[place]
