"""Rows that look at the enterprises again: by domain, by sample, by who valued. Against counting by hand."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maturity.statistics.signs import Status
from maturity.statistics.table import TOTAL
from maturity.statistics.tabulate import tabulate
from maturity.text.numbers import half_up

from .naive import nano, summary
from .test_tabulate import plan
from .world import beside, make_frame

SCORES = "[n, mean_score, median_score, quartiles]"
LEVELS = st.integers(-1, 5)


def cells(table, key):
    row = next(row for row in table.rows if row.key == key)
    return {column.id: cell for column, cell in zip(table.columns, row.cells, strict=True)}


@given(
    st.lists(st.tuples(st.sampled_from(["discrete", "process"]), st.none() | st.floats(0, 5)), min_size=1, max_size=25)
)
@settings(max_examples=20)
def test_a_domain_is_scored_over_those_to_which_it_applies(rows):
    kinds, scores = [kind for kind, _ in rows], [np.nan if score is None else score for _, score in rows]
    frame = make_frame({"production_type": kinds}, [1] * len(rows), parts={"logistics": np.array(scores)})
    (table,) = tabulate(plan("[part, production_type]", measures=SCORES), frame)
    for kind in (TOTAL, *sorted(set(kinds))):
        here = [score for each, score in zip(kinds, scores, strict=True) if kind in (TOTAL, each)]
        known = [{"level": 1, "score": score} for score in here if not np.isnan(score)]
        found = cells(table, ("logistics", kind))
        assert found["n"] == len(here)
        for id in ("mean_score", "median_score", "q1_score", "q3_score"):
            assert found[id] == (summary(known)[id] if known else Status.NOT_APPLICABLE)
    assert cells(table, (TOTAL, TOTAL))["mean_score"] == Fraction(5, 4)


def test_domains_stand_in_the_order_of_the_questionnaire_below_the_score():
    (table,) = tabulate(plan("[part]", measures=SCORES), make_frame({}, [1, 2]))
    assert [row.key[0] for row in table.rows][:3] == [TOTAL, "organisation-strategy", "personnel-skills"]
    assert [row.key[0] for row in table.rows][8:11] == ["design", "product-design", "process-design"]
    names = [row.cells[table.column("part")] for row in table.rows]
    assert names[0].en == "Score S"
    assert names[9].en == "Design: Product design"
    assert len(names) == len(set(names)) == 24


@given(st.lists(st.tuples(st.integers(0, 5), LEVELS), min_size=1, max_size=25), st.lists(st.integers(0, 5), max_size=9))
@settings(max_examples=25)
def test_samples_of_two_years_agree_with_counting_by_hand(both, gone):
    now, before = zip(*both, strict=True)
    frame = make_frame({}, now, before=before, gone=beside(gone))
    measures = "[n, count_by_level, share_by_level, mean_score, median_score, index, change_at_least_2]"
    (table,) = tabulate(plan("[sample]", measures=measures), frame)
    stayed = [(level, then) for level, then in both if then >= 0]
    wanted = {
        TOTAL: [{"level": level, "score": level + 0.25} for level in now],
        "BEFORE": [{"level": k, "score": k + 0.5} for k in (*(then for _, then in stayed), *gone)],
        "SAME": [{"level": level, "score": level + 0.25} for level, _ in stayed],
        "SAME_BEFORE": [{"level": then, "score": then + 0.5} for _, then in stayed],
    }
    assert [row.key[0] for row in table.rows] == [code for code, rows in wanted.items() if rows]
    for row in table.rows:
        by_hand = summary(wanted[row.key[0]])
        found = cells(table, row.key)
        assert {id: cell for id, cell in found.items() if id in by_hand} == {
            id: by_hand[id] for id in found if id in by_hand
        }
        since = wanted.get({TOTAL: "BEFORE", "SAME": "SAME_BEFORE"}.get(row.key[0], ""))
        means = [
            sum(nano(each["score"]) for each in rows) / len(rows) for rows in (wanted[row.key[0]], since or ()) if rows
        ]
        if since:
            assert float(found["index"]) == pytest.approx(100 * means[0] / means[1])
            assert found["change_GE2"] == by_hand["share_GE2"] - summary(since)["share_GE2"]
            assert found["change_low_GE2"] <= found["change_GE2"] <= found["change_high_GE2"]
        else:
            assert found["index"] == (Status.NOT_APPLICABLE if row.key[0] == TOTAL else 100)
            assert found["change_GE2"] is Status.NOT_APPLICABLE


@given(st.lists(st.tuples(st.integers(0, 5), LEVELS), min_size=1, max_size=25))
@settings(max_examples=20)
def test_assessors_stand_beside_the_enterprises_they_assessed(both):
    now, found_by_assessors = zip(*both, strict=True)
    frame = make_frame({}, now, assessed=beside(found_by_assessors))
    (table,) = tabulate(plan("[valued_by]", measures="[n, count_by_level, mean_score]"), frame)
    assessed = [(level, other) for level, other in both if other >= 0]
    assert [row.key[0] for row in table.rows] == [TOTAL, *(["OWN", "ASSESSOR"] if assessed else [])]
    for code, rows in (
        ("OWN", [{"level": level, "score": level + 0.25} for level, _ in assessed]),
        ("ASSESSOR", [{"level": other, "score": other + 0.5} for _, other in assessed]),
    ):
        for id, value in (summary(rows) if rows else {}).items():
            assert cells(table, (code,)).get(id, value) == value


def test_an_interval_of_a_change_is_the_published_one():
    """Newcombe's own example: 56 of 70 against 48 of 80."""
    frame = make_frame({}, [2] * 56 + [1] * 14, gone=beside([2] * 48 + [1] * 32))
    (table,) = tabulate(plan("[sample]", measures="[n, change_at_least_2]"), frame)
    found = cells(table, (TOTAL,))
    assert [round(float(found[id]), 2) for id in ("change_low_GE2", "change_high_GE2")] == [5.24, 33.39]


PANEL = [(3, 3)] * 40 + [(3, 1)] * 25 + [(1, 2)] * 10 + [(0, 1)] * 125  # level now and a year before


def test_the_interval_of_a_change_in_the_matched_panel_is_that_for_pairs():
    """Of 200 enterprises of both years, 65 are at level 2 now and 50 were: 25 rose to it and 10 fell from it. The
    shares differ by (25 - 10) / 200 = 7.5 points; both are known, with Wilson, to -6.1 and +6.9 (32.5 %) and to -5.5
    and +6.4 (25 %), and phi = (40 x 125 - 25 x 10 - 100) / sqrt(65 x 135 x 50 x 150) = 0.573 joins them.
    """
    now, before = zip(*PANEL, strict=True)
    (table,) = tabulate(plan("[sample]", measures="[n, change_at_least_2]"), make_frame({}, now, before=before))
    found = cells(table, ("SAME",))
    assert found["change_GE2"] == Fraction(15, 2)
    wilson = {"now": (0.26396, 0.39261), "then": (0.19502, 0.31443)}
    below, above = 0.325 - wilson["now"][0], wilson["now"][1] - 0.325
    below_then, above_then = 0.25 - wilson["then"][0], wilson["then"][1] - 0.25
    phi = (40 * 125 - 25 * 10 - 100) / (65 * 135 * 50 * 150) ** 0.5
    low = 7.5 - 100 * (below**2 - 2 * phi * below * above_then + above_then**2) ** 0.5
    high = 7.5 + 100 * (above**2 - 2 * phi * above * below_then + below_then**2) ** 0.5
    assert [float(found[id]) for id in ("change_low_GE2", "change_high_GE2")] == pytest.approx([low, high], abs=1e-2)
    independent = cells(table, (TOTAL,))  # the same shares of samples taken as independent
    assert independent["change_GE2"] == found["change_GE2"]
    assert independent["change_low_GE2"] < found["change_low_GE2"]
    assert found["change_high_GE2"] < independent["change_high_GE2"]


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 5)), min_size=10, max_size=40))
@settings(max_examples=25)
def test_the_change_of_a_mean_in_the_matched_panel_has_the_interval_of_paired_scores(pairs):
    stats = pytest.importorskip("scipy.stats")
    now, then = (np.round(values, 9) for values in np.array(pairs).T)
    assume(np.std(now - then) > 1e-3)
    n = len(pairs)
    frame = make_frame({}, [1] * n, now, before=[1] * n).assign(score_before=then)
    (table,) = tabulate(plan("[sample]", measures="[n, mean_score, change_mean]"), frame)
    found, all_found = cells(table, ("SAME",)), cells(table, (TOTAL,))
    rounded = [Fraction(half_up(cells(table, (code,))["mean_score"], 2)) for code in ("SAME", "SAME_BEFORE")]
    assert found["change_mean"] == rounded[0] - rounded[1]
    wanted = stats.ttest_rel(now, then).confidence_interval()
    half = float(found["change_high_mean"] - found["change_mean"])
    assert half == pytest.approx((wanted.high - wanted.low) / 2, rel=1e-4)
    assert found["change_mean"] - found["change_low_mean"] == pytest.approx(half)
    if np.std(now) > 1e-3 and np.std(then) > 1e-3:
        wanted = stats.ttest_ind(now, then, equal_var=False).confidence_interval()
        half = float(all_found["change_high_mean"] - all_found["change_mean"])
        assert half == pytest.approx((wanted.high - wanted.low) / 2, rel=1e-4)


@pytest.mark.parametrize("n", [1, 8])
def test_a_mean_of_few_has_a_change_without_an_interval(n):
    frame = make_frame({}, [1] * n, np.linspace(1, 2, n), before=[1] * n)
    (table,) = tabulate(plan("[sample]", measures="[n, change_mean]"), frame)
    found = cells(table, ("SAME",))
    assert isinstance(found["change_mean"], Fraction)
    assert {found["change_low_mean"], found["change_high_mean"]} == {Status.NOT_APPLICABLE}
    assert cells(table, ("SAME_BEFORE",))["change_mean"] is Status.NOT_APPLICABLE


def test_tables_of_two_years_say_that_the_series_breaks():
    (table,) = tabulate(plan("[sample]", measures="[n, index]"), make_frame({}, [1]))
    assert table.notes == ("break", "index")
