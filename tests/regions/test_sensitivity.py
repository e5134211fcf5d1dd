"""Without one indicator, without one region."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from maturity.regions import sensitivity
from maturity.regions.index import index
from maturity.regions.sensitivity import reversals, without_each
from maturity.regions.words import warnings

from .made import index_of, made, region
from .test_index import FOUR, HIGHER, near, tables


def test_four_regions_without_each_indicator():
    first, second, third = without_each(index_of(FOUR, HIGHER))
    assert first.closeness.tolist() == near([0.386377, 0.817765, 0, 0.892411])
    assert second.closeness.tolist() == near([0.744681, 0.426611, 0, 0.698838])
    assert third.closeness.tolist() == near([0.606058, 0.565222, 0, 0.694704])
    assert [region.code for region in second.first] == ["A"]
    assert (first.ranks, first.shift, first.correlation) == ((3, 2, 4, 1), 1, pytest.approx(0.8))
    assert third.shift == 0


def test_a_single_indicator_is_not_left_out():
    assert without_each(index_of([[1], [2], [3]])) == ()


def test_two_of_four_regions_swap_without_the_last():
    found = reversals(index_of(FOUR, HIGHER))
    (one,) = found.found
    assert one.left_out.code == "C"
    assert [[region.code for region in pair] for pair in one.pairs] == [["A", "B"]]
    assert found.whole
    rest = index_of(FOUR[:2] + FOUR[3:], HIGHER)
    assert rest.base.weights.tolist() == near([0.338848, 0.289770, 0.371382])
    assert rest.years[0].closeness.tolist() == near([0.418381, 0.432369, 0.701537])


@pytest.mark.parametrize(("language", "words"), [("zh", "名次不能跨年比较"), ("en", "compare closeness, not ranks")])
def test_years_of_different_regions_are_told(language, words):
    table, described = made({2019: FOUR, 2020: FOUR}, HIGHER)
    later = replace(table.years[2020], regions=(*table.years[2020].regions[:3], region("E")))
    for years, told in ((table.years, False), ({2019: table.years[2019], 2020: later}, True)):
        found = index(replace(table, years=years), described)
        lines = list(warnings(found, without_each(found), reversals(found), language))
        assert any(words in line for line in lines) == told


def test_of_two_regions_none_can_be_left_out():
    assert reversals(index_of([[1, 2], [2, 1]])).found == ()


def one_by_one(rows, higher):
    """Pairs that swap, by computing the index of all others anew for each region left out."""
    full = index_of(rows, higher).years[0]
    found = {}
    for left in range(len(rows)):
        kept = [place for place in range(len(rows)) if place != left]
        names = [chr(ord("A") + place) for place in kept]
        rest = index_of([rows[place] for place in kept], higher, names).years[0].closeness
        pairs = {
            (names[i], names[j])
            for i, a in enumerate(kept)
            for j, b in enumerate(kept)
            if full.closeness[a] - full.closeness[b] > 1e-12 and rest[j] - rest[i] > 1e-12
        }
        if pairs:
            found[chr(ord("A") + left)] = pairs
    return found


@given(tables(least=3))
def test_swaps_are_those_of_the_index_of_the_others(table):
    rows, higher = table
    found = reversals(index_of(rows, higher))
    expected = one_by_one(rows, higher)
    assert {one.left_out.code: one.count for one in found.found} == {
        left: len(pairs) for left, pairs in expected.items()
    }
    for one in found.found:
        told = {(a.code, b.code) for a, b in one.pairs}
        assert len(told) == min(one.count, sensitivity.SHOWN)
        assert told <= expected[one.left_out.code]


def test_of_many_regions_near_ranks_are_compared(monkeypatch):
    monkeypatch.setattr(sensitivity, "_COMPARED", 3_000)
    rows = np.random.default_rng(3).gamma(2, 1, (30, 4)).tolist()
    names = [str(number) for number in range(30)]
    few = reversals(index_of(rows, names=names))
    assert (few.window, few.whole) == (3, False)
    monkeypatch.undo()
    every = reversals(index_of(rows, names=names))
    assert every.whole
    counts = {one.left_out: one.count for one in every.found}
    assert few.found
    assert all(one.count <= counts[one.left_out] for one in few.found)
