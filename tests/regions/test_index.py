"""Entropy-weight TOPSIS against values that were computed in exact fractions and with other libraries."""

from decimal import Decimal, getcontext
from fractions import Fraction
from time import process_time

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.regions.index import base_of, closeness, entropy_weights, index
from maturity.regions.ranks import quantile_codes, ranks

from .made import index_of, made

FOUR = [[12, 0.80, 65], [3, 0.55, 73], [0, 0.90, 40], [7, 0.60, 88]]
LATER = [[13, 0.78, 70], [5, 0.56, 75], [1, 0.85, 48], [9, 0.58, 90]]
HIGHER = [True, False, True]
TEN = [[100, 5, 1], [101, 7, 1], [99, 6, 1], [100, 9, 1], [98, 8, 1]]
TEN += [[100, 5.5, 1], [100, 6.5, 1], [100, 7.5, 1], [100, 8.5, 1], [0, 9.5, 1]]


def near(values):
    return pytest.approx(values, abs=6e-7)


def test_four_regions_by_three_indicators():
    found = index_of(FOUR, HIGHER)
    scaled = found.base.scaled(np.array(FOUR))
    assert scaled.ravel().tolist() == near([1, 0.285714, 0.520833, 0.25, 1, 0.6875, 0, 0, 0, 0.583333, 0.857143, 1])
    assert found.base.entropy.tolist() == near([0.697308, 0.714737, 0.766604])
    assert found.base.weights.tolist() == near([0.368529, 0.347310, 0.284162])
    assert found.years[0].closeness.tolist() == near([0.591255, 0.584859, 0, 0.742088])
    assert found.years[0].ranks == (2, 3, 4, 1)
    assert found.years[0].codes is None


def test_a_later_year_takes_weights_and_limits_of_the_base_year():
    found = index(*made({2019: FOUR, 2020: LATER}, HIGHER))
    assert found.base_year == 2019
    assert found.years[2020].closeness.tolist() == near([0.628465, 0.650114, 0.128709, 0.839893])
    assert [(problem.code, problem.values) for problem in found.warnings] == [
        ("regions-clipped", {"year": 2020, "count": 2})
    ]


def test_values_beyond_either_limit_are_counted():
    found = index(*made({2019: [[1, 0], [2, 9]], 2020: [[0, 0], [3, 9]]}))
    assert (found.years[2019].clipped, found.years[2020].clipped) == (0, 2)
    assert found.years[2020].closeness.tolist() == [0, 1]


def test_the_base_year_can_be_chosen():
    found = index(*made({2019: LATER, 2020: FOUR}, HIGHER, base_year=2020))
    assert found.base.weights.tolist() == near([0.368529, 0.347310, 0.284162])
    with pytest.raises(Refusal) as caught:
        index(*made({2019: LATER}, HIGHER, base_year=2020))
    assert caught.value.problems[0].code == "regions-base-year"
    assert "2019" in caught.value.problems[0].remedy("zh")
    with pytest.raises(Refusal) as caught:
        index(*made({0: LATER}, HIGHER, base_year=2020))
    assert "—" in caught.value.problems[0].remedy("zh")


def test_without_one_region_limits_and_weights_are_those_of_the_others():
    """A and B swap: the order of two depends on a third."""
    found = index_of([FOUR[0], FOUR[1], FOUR[3]], HIGHER)
    assert found.base.weights.tolist() == near([0.338848, 0.28977, 0.371382])
    assert found.years[0].closeness.tolist() == near([0.418381, 0.432369, 0.701537])


def test_zeros_and_a_column_that_all_share():
    """A zero is a value like others; a shared column weighs nothing and is told."""
    found = index_of(TEN)
    assert found.base.entropy.tolist() == near([0.954229, 0.890235, 1])
    assert found.base.weights.tolist() == near([0.294278, 0.705722, 0])
    expected = [0.292214, 0.523124, 0.374267, 0.898112, 0.700411, 0.324776, 0.443184, 0.608964, 0.798462, 0.705722]
    assert found.years[0].closeness.tolist() == near(expected)
    assert [(problem.code, str(problem.place)) for problem in found.warnings] == [("regions-constant", "t.csv:i2")]


def test_entropy_weights_of_values_that_are_not_scaled():
    _, weights = entropy_weights(np.array(TEN, float))
    assert weights.tolist() == near([0.841472, 0.158528, 0])


def test_weights_of_columns_with_zeros_and_a_shared_one_are_those_of_scikit_criteria():
    weighters = pytest.importorskip("skcriteria.preprocessing.weighters")
    for values in (np.array(TEN, float), base_of(np.array(TEN, float), [True] * 3).scaled(np.array(TEN, float))):
        telling = values[:, values.sum(axis=0) > 0]
        expected = weighters.entropy_weights(telling).tolist()
        assert entropy_weights(telling)[1].tolist() == pytest.approx(expected, abs=1e-12)


def test_two_regions_and_regions_that_are_all_the_same():
    two = index_of([[1, 2], [2, 1]])
    assert two.base.entropy.tolist() == near([0, 0])
    assert two.base.weights.tolist() == near([0.5, 0.5])
    assert two.years[0].closeness.tolist() == near([0.5, 0.5])
    assert two.years[0].ranks == (1, 1)
    same = index_of([[3, 4]] * 3)
    assert same.base.weights.tolist() == near([0.5, 0.5])
    assert same.years[0].closeness.tolist() == near([0.5, 0.5, 0.5])


def naive(rows, higher):
    """Shares in exact fractions, logarithms and roots with 50 digits, cell by cell."""
    getcontext().prec = 50
    columns = []
    for column, up in zip(zip(*rows, strict=True), higher, strict=True):
        low, high = min(column), max(column)
        width = high - low
        scaled = [Fraction(x - low if up else high - x, width) if width else Fraction() for x in column]
        columns.append(scaled)
    telling = []
    for column in columns:
        whole, entropy = sum(column), Decimal(0 if sum(column) else 1)
        for share in (x / whole for x in column if x):
            share = Decimal(share.numerator) / Decimal(share.denominator)
            entropy -= share * share.ln() / Decimal(len(column)).ln()
        telling.append(1 - entropy)
    weights = [d / sum(telling) for d in telling] if sum(telling) else [Decimal(1) / len(telling)] * len(telling)
    found = []
    for row in zip(*columns, strict=True):
        away = [Decimal(0), Decimal(0)]
        for x, weight, column in zip(row, weights, columns, strict=True):
            for end, best in enumerate((max(column), min(column))):
                apart = x - best
                away[end] += (weight * Decimal(apart.numerator) / Decimal(apart.denominator)) ** 2
        best, worst = (one.sqrt() for one in away)
        found.append(float(worst / (best + worst)) if best + worst else 0.5)
    return [float(weight) for weight in weights], found


CELLS = st.integers(0, 60)


@st.composite
def tables(draw, least=2):
    n, m = draw(st.integers(least, 9)), draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(CELLS, min_size=m, max_size=m), min_size=n, max_size=n))
    return rows, draw(st.lists(st.booleans(), min_size=m, max_size=m))


@pytest.mark.parametrize("scaled", [False, True])
@given(table=tables(least=3))
def test_weights_are_those_of_scikit_criteria(scaled, table):
    """On columns with zeros and on shared ones, raw and scaled; beside one that tells regions apart."""
    weighters = pytest.importorskip("skcriteria.preprocessing.weighters")
    values = np.array(table[0], float)
    values = base_of(values, table[1]).scaled(values) if scaled else values
    values = np.column_stack([values[:, values.sum(axis=0) > 0], np.ones(len(values)), np.arange(len(values))])
    assert entropy_weights(values)[1].tolist() == pytest.approx(weighters.entropy_weights(values).tolist(), abs=1e-9)


@given(tables())
def test_it_is_what_exact_arithmetic_gives(table):
    rows, higher = table
    weights, expected = naive(rows, higher)
    assume(all(weight == 0 or weight > 1e-9 for weight in weights))
    found = index_of(rows, higher)
    assert found.base.weights.tolist() == pytest.approx(weights, abs=1e-9)
    assert found.years[0].closeness.tolist() == pytest.approx(expected, abs=1e-9)


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_regions_does_not_matter(table, random):
    rows, higher = table
    order = list(range(len(rows)))
    random.shuffle(order)
    one = index_of(rows, higher)
    other = index_of([rows[place] for place in order], higher)
    assert other.years[0].closeness.tolist() == pytest.approx(one.years[0].closeness[order].tolist(), abs=1e-12)
    assert other.years[0].ranks == tuple(one.years[0].ranks[place] for place in order)


@given(tables(), st.data())
def test_other_units_give_the_same_index(table, data):
    rows, higher = table
    factors = data.draw(st.lists(st.sampled_from([1e-4, 0.5, 15, 1e4]), min_size=len(higher), max_size=len(higher)))
    moved = (np.array(rows, float) * factors).tolist()
    one, other = index_of(rows, higher), index_of(moved, higher)
    assert other.years[0].closeness.tolist() == pytest.approx(one.years[0].closeness.tolist(), abs=1e-9)
    assert other.base.weights.tolist() == pytest.approx(one.base.weights.tolist(), abs=1e-9)


@given(tables(), CELLS)
def test_an_indicator_that_all_share_weighs_nothing(table, value):
    rows, higher = table
    assume(any(len(set(column)) > 1 for column in zip(*rows, strict=True)))
    one, other = index_of(rows, higher), index_of([[*row, value] for row in rows], [*higher, True])
    assert other.base.weights[-1] == 0
    assert other.years[0].closeness.tolist() == pytest.approx(one.years[0].closeness.tolist(), abs=1e-12)


@given(tables())
def test_closeness_lies_between_0_and_1_and_the_best_in_all_is_1(table):
    rows, higher = table
    found = index_of(rows, higher).years[0].closeness
    assert ((found >= 0) & (found <= 1)).all()
    best = [max(column) if up else min(column) for column, up in zip(zip(*rows, strict=True), higher, strict=True)]
    assume(any(len(set(column)) > 1 for column in zip(*rows, strict=True)))
    assert index_of([*rows, best], higher).years[0].closeness[-1] == pytest.approx(1)


def test_ties_share_a_rank_and_the_next_are_left_out():
    assert ranks(np.array([0.5, 0.7, 0.7 + 1e-15, 0.1])) == (3, 1, 1, 4)


@pytest.mark.parametrize(
    ("n", "tied", "counts"),
    [(20, 1, (1, 7, 12)), (23, 1, (2, 8, 13)), (40, 1, (2, 14, 24)), (100, 1, (5, 35, 60)), (20, 2, (2, 6, 12))],
)
def test_the_classes_of_the_first_5_and_the_next_35_per_cent(n, tied, counts):
    codes = quantile_codes([1] * tied + list(range(tied + 1, n + 1)))
    assert tuple(codes.count(code) for code in ("A+", "A", "B")) == counts


def test_there_are_no_classes_of_19():
    assert quantile_codes(range(1, 20)) is None


def test_ten_years_of_3000_regions_by_40_indicators_take_less_than_a_second():
    random = np.random.default_rng(7)
    names = [str(number) for number in range(3_000)]
    table, described = made({year: random.gamma(2, 1, (3_000, 40)) for year in range(2010, 2020)}, names=names)
    begin = process_time()
    found = index(table, described)
    assert process_time() - begin < 1  # of processors: others may be busy
    assert len(found.years) == 10


def test_closeness_by_given_weights():
    base = base_of(np.array([[0.0, 0.0], [1.0, 2.0]]), [True, True])
    assert closeness(base.scaled(np.array([[1.0, 0.0]])), np.array([0.75, 0.25]), base.tells).tolist() == [0.75]
