"""Ranks and their joint intervals, against intervals of statsmodels, all orders that these leave open, and chance."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.disclosure.rules import Rules
from maturity.statistics.confidentiality.protection import protection
from maturity.statistics.inference import Interval, poisson
from maturity.statistics.ranking import rank_bounds
from maturity.statistics.signs import Status
from maturity.statistics.tabulate import tabulate

from .test_tabulate import plan
from .world import CITIES_2021, frame_2021, make_frame

BY_COUNT = "    ranking: {by: count_at_least_2, top: 50, ties: keep}\n"
BY_SHARE = "    ranking: {by: share_at_least_2, top: 50, ties: keep}\n"
MEASURES = "[n, count_at_least_2, share_at_least_2, rank_interval]"


def of(table):
    rank, low, high, by = (table.column(id) for id in ("rank", "rank_low", "rank_high", table.ranked_by))
    return [(row.cells[by], row.cells[rank], row.cells[low], row.cells[high]) for row in table.rows]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4))
@settings(max_examples=80)
def test_bounds_are_the_ranks_that_the_intervals_leave_open(ends):
    """Over every choice of a value from each interval: the ends, and what lies between them."""
    intervals = [Interval(min(pair), max(pair)) for pair in ends]
    choices = [sorted({*np.arange(low, high + 0.5, 0.5)}) for low, high in intervals]
    ranks = []
    for values in product(*choices):
        above = [sum(other > own for other in values) for own in values]
        below = [sum(other < own for other in values) for own in values]
        ranks.append([(1 + a, len(values) - b) for a, b in zip(above, below, strict=True)])
    best, worst = rank_bounds(intervals)
    assert best == [min(row[place][0] for row in ranks) for place in range(len(intervals))]
    assert worst == [max(row[place][1] for row in ranks) for place in range(len(intervals))]


@given(st.integers(0, 5000), st.sampled_from([0.9, 0.95, 0.999]))
def test_poisson_agrees_with_statsmodels(count, confidence):
    rates = pytest.importorskip("statsmodels.stats.rates")
    wanted = rates.confint_poisson(count, 1, method="score", alpha=1 - confidence)
    assert poisson(count, confidence) == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="-1"):
        poisson(-1)


CITIES = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), min_size=1, max_size=6)


@pytest.mark.parametrize("ranking", [BY_COUNT, BY_SHARE])
@given(CITIES)
@settings(max_examples=20)
def test_ranks_of_a_table_agree_with_intervals_of_statsmodels(ranking, numbers):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    rates = pytest.importorskip("statsmodels.stats.rates")
    codes = [code for code, _ in CITIES_2021[: len(numbers)]]
    cities = [code for code, (high, low) in zip(codes, numbers, strict=True) for _ in range(high + low)]
    levels = [level for high, low in numbers for level in [2] * high + [1] * low]
    (table,) = tabulate(plan("[city]", ranking, MEASURES), make_frame({"city": cities}, levels))
    alpha = 1 - 0.95 ** (1 / len(numbers))
    if ranking == BY_COUNT:
        figures = [(high, rates.confint_poisson(high, 1, method="score", alpha=alpha)) for high, _ in numbers]
    else:
        figures = [
            (
                Fraction(100 * high, high + low),
                proportion.proportion_confint(high, high + low, method="wilson", alpha=alpha),
            )
            for high, low in numbers
        ]
    wanted = [
        (
            value,
            1 + sum(other > value for other, _ in figures),
            1 + sum(other[0] > own[1] for _, other in figures),
            len(figures) - sum(other[1] < own[0] for _, other in figures),
        )
        for value, own in figures
    ]
    assert of(table) == sorted(wanted, key=lambda row: -row[0])
    assert all(low <= rank <= high for _, rank, low, high in of(table))


def test_intervals_hold_together_by_chance():
    """Cities of known expected numbers, drawn 400 times: all true ranks within their intervals in 95 % of the draws."""
    random = np.random.default_rng(20)
    means = np.array([600, 250, 245, 240, 200, 150, 130, 100, 90, 84, 74, 69, 65, 64, 62, 58, 58, 57, 56, 52])
    truly_best = [1 + int((means > mean).sum()) for mean in means]
    truly_worst = [len(means) - int((means < mean).sum()) for mean in means]
    held = 0
    for counts in random.poisson(means, (400, len(means))):
        best, worst = rank_bounds([poisson(int(count), 0.95 ** (1 / len(means))) for count in counts])
        held += all(low <= most and least <= high for low, least, most, high in zip(
            best, truly_best, truly_worst, worst, strict=True
        ))  # fmt: skip
    assert held >= 0.95 * 400 - 9  # two standard errors


def test_the_top_50_of_2021():
    """Of 51 rows each interval is one of 0.95 ** (1 / 51) = 99.9 %, z = 3.29. The last city's 21 reach up to 21 + 5.41
    + 3.29 x sqrt(21 + 2.71) = 42.4; 64 reaches down to 42.5 and 62 to 41.0: 15 cities are wholly above the last
    one.
    """
    (table,) = tabulate(plan("[city]", BY_COUNT, MEASURES), frame_2021())
    found = of(table)
    assert len(found) == 51
    assert found[0] == (630, 1, 1, 1)
    assert found[1][1:] == (2, 2, 5)
    assert found[-1][1:] == (50, 16, 51)
    assert [column.id for column in table.columns] == [
        *("rank", "city_code", "city", "n", "count_GE2", "share_GE2", "rank_low", "rank_high")
    ]
    assert table.notes == ("ties", "rank-interval")


def test_in_a_release_ranks_are_among_the_rows_that_it_shows():
    """A city whose number is hidden is out of the ranking, and of everybody else's interval."""
    codes = [code for code, _ in CITIES_2021[:5]]
    highs, lows = (60, 55, 20, 3, 14), (40, 40, 40, 40, 40)
    cities = [code for code, high, low in zip(codes, highs, lows, strict=True) for _ in range(high + low)]
    levels = [level for high, low in zip(highs, lows, strict=True) for level in [2] * high + [1] * low]
    frame = make_frame({"city": cities}, levels)
    asked = plan("[city]", BY_COUNT, MEASURES)
    plain = tabulate(asked, frame)
    assert [row[3] for row in of(plain[0])] == [2, 2, 5, 5, 5]
    (table,) = protection(asked.tables, plain, frame, Rules()).apply(plain)
    found = of(table)
    assert Status.CONFIDENTIAL not in {cell for row in found for cell in row}
    assert len(found) < 5
    assert max(row[3] for row in found) == len(found)
