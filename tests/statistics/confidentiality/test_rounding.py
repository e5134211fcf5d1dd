"""Numbers rounded by the keys of the enterprises in them: near, unbiased, and the same wherever they stand."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.statistics.confidentiality.rounding import BASE, near, reduced, rounded
from maturity.statistics.confidentiality.states import members, state_of
from maturity.statistics.plan import load_plan
from maturity.statistics.signs import Status
from maturity.statistics.table import TOTAL
from maturity.statistics.tabulate import tabulate

from ..world import CITIES_2021, beside, make_frame
from .test_linked import plan_of

N = 3000
COUNTS = "[n, count_by_level, share_by_level, share_at_least_2]"


def firms(seed=1):
    random = np.random.default_rng(seed)
    rows = {
        "production_type": random.choice(["discrete", "process"], N),
        "division": random.choice([str(code) for code in range(13, 44)], N),
        "city": random.choice([code for code, _ in CITIES_2021], N),
    }
    levels, before, gone = random.integers(0, 6, N), random.integers(-1, 6, N), beside(random.integers(0, 6, 90))
    keys = members(f"{seed}-{n}" for n in range(N + 90))
    return make_frame(rows, levels, before=before, gone=gone, members=keys)


def both(plan, frame):
    less = reduced(plan)
    exact = tabulate(less, frame)
    return exact, rounded(less.tables, exact, [state_of(frame)])


def test_every_number_is_the_multiple_above_or_below():
    exact, tables = both(load_plan("yearbook"), firms())
    seen = set()
    for before, after in zip(exact, tables, strict=True):
        if before.ranked_by:
            continue
        for (row, column, true), (same, _, told) in zip(before.figures(), after.figures(), strict=True):
            assert row.key == same.key
            if column.measure == "count":
                assert told % BASE == 0
                assert abs(told - true) < BASE
                seen.add((true % BASE, told - true))
    assert seen == {
        (0, 0),
        *((rest, -rest) for rest in range(1, BASE)),
        *((rest, BASE - rest) for rest in range(1, BASE)),
    }


def test_shares_are_those_of_the_rounded_numbers():
    _, tables = both(plan_of(("division", ""), measures=COUNTS), firms())
    (table,) = tables
    for row in table.rows:
        n, level, share = (row.cells[table.column(id)] for id in ("n", "count_L3", "share_L3"))
        assert n == row.base
        assert share == (Fraction(100 * min(level, n), n) if n >= 50 else Status.CONFIDENTIAL)
    assert "rounded" in table.notes


def test_numbers_that_few_moved_stay_and_others_are_drawn_anew():
    """One enterprise sends answers of another level: two numbers would move, and tell of it."""
    frame, plan = firms(), plan_of(("division", ""), ("division, province", ""), measures=COUNTS)
    once, many = frame.copy(), frame.copy()
    once.loc[int(np.flatnonzero(frame["level"] == 2)[0]), "level"] = 4
    many.loc[np.flatnonzero(frame["level"] == 2)[:200], "level"] = 4
    states = [state_of(each) for each in (frame, once, many)]
    first, second, third = (
        rounded(plan.tables, tabulate(plan, each), states[: place + 1])
        for place, each in enumerate((frame, once, many))
    )
    assert second == first
    assert third != first
    alone = rounded(plan.tables, tabulate(plan, many), states[2:])
    total = [table.rows[0].cells[table.column("count_L4")] for table in (third[0], alone[0])]
    assert total[0] == total[1], "two hundred moved there: as if nothing had been published before"


def test_the_fifth_of_five_that_move_one_after_the_other_is_not_seen():
    plan, frames = plan_of(("division", ""), measures=COUNTS), [make_frame({}, [2] * 63 + [1] * 40)]
    for place in range(12):
        frames.append(frames[-1].copy())
        frames[-1].loc[place, "level"] = 1
    states = [state_of(frame) for frame in frames]
    tables = [rounded(plan.tables, tabulate(plan, frame), states[: n + 1]) for n, frame in enumerate(frames)]
    assert all(each == tables[0] for each in tables)
    assert rounded(plan.tables, tabulate(plan, frames[-1]), [states[0], states[-1]]) != tables[0]


@pytest.mark.parametrize("there", [True, False])
def test_the_row_of_one_enterprise_neither_comes_nor_goes(there):
    plan = plan_of(("division, city", ""), measures=COUNTS)
    lone, none = (make_frame({"division": ["39"] * 60 + [last]}, [2] * 61) for last in ("13", "39"))
    frame, other = (lone, none) if there else (none, lone)
    first = rounded(plan.tables, tabulate(plan, frame), [state_of(frame)])
    later = rounded(plan.tables, tabulate(plan, other), [state_of(frame), state_of(other)])
    assert later == first
    assert (("13", "320500") in {row.key for row in later[0].rows}) is there


def test_the_same_enterprises_have_the_same_number_in_every_table():
    """Beijing is a city and a province; nobody is of another type."""
    frame = firms()
    plan = plan_of(("province", ""), ("city", ""), ("province, city", "production_type = process"), measures="[n]")
    found = {}
    for _ in range(2):
        (provinces, cities, _), rows = rounded(plan.tables, tabulate(plan, frame), [state_of(frame)]), {}
        for table in (provinces, cities):
            rows |= {(table.id, row.key): row.base for row in table.rows}
        assert rows["t1", ("110000",)] == rows["t2", ("110000",)]
        assert not found or found == rows
        found = rows


def test_rounding_is_right_on_average():
    values = np.repeat(np.arange(1, 5), 4000)
    keys = members(str(n) for n in range(len(values))).astype(np.int64)
    told = near(values, keys).reshape(4, 4000)
    assert told.mean(axis=1) == pytest.approx([1, 2, 3, 4], abs=0.12)


@given(st.integers(0, 10**6), st.integers(0, 2**50))
@settings(max_examples=200)
def test_whole_fives_stay_and_others_move_by_their_key(value, key):
    (told,) = near(np.array([value]), np.array([key])).tolist()
    assert told in {value // BASE * BASE, -(-value // BASE) * BASE}


def test_keys_add_up_beyond_their_range():
    """The example of the method, in keys of a whole: .9 + .3 + .6 is the key .8; a number of 3 goes up below .6."""
    whole = 1 << 32
    key = sum(int(share * whole) for share in (0.9, 0.3, 0.6))
    assert (key % whole) / whole == pytest.approx(0.8)
    assert near(np.array([3]), np.array([key])).tolist() == [0]
    assert near(np.array([3]), np.array([key - int(0.3 * whole)])).tolist() == [5]
    assert len({*members(["a", "b"]).tolist(), *members(["a"]).tolist()}) == 2


def test_rankings_follow_the_rounded_numbers():
    _, tables = both(load_plan(), firms())
    table = next(table for table in tables if table.ranked_by)
    counts = [row.cells[table.column("count_GE2")] for row in table.rows]
    assert counts == sorted(counts, reverse=True)
    assert [row.cells[0] for row in table.rows] == [counts.index(count) + 1 for count in counts]
    assert table.base % BASE == 0


def test_scores_are_left_out_and_a_plan_of_scores_is_refused():
    plan = load_plan("yearbook")
    less = reduced(plan)
    measures = {measure for table in less.tables for measure in table.measures}
    assert not [one for one in measures if "score" in one or "interval" in one or "change" in one or one == "index"]
    assert {table.id for table in plan.tables} - {table.id for table in less.tables} == {"by-domain", "index"}
    with pytest.raises(Refusal, match="disclosure-rounded-none"):
        reduced(plan_of(("division", ""), measures="[n, mean_score]"))


def test_rows_of_nobody_stay_empty():
    _, (table,) = both(plan_of(("province", ""), measures=COUNTS), make_frame({}, [2] * 60))
    empty = next(row for row in table.rows if row.key == ("110000",))
    assert empty.base == 0
    assert set(empty.cells[2:]) == {0, Status.NOT_APPLICABLE}
    assert table.rows[0].key == (TOTAL,)
