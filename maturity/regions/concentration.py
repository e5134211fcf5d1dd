"""How few regions hold most of a total: shares of the first, Herfindahl-Hirschman index, Gini coefficient."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..errors import Place, refuse
from .table import Numbers, RegionalTable

FIRST = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Concentration:
    """n regions and their `total`: the share (0 to 1) of the first 1, 5 and 10, as far as there are more regions than
    that; the HHI from 10,000 / n (all equal) to 10,000; the Gini coefficient from 0 to (n - 1) / n.
    """

    n: int
    total: float
    first: Mapping[int, float]
    hhi: float
    gini: float


def concentrated(table: RegionalTable, year: int | None) -> Concentration:
    """The concentration of the one column of a table.

    Raises Refusal as :meth:`.table.RegionalTable.only`, and where the column adds up to 0.
    """
    values = table.only(year).values[:, 0]
    if not values.any():
        raise refuse("regions-nothing", Place(table.source, None, table.indicators[0].id))
    return concentration(values)


def concentration(values: Numbers) -> Concentration:
    """The concentration of `values` (n,), none below 0 and not all 0."""
    n, total = len(values), float(values.sum())
    if total <= 0 or values.min() < 0:
        raise ValueError("values below 0, or all 0")
    shares = np.sort(values)[::-1] / total
    gini = float(((n + 1 - 2 * np.arange(1, n + 1)) * shares).sum() / n)
    first = {count: float(shares[:count].sum()) for count in FIRST if count < n}
    return Concentration(n, total, first, float(10_000 * (shares**2).sum()), gini)
