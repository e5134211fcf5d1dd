"""Place among peers: mid-rank, never a small or uniform group, never finer than five enterprises."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.assessment.peers import HELD, LEAST, STEP, Cohort, OwnScores, band, percentile, place, stepped

SCORES = st.lists(st.integers(0, 50).map(lambda n: n / 10), min_size=1, max_size=80).map(np.array)
MANY = st.lists(st.integers(0, 50).map(lambda n: n / 10), min_size=LEAST, max_size=300).map(np.array)
SCORE = st.integers(0, 50).map(lambda n: n / 10)


@given(SCORES, SCORE)
def test_a_percentile_is_a_mid_rank(others, own):
    found = percentile(others, own)
    assert found == pytest.approx(100 * np.mean([(x < own) + (x == own) / 2 for x in others]))
    assert found + percentile(5 - others, 5 - own) == pytest.approx(100), "turned round, it is the other way round"


@given(SCORES, SCORE, SCORE)
def test_a_higher_score_is_never_placed_lower(others, one, other):
    low, high = sorted((one, other))
    assert percentile(others, low) <= percentile(others, high)


@given(SCORE, st.integers(1, 40))
def test_among_equals_one_is_in_the_middle(own, count):
    assert percentile(np.full(count, own), own) == 50


@given(MANY, SCORE)
def test_a_band_holds_the_percentile_and_enough_enterprises(others, own):
    found = band(others, own)
    assert found.low <= percentile(others, own) <= found.high
    assert 0 <= found.low < found.high <= 100
    assert (found.high - found.low) * len(others) >= 100 * HELD


@given(MANY.filter(lambda others: len(others) > LEAST), SCORE, st.data())
def test_one_enterprise_more_or_less_moves_a_band_by_a_step_at_most(others, own, data):
    without = np.delete(others, data.draw(st.integers(0, len(others) - 1)))
    now, then = band(others, own), band(without, own)
    assert now.low <= then.high
    assert then.low <= now.high


def test_too_few_have_no_band():
    with pytest.raises(ValueError, match="needs 10"):
        band(np.arange(LEAST - 1) / 10, 0.5)
    with pytest.raises(ValueError, match="no others"):
        percentile(np.array([]), 1)


def cohort(*groups):
    """Groups of (division, type, scores); the organisations are numbered, their groups are score / 2 and nothing."""
    rows = [(division, kind, score) for division, kind, scores in groups for score in scores]
    scores = np.array([score for _, _, score in rows], float)
    return Cohort(
        np.array([f"{number:032d}" for number in range(len(rows))]),
        np.array([division for division, _, _ in rows]),
        np.array([kind for _, kind, _ in rows]),
        scores,
        scores.astype(np.uint8),
        np.array([scores / 2, np.full(len(rows), np.nan)]),
    )


OWN = OwnScores("own", "34", "discrete", 2.0, (1.0, 1.0), frozenset({"own"}))
SPREAD = [0.5, 1.2, 1.9, 2.4, 2.6, 3.1, 3.3, 0.7, 4.2, 1.1, 2.2, 0.1]


@pytest.mark.parametrize(
    ("groups", "kind"),
    [
        ([("34", "discrete", SPREAD)], "division-type"),
        ([("34", "discrete", SPREAD[:9]), ("34", "process", SPREAD[:1])], "division"),
        ([("34", "discrete", SPREAD[:9]), ("36", "discrete", SPREAD[:1])], "type"),
        ([("34", "discrete", SPREAD[:9]), ("36", "process", SPREAD[:1])], "all"),
        ([("34", "discrete", SPREAD[:9])], None),
        ([("34", "discrete", [2.0] * 40), ("36", "discrete", SPREAD)], "type"),
        ([("34", "discrete", [0.1] * 40 + [3.0]), ("36", "discrete", SPREAD)], "type"),
        ([("34", "discrete", [0.1 + n / 100 for n in range(40)]), ("36", "discrete", SPREAD)], "type"),
        ([("34", "discrete", [1.0] * 40)], None),
    ],
    ids=["fine", "coarser", "by type", "all", "nobody", "one value", "all but one", "one level", "uniform"],
)
def test_the_finest_group_that_may_be_told_of(groups, kind):
    found = place(cohort(*groups), OWN)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("division", "kind", "found"),
    [(None, None, "all"), ("34", None, "division"), (None, "discrete", "type"), ("36", None, "all")],
)
def test_who_states_no_fact_is_no_peer_of_others_that_state_none(division, kind, found):
    others = cohort(("34", "discrete", SPREAD), ("", "", SPREAD))
    placed = place(others, replace(OWN, division=division, production_type=kind))
    assert placed is not None
    assert placed.kind == found


def test_ones_own_enterprise_does_not_count():
    others = cohort(("34", "discrete", SPREAD[:10]))
    with_own = replace(others, organisation=np.array(["own", *others.organisation[1:]]))
    assert place(others, OWN) is not None
    assert place(with_own, OWN) is None


def test_enterprises_that_the_person_belongs_to_do_not_make_a_group_large():
    others = cohort(("34", "discrete", SPREAD))
    clients = frozenset({"own", *others.organisation[:3]})
    assert place(others, OWN) is not None
    assert place(others, replace(OWN, known=clients)) is None


def test_the_size_is_rounded_down_and_unassessed_groups_have_no_place():
    found = place(cohort(("34", "discrete", SPREAD)), OWN)
    assert found.about == 10
    assert found.groups[0] is not None
    assert found.groups[1] is None, "nobody assesses it"
    assert place(cohort(("34", "discrete", SPREAD)), replace(OWN, groups=(None, None))).groups == (None, None)


@given(st.lists(st.tuples(st.sampled_from(["34", "36"]), st.sampled_from(["discrete", "process"]), SCORE), max_size=60))
def test_no_group_under_the_threshold_is_ever_told_of(rows):
    everybody = cohort(*((division, kind, [score]) for division, kind, score in rows)) if rows else cohort()
    found = place(everybody, OWN)
    if found:
        fits = {
            "division-type": [division == "34" and kind == "discrete" for division, kind, _ in rows],
            "division": [division == "34" for division, _, _ in rows],
            "type": [kind == "discrete" for _, kind, _ in rows],
            "all": [True] * len(rows),
        }[found.kind]
        assert LEAST <= found.about <= sum(fits)


def test_sixteen_looks_bracket_no_score_more_narrowly_than_a_step():
    """An attacker sends answers again and again, halving the range in which the answer changes."""
    others = cohort(("34", "discrete", [0.31, 0.9, 1.07, 1.62, 1.93, 2.237, 2.41, 2.77, 3.3, 3.86, 4.1, 4.4]))
    low, high = 0.0, 5.0
    lowest = place(others, replace(OWN, score=low, groups=(low, low))).score
    for _ in range(16):
        middle = (low + high) / 2
        found = place(others, replace(OWN, score=middle, groups=(middle, middle))).score
        low, high = (middle, high) if found == lowest else (low, middle)
    changes = {place(others, replace(OWN, score=n / 100)).score: n / 100 // STEP for n in range(501)}
    assert (high // STEP) * STEP == pytest.approx(high, abs=1e-3), "it finds the end of a step, not a score"
    assert len(changes) <= 5 / STEP + 1


@given(SCORE, st.floats(0, 0.249))
def test_small_changes_of_ones_own_do_not_move_the_answer(score, change):
    begin = score // STEP * STEP
    assert stepped(begin + change) == stepped(begin)
