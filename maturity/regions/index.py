"""Entropy-weight TOPSIS: weights from how much an indicator tells regions apart, closeness to the best value of all.

For n regions and m indicators, x (n, m): r = (x - lowest) / (highest - lowest), turned round where lower is better, 0
in a column that all share; shares p = r / sum(r); entropy e = -sum(p ln p) / ln n with 0 ln 0 = 0; weights
(1 - e) / sum(1 - e), equal where no column tells regions apart; distances of w r to its best and worst; closeness
C = D- / (D+ + D-), 1/2 where both are 0. Over several years limits, weights, best and worst are those of the base year,
and values beyond its limits count as the limits, so that closeness can be compared between years.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import Place, Problem, refuse
from .indicators import IndicatorSet
from .ranks import quantile_codes, ranks
from .table import Flags, Numbers, Region, RegionalTable


@dataclass(frozen=True, slots=True)
class Base:
    """What a base year sets, each (m,): direction (+1, -1), limits, entropy, weights, and whether a column `tells`."""

    direction: Numbers
    lowest: Numbers
    highest: Numbers
    entropy: Numbers
    weights: Numbers
    tells: Flags

    def scaled(self, values: Numbers) -> Numbers:
        """`values` (n, m) between the limits: 0 the worst, 1 the best, values beyond clipped; 0 in shared columns."""
        width = np.where(self.tells, self.highest - self.lowest, 1.0)
        found = np.clip((values - self.lowest) / width, 0.0, 1.0)
        found = np.where(self.direction > 0, found, 1.0 - found)
        return np.where(self.tells, found, 0.0)

    def beyond(self, values: Numbers) -> int:
        """How many of `values` lie beyond the limits."""
        outside = ((values < self.lowest) | (values > self.highest)) & self.tells
        return int(outside.sum())


@dataclass(frozen=True, slots=True)
class Scores:
    """n regions of one year: closeness (n,) from 0 to 1, ranks with ties sharing one, and A+/A/B from 20 regions on."""

    regions: tuple[Region, ...]
    closeness: Numbers
    ranks: tuple[int, ...]
    codes: tuple[str, ...] | None
    clipped: int


@dataclass(frozen=True)
class Index:
    """An index over years, and the table it is of. `base_year` is 0 where the table has no years."""

    indicators: IndicatorSet
    table: RegionalTable
    base_year: int
    base: Base
    years: Mapping[int, Scores]

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What a reader must know of the data: columns that all regions share, values beyond the base year's limits."""
        source = self.table.source
        shared = [
            Problem("regions-constant", Place(source, None, one.id))
            for one, tells in zip(self.indicators.indicators, self.base.tells, strict=True)
            if not tells
        ]
        clipped = [
            Problem("regions-clipped", Place(source), {"year": year, "count": found.clipped})
            for year, found in self.years.items()
            if found.clipped
        ]
        fractions = [Problem("regions-fractions", Place(source, None, id)) for id in self.table.fractions]
        return (*fractions, *shared, *clipped)


def index(table: RegionalTable, indicators: IndicatorSet) -> Index:
    """The index of every year of `table`. Raises Refusal regions-base-year where that year is not in it."""
    year = indicators.base_year or min(table.years)
    if year not in table.years:
        allowed = ", ".join(str(year or "—") for year in table.years)
        raise refuse("regions-base-year", Place(table.source), wanted=year, allowed=allowed)
    base = base_of(table.years[year].values, [one.higher_is_better for one in indicators.indicators])
    return Index(
        indicators,
        table,
        year,
        base,
        {number: _scores(base, found.regions, found.values) for number, found in table.years.items()},
    )


def _scores(base: Base, regions: tuple[Region, ...], values: Numbers) -> Scores:
    found = closeness(base.scaled(values), base.weights, base.tells)
    places = ranks(found)
    return Scores(regions, found, places, quantile_codes(places), base.beyond(values))


def base_of(values: Numbers, higher_is_better: Sequence[bool]) -> Base:
    """Limits and entropy weights of `values` (n, m), n at least 2."""
    direction = np.where(higher_is_better, 1.0, -1.0)
    lowest, highest = values.min(axis=0), values.max(axis=0)
    none = np.zeros_like(lowest)
    unweighted = Base(direction, lowest, highest, none, none, highest > lowest)
    entropy, weights = entropy_weights(unweighted.scaled(values))
    return Base(direction, lowest, highest, entropy, weights, unweighted.tells)


def entropy_weights(scaled: Numbers) -> tuple[Numbers, Numbers]:
    """Entropy and weights (m,) of values scaled to 0..1 (n, m); a column of zeros has entropy 1 and weight 0."""
    sums = scaled.sum(axis=0)
    shares = scaled / np.where(sums > 0, sums, 1.0)
    logs = np.log(shares, where=shares > 0, out=np.zeros_like(shares))
    entropy = np.where(sums > 0, -(shares * logs).sum(axis=0) / np.log(len(scaled)), 1.0)
    telling = np.clip(1.0 - entropy, 0.0, None)
    total = telling.sum()
    return entropy, telling / total if total > 0 else np.full(len(entropy), 1.0 / len(entropy))


def closeness(scaled: Numbers, weights: Numbers, tells: Flags) -> Numbers:
    """Closeness (n,) of scaled values (n, m) to the best value of every column that `tells` regions apart."""
    squared = (weights * tells) ** 2
    return ratio(np.sqrt((1.0 - scaled) ** 2 @ squared), np.sqrt(scaled**2 @ squared))


def ratio(best: Numbers, worst: Numbers) -> Numbers:
    """D- / (D+ + D-), 1/2 where both are 0; of distances of any shape."""
    both = best + worst
    return np.where(both > 0, worst / np.where(both > 0, both, 1.0), 0.5)
