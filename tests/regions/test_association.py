"""How two columns go together, beside scipy."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from maturity.errors import Refusal
from maturity.regions.association import associated, association, drawn_p, exact_p, partial_rho, spearman, tau_b
from maturity.regions.words import conclusion

from .made import made

GDP = np.array([18.3, 12.1, 9.8, 7.4, 6.5, 5.2, 4.9])
SHARE = np.array([42, 35, 38, 20, 24, 22, 31.0])
# Parks of lists 1-6 by province, and cities of the list of 2021 with enterprises at level 2 and above
PARKS = dict(
    zip(
        [
            "江苏",
            "广东",
            "山东",
            "浙江",
            "河南",
            "重庆",
            "湖北",
            "四川",
            "安徽",
            "北京",
            "河北",
            "福建",
            "湖南",
            "陕西",
            "贵州",
            "上海",
            "天津",
            "辽宁",
            "内蒙古",
            "广西",
            "黑龙江",
            "云南",
            "山西",
            "新疆",
            "吉林",
            "甘肃",
        ],
        [79, 59, 43, 39, 38, 23, 22, 22, 21, 18, 18, 17, 17, 17, 15, 13, 13, 12, 10, 8, 8, 6, 5, 4, 3, 1],
        strict=True,
    )
)


def test_seven_regions_by_gdp_and_share():
    found = association(GDP, SHARE)
    assert found.n == 7
    assert found.rho == pytest.approx(0.642857, abs=1e-6)
    assert (found.p, found.exact) == (pytest.approx(700 / 5040), True)
    assert found.p == pytest.approx(0.138889, abs=1e-6)
    assert found.tau == pytest.approx(0.428571, abs=1e-6)
    expected = [0.428571, 0.485714, 0.485714, 0.771429, 0.714286, 0.714286, 0.771429]
    assert found.without.tolist() == pytest.approx(expected, abs=1e-6)
    assert found.interval == pytest.approx((0.428571, 0.771429), abs=1e-6)
    assert found.above == (3, 0, 0, 4)


def test_parks_beside_the_cities_of_the_list():
    """The provinces that both lists have: 17, and 15 without the two with most of both."""
    cities = by_province()
    names = [name for name in PARKS if name in cities]
    both = np.array([[PARKS[name], cities[name]] for name in names], float)
    assert len(names) == 17
    assert spearman(*both.T) == pytest.approx(0.6203, abs=5e-5)
    assert tau_b(*both.T) == pytest.approx(0.4813, abs=5e-5)
    rest = both[[name not in ("江苏", "山东") for name in names]]
    assert (len(rest), spearman(*rest.T)) == (15, pytest.approx(0.4492, abs=5e-5))


def by_province():
    import csv
    from collections import Counter
    from importlib.resources import files

    from maturity.classification.regions import CITIES, PROVINCES

    found = Counter()
    with (files("maturity.demo") / "cities_2021.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = PROVINCES[CITIES[row["city_code"]].province].short.zh
            found[name] += int(row["enterprises_level_2_and_above"])
    return found


VALUES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=20)


@given(VALUES)
def test_rho_and_tau_are_those_of_scipy(pairs):
    x, y = np.array(pairs, float).T
    assume(len(set(x)) > 1 and len(set(y)) > 1)
    assert spearman(x, y) == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)
    assert tau_b(x, y) == pytest.approx(stats.kendalltau(x, y).statistic, abs=1e-12)


@settings(max_examples=20)
@given(VALUES.map(lambda pairs: pairs[:6]))
def test_p_of_few_regions_is_that_of_all_permutations_of_scipy(pairs):
    x, y = np.array(pairs, float).T
    assume(len(set(x)) > 1 and len(set(y)) > 1)
    found = stats.permutation_test(
        (x,),
        lambda moved: stats.spearmanr(moved, y).statistic,
        permutation_type="pairings",
        n_resamples=np.inf,
        vectorized=False,
    )
    far = np.abs(found.null_distribution) >= abs(found.statistic) - 1e-9
    assert exact_p(x, y) == pytest.approx(far.mean())


def test_drawn_permutations_come_close_to_all_and_are_the_same_every_time():
    assert drawn_p(GDP, SHARE) == drawn_p(GDP, SHARE) == pytest.approx(700 / 5040, abs=0.012)
    assert drawn_p(np.arange(30.0), np.arange(30.0)) == 1 / 10_000


def test_more_than_eight_regions_take_drawn_permutations():
    found = association(np.arange(9.0), np.arange(9.0)[::-1])
    assert (found.rho, found.exact) == (pytest.approx(-1), False)
    assert found.p < 0.01


@settings(max_examples=25)
@given(VALUES.map(lambda pairs: pairs[:7]))
def test_neither_units_nor_the_order_of_regions_matter(pairs):
    x, y = np.array(pairs, float).T
    assume(len(set(x)) > 1 and len(set(y)) > 1)
    one, other = association(x, y), association(x[::-1] * 250, y[::-1] + 3)
    assert (other.rho, other.p, other.tau) == pytest.approx((one.rho, one.p, one.tau))
    assert other.above == one.above


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_follow_the_figures_and_name_no_cause(language):
    n = np.arange(12.0)
    together, against = association(n, n), association(n, -n)
    chance = association(n, np.array([3, 9, 1, 7, 0, 11, 5, 2, 10, 4, 8, 6.0]))
    told = [conclusion(one, language) for one in (together, against, chance)]
    assert len(set(told)) == 3
    assert chance.p > 0.05
    assert not [words for words in told if any(word in words for word in ("导致", "影响", "因为", "cause", "because"))]


def code_of(rows):
    table, _ = made({0: rows})
    with pytest.raises(Refusal) as caught:
        associated(table, None)
    return caught.value.problems[0].code


def test_regions_without_a_value_are_left_out_and_named():
    nan = float("nan")
    table, _ = made({0: [[1, 2], [2, nan], [3, 5], [4, 4], [5, 9]]})
    found = associated(table, None)
    assert [one.code for one in found.regions] == list("ACDE")
    assert ([one.code for one in found.without], found.few, found.partial) == (["B"], (), None)
    assert code_of([[1, 2], [2, nan], [3, 5], [4, 4]]) == "regions-pairs"


def test_regions_of_few_participants_do_not_count():
    table, _ = made({0: [[1, 2, 30], [2, 9, 9], [3, 5, 10], [4, 4, 80], [5, 9, 50]]})
    found = associated(table, None, 10)
    assert ([one.code for one in found.regions], [one.code for one in found.few]) == (list("ACDE"), ["B"])
    assert associated(table, None).few == ()


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=5, max_size=20))
def test_a_partial_rho_is_the_correlation_of_what_the_third_column_leaves(rows):
    ranked = np.array([stats.rankdata(column) for column in zip(*rows, strict=True)])
    assume(all(len(set(column)) > 1 for column in ranked))
    fixed = np.column_stack([np.ones(len(rows)), ranked[2]])
    rest = [one - fixed @ np.linalg.lstsq(fixed, one, rcond=None)[0] for one in ranked[:2]]
    assume(all(one @ one > 1e-3 for one in rest))
    expected = rest[0] @ rest[1] / np.sqrt((rest[0] @ rest[0]) * (rest[1] @ rest[1]))
    assert partial_rho(*np.array(rows, float).T) == pytest.approx(expected, abs=1e-6)


def test_a_partial_rho_needs_something_that_the_third_column_leaves():
    n = np.arange(6.0)
    assert partial_rho(n, n[::-1], n) is None
    assert partial_rho(n, n, np.ones(6)) is None


def test_a_column_without_an_order_is_refused():
    assert code_of([[1, 2], [2, 2], [3, 2], [4, 2]]) == "regions-all-same"


def test_one_of_several_years_is_to_be_chosen():
    rows = [[1, 2], [2, 3], [3, 5], [4, 4]]
    table, _ = made({2019: rows, 2020: rows})
    with pytest.raises(Refusal) as caught:
        associated(table, None)
    assert caught.value.problems[0].code == "regions-which-year"
    assert associated(table, 2020).association.n == 4
    with pytest.raises(Refusal) as caught:
        associated(table, 2018)
    assert caught.value.problems[0].code == "regions-base-year"
