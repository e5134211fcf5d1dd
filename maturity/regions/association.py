"""How two columns of regions go together: by their order, without a word about causes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress, permutations

import numpy as np

from ..errors import Place, refuse
from .ranks import mean_ranks
from .table import Flags, Numbers, Region, RegionalTable

EXACT = 8  # regions up to which all permutations are tried
DRAWN = 9_999  # permutations otherwise
SEED = 20_221
LEAST = 4
_EQUAL = 1e-9
_TOGETHER = 4_000_000  # numbers held at once


@dataclass(frozen=True, slots=True)
class Association:
    """Two columns over `n` regions: Spearman's rho, its two-sided permutation p (`exact`, or of drawn permutations),
    Kendall's tau-b, rho (n,) without each region in turn, and how many regions are above the median of both columns, of
    the first alone, of the second alone, and of neither.

    `without` holds NaN where the others have no order.
    """

    n: int
    rho: float
    p: float
    exact: bool
    tau: float
    without: Numbers
    above: tuple[int, int, int, int]

    @property
    def interval(self) -> tuple[float, float]:
        """The smallest and the largest rho when one region is left out."""
        return float(np.nanmin(self.without)), float(np.nanmax(self.without))


@dataclass(frozen=True, slots=True)
class Associated:
    """The association of two columns of a table: the regions it is of, those without a value, and those of too few
    participants. `partial` is rho with the participants held fixed, None where they are not known or have no order.
    """

    association: Association
    regions: tuple[Region, ...]
    without: tuple[Region, ...] = ()
    few: tuple[Region, ...] = ()
    partial: float | None = None


def associated(table: RegionalTable, year: int | None, least: int = 0) -> Associated:
    """The association of the first two columns of a table; a third holds the participants that a region's value is of.

    Regions of fewer than `least` participants do not count. Raises Refusal as :meth:`.table.RegionalTable.only`, and
    for too few regions or a column that has no order.
    """
    found, place = table.only(year), Place(table.source)
    whole: Flags = np.logical_not(np.isnan(found.values).any(axis=1))
    few: Flags = whole & (found.values[:, 2:] < least).any(axis=1)
    counted: Flags = whole & ~few
    values = found.values[counted]
    if len(values) < LEAST:
        raise refuse("regions-pairs", place, count=len(values), least=LEAST)
    x, y = values[:, 0], values[:, 1]
    for column, one in zip((x, y), table.indicators, strict=False):
        if column.min() == column.max():
            raise refuse("regions-all-same", place, column=one.id)
    kept, without, small = (tuple(compress(found.regions, those)) for those in (counted, ~whole, few))
    fixed = partial_rho(x, y, values[:, 2]) if values.shape[1] > len((x, y)) else None
    return Associated(association(x, y), kept, without, small, fixed)


def association(x: Numbers, y: Numbers) -> Association:
    """The association of two columns (n,) without gaps, neither of which is the same everywhere; n is 4 or more."""
    rho = spearman(x, y)
    if rho is None or len(x) < LEAST:
        raise ValueError("columns without an order")
    p = exact_p(x, y) if len(x) <= EXACT else drawn_p(x, y)
    without = [spearman(np.delete(x, place), np.delete(y, place)) for place in range(len(x))]
    left = np.array([np.nan if one is None else one for one in without])
    return Association(len(x), rho, p, len(x) <= EXACT, tau_b(x, y), left, _fourfold(x, y))


def spearman(x: Numbers, y: Numbers) -> float | None:
    """Pearson's correlation of the ranks, equals sharing the mean of theirs; None where a column has no order."""
    a, b = _standard(x), _standard(y)
    return None if a is None or b is None else float(np.clip(a @ b, -1.0, 1.0))


def partial_rho(x: Numbers, y: Numbers, fixed: Numbers) -> float | None:
    """Spearman's rho of `x` and `y` (n,) with `fixed` (n,) held fixed; None where that leaves one without an order."""
    xy, xf, yf = spearman(x, y), spearman(x, fixed), spearman(y, fixed)
    if xy is None or xf is None or yf is None:
        return None
    rest = (1 - xf**2) * (1 - yf**2)
    return float(np.clip((xy - xf * yf) / np.sqrt(rest), -1.0, 1.0)) if rest > _EQUAL else None


def _standard(values: Numbers) -> Numbers | None:
    """Ranks with mean 0 and length 1."""
    found = mean_ranks(values)
    found = found - found.mean()
    length = np.sqrt(found @ found)
    return found / length if length > 0 else None


def exact_p(x: Numbers, y: Numbers, rho: float | None = None) -> float:
    """The share of all n! orders of `y` beside `x` whose rho is at least as far from 0 as `rho`, the one found where
    none is given.
    """
    a, b = _standard(x), _standard(y)
    if a is None or b is None:
        raise ValueError("columns without an order")
    orders = np.array(list(permutations(range(len(x)))))
    return float(np.mean(np.abs(b[orders] @ a) >= _far(a, b, rho)))


def drawn_p(x: Numbers, y: Numbers, drawn: int = DRAWN, seed: int = SEED, rho: float | None = None) -> float:
    """(k + 1) / (drawn + 1), where k of `drawn` random orders have a rho at least as far from 0 as `rho`, the one found
    where none is given.
    """
    a, b = _standard(x), _standard(y)
    if a is None or b is None:
        raise ValueError("columns without an order")
    least, generator, far = _far(a, b, rho), np.random.default_rng(seed), 0
    for several in _blocks(drawn, max(1, _TOGETHER // len(x))):
        orders = generator.permuted(np.tile(b, (several, 1)), axis=1)
        far += int((np.abs(orders @ a) >= least).sum())
    return (far + 1) / (drawn + 1)


def _far(a: Numbers, b: Numbers, rho: float | None) -> float:
    """How far from 0 counts as at least as far as `rho`, that of `a` and `b` (see :func:`_standard`) for None."""
    return abs(float(a @ b) if rho is None else rho) - _EQUAL


def _blocks(whole: int, most: int) -> Iterator[int]:
    for begin in range(0, whole, most):
        yield min(most, whole - begin)


def tau_b(x: Numbers, y: Numbers) -> float:
    """Kendall's tau-b: pairs in the same order less pairs in the opposite one, over the pairs untied in each column."""
    same, one, other = 0.0, 0.0, 0.0
    for place in range(len(x) - 1):
        a, b = np.sign(x[place + 1 :] - x[place]), np.sign(y[place + 1 :] - y[place])
        same, one, other = same + float(a @ b), one + float(np.abs(a).sum()), other + float(np.abs(b).sum())
    return same / float(np.sqrt(one * other))


def _fourfold(x: Numbers, y: Numbers) -> tuple[int, int, int, int]:
    a, b = x > np.median(x), y > np.median(y)
    return int((a & b).sum()), int((a & ~b).sum()), int((~a & b).sum()), int((~a & ~b).sum())
