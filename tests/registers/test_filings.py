"""Yearly forms: tables of them, classes with ties, the last 5 %, and what is proposed."""

import csv
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.registers.filings import Filing, classes, last_units, read_filings
from maturity.registers.ledger import Event
from maturity.registers.proposals import Proposal, year_of_forms

from .made import TODAY, added, register

DUE = date(2025, 4, 15)
UNITS = register(added("甲"), added("乙"), added("丙"), Event("丙", "remove", date(2024, 1, 1), reason="accident"))
HEAD = ("类别", "名称", "年度", "填报日期", "评价得分", "符合的排除项")


def filed(folder, *rows, head=HEAD, **given):
    path = folder / "forms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return read_filings(path, UNITS, 2025, TODAY, **given)


def distinct(count):
    return {str(n): float(-n) for n in range(count)}


@pytest.mark.parametrize(
    ("count", "expected"), [(20, (1, 7, 12)), (23, (2, 8, 13)), (40, (2, 14, 24)), (100, (5, 35, 60))]
)
def test_classes(count, expected):
    found = Counter(classes(distinct(count)).values())
    assert (found["A+"], found["A"], found["B"]) == expected


def test_equal_values_share_a_class():
    found = Counter(classes(distinct(20) | {"1": 0.0}).values())
    assert (found["A+"], found["A"], found["B"]) == (2, 6, 12)


def test_fewer_than_twenty_have_no_classes():
    assert classes(distinct(19)) == classes({}) == {}


@pytest.mark.parametrize(("count", "last"), [(0, 0), (19, 0), (20, 1), (21, 2), (40, 2), (100, 5)])
def test_the_last_five_per_cent(count, last):
    assert last_units(distinct(count)) == {str(n) for n in range(count - last, count)}


@given(st.lists(st.integers(0, 9), min_size=20, max_size=60), st.randoms())
def test_classes_do_not_depend_on_the_order_and_ties_share_them(values, random):
    units = {str(n): float(value) for n, value in enumerate(values)}
    mixed = list(units.items())
    random.shuffle(mixed)
    assert classes(dict(mixed)) == classes(units)
    assert last_units(dict(mixed)) == last_units(units)
    for one, other in zip(units, list(units)[1:], strict=False):
        if units[one] == units[other]:
            assert classes(units)[one] == classes(units)[other]
            assert (one in last_units(units)) == (other in last_units(units))


def test_a_table_of_filings_is_read(tmp_path):
    found = filed(
        tmp_path,
        ["绿色工厂", "甲", "2025年度", "2025-04-01", "86.2", "无"],
        ["工厂", "乙", "", "2025.4.16", "", "b、F"],
    )
    assert found == (
        Filing("甲", 2025, date(2025, 4, 1), 86.2),
        Filing("乙", 2025, date(2025, 4, 16), None, ("exclusion-b", "exclusion-f")),
    )


def test_the_kind_may_stand_beside_the_table(tmp_path):
    (one,) = filed(tmp_path, ["甲", "2025-04-01"], head=("工厂名称", "填报日期"), kind="factory")
    assert one == Filing("甲", 2025, date(2025, 4, 1))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["绿色工厂", "丁", "", "2025-04-01", "", ""], ("name", "register-not-listed")),
        (["绿色工厂", "丙", "", "2025-04-01", "", ""], ("name", "register-removed-before")),
        (["绿色工厂", "甲", "", "2025-04-01", "", ""], ("name", "register-row-twice")),
        (["绿色工厂", "乙", "2024", "2025-04-01", "", ""], ("year", "register-year")),
        (["绿色工厂", "乙", "", "", "", ""], ("day", "register-missing")),
        (["绿色工厂", "乙", "", "2025-04-01", "良好", ""], ("value", "register-value")),
        (["绿色工厂", "乙", "", "2025-04-01", "", "g"], ("exclusions", "register-word")),
        (["绿色车间", "乙", "", "2025-04-01", "", ""], ("kind", "register-word")),
        (["绿色工厂", "", "", "2025-04-01", "", ""], ("name", "register-missing")),
    ],
)
def test_every_mistake_is_told_by_its_cell(tmp_path, row, expected):
    with pytest.raises(Refusal) as caught:
        filed(tmp_path, ["绿色工厂", "甲", "", "2025-04-01", "", ""], row)
    assert [(one.place.row, one.place.column, one.code) for one in caught.value.problems] == [(3, *expected)]


EVENTS = [added(f"{n:02}", unit=f"{n:02}") for n in range(20)]


def forms(year, *, last="19", without=(), exclusions=None):
    """All twenty file; `last` has the lowest value."""
    return [
        Filing(
            one.unit,
            year,
            date(year, 4, 1),
            0.0 if one.unit == last else 50 + int(one.unit),
            (exclusions or {}).get(one.unit, ()),
        )
        for one in EVENTS
        if one.unit not in without
    ]


def proposed(filings, today=date(2025, 5, 1), events=EVENTS):
    return year_of_forms(events, filings, 2025, DUE, today).proposals


def test_who_did_not_file_is_proposed_once_the_due_day_is_over():
    filings = forms(2025, without=("03",))
    assert proposed(filings) == (Proposal("03", ("not-filed",)),)
    assert proposed(filings, today=DUE) == ()


def test_an_exclusion_that_is_met_is_proposed_with_its_letter():
    filings = forms(2025, exclusions={"05": ("exclusion-b", "exclusion-d")})
    assert proposed(filings) == (Proposal("05", ("exclusion-b", "exclusion-d")),)


def test_the_last_five_per_cent_counts_only_three_years_running():
    three = [*forms(2023), *forms(2024), *forms(2025)]
    assert proposed(three) == (Proposal("19", ("last-5-percent",)),)
    assert proposed([*forms(2023), *forms(2024, last="18"), *forms(2025)]) == ()
    assert proposed([*forms(2024), *forms(2025)]) == ()
    assert (
        proposed([*forms(2023, without=("01",)), *forms(2024), *forms(2025)]) == ()
    )  # 19 filed: too few for a last 5 %


def test_who_was_removed_before_or_came_after_the_due_day_owes_nothing():
    events = [*EVENTS, Event("03", "remove", date(2025, 4, 10), reason="accident"), added("新", day=date(2025, 4, 16))]
    found = year_of_forms(events, [], 2025, DUE, date(2025, 5, 1))
    assert len(found.owing) == 19
    assert "03" not in found.owing
    assert "新" not in found.owing


def test_who_was_removed_since_still_counts_in_the_year_but_is_not_proposed():
    events = [*EVENTS, Event("03", "remove", date(2026, 3, 1), reason="accident")]
    found = year_of_forms(events, forms(2025, without=("03", "04")), 2025, DUE, date(2026, 5, 1))
    assert (len(found.owing), len(found.filed)) == (20, 18)
    assert [one.unit for one in found.proposals] == ["04"]


def test_who_filed_late_is_named_but_not_proposed():
    filings = [*forms(2025, without=("07",)), Filing("07", 2025, date(2025, 4, 16), 60.0)]
    found = year_of_forms(EVENTS, filings, 2025, DUE, date(2025, 5, 1))
    assert (found.late, found.proposals, len(found.filed)) == (frozenset({"07"}), (), 20)
