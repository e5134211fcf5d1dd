"""How much a ranking depends on single indicators, and on which regions stand in it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .association import spearman
from .index import Base, Index, Scores, base_of, closeness, ratio
from .ranks import EQUAL, ranks
from .table import Flags, Numbers, Region

_LEAST = 2  # regions, of which none can be left out
SHOWN = 20  # pairs of a region left out
_COMPARED = 100_000_000  # pairs of regions, in all
_TOGETHER = 256  # regions left out in turn, computed at once


@dataclass(frozen=True, slots=True)
class Without:
    """The base year without one indicator: closeness and ranks (n,), the correlation of ranks with the full index, the
    largest shift of a rank, and the regions that are first.
    """

    indicator: int
    closeness: Numbers
    ranks: tuple[int, ...]
    correlation: float | None
    shift: int
    first: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Reversal:
    """A region without which `count` pairs of others swap; the first of them as (better with it, worse with it)."""

    left_out: Region
    count: int
    pairs: tuple[tuple[Region, Region], ...]


@dataclass(frozen=True, slots=True)
class Reversals:
    """The regions that turn pairs of others round, best region first. Pairs up to `window` ranks apart were compared,
    which are all where `whole`.
    """

    found: tuple[Reversal, ...]
    window: int
    whole: bool


def without_each(found: Index) -> tuple[Without, ...]:
    """The base year of an index without each of its indicators in turn; nothing for a single one."""
    values, full = found.table.years[found.base_year].values, found.years[found.base_year]
    higher = [one.higher_is_better for one in found.indicators.indicators]
    return tuple(
        _without(place, np.delete(values, place, axis=1), [*higher[:place], *higher[place + 1 :]], full)
        for place in range(len(higher))
        if len(higher) > 1
    )


def _without(place: int, values: Numbers, higher: list[bool], full: Scores) -> Without:
    base = base_of(values, higher)
    near = closeness(base.scaled(values), base.weights, base.tells)
    after = ranks(near)
    shift = max(abs(one - other) for one, other in zip(full.ranks, after, strict=True))
    first = tuple(region for region, rank in zip(full.regions, after, strict=True) if rank == 1)
    return Without(place, near, after, spearman(np.array(full.ranks, float), np.array(after, float)), shift, first)


def reversals(found: Index) -> Reversals:
    """Which pairs of regions of the base year swap when a third is left out, and limits and weights follow from the
    others.
    """
    year, near = found.table.years[found.base_year], found.years[found.base_year].closeness
    order = np.argsort(-near, kind="stable")
    values, regions, before = year.values[order], [year.regions[place] for place in order], near[order]
    n = len(order)
    window = int(min(n - 1, max(1, _COMPARED // n**2)))
    swapped: list[Reversal] = []
    for left, after in _left_out(values, found.base) if n > _LEAST else ():
        counts, pairs = _swaps(before, after, window)
        swapped += [
            Reversal(regions[out], int(counts[place]), tuple((regions[i], regions[j]) for i, j in pairs[place]))
            for place, out in enumerate(left)
            if counts[place]
        ]
    places = {region: place for place, region in enumerate(regions)}
    swapped.sort(key=lambda one: places[one.left_out])
    return Reversals(tuple(swapped), window, window == n - 1)


def _left_out(values: Numbers, base: Base) -> Iterator[tuple[list[int], Numbers]]:
    """Rows that are left out, k at a time, and the closeness (n, k) of all by the others alone; NaN of the row itself.

    Where a row holds no limit of a column by itself, the scaled values stay as they are and only weights change.
    """
    ends = [(values == end).sum(axis=0) == 1 for end in (base.lowest, base.highest)]
    alone = ((values == base.lowest) & ends[0]) | ((values == base.highest) & ends[1])
    bare = alone.any(axis=1)
    higher = (base.direction > 0).tolist()
    for row in np.flatnonzero(bare):
        again = base_of(np.delete(values, row, axis=0), higher)
        after = closeness(again.scaled(values), again.weights, again.tells)
        after[row] = np.nan
        yield [int(row)], after[:, None]
    scaled, others = base.scaled(values), np.flatnonzero(~bare)
    for begin in range(0, len(others), _TOGETHER):
        left = others[begin : begin + _TOGETHER]
        squared = (_weights_without(scaled, left) * base.tells).T ** 2
        after = ratio(np.sqrt((1.0 - scaled) ** 2 @ squared), np.sqrt(scaled**2 @ squared))
        after[left, np.arange(len(left))] = np.nan
        yield left.tolist(), after


def _weights_without(scaled: Numbers, left: NDArray[np.intp]) -> Numbers:
    """Entropy weights (k, m) of scaled values (n, m) without each of k rows, from sums of all."""
    logs = scaled * np.log(scaled, where=scaled > 0, out=np.zeros_like(scaled))
    sums, spread = scaled.sum(axis=0) - scaled[left], logs.sum(axis=0) - logs[left]
    some = np.where(sums > 0, sums, 1.0)
    entropy = np.where(sums > 0, (np.log(some) - spread / some) / np.log(len(scaled) - 1), 1.0)
    telling = np.clip(1.0 - entropy, 0.0, None)
    total = telling.sum(axis=1, keepdims=True)
    return np.where(total > 0, telling / np.where(total > 0, total, 1.0), 1.0 / scaled.shape[1])


def _swaps(before: Numbers, after: Numbers, window: int) -> tuple[NDArray[np.int64], list[list[tuple[int, int]]]]:
    """For each of k columns of `after` (n, k): how many pairs of rows, in the order of `before` (n,) and at most
    `window` apart, stand the other way round there, and the first of them, neighbours before others.
    """
    counts, pairs = np.zeros(after.shape[1], np.int64), [list[tuple[int, int]]() for _ in range(after.shape[1])]
    for apart in range(1, window + 1):
        better = (before[:-apart] - before[apart:] > EQUAL)[:, None]
        turned: Flags = better & (after[apart:] - after[:-apart] > EQUAL)
        counts += turned.sum(axis=0)
        for place in np.flatnonzero(turned.any(axis=0)):
            if len(pairs[place]) < SHOWN:
                rows = np.flatnonzero(turned[:, place])[: SHOWN - len(pairs[place])]
                pairs[place] += [(int(row), int(row) + apart) for row in rows]
    return counts, pairs
