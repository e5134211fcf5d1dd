"""Figures of votes, by the vectors of the literature and by properties."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.questionnaire import load
from maturity.questionnaire.naming import NOT_APPLICABLE_ID
from maturity.workshop import CANNOT_JUDGE_ID, count, figures, scale_of
from maturity.workshop.alpha import ordinal_alpha, rwg_j
from maturity.workshop.chance import probability, rwg_limit
from maturity.workshop.figures import agreement, quantile

QUESTIONNAIRE = load()
SCALE = scale_of(QUESTIONNAIRE, QUESTIONNAIRE.items[0])
IDS = [choice.id for choice in SCALE.choices]
counts_of_four = st.lists(st.integers(0, 12), min_size=4, max_size=4).map(tuple)

# the example of Krippendorff (2011): four observers, twelve units, values 1 to 5
UNITS = [
    *([1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4]),
    *([4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]),
]


def test_ranks_follow_the_scores_and_the_pass_mark_lies_below_mostly():
    assert IDS == ["none", "part", "most", "full"]
    assert SCALE.passing == 2


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((0, 6, 6, 0), 0.781818), ((2, 0, 0, 10), -0.090909), ((0, 0, 11, 1), 0.933333)],
)
def test_rwg_of_four_choices(counts, expected):
    assert float(agreement(counts)) == pytest.approx(expected, abs=5e-7)


def test_a_variance_above_that_of_chance_is_zero_and_polarised():
    found = figures(SCALE, count(SCALE, ["none"] * 2 + ["full"] * 10))
    assert (found.rwg, found.polarised) == (0.0, True)
    assert figures(SCALE, count(SCALE, ["none", "full"])).rwg is None
    assert figures(SCALE, count(SCALE, [CANNOT_JUDGE_ID])) is None


def test_an_even_number_of_votes_has_two_medians():
    found = figures(SCALE, count(SCALE, ["part"] * 6 + ["most"] * 6))
    assert (found.median, found.upper, found.quartiles, found.iqr) == (1, 2, (1, 2), 1)
    assert (found.across, found.mode_share, found.ad, found.range) == (
        Fraction(1, 2),
        Fraction(1, 2),
        Fraction(1, 2),
        1,
    )


def test_alpha_of_the_published_example():
    units = [[unit.count(value) for value in range(1, 6)] for unit in UNITS]
    found = ordinal_alpha(units)
    assert found.value == pytest.approx(0.815388, abs=5e-7)
    assert found.low < found.value <= found.high
    assert found == ordinal_alpha(units), "the same interval every time"


def test_alpha_punishes_agreement_without_variety():
    same = [(0, 0, 11, 1)] * 10
    assert ordinal_alpha(same).value == pytest.approx(-0.0818, abs=1e-4)
    assert rwg_j(same) == pytest.approx(0.992908, abs=1e-6)


def test_alpha_is_not_defined_for_one_item_few_items_or_equal_votes():
    assert ordinal_alpha([(2, 3, 4, 1)], least=1) is None
    assert ordinal_alpha([(2, 3, 4, 1)] * 4) is None
    assert ordinal_alpha([(0, 0, 9, 0)] * 8) is None
    assert rwg_j([(1, 1, 0, 0)]) is None


@pytest.mark.parametrize(("n", "limit"), [(4, 0.80), (5, 0.76), (6, 0.68), (8, 0.557), (12, 0.418), (20, 0.318)])
def test_what_chance_exceeds_once_in_twenty(n, limit):
    assert rwg_limit(n, 4) == pytest.approx(limit, abs=5e-4)
    assert probability(4, n, lambda counts: float(agreement(counts)) > rwg_limit(n, 4) + 1e-12) <= 0.05


def test_the_limit_of_twelve_is_exact_where_a_simulation_cannot_tell():
    above = probability(4, 12, lambda counts: agreement(counts) > Fraction(23, 55))
    assert rwg_limit(12, 4) == float(Fraction(23, 55))
    assert round(above * 4**12) == 838_258 < 4**12 // 20 < 939_238  # the last: from 23/55 on


def test_random_votes_reach_070_often_in_small_rooms():
    chances = [probability(4, n, lambda counts: float(agreement(counts)) >= 0.7) for n in (4, 5)]
    assert chances == pytest.approx([0.18, 0.09], abs=0.005)
    assert 0 < rwg_limit(200, 4) < 0.2
    assert rwg_limit(2, 4) is None


@given(counts_of_four.filter(any), st.integers(0, 20), st.integers(0, 20))
def test_who_cannot_judge_changes_no_figure(counts, cannot, missing):
    votes = [IDS[rank] for rank, number in enumerate(counts) for _ in range(number)]
    plain = figures(SCALE, count(SCALE, votes))
    more = count(SCALE, [CANNOT_JUDGE_ID] * cannot + [*reversed(votes)], len(votes) + cannot + missing)
    assert figures(SCALE, more) == plain
    assert (more.cannot_judge, more.missing, more.n) == (cannot, missing, len(votes))


@given(st.permutations([*IDS, "full", "part", NOT_APPLICABLE_ID, CANNOT_JUDGE_ID]))
def test_the_order_of_seats_changes_nothing(votes):
    assert count(SCALE, votes) == count(SCALE, sorted(votes))


@given(counts_of_four.filter(any), st.fractions(0, 1))
def test_a_quantile_is_a_rank_that_somebody_voted_for(counts, share):
    found = quantile(counts, share)
    assert counts[found] > 0
    assert sum(counts[: found + 1]) >= share * sum(counts)
    assert sum(counts[:found]) <= share * sum(counts)


@given(counts_of_four.filter(lambda counts: sum(counts) >= 3))
def test_turning_the_scale_round_turns_the_figures_round(counts):
    there = figures(SCALE, count(SCALE, [IDS[r] for r, number in enumerate(counts) for _ in range(number)]))
    back = figures(SCALE, count(SCALE, [IDS[3 - r] for r, number in enumerate(counts) for _ in range(number)]))
    assert (there.median, there.rwg, there.range) == (3 - back.upper, pytest.approx(back.rwg), back.range)


@settings(max_examples=12)  # each draws a thousand samples twice
@given(st.lists(counts_of_four.filter(lambda counts: sum(counts) >= 2), min_size=5, max_size=8))
def test_alpha_is_at_most_one_and_does_not_depend_on_the_order_of_items(items):
    found, turned = ordinal_alpha(items), ordinal_alpha([*reversed(items)])
    assert (found is None) == (turned is None)
    if found:
        assert found.value <= 1
        assert found.value == pytest.approx(turned.value)
