"""The rules that make a degree of a value: golden vectors, limits, monotone, single = columns."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.quantities import Formula
from maturity.questionnaire.scorers import Expert, Linear, Ratio, Share, Steps, Threshold
from maturity.scoring.degrees import Anchors, degree, degrees, own_anchors

F = Fraction


@pytest.mark.parametrize(
    ("points", "baseline", "leading", "value", "earned"),
    [
        (8, "0.45", "0.25", "0.35", 4),
        (8, "0.45", "0.25", "0.50", 0),
        (8, "0.45", "0.25", "0.45", 0),
        (8, "0.45", "0.25", "0.25", 8),
        (8, "0.45", "0.25", "0.20", 8),
        (4, "80", "92", "86", 2),
        (8, "572", "520", "540", F(64, 13)),
        (8, "112", "104", "118", 0),
    ],
)
def test_linear_points_are_the_golden_ones(points, baseline, leading, value, earned):
    rule = Linear(baseline=F(baseline), leading=F(leading))
    assert degree(rule, F(value), own_anchors(rule), F(points)) * points == earned


@pytest.mark.parametrize(
    ("value", "points"), [("1.19", 0), ("1.2", 3), ("1.2875", 3), ("1.5", 4), ("1.99", 4), ("2.0", 5), ("3", 5)]
)
def test_steps_are_the_golden_ones(value, points):
    rule = Steps(((F("1.2"), F(3)), (F("1.5"), F(4)), (F(2), F(5))))
    assert degree(rule, F(value), Anchors(None, None), F(5)) * 5 == points


def test_a_quotient_of_a_plot_ratio_by_the_norm_of_its_sector_takes_its_step():
    quotient = Formula.parse("a / b").evaluate({"a": F("1.03"), "b": F("0.8")})
    rule = Steps(((F("1.2"), F(3)), (F("1.5"), F(4)), (F(2), F(5))))
    assert quotient == F("1.2875")
    assert degree(rule, quotient, Anchors(None, None), F(5)) * 5 == 3


@pytest.mark.parametrize(("value", "points"), [("11", 0), ("10", 1), ("6", 2), ("5", 3), ("0", 3)])
def test_falling_steps_are_reached_from_above(value, points):
    rule = Steps(((F(10), F(1)), (F(8), F(2)), (F(5), F(3))))
    assert degree(rule, F(value), Anchors(None, None), F(3)) * 3 == points


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "attained"),
    [
        ("572", "560", "566", F(1, 2)),
        ("572", "560", "575", F(-1, 4)),
        ("65", "73", "71", F(3, 4)),
        ("2.2", "3.5", "3.8", F(16, 13)),
        ("0", "-18", "-16", F(8, 9)),
        ("0", "-23", "-40", F(40, 23)),
    ],
)
def test_attainment_is_not_clipped(baseline, target, actual, attained):
    rule = Linear(baseline=F(baseline), leading=F(target))
    assert degree(rule, F(actual), own_anchors(rule), F(1), clipped=False) == attained


@pytest.mark.parametrize(
    ("rule", "value", "found"),
    [
        (Threshold("high", value=F(5)), 5, 1),
        (Threshold("high", value=F(5)), F("4.999"), 0),
        (Threshold("low", value=F(5)), 5, 1),
        (Threshold("low", value=F(5)), F("5.001"), 0),
        (Ratio("high", leading=F(4)), 6, F(3, 2)),
        (Ratio("high", leading=F(4), cap=F(1)), 6, 1),
        (Ratio("low", leading=F(4), cap=F(1)), 5, F(4, 5)),
        (Ratio("high", leading=F(4)), -1, 0),
        (Share(12), 9, F(3, 4)),
        (Share(12), 20, 1),
        (Expert(), 3, F(3, 8)),
    ],
)
def test_other_rules(rule, value, found):
    assert degree(rule, F(value), own_anchors(rule), F(8)) == found


def test_a_ratio_to_a_leading_value_is_undefined_at_zero_where_low_is_better():
    with pytest.raises(ZeroDivisionError):
        degree(Ratio("low", leading=F(4)), F(0), Anchors(None, F(4)), F(1))


numbers = st.decimals(-1000, 1000, allow_nan=False, places=3).map(F)
positive = st.decimals("0.001", 1000, allow_nan=False, places=3).map(F)
rules = st.one_of(
    st.builds(lambda b, t: Threshold(b, value=t), st.sampled_from(["high", "low"]), numbers),
    st.lists(numbers, min_size=2, max_size=2, unique=True).map(lambda two: Linear(baseline=two[0], leading=two[1])),
    st.lists(numbers, min_size=1, max_size=4, unique=True).map(
        lambda at: Steps(tuple((x, F(n + 1)) for n, x in enumerate(sorted(at))))
    ),
    st.builds(Ratio, st.sampled_from(["high", "low"]), st.just(""), positive, st.sampled_from([None, F(1)])),
    st.builds(Share, st.integers(1, 30)),
    st.just(Expert()),
)  # fmt: skip


def points_of(rule):
    return rule.steps[-1][1] if isinstance(rule, Steps) else F(8)


def better(rule):
    if isinstance(rule, Linear):
        return "high" if rule.leading > rule.baseline else "low"
    return getattr(rule, "better", "high")


@given(rules, positive, positive)
def test_a_better_value_never_earns_less_and_a_degree_stays_in_its_limits(rule, one, other):
    worse, best = sorted((one, other), reverse=better(rule) == "low")
    found = [degree(rule, value, own_anchors(rule), points_of(rule)) for value in (worse, best)]
    assert 0 <= found[0] <= found[1]
    assert found[1] <= 1 or (isinstance(rule, Ratio) and rule.cap is None)


@given(rules, st.lists(positive, min_size=1, max_size=8))
def test_columns_earn_what_single_values_earn(rule, values):
    column = np.array([float(value) for value in values])
    found = degrees(rule, column, own_anchors(rule), float(points_of(rule)))
    exact = [float(degree(rule, value, own_anchors(rule), points_of(rule))) for value in values]
    assert found == pytest.approx(exact, rel=1e-9)


def test_columns_keep_gaps():
    rule = Threshold("high", value=F(5))
    assert np.isnan(degrees(rule, np.array([np.nan, 6.0]), own_anchors(rule), 1.0)).tolist() == [True, False]
