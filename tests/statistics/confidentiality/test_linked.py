"""Tables as one linked system: every figure is the sum it should be, wherever it stands."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.statistics.confidentiality.counts import Count
from maturity.statistics.confidentiality.linked import linked
from maturity.statistics.confidentiality.states import state_of
from maturity.statistics.plan import load_plan, read_plan
from maturity.statistics.table import TOTAL
from maturity.statistics.tabulate import tabulate

from ..world import beside, frame_2021, make_frame

HEAD = "id: t\ntitle: {zh: 表, en: T}\nscope: {zh: 企业, en: firms}\ntables:\n"
TABLE = "  - {{id: {id}, title: {{zh: 表, en: T}}, rows: [{rows}], levels: {levels}, measures: {measures}{more}}}\n"
ALL = "[n, count_by_level, share_by_level, count_at_least_2, share_at_least_3, mean_score, median_score]"


def plan_of(*tables, measures=ALL):
    """Each table as (rows, population); their ids are t1, t2, …"""
    text = HEAD
    for number, (rows, population) in enumerate(tables, start=1):
        more = f", population: ['{population}']" if population else ""
        text += TABLE.format(id=f"t{number}", rows=rows, levels="five", measures=measures, more=more)
    return read_plan(text)


def random_frame(seed, n=60):
    rng = np.random.default_rng(seed)
    rows = {
        "production_type": rng.choice(["discrete", "process"], n),
        "division": rng.choice(["13", "26", "39"], n),
        "city": rng.choice(["320500", "320200", "430100", "110000"], n),
        "headcount": rng.choice([5, 50, 500, 5000], n),
        "revenue_10k": rng.choice([90, 900, 90_000], n),
    }
    more = {"assessed": beside(rng.integers(-1, 6, n)), "gone": beside(rng.integers(0, 6, n // 6))}
    return make_frame(rows, rng.integers(0, 6, n), before=rng.integers(-1, 6, n), **more)


PLAN = plan_of(
    ("", ""), ("division", ""), ("production_type, division", ""), ("province, city", ""), ("economic_region", ""),
    ("size", "level >= 2"), ("division", "production_type = process"), ("level_before", ""), ("sample", ""),
    ("production_type, valued_by", ""), ("level_assessed", "division = 39"),
)  # fmt: skip


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
@pytest.mark.thorough
def test_every_count_of_every_table_is_its_cell(seed):
    frame = random_frame(seed)
    found = linked(PLAN.tables, state_of(frame), {})
    values = found.system.values
    for table in tabulate(PLAN, frame):
        for row in table.rows:
            if not row.base:
                assert (table.id, row.key) not in found.lines
                continue
            line = found.system.lines[found.lines[table.id, row.key]]
            assert values[line.n] == row.base
            parts = dict(zip(found.parts[table.id], line.parts, strict=True))
            for column, cell in zip(table.columns, row.cells, strict=True):
                if column.measure == "count" and column.level != TOTAL and column.level in parts:
                    assert values[parts[column.level]] == cell
            assert values[list(line.levels)].sum() == row.base


def test_a_row_is_counted_where_its_levels_are_told_apart():
    """A table of numbers alone comes first; the total of the table of samples has levels all the same."""
    plan = read_plan(
        HEAD
        + TABLE.format(id="t1", rows="division", levels="five", measures="[n]", more="")
        + TABLE.format(id="t2", rows="sample", levels="five", measures="[n, count_by_level]", more="")
    )
    frame = random_frame(4)
    found = linked(plan.tables, state_of(frame), {})
    parts = found.system.lines[found.lines["t2", (TOTAL,)]].parts
    here = frame[frame["level"] >= 0]["level"].clip(lower=1)
    assert found.system.values[list(parts)].tolist() == [int((here == level).sum()) for level in range(1, 6)]


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_links_are_nought_and_cells_stand_once(seed):
    frame = random_frame(seed)
    found = linked(PLAN.tables, state_of(frame), {})
    assert not found.system.links.of(found.system.counts).any()
    rows = {tuple(found.system.cells.atoms(cell)) for cell in range(len(found.system.cells))}
    assert len(rows) == len(found.system.cells) == len(found.counts)


def test_a_margin_is_the_same_cell_in_every_table():
    found = linked(PLAN.tables, state_of(random_frame(1)), {})
    whole = {found.system.lines[found.lines[key]].n for key in (("t1", ()), ("t2", (TOTAL,)), ("t4", (TOTAL, TOTAL)))}
    assert len(whole) == 1
    assert whole == set(found.system.kept)


def test_a_city_that_is_its_province_counts_once():
    found = linked(PLAN.tables, state_of(make_frame({"city": ["110000"] * 7}, [2] * 7)), {})
    lines = found.system.lines
    assert lines[found.lines["t4", ("110000", TOTAL)]].n == lines[found.lines["t4", ("110000", "110000")]].n


def test_the_crossings_of_the_standard_plan_are_as_few_as_can_be():
    found = linked(load_plan().tables, state_of(frame_2021()), {})
    assert found.system.counts.sum() == 3 * 20_000  # type x division, city, size: everybody once in each
    assert Count((), (1, 2, 3, 4, 5)) in found.counts


@pytest.mark.parametrize(
    ("condition", "levels"), [("level >= 2", (2, 3, 4, 5)), ("level <= 0", (1,)), ("level = 3", (3,))]
)
def test_a_population_of_levels_leaves_the_others_out(condition, levels):
    found = linked(plan_of(("division", condition)).tables, state_of(random_frame(2, 200)), {})
    line = found.system.lines[found.lines["t1", (TOTAL,)]]
    told_apart = [(level,) for level in levels] if len(levels) > 1 else []
    assert [found.counts[cell].levels for cell in line.levels] == told_apart
