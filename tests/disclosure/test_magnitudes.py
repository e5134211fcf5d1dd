"""Sums of magnitudes: an intruder of its own, who is a contributor, learns no other's amount to within p per cent."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from maturity.disclosure.magnitudes import PERCENT, Amounts, Cell, disclosed, showable

SHARE = PERCENT / 100


def cell(*amounts):
    return Cell(np.array(amounts), np.ones(len(amounts)))


def ends(amounts, cells, shown, target, intruder):
    """From where to where the amounts of a contributor at the places of `target`, times its factors, can be together,
    for an intruder (-1: an outsider) who knows its own, over every single amount.
    """
    rows = [one for one, flag in zip(cells, shown, strict=True) if flag]
    matrix = np.zeros((len(rows), len(amounts.values)))
    for place, row in enumerate(rows):
        matrix[place, row.amounts] = row.factors
    sides = matrix @ amounts.values
    bounds = [
        (value, value) if who == intruder else (0, None)
        for value, who in zip(amounts.values, amounts.contributor, strict=True)
    ]
    cost = np.zeros(len(amounts.values))
    cost[[*target]] = [*target.values()]
    found = []
    for sign in (1, -1):
        equal = {"A_eq": matrix, "b_eq": sides} if len(rows) else {}
        answer = linprog(sign * cost, bounds=bounds, **equal)
        found.append(sign * answer.fun if answer.status == 0 else np.inf)
    return found


def held(amounts, cells):
    """What contributors have, by whom: each single amount, and all that one has in a cell."""
    found = {((place, 1.0),): who for place, who in enumerate(amounts.contributor.tolist())}
    for one in cells:
        by = {}
        for place, factor in zip(one.amounts.tolist(), one.factors.tolist(), strict=True):
            by.setdefault(int(amounts.contributor[place]), []).append((place, factor))
        found |= {tuple(own): who for who, own in by.items()}
    return [(dict(own), who) for own, who in found.items()]


def learned(amounts, cells, shown):
    """What contributors have that somebody else learns to within p per cent: not as much above, or pinned from both
    sides.
    """
    told = set()
    for target, who in held(amounts, cells):
        value = sum(amounts.values[place] * factor for place, factor in target.items())
        for intruder in (-1, *{*amounts.contributor.tolist()} - {who}):
            _, high = ends(amounts, cells, shown, target, intruder)
            if high - value < SHARE * value * (1 - 1e-6) - 1e-7 or (value == 0 and high <= 1e-9):
                told.add(tuple(target))
    return told


TABLES = st.tuples(
    st.lists(
        st.tuples(st.sampled_from([0, 0.5, 1, 2, 3, 5, 8, 40, 300]), st.integers(0, 2), st.integers(0, 2)),
        min_size=4,
        max_size=10,
    ),
    st.booleans(),
    st.booleans(),
)


def system(rows, crossed, holdings):
    """Amounts by two dimensions: totals, both margins and, if `crossed`, the inner cells."""
    values = np.array([float(value) for value, _, _ in rows])
    first, second = (np.array([row[place] for row in rows]) for place in (1, 2))
    contributor = np.arange(len(rows)) // 2 if holdings else np.arange(len(rows))
    found = [np.arange(len(rows))]
    found += [np.flatnonzero(first == code) for code in range(3)]
    found += [np.flatnonzero(second == code) for code in range(3)]
    if crossed:
        found += [np.flatnonzero((first == a) & (second == b)) for a in range(3) for b in range(3)]
    return Amounts(values, contributor), [cell(*places) for places in found if len(places)]


@given(TABLES)
@example(([(2, 2, 2), (1, 1, 1), (300, 0, 1), (1, 0, 2), (5, 2, 0)], False, True))  # from its last answer, none
@settings(max_examples=30, deadline=None)
def test_an_intruder_who_contributes_learns_nothing_from_what_is_shown(drawn):
    amounts, cells = system(*drawn)
    shown = showable(amounts, cells)
    assert not shown.unsafe
    assert disclosed(amounts, cells, shown.cells) == ()
    assert learned(amounts, cells, shown.cells) == set()


@given(TABLES)
@settings(max_examples=30, deadline=None)
def test_what_the_intruder_learns_is_found(drawn):
    """All cells shown: what an intruder learns over single amounts, the audit names, at least by its atom."""
    amounts, cells = system(*drawn)
    everything = np.ones(len(cells), bool)
    if learned(amounts, cells, everything):
        assert disclosed(amounts, cells, everything)


def test_the_rule_for_one_cell():
    """X - x1 - x2 >= p x1: 300 and 40 are not hidden by 10, and are by 30."""
    for third, safe in ((10.0, False), (29.9, False), (30.0, True), (31.0, True)):
        amounts = Amounts(np.array([300.0, 40.0, third]), np.arange(3))
        assert bool(showable(amounts, [cell(0, 1, 2)]).cells[0]) is safe


def test_dominance_that_a_threshold_does_not_see():
    """One of a hundred has nearly everything: nobody's number of enterprises is small."""
    amounts = Amounts(np.array([1e6, *np.ones(99)]), np.arange(100))
    assert not showable(amounts, [cell(*range(100))]).cells.any()


def test_secondary_cells_are_hidden_too():
    """A margin and all its cells but one tell of that one; with a second hidden, they do not."""
    values = np.array([100.0, 1, 1, *[20.0] * 12])
    cells = [cell(*range(15)), cell(0, 1, 2), cell(*range(3, 9)), cell(*range(9, 15))]
    shown = showable(Amounts(values, np.arange(15)), cells).cells
    assert shown.tolist() in ([True, False, False, True], [True, False, True, False], [False, False, True, True])


def test_a_holding_is_one_contributor():
    """Three firms of one holding hide nothing from each other, and nothing of one another."""
    values = np.array([50.0, 40, 45, 1])
    assert showable(Amounts(values, np.arange(4)), [cell(0, 1, 2, 3)]).cells[0]
    assert not showable(Amounts(values, np.array([0, 0, 0, 1])), [cell(0, 1, 2, 3)]).cells[0]


def test_plants_of_a_holding_are_protected_together():
    """Each of its two plants can be exchanged for the other; what both make is nearly all of the total."""
    values, who = np.array([50.0, 1, 1, 50, 1, 1]), np.array([0, 1, 2, 0, 3, 4])
    cells = [cell(*range(6)), cell(0, 1, 2), cell(3, 4, 5)]
    assert not showable(Amounts(values, who), cells).cells.any()
    assert disclosed(Amounts(values, who), cells, np.array([True, False, False]))


def test_quantities_of_a_firm_that_a_cell_adds_up_are_protected_together():
    """Coal and gas can be exchanged for each other; energy is nearly all of the first firm."""
    values, who = np.array([50.0, *[0.02] * 29] * 2), np.tile(np.arange(30), 2)
    energy, coal = cell(*range(60)), cell(*range(30))
    for cells in ([energy], [energy, coal], [energy, coal, cell(*range(30, 60))]):
        assert not showable(Amounts(values, who), cells).cells.any()


def test_others_do_not_know_the_second_largest():
    """The firm of 95 knows all but 305 of what stands beside 3359 and 1720, not how these two share the rest."""
    values = np.array([3359.0, 1720, 95, *[15.25] * 20, *[50.0] * 20])
    cells = [cell(*range(23)), cell(*range(2, 43))]
    assert showable(Amounts(values, np.arange(43)), cells).cells.all()


@given(TABLES)
@settings(max_examples=30, deadline=None)
def test_what_is_shown_is_safe_by_itself_too(drawn):
    """Without the cells that were hidden, amounts that these tell apart are one atom."""
    amounts, cells = system(*drawn)
    kept = [one for one, flag in zip(cells, showable(amounts, cells).cells, strict=True) if flag]
    again = showable(amounts, kept, kept=range(len(kept)))
    assert (again.unsafe, again.cells.all()) == ((), True)


def test_a_sum_of_nothing_tells_that_nobody_has_any():
    amounts = Amounts(np.array([0.0, 0, 0, 0, 5, 6, 7, 8]), np.arange(8))
    assert not showable(amounts, [cell(0, 1, 2, 3)]).cells[0]
    shown = showable(amounts, [cell(*range(8)), cell(0, 1, 2, 3), cell(4, 5, 6, 7)]).cells
    assert not shown[1]
    assert not shown.all()


def test_overlapping_breakdowns_are_one_system():
    """East less the one province left over in it: the sum of a second breakdown minus the first."""
    values = np.array([9.0, 8, 7, 6, 5, 80, 1, 2])
    cells = [cell(0, 1, 2, 3, 4, 5, 6, 7), cell(0, 1, 2, 3, 4), cell(5, 6, 7)]
    shown = showable(Amounts(values, np.arange(8)), cells).cells
    assert learned(Amounts(values, np.arange(8)), cells, shown) == set()
    assert shown.sum() == 1


def test_a_sum_with_factors_is_a_cell_like_others():
    """A numerator of two amounts of each firm, and the amounts by themselves."""
    values, who = np.array([30.0, 31, 29, 3, 4, 500]), np.array([0, 1, 2, 0, 1, 2])
    cells = [Cell(np.arange(6), np.array([1.0, 1, 1, 1000, 1000, 1000])), cell(0, 1, 2)]
    shown = showable(Amounts(values, who), cells).cells
    assert learned(Amounts(values, who), cells, shown) == set()
    assert shown.tolist() == [False, True]


def test_what_was_shown_before_is_not_taken_back():
    amounts = Amounts(np.array([100.0, 1, 1, 50, 50, 50]), np.arange(6))
    cells = [cell(*range(6)), cell(0, 1, 2), cell(3, 4, 5)]
    assert showable(amounts, cells, kept=[1]).unsafe
    safe = showable(amounts, cells, kept=[2])
    assert (safe.unsafe, safe.cells.tolist()) == ((), [False, False, True])


def test_negative_amounts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        showable(Amounts(np.array([1.0, -2]), np.arange(2)), [cell(0, 1)])


def test_without_cells_there_is_nothing_to_protect():
    shown = showable(Amounts(np.array([1.0, 2]), np.arange(2)), [])
    assert (len(shown.cells), shown.unsafe) == (0, ())
