"""What tables of two years, or of two judges, tell together, tried by an intruder who knows the figures shown alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from maturity.disclosure.rules import Rules
from maturity.statistics.confidentiality.protection import protection
from maturity.statistics.signs import Status
from maturity.statistics.table import TOTAL
from maturity.statistics.tabulate import tabulate

from ..world import beside, make_frame
from .test_linked import plan_of

MEASURES = "[n, count_by_level, mean_score]"
PLAN = plan_of(("sample", ""), ("level_before", ""), measures=MEASURES)
JUDGED = plan_of(("valued_by", ""), ("level_assessed", ""), measures=MEASURES)
GROUPS = ("LE1", "L2", "L3", "L4", "L5")
BEFORE = (*GROUPS, "NEW")
ALIKE = {"OWN": "SAME", "ASSESSOR": "SAME_BEFORE", "NONE": "NEW"}  # what assessors found, as if a year before
# An unknown for everybody of this year by level before and level, and for those who are gone by their level before.
UNKNOWN = [*((then, now) for then in BEFORE for now in GROUPS), *((then, None) for then in GROUPS)]


def counted(sample, level):
    """Which unknowns a figure of the first table adds up: `level` None is all of them."""

    def among(then, now):
        if sample in (TOTAL, "SAME"):
            return now is not None and (sample == TOTAL or then != "NEW") and level in (None, now)
        return then != "NEW" and (sample == "BEFORE" or now is not None) and level in (None, then)

    return [among(then, now) for then, now in UNKNOWN]


def known(tables):
    """Rows and values of every number that the tables show."""
    for table in tables:
        for row, column, cell in table.figures():
            if column.measure != "count" or isinstance(cell, Status):
                continue
            level = None if column.level == TOTAL else column.level
            code = ALIKE.get(row.key[0], row.key[0])
            if table.id == "t1":
                yield counted(code, level), cell
            else:
                then = BEFORE if code == TOTAL else (code,)
                yield [each[0] in then and each[1] is not None and level in (None, each[1]) for each in UNKNOWN], cell


def ends(tables, wanted):
    rows, values = zip(*known(tables), strict=True)
    found = []
    for sign in (1, -1):
        solved = linprog(sign * np.array(wanted, float), A_eq=np.array(rows, float), b_eq=values, method="highs")
        found.append(np.inf if solved.status == 3 else sign * solved.fun)
    return found


def drawn(seed, stayed, *, judged):
    """A plan, a frame for it, and the true number of every unknown."""
    random = np.random.default_rng(seed)
    n = 120
    levels = random.choice(6, n, p=[0.2, 0.3, 0.25, 0.15, 0.07, 0.03])
    before = np.where(random.random(n) < stayed, random.choice(6, n, p=[0.3, 0.3, 0.2, 0.1, 0.07, 0.03]), -1)
    gone = random.choice(6, 0 if judged else random.integers(0, 30), p=[0.3, 0.3, 0.2, 0.1, 0.07, 0.03])
    found = {"assessed": beside(before)} if judged else {"before": before, "gone": beside(gone)}
    now = ["LE1" if level <= 1 else f"L{level}" for level in levels]
    then = ["NEW" if level < 0 else "LE1" if level <= 1 else f"L{level}" for level in before]
    left = ["LE1" if level <= 1 else f"L{level}" for level in gone]
    here = [sum(pair == each for pair in zip(then, now, strict=True)) for each in UNKNOWN[:30]]
    truth = np.array([*here, *(left.count(group) for group in GROUPS)], float)
    return JUDGED if judged else PLAN, make_frame({}, levels, **found), truth


def pinned(tables, truth):
    """Small numbers that the intruder knows to be small, or knows exactly."""
    small = [counted(sample, level) for sample in (TOTAL, "BEFORE", "SAME", "SAME_BEFORE") for level in (None, *GROUPS)]
    for wanted in (*small, *np.eye(len(UNKNOWN), dtype=bool).tolist()):
        if 0 < truth[wanted].sum() < Rules().threshold:
            low, high = ends(tables, wanted)
            if high < Rules().threshold - 1e-6 or high - low < 1 - 1e-6:
                yield wanted


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.02, 0.15, 0.5]), st.booleans())
@settings(max_examples=60)
def test_no_small_number_of_two_years_or_judges_is_pinned_down(seed, stayed, judged):
    plan, frame, truth = drawn(seed, stayed, judged=judged)
    plain = tabulate(plan, frame)
    by = protection(plan.tables, plain, frame, Rules())
    assert by.unsafe == ()
    assert list(pinned(by.apply(plain), truth)) == []


@pytest.mark.parametrize("judged", [False, True])
def test_hiding_small_numbers_alone_fails_the_same_intruder(judged):
    plan, frame, truth = drawn(7, 0.5, judged=judged)
    naive = [
        replace(table, rows=tuple(replace(row, cells=tuple(map(hidden_if_small, row.cells))) for row in table.rows))
        for table in tabulate(plan, frame)
    ]
    assert list(pinned(naive, truth))


def hidden_if_small(cell):
    return Status.CONFIDENTIAL if isinstance(cell, int) and 0 < cell < Rules().threshold else cell


def test_two_that_left_are_not_one_subtraction_away():
    levels = [1] * 40 + [2] * 20
    frame = make_frame({}, levels, before=[1] * 30 + [2] * 30, gone=beside([2, 2]))
    plain = tabulate(PLAN, frame)
    tables = protection(PLAN.tables, plain, frame, Rules()).apply(plain)
    rows = {row.key[0]: row.cells[tables[0].column("n")] for row in tables[0].rows}
    assert rows[TOTAL] == 60
    assert Status.CONFIDENTIAL in (rows["BEFORE"], rows["SAME_BEFORE"])
    index = tables[0].column("mean_score")
    assert {row.key[0] for row in tables[0].rows if row.cells[index] is not Status.CONFIDENTIAL} <= {TOTAL, *rows}


@pytest.mark.parametrize("applies", [4, 9])
def test_a_domain_that_few_have_shows_no_mean_nor_does_its_total(applies):
    """One type has the domain for `applies` of its enterprises: with the mean of all and of the others it were told."""
    plan = plan_of(("part, production_type", ""), measures="[n, mean_score, median_score]")
    kinds = ["discrete"] * 50 + ["process"] * 50
    scores = np.where(np.arange(100) < 50 + applies, 2.0, np.nan)
    frame = make_frame({"production_type": kinds}, [1, 2, 3, 4, 5] * 20, parts={"logistics": scores})
    plain = tabulate(plan, frame)
    (table,) = protection(plan.tables, plain, frame, Rules()).apply(plain)
    shown = {row.key: row.cells[table.column("mean_score")] is not Status.CONFIDENTIAL for row in table.rows}
    assert not shown["logistics", "process"]
    assert not (shown["logistics", TOTAL] and shown["logistics", "discrete"])
    assert shown["sales", "process"]
    assert shown["sales", TOTAL]
    assert {row.base for row in table.rows} == {100, 50}
