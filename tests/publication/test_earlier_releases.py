"""Rounded and unrounded releases stay apart, for the enterprises of every year that they count."""

from dataclasses import replace

import pytest

from maturity.errors import Refusal
from maturity.publication.earlier_releases import LOOKS_BACK, ROUNDED, RelevantLedger, check_unmixed

from ..statistics.confidentiality.test_linked import plan_of
from ..store.publications.test_releases import ENTRY

HERE, BACK = plan_of(("division", "")), plan_of(("division, level_before", ""))
COUNTED = {"numbers": [[[["division", "39"]], [1, 2, 3, 4, 5], 60, True]]}
LOOKED = {"numbers": [[[["level_before", "L2"]], [1, 2, 3, 4, 5], 60, True]]}


@pytest.mark.parametrize(
    ("year", "told", "plan", "rounded", "refused"),
    [
        (2021, {ROUNDED: 5, LOOKS_BACK: False}, HERE, False, True),
        (2021, COUNTED, HERE, True, True),
        (2021, COUNTED, HERE, False, False),
        (2020, COUNTED, HERE, True, False),
        (2020, COUNTED, BACK, True, True),
        (2020, {ROUNDED: 5, LOOKS_BACK: False}, BACK, False, True),
        (2020, {ROUNDED: 5, LOOKS_BACK: False}, HERE, False, False),
        (2022, LOOKED, HERE, True, True),
        (2022, COUNTED, HERE, True, False),
        (2022, {ROUNDED: 5, LOOKS_BACK: True}, HERE, False, True),
        (2022, {ROUNDED: 5, LOOKS_BACK: False}, HERE, False, False),
        (2022, {ROUNDED: 5}, HERE, False, True),
        (2020, {ROUNDED: 5}, BACK, True, False),
    ],
)
def test_enterprises_of_a_year_are_counted_in_one_way_only(year, told, plan, rounded, refused):
    known = RelevantLedger([replace(ENTRY, year=year, footprint=told)], {})
    if not refused:
        check_unmixed(2021, [plan], rounded, known)
        return
    with pytest.raises(Refusal) as caught:
        check_unmixed(2021, [plan], rounded, known)
    assert [problem.code for problem in caught.value.problems] == ["disclosure-rounded-mixed"]
    assert str(year) in str(caught.value)
