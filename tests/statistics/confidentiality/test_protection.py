"""Tables with their confidential figures hidden, and what two releases tell together."""

import json
from fractions import Fraction

import numpy as np
import pytest

from maturity.disclosure.protect import leaks
from maturity.disclosure.rules import Rules
from maturity.statistics.confidentiality.footprint import footprint_from
from maturity.statistics.confidentiality.linked import EarlierFootprint
from maturity.statistics.confidentiality.protection import disclosed_beside, protection
from maturity.statistics.confidentiality.states import state_of
from maturity.statistics.plan import load_plan
from maturity.statistics.signs import Status
from maturity.statistics.table import TOTAL
from maturity.statistics.tabulate import tabulate

from ..world import CITIES_2021, beside, frame_2021, make_frame
from .test_linked import plan_of

RULES = Rules()


def protect(plan, frame):
    tables = tabulate(plan, frame)
    by = protection(plan.tables, tables, frame, RULES)
    return by, {table.id: table for table in by.apply(tables)}


@pytest.fixture(scope="module")
def standard():
    return protect(load_plan(), frame_2021())


def cell(table, key, column):
    row = next(row for row in table.rows if row.key == key)
    return row.cells[table.column(column)]


def spread(*cities, levels=(1, 1, 2, 2, 3, 4, 5)):
    """A frame of so many enterprises a city, their levels in turn."""
    codes = np.repeat([code for code, _ in cities], [n for _, n in cities])
    return make_frame({"city": codes}, [levels[place % len(levels)] for place in range(len(codes))])


def test_the_published_tables_stay_as_they_are(standard):
    _, tables = standard
    for id in ("headline", "overall", "by-type"):
        assert not [c for _, _, c in tables[id].figures() if c is Status.CONFIDENTIAL]
    assert cell(tables["by-type"], ("discrete",), "share_LE1") == Fraction(100 * 9390, 14_000)


def test_small_provinces_are_hidden_with_everything_that_is_theirs(standard):
    _, tables = standard
    table = tables["by-province"]
    for row in table.rows:
        if row.key[0] in ("710000", "810000", "820000"):
            figures = [c for column, c in zip(table.columns, row.cells, strict=True) if column.numeric]
            assert set(figures) == {Status.CONFIDENTIAL}
            assert row.base is None
    assert "confidential" in table.notes


def test_a_mean_stands_only_beside_a_complete_breakdown(standard):
    _, tables = standard
    for table in tables.values():
        for row in table.rows:
            cells = {column.id: c for column, c in zip(table.columns, row.cells, strict=True) if column.numeric}
            hidden = {id for id, c in cells.items() if c is Status.CONFIDENTIAL}
            groups = {id for id in cells if id.startswith(("count_", "share_"))}
            if "mean_score" in cells and cells["mean_score"] is not Status.CONFIDENTIAL:
                assert not hidden & groups
            for group in groups & hidden:
                twin = (
                    group.replace("count_", "share_")
                    if group.startswith("count_")
                    else group.replace("share_", "count_")
                )
                assert twin not in cells or twin in hidden


def test_a_ranking_counts_among_the_rows_it_shows(standard):
    _, tables = standard
    table = tables["cities"]
    counts = [row.cells[table.column("count_GE2")] for row in table.rows]
    assert len(counts) >= 30
    assert counts == sorted(counts, reverse=True)
    assert [row.cells[0] for row in table.rows] == [counts.index(n) + 1 for n in counts]
    assert {row.key[0] for row in table.rows} <= {code for code, _ in CITIES_2021}


def test_nothing_is_hidden_where_everything_is_large():
    frame = spread(("320500", 700), ("110000", 700))
    by, tables = protect(plan_of(("province", ""), ("", "")), frame)
    assert not [c for table in tables.values() for _, _, c in table.figures() if c is Status.CONFIDENTIAL]
    assert all("confidential" not in table.notes for table in tables.values())
    assert by.unsafe == ()


def test_what_a_release_told_is_kept_and_read_back(standard):
    by, _ = standard
    kept = by.footprint
    assert footprint_from(json.loads(json.dumps(kept.document()))) == kept
    old = kept.document()
    old["rows"] = [[*row[:4], row[5]] for row in old["rows"]]
    assert footprint_from(old) == kept


def disclosed(plan, frame, by, *earlier):
    """What the release `by` discloses beside earlier ones, each (Protection, frame)."""
    told = [EarlierFootprint(each.footprint, state_of(data)) for each, data in earlier]
    return disclosed_beside(by, plan.tables, told)


def test_the_same_release_twice_tells_nothing_more(standard):
    by, _ = standard
    frame = frame_2021()
    assert disclosed(load_plan(), frame, by, (by, frame)) == ()


def test_two_plans_that_disclose_by_difference_are_found_out():
    """Cities in one release, where a city elsewhere is hidden too; provinces in the other: 63 - 60 is the secret 3."""
    frame = spread(("320500", 60), ("320300", 3), ("110000", 20), ("430100", 60))
    cities, by_city = protect(plan_of(("city", "")), frame)
    provinces, by_province = protect(plan_of(("province", "")), frame)
    hidden = [row.key for row in by_city["t1"].rows if row.base is None]
    assert hidden == [("110000",), ("320300",)]
    assert cell(by_province["t1"], ("320000",), "n") == 63
    assert cities.unsafe == provinces.unsafe == ()
    together = disclosed(plan_of(("province", "")), frame, provinces, (cities, frame))
    assert {count.where for count in together if count} >= {(("city", "320300"),)}


def test_who_is_left_out_of_a_population_is_hidden_too():
    """62 enterprises are known; 60 of one type would tell that there are 2 of the other."""
    kinds = ["discrete"] * 60 + ["process"] * 2
    frame = make_frame({"production_type": kinds}, [1, 2, 3] * 20 + [2, 3])
    _, tables = protect(plan_of(("size", "production_type = discrete")), frame)
    assert tables["t1"].base is None
    assert cell(tables["t1"], (TOTAL,), "n") is Status.CONFIDENTIAL


def test_intervals_and_quartiles_go_with_the_share_and_the_mean():
    codes = [code for code, _ in CITIES_2021]
    plan = plan_of(("city", ""), measures="[n, share_at_least_2, interval_at_least_2, mean_score, quartiles]")
    _, tables = protect(plan, spread(*((code, 100) for code in codes[:20]), *((code, 6) for code in codes[20:30])))
    (table,) = tables.values()
    for column in ("low_GE2", "high_GE2", "q1_score", "q3_score", "share_GE2", "mean_score"):
        assert cell(table, (codes[25],), column) is Status.CONFIDENTIAL
        assert cell(table, (codes[0],), column) is not Status.CONFIDENTIAL
    low, share, high = (cell(table, (codes[1],), column) for column in ("low_GE2", "share_GE2", "high_GE2"))
    assert low < share < high


def test_movements_between_levels_are_counted_and_small_ones_hidden():
    before = [1] * 40 + [2] * 30 + [5] * 2 + [-1] * 48
    levels = [2] * 20 + [1] * 20 + [2] * 15 + [3] * 15 + [5] * 2 + [1] * 24 + [2] * 24
    plan = plan_of(("level_before", ""), measures="[n, count_by_level]")
    _, tables = protect(plan, make_frame({}, levels, before=before))
    (table,) = tables.values()
    assert cell(table, ("LE1",), "count_L2") == 20
    assert cell(table, ("NEW",), "n") == 48
    assert cell(table, ("L5",), "n") is Status.CONFIDENTIAL
    assert cell(table, (TOTAL,), "n") == 120


def test_the_yearbook_can_be_protected():
    random = np.random.default_rng(5)
    rows = {
        "production_type": random.choice(["discrete", "process"], 900),
        "division": random.choice(["13", "26", "34", "39"], 900, p=[0.5, 0.3, 0.15, 0.05]),
        "city": random.choice(["320500", "320200", "430100", "110000", "440300"], 900, p=[0.5, 0.3, 0.1, 0.06, 0.04]),
        "headcount": random.choice([5, 50, 500, 5000], 900),
    }
    frame = make_frame(
        rows,
        random.integers(0, 6, 900),
        before=random.integers(-1, 6, 900),
        assessed=beside(np.where(np.arange(900) < 120, random.integers(0, 6, 900), -1)),
        gone=beside(random.integers(0, 6, 200)),
        parts={"logistics": np.where(random.random(900) < 0.9, 2.0, np.nan)},
    )
    by, tables = protect(load_plan("yearbook"), frame)
    assert by.unsafe == ()
    assert leaks(by.linked.system, RULES, by.outcome.published, by.outcome.detailed) == ()
    assert len(tables) == 16
    hidden = [c for table in tables.values() for _, _, c in table.figures() if c is Status.CONFIDENTIAL]
    assert 0 < len(hidden) < sum(1 for table in tables.values() for _ in table.figures()) / 2


def test_whom_a_condition_leaves_out_shows_neither_levels_nor_mean():
    """62 in all and 55 of one type: the seven others are many enough to be counted, too few for more."""
    kinds = ["discrete"] * 55 + ["process"] * 7
    frame = make_frame({"production_type": kinds}, [1, 2, 3, 4, 5] * 11 + [1] * 7)
    plan = plan_of(("", ""), ("", "production_type = discrete"), measures="[n, count_by_level, mean_score]")
    _, tables = protect(plan, frame)
    (everybody,), (discrete,) = tables["t1"].rows, tables["t2"].rows
    assert Status.CONFIDENTIAL in (everybody.cells[2], discrete.cells[2])
    for column in ("count_LE1", "mean_score"):
        shown = [cell(table, (), column) is not Status.CONFIDENTIAL for table in tables.values()]
        assert not all(shown), column


def test_few_who_left_have_no_mean():
    """67 a year before, 60 of them still here: both means would give that of the seven who left."""
    plan = plan_of(("sample", ""), measures="[n, mean_score]")
    _, tables = protect(plan, make_frame({}, [1, 2, 3] * 20, before=[1, 2, 3] * 20, gone=beside([1, 2, 3, 4, 5, 1, 2])))
    (table,) = tables.values()
    shown = {row.key[0]: cell(table, row.key, "mean_score") is not Status.CONFIDENTIAL for row in table.rows}
    assert not (shown["BEFORE"] and shown["SAME_BEFORE"])
    assert shown[TOTAL]
