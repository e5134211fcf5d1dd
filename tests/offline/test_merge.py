"""Three sides of every entry, and what comes of them."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, NotApplicable
from maturity.offline import EMPTY_ENTRY, Entry
from maturity.offline.merge import merge

answers = st.sampled_from([None, Chosen("full"), Chosen("none"), NotApplicable("没有"), NotApplicable("别的理由")])
entries = st.builds(Entry, answers, st.sampled_from(["", "甲", "乙"]), st.integers(0, 3))


def one(base, returned, stored):
    (found,) = merge({"a": base}, {"a": returned}, {"a": stored}, lambda item, answer: True)
    return found


@given(entries, entries)
def test_what_the_workbook_did_not_touch_stays(base, stored):
    found = one(base, base, stored)
    assert (found.kind, found.entry) == ("unchanged", stored)


@given(entries, entries)
def test_what_only_the_workbook_changed_is_taken(base, returned):
    found = one(base, returned, base)
    assert found.entry == returned
    assert found.kind == ("unchanged" if returned == base else "take")


@given(entries, entries)
def test_what_both_changed_alike_is_there_already(base, both):
    assert one(base, both, both).kind == "unchanged"


@given(entries, entries, entries)
def test_each_part_goes_its_own_way_and_only_a_clash_is_a_conflict(base, returned, stored):
    found = one(base, returned, stored)
    clash = False
    for part in ("answer", "comment"):
        b, r, s = (getattr(side, part) for side in (base, returned, stored))
        if r != b and s != b and r != s:
            clash = True
            assert getattr(found.decided("workbook"), part) == r
            assert getattr(found.decided("database"), part) == s
        else:
            assert getattr(found.entry, part) == (s if r == b else r)
    assert (found.kind == "conflict") == clash
    assert found.entry.version == stored.version


@given(entries, entries, entries)
def test_bringing_it_in_twice_changes_nothing_more(base, returned, stored):
    first = one(base, returned, stored)
    for side in ("workbook", "database"):
        after = first.decided(side) if first.kind == "conflict" else first.entry
        again = one(base, returned, after)
        assert again.kind in ("unchanged", "conflict")
        assert again.decided(side) == after


def test_items_that_a_side_lacks_are_empty_there():
    (found,) = merge({}, {"b": Entry(Chosen("full"))}, {}, lambda item, answer: True)
    assert (found.kind, found.stored) == ("take", EMPTY_ENTRY)
