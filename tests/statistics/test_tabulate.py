from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.statistics.plan import load_plan, read_plan
from maturity.statistics.signs import Status
from maturity.statistics.table import shown
from maturity.statistics.tabulate import tabulate
from maturity.text.numbers import half_up

from .naive import naive
from .world import CITIES_2021, LEVELS_2021, frame_2021, make_frame

HEAD = "id: t\ntitle: {zh: 表, en: T}\nscope: {zh: 企业, en: firms}\ntables:\n"
ALL = (
    "[n, count_by_level, share_by_level, count_at_least_2, share_at_least_2, share_at_least_3, share_at_least_4, "
    "mean_score, median_score, quartiles]"
)


def plan(rows="[]", more="", measures=ALL, levels="five"):
    table = (
        f"  - id: t\n    title: {{zh: 表, en: T}}\n    rows: {rows}\n    levels: {levels}\n    measures: {measures}\n"
    )
    return read_plan(HEAD + table + more)


@pytest.fixture(scope="module")
def standard():
    return {table.id: table for table in tabulate(load_plan(), frame_2021())}


def figures(table, row, measure):
    return [
        shown(cell, column, "zh")
        for cell, column in zip(row.cells, table.columns, strict=True)
        if column.measure == measure and column.level in ("LE1", "L2", "L3", "L4", "L5", "GE4")
    ]


def test_the_levels_of_2021_come_out_as_published(standard):
    table = standard["by-type"]
    rows = {row.key: row for row in table.rows}
    assert figures(table, rows["discrete",], "share")[:5] == ["67.1", "15.8", "7.8", "4.6", "4.8"]
    assert figures(table, rows["process",], "share")[:5] == ["72.2", "14.4", "6.7", "3.3", "3.4"]
    for kind, counts in LEVELS_2021.items():
        assert figures(table, rows[kind,], "count") == [f"{count:,}" for count in counts]


@pytest.mark.parametrize(("language", "total", "none"), [("zh", "合计", "—"), ("en", "Total", "–")])
def test_a_total_is_named_once_in_its_row(language, total, none):
    (table,) = tabulate(plan("[division, province]", measures="[n]"), frame_2021())
    for row in table.rows:
        words = [shown(cell, column, language) for cell, column in zip(row.cells, table.columns, strict=True)]
        assert words.count(total) == (1 if row.whole else 0)
        if row.key == ("_T", "_T"):
            assert words[:4] == [none, total, none, none]
    (table,) = tabulate(plan("[division]", measures="[n]"), frame_2021())
    assert [shown(cell, column, language) for cell, column in zip(table.rows[0].cells, table.columns, strict=True)][
        :2
    ] == [none, total]


def test_the_headline_of_2021_is_in_whole_per_cent(standard):
    table = standard["headline"]
    assert figures(table, table.rows[0], "share") == ["69", "15", "7", "9"]


def test_the_cities_of_2021_keep_their_ties(standard):
    table = standard["cities"]
    rank, count = table.column("rank"), table.column("count_GE2")
    found = [(row.key[0], row.cells[rank], row.cells[count]) for row in table.rows]
    assert len(found) == 51
    assert {code: number for code, _, number in found} == dict(CITIES_2021)
    assert sum(number for _, _, number in found) == 3749
    counts = [number for _, number in CITIES_2021]
    assert [place for _, place, _ in found] == [counts.index(number) + 1 for number in counts]
    assert [place for _, place, _ in found][-2:] == [50, 50]


def test_a_province_table_lists_all_31_and_those_that_exist():
    (table,) = tabulate(plan("[province]"), make_frame({"city": ["810000", "320500"]}, [1, 2]))
    codes = [row.key[0] for row in table.rows]
    assert codes[0] == "_T"
    assert len(codes) == 1 + 31 + 1
    assert codes[1:] == sorted(codes[1:])
    assert "810000" in codes
    assert "710000" not in codes
    empty = table.rows[codes.index("110000")]
    assert empty.base == 0
    assert empty.cells[table.column("share_GE2")] is Status.NOT_APPLICABLE
    assert empty.cells[table.column("median_score")] is Status.NOT_APPLICABLE
    assert empty.cells[table.column("count_GE2")] == 0


def test_only_rows_that_exist_are_listed_in_the_order_of_codes():
    frame = make_frame({"division": ["39", "13", "39"]}, [1, 2, 3])
    (table,) = tabulate(plan("[division]"), frame)
    assert [row.key for row in table.rows] == [("_T",), ("13",), ("39",)]


def test_two_dimensions_have_subtotals():
    frame = make_frame({"production_type": ["process", "discrete"], "division": ["39", "13"]}, [1, 2])
    (table,) = tabulate(plan("[production_type, division]"), frame)
    assert [row.key for row in table.rows] == [
        *(("_T", "_T"), ("discrete", "_T"), ("discrete", "13"), ("process", "_T"), ("process", "39"))
    ]


def test_a_population_leaves_the_others_out():
    frame = make_frame({"division": ["39", "13", "39"]}, [1, 2, 3])
    (table,) = tabulate(plan("[division]", "    population: [level >= 2, division = 39]\n"), frame)
    assert [(row.key, row.base) for row in table.rows] == [(("_T",), 1), (("39",), 1)]
    assert table.base == 1
    assert table.scope.zh == "企业；成熟度等级 ≥ 2；行业大类 = 计算机、通信和其他电子设备制造业"


def test_an_empty_population_gives_no_figures_but_a_table():
    (table,) = tabulate(plan("[division]", "    population: [level >= 5]\n"), make_frame({}, [1]))
    assert [(row.key, row.base) for row in table.rows] == [(("_T",), 0)]


def test_a_column_asked_for_twice_stands_once():
    (table,) = tabulate(plan(levels="collapsed"), make_frame({}, [1]))
    ids = [column.id for column in table.columns]
    assert len(ids) == len(set(ids))
    assert "share_GE4" in ids


@given(st.lists(st.integers(0, 12), min_size=1, max_size=15), st.integers(1, 8))
@settings(max_examples=25)
def test_ranks_leave_gaps_after_ties_and_never_cut_one(counts, top):
    cities = ["320500", "320200", "430100", "440300", "110000", "370500", "370200", "370800", "320400", "310000"]
    cities += ["500000", "321300", "370700", "371400", "321200"]
    rows = [city for city, count in zip(cities, counts, strict=False) for _ in range(count)] or ["320500"]
    ranking = f"    ranking: {{by: n, top: {top}}}\n"
    (table,) = tabulate(plan("[city]", ranking), make_frame({"city": rows}, [2] * len(rows)))
    real = {city: rows.count(city) for city in rows}
    ranks = {city: 1 + sum(other > count for other in real.values()) for city, count in real.items()}
    assert {row.key[0]: row.cells[0] for row in table.rows} == {c: rank for c, rank in ranks.items() if rank <= top}
    assert [row.cells[0] for row in table.rows] == sorted(row.cells[0] for row in table.rows)


RECORD = st.fixed_dictionaries(
    {
        "production_type": st.sampled_from(["process", "discrete"]),
        "division": st.sampled_from(["13", "26", "39"]),
        "city": st.sampled_from(["110000", "320500", "320200", "810000"]),
        "level": st.integers(0, 5),
        "score": st.floats(0, 5),
    }
)


@given(
    st.lists(RECORD, min_size=1, max_size=40),
    st.sampled_from(["production_type", "division", "city"]),
    st.sampled_from([ALL, "[n, count_by_level, share_at_least_2, mean_score]"]),
)
@settings(max_examples=40)
def test_every_figure_agrees_with_counting_by_hand(records, second, measures):
    dimensions = tuple(dict.fromkeys(["production_type", second]))
    columns = {key: [record[key] for record in records] for key in ("production_type", "division", "city")}
    levels, scores = [r["level"] for r in records], [r["score"] for r in records]
    asked = plan(f"[{', '.join(dimensions)}]", measures=measures)
    (table,) = tabulate(asked, make_frame(columns, levels, scores))
    wanted = naive(records, dimensions)
    assert {row.key for row in table.rows} == set(wanted)
    for row, column, cell in table.figures():
        assert cell == wanted[row.key][column.id], (row.key, column.id)


@given(st.permutations(range(12)))
@settings(max_examples=10)
def test_the_order_of_records_changes_nothing(order):
    levels, scores = [place % 6 for place in range(12)], [place * 0.37 for place in range(12)]
    frame = make_frame({}, [levels[i] for i in order], [scores[i] for i in order])
    assert tabulate(plan(), frame) == tabulate(plan(), make_frame({}, levels, scores))


@pytest.mark.parametrize(
    ("value", "decimals", "wanted"),
    [
        (Fraction(6705, 100), 1, "67.1"),
        (Fraction(6704999, 100000), 1, "67.0"),
        (0.15, 1, "0.2"),
        (1.005, 2, "1.01"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (-0.04, 1, "0.0"),
        (2, 2, "2.00"),
        (13722, 0, "13722"),
    ],
)
def test_halves_are_rounded_up(value, decimals, wanted):
    assert str(half_up(value, decimals)) == wanted
