"""Tables of regions in memory."""

import numpy as np

from maturity.questionnaire import Text
from maturity.regions.index import index
from maturity.regions.indicators import Indicator, IndicatorSet
from maturity.regions.table import Region, RegionalTable, Year


def region(name):
    return Region(name, Text(name, name))


def made(years, higher=None, names=None, base_year=None):
    """A table by year (rows of numbers) and its indicators, one letter a region."""
    wide = len(next(iter(years.values()))[0])
    higher = higher or [True] * wide
    ones = tuple(
        Indicator(f"i{place}", Text(f"指标{place}", f"Indicator {place}"), higher_is_better=better)
        for place, better in enumerate(higher)
    )
    found = {}
    for year, rows in years.items():
        named = names or [chr(ord("A") + place) for place in range(len(rows))]
        found[year] = Year(tuple(map(region, named)), np.array(rows, float))
    table = RegionalTable("t.csv", ones, found)
    return table, IndicatorSet(Text("指数", "Index"), "other", Text("虚构", "Made up"), base_year, ones)


def index_of(rows, higher=None, names=None):
    """The index of one table."""
    return index(*made({0: rows}, higher, names))
