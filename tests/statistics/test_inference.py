"""Intervals, trend and reliability against published vectors and, where it is installed, statsmodels."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maturity.statistics.inference import (
    LEAST_FREEDOM,
    Pairs,
    cochran_armitage,
    mean_interval,
    newcombe,
    newcombe_paired,
    student,
    welch,
    wilson,
)
from maturity.statistics.reliability import alpha, reliability

TEN_ITEMS = np.array(
    [
        *([3, 2, 2, 4, 1, 4, 5, 1, 4, 3], [5, 5, 4, 6, 3, 5, 1, 2, 5, 5], [7, 5, 3, 5, 5, 6, 4, 3, 3, 6]),
        *([2, 3, 4, 3, 3, 2, 2, 2, 6, 6], [6, 5, 5, 6, 5, 4, 4, 4, 6, 7], [1, 2, 2, 3, 4, 2, 5, 2, 3, 5]),
        *([4, 3, 3, 5, 3, 5, 2, 1, 2, 4], [2, 5, 4, 4, 3, 7, 2, 2, 4, 6], [6, 2, 5, 5, 5, 1, 6, 5, 2, 3]),
        *([5, 2, 4, 6, 4, 3, 5, 3, 1, 7], [4, 1, 3, 5, 2, 5, 3, 2, 3, 4], [4, 4, 2, 3, 2, 5, 3, 4, 2, 3]),
        *([5, 5, 5, 6, 2, 3, 3, 2, 4, 4], [6, 5, 5, 5, 4, 2, 2, 1, 4, 6], [4, 4, 3, 5, 5, 3, 1, 3, 2, 3]),
    ],
    float,
)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (1, 29, 0.0061, 0.1718), (0, 30, 0.0, 0.1135)]
)
def test_wilson_is_as_published(count, n, low, high):
    assert wilson(count, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((10, 10, 0, 20), 0.6791, 1.0)],
)
def test_newcombe_is_as_published(counts, low, high):
    assert newcombe(*counts) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("pairs", "low", "high"),
    [
        ((14, 5, 0, 22), 0.0115, 0.2265),  # Altman and others, Statistics with Confidence (2000), table 6.2
        ((1, 1, 7, 12), -0.5069, -0.0256),  # Fagerland and others (2017), chapter 8: Bentur 2009
    ],
)
def test_newcombe_for_pairs_is_as_published(pairs, low, high):
    assert newcombe_paired(Pairs(*pairs)) == pytest.approx((low, high), abs=5e-5)


def test_newcombe_for_pairs_without_any_moves_is_that_of_shares_alike():
    """No share of 0 or 1 has a correlation; with all of a row in the group the interval still has a width."""
    assert newcombe_paired(Pairs(30, 0, 0, 0)) == pytest.approx(newcombe(30, 30, 30, 30))
    with pytest.raises(ValueError, match="0 of 0"):
        newcombe_paired(Pairs(0, 0, 0, 0))


def test_cochran_armitage_is_as_published():
    found = cochran_armitage([83, 90, 129, 70], [86, 93, 136, 82])
    assert found == pytest.approx((8.224922, 0.004131897), rel=1e-6)


def test_alpha_is_as_published():
    found = reliability(TEN_ITEMS)
    assert found.alpha == pytest.approx(0.5917188, abs=5e-8)
    assert found.item_total[0] == pytest.approx(0.5748, abs=5e-5)
    assert found.without[0] == pytest.approx(0.4687, abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_agrees_with_statsmodels(pair):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    count, n = pair
    found = wilson(count, n)
    assert 0 <= found.low <= count / n <= found.high <= 1
    assert found == pytest.approx(proportion.proportion_confint(count, n, method="wilson"), abs=1e-12)


PAIR = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(PAIR, PAIR)
def test_newcombe_agrees_with_statsmodels(one, other):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    wanted = proportion.confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    assert newcombe(*one, *other) == pytest.approx(wanted, abs=1e-9)


COUNTS = st.tuples(*[st.integers(0, 200)] * 4).filter(any)


@given(COUNTS)
def test_newcombe_for_pairs_agrees_with_intervals_of_statsmodels_joined_by_pearsons_correlation(counts):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    pairs, n = Pairs(*counts), sum(counts)
    now = np.repeat([1, 1, 0, 0], counts)
    then = np.repeat([1, 0, 1, 0], counts)
    phi = 0.0
    if 0 < now.sum() < n and 0 < then.sum() < n:
        phi = np.corrcoef(now, then)[0, 1]
        if phi > 0:  # method 10 takes half an enterprise pair off the cross product before the correlation is formed
            cross = n * n * np.sqrt(now.var() * then.var())
            phi = max(0.0, phi - n / 2 / cross)
    p, q = now.mean(), then.mean()
    (l1, u1), (l2, u2) = (proportion.proportion_confint(x.sum(), n, method="wilson") for x in (now, then))
    d, e = np.array([p - l1, u2 - q]), np.array([u1 - p, q - l2])
    correlation = np.array([[1, -phi], [-phi, 1]])
    wanted = p - q - np.sqrt(max(0, d @ correlation @ d)), p - q + np.sqrt(max(0, e @ correlation @ e))
    assert newcombe_paired(pairs) == pytest.approx(wanted, abs=1e-7)
    low, high = newcombe_paired(pairs)
    assert -1 - 1e-9 <= low <= p - q <= high <= 1 + 1e-9
    mirrored = newcombe_paired(Pairs(pairs.both, pairs.then, pairs.now, pairs.neither))
    assert mirrored == pytest.approx((-high, -low), abs=1e-12)


@given(st.integers(LEAST_FREEDOM, 100_000), st.sampled_from([0.9, 0.95]))
def test_students_t_agrees_with_scipy(freedom, confidence):
    stats = pytest.importorskip("scipy.stats")
    assert student(freedom, confidence) == pytest.approx(stats.t.ppf((1 + confidence) / 2, freedom), abs=5e-5)


SCORES = st.lists(st.floats(0, 5), min_size=12, max_size=40)


@given(SCORES, SCORES)
def test_intervals_of_two_means_agree_with_scipy(one, other):
    stats = pytest.importorskip("scipy.stats")
    assume(np.std(one) > 1e-3 and np.std(other) > 1e-3)
    squares = [float(((np.array(x) - np.mean(x)) ** 2).sum()) for x in (one, other)]
    error, freedom = welch(squares[0], len(one), squares[1], len(other))
    wanted = stats.ttest_ind(one, other, equal_var=False).confidence_interval()
    assert mean_interval(np.mean(one) - np.mean(other), error, freedom) == pytest.approx(wanted, abs=2e-4)


@given(st.lists(PAIR, min_size=2, max_size=6))
@settings(max_examples=50)
def test_cochran_armitage_agrees_with_statsmodels(groups):
    contingency = pytest.importorskip("statsmodels.stats.contingency_tables")
    counts, totals = zip(*groups, strict=True)
    assume(0 < sum(counts) < sum(totals))
    table = contingency.Table(np.array([[c, t - c] for c, t in groups]), shift_zeros=False)
    wanted = table.test_ordinal_association(row_scores=np.arange(len(groups)), col_scores=np.array([1, 0]))
    n = sum(totals)
    # statsmodels conditions on both margins, whose variance is n / (n - 1) times that of Cochran and Armitage
    assert cochran_armitage(counts, totals).chi2 == pytest.approx(wanted.zscore**2 * n / (n - 1), rel=1e-6, abs=1e-9)


def test_what_cannot_be_computed_is_said():
    with pytest.raises(ValueError, match="degrees of freedom"):
        student(LEAST_FREEDOM - 1)
    with pytest.raises(ValueError, match="1 and 5"):
        welch(1.0, 1, 1.0, 5)
    assert welch(0.0, 9, 0.0, 9) == (0.0, 16.0)
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)
    with pytest.raises(ValueError, match="no trend"):
        cochran_armitage([0, 0], [5, 5])
    assert np.isnan(alpha(np.ones((5, 3))))
    assert np.isnan(alpha(np.full((143, 6), 0.8)))  # sums that differ by rounding alone
    assert np.isnan(alpha(TEN_ITEMS[:, :1]))
