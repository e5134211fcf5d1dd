"""The levels of peers as published: the finest row that is shown whole, of the latest year that has one."""

from maturity.publication.published_levels import distribution
from maturity.statistics.breakdowns import Breakdowns

FIVE = [1, 2, 3, 4, 5]
TYPE, DIVISION = ["production_type", "discrete"], ["division", "34"]


def told(*rows):
    """A told document of rows `(where, {levels: value}, hidden levels, listed)`."""
    numbers, lines = [], []
    for where, parts, hidden, listed in rows:
        n = len(numbers)
        numbers.append([where, FIVE, sum(parts.values()), () not in hidden])
        numbers += [[where, [*levels], value, levels not in hidden] for levels, value in parts.items()]
        lines.append([n, [*range(n + 1, len(numbers))], [], listed, "", True])
    return {"numbers": numbers, "rows": lines}


SINGLE = {(1,): 60, (2,): 25, (3,): 10, (4,): 4, (5,): 1}
COLLAPSED = {(1,): 30, (2,): 12, (3,): 6, (4, 5): 6}


def found(*ledger):
    return distribution(Breakdowns(5), ledger, "34", "discrete")


def test_the_finest_row_is_taken():
    it = found((2021, told(([], SINGLE, (), True), ([DIVISION], COLLAPSED, (), True))))
    assert (it.kind, it.year, it.enterprises) == ("division", 2021, 54)
    assert [(part.group.id, part.enterprises) for part in it.parts] == [("LE1", 30), ("L2", 12), ("L3", 6), ("GE4", 6)]


def test_codes_count_in_any_order():
    assert found((2021, told(([DIVISION, TYPE], COLLAPSED, (), True)))).kind == "division-type"


def test_what_was_hidden_or_in_no_table_is_never_read():
    whole = ([], SINGLE, (), True)
    for hidden, listed in ((((3,),), True), (((),), True), ((), False)):
        assert found((2021, told(whole, ([DIVISION], COLLAPSED, hidden, listed)))).kind == "all"


def test_rows_of_other_groups_and_of_a_part_of_the_levels_are_passed_over():
    other = told(([["division", "35"]], SINGLE, (), True), ([["city", "320500"]], SINGLE, (), True))
    part = {"numbers": [[[], [4, 5], 5, True], [[], [4], 3, True], [[], [5], 2, True]]}
    assert found((2021, other), (2021, part | {"rows": [[0, [1, 2], [], True, "", True]]})) is None


def test_the_latest_year_with_a_row_counts_and_a_rounded_release_has_none():
    whole = ([], SINGLE, (), True)
    it = found(
        (2022, {"rounded": 5}), (2021, told(whole)), (2021, told(([TYPE], SINGLE, (), True))), (2020, told(whole))
    )
    assert (it.year, it.kind) == (2021, "type")
    assert found() is None
