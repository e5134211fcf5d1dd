"""Columns of regions beside the published figures of the same regions: association, and the pairs themselves.

Only what a finished table shows is used, rounded as it is printed: what is hidden there counts nowhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import nan
from typing import NamedTuple

import numpy as np

from ...disclosure.rules import LEAST_STATISTICS
from ...errors import refuse
from ...questionnaire import Text
from ...regions.association import DRAWN, EXACT, LEAST, SEED, association, partial_rho
from ...regions.indicators import Indicator
from ...regions.table import Numbers, Year
from ...regions.words import NO_CAUSES, conclusion
from ...statistics.breakdowns import Breakdowns
from ...statistics.measures import single_column
from ...statistics.signs import Status
from ...statistics.sources.shapes import SourceTable
from ...statistics.table import Cell, Column, Row, Table, amount
from .brought import Regional
from .measures import column, words
from .naming import decimals_of, indicator_code, indicator_dimension, name_columns, region_dimension
from .regional import origin_of, scope_of, year_of
from .tables import table_of

_FIGURES = ("pairs", "rho", "p_value", "tau", "partial_rho", "rho_low", "rho_high")
_ABOVE = ("above_both", "above_first", "above_second", "above_neither")
_NOTHING = Text("无从判断：地区太少，或一列处处相同。", "Undecided: too few regions, or a column that all share.")
_TESTED = Text(
    f"p 值用置换检验：地区不超过 {EXACT} 个时穷举，否则随机置换 {DRAWN:,} 次，随机种子 {SEED}。",
    f"p follows from permutations: all of them for up to {EXACT} regions, else {DRAWN:,} drawn with the seed {SEED}.",
)
_SEVERAL = Text(
    "同时看多个指标时，即使毫无关系，也会有约二十分之一的 p 值小于 0.05。",
    "Of many indicators without any relation about one in twenty has a p below 0.05.",
)


class _Beside(NamedTuple):
    """The figures of a finished table beside those of a regional table, region by region of the latter: `cells` as
    shown (None: the table has no such row), `y` and `enterprises` (n,) with NaN for what is not shown or rests on few.
    """

    found: Year
    cells: Sequence[Cell | None]
    y: Numbers
    enterprises: Numbers


def association_table(
    plan: SourceTable, number: int, by: Breakdowns, regional: Regional, year: int, table: Table
) -> Table:
    """How every indicator goes together with the figures of `table`, a row an indicator."""
    shown = year_of(regional, year)
    beside, several = _beside(plan, regional, shown, table), regional.indicators.indicators
    dimension = indicator_dimension(several)
    rows = [
        Row((indicator_code(one),), None, (one.name, *_associated(beside.found.values[:, place], beside)))
        for place, one in enumerate(several)
    ]
    columns = (*name_columns(dimension), words("conclusion", "结论", "Conclusion"), *map(column, (*_FIGURES, *_ABOVE)))
    remarks = (_of(plan, table), NO_CAUSES, _TESTED, *([_SEVERAL] if len(several) > 1 else []), *_left_out(beside))
    return table_of(
        plan,
        number,
        by,
        (dimension,),
        scope=scope_of(regional, shown, len(beside.found.regions)),
        columns=columns,
        rows=rows,
        origin=origin_of(regional, remarks),
    )


def pairs_table(plan: SourceTable, number: int, by: Breakdowns, regional: Regional, year: int, table: Table) -> Table:
    """One indicator and the figure of `table`, a row a region. Raises Refusal `plan-no-indicator`."""
    shown, level = year_of(regional, year), regional.indicators.level
    beside, place = _beside(plan, regional, shown, table), _place(plan, regional)
    one, values = regional.indicators.indicators[place], beside.found.values[:, place]
    dimension = region_dimension(level, beside.found.regions)
    rows = [
        Row((region.code,), None, (region.code, region.name, Fraction(value), cell))
        for region, value, cell in zip(beside.found.regions, values.tolist(), beside.cells, strict=True)
        if cell is not None
    ]
    second = table.columns[table.column(single_column(plan.measure))]
    columns = (*name_columns(dimension), _named(one, decimals_of(values)), _figure(second))
    remarks = (_of(plan, table), NO_CAUSES, *_left_out(beside))
    return table_of(
        plan,
        number,
        by,
        (dimension,),
        scope=scope_of(regional, shown, len(rows)),
        columns=columns,
        rows=rows,
        origin=origin_of(regional, remarks),
    )


def _beside(plan: SourceTable, regional: Regional, year: int, table: Table) -> _Beside:
    """Raises Refusal `plan-regions-level` where one is of provinces and the other of cities."""
    level = regional.indicators.level
    if table.dimensions != (level,):
        raise refuse("plan-regions-level", table=table.id, rows=table.dimensions[0], level=level)
    place, found = table.column(single_column(plan.measure)), regional.table.years[year]
    rows = {row.key[0]: row for row in table.rows if not row.whole}
    here = [rows.get(region.code) for region in found.regions]
    y = np.array([nan if row is None else _number(row.base, row.cells[place]) for row in here])
    enterprises = np.array([nan if row is None or row.base is None else float(row.base) for row in here])
    return _Beside(found, [None if row is None else row.cells[place] for row in here], y, enterprises)


def _number(base: int | None, cell: Cell) -> float:
    """The figure in a cell that rests on enough enterprises; NaN for others."""
    value = None if base is None or base < LEAST_STATISTICS else amount(cell)
    return nan if value is None else float(value)


def _associated(x: Numbers, beside: _Beside) -> tuple[Cell, ...]:
    """What was concluded, then the figures of the association of an indicator with what stands beside it."""
    known = ~np.isnan(beside.y)
    a, b, enterprises = x[known], beside.y[known], beside.enterprises[known]
    if len(a) < LEAST or a.min() == a.max() or b.min() == b.max():
        return (_NOTHING, len(a), *(Status.NOT_APPLICABLE,) * (len(_FIGURES) + len(_ABOVE) - 1))
    found, fixed = association(a, b), partial_rho(a, b, enterprises)
    said = Text(conclusion(found, "zh"), conclusion(found, "en"))
    partial = Status.NOT_APPLICABLE if fixed is None else Fraction(fixed)
    figures = (*map(Fraction, (found.rho, found.p, found.tau)), partial, *map(Fraction, found.interval))
    return (said, found.n, *figures, *found.above)


def _place(plan: SourceTable, regional: Regional) -> int:
    ids = [one.id for one in regional.indicators.indicators]
    if plan.indicator and plan.indicator not in ids:
        raise refuse("plan-no-indicator", table=plan.id, found=plan.indicator, allowed=", ".join(ids))
    return ids.index(plan.indicator) if plan.indicator else 0


def _named(one: Indicator, decimals: int) -> Column:
    """The column of an indicator's values."""
    made = column("value", one.unit, decimals)
    return replace(made, id=f"value_{one.id.replace('-', '_')}", label=one.name, definition=one.source or one.name)


def _figure(second: Column) -> Column:
    """The column of published figures."""
    made = column("beside", second.unit, second.decimals)
    return replace(made, id=f"beside_{second.id}", label=second.label, definition=second.definition)


def _of(plan: SourceTable, table: Table) -> Text:
    label = table.columns[table.column(single_column(plan.measure))].label
    return Text(
        f"“结果”取自表{table.number}“{table.title.zh}”中公布的“{label.zh}”，按所印的数计算；那里不公布的，这里也不计入。",
        f"'Figure' is '{label.en}' of table {table.number}, '{table.title.en}', as printed there; what is hidden there "
        "counts nowhere here.",
    )


def _left_out(beside: _Beside) -> Iterator[Text]:
    """The regions that have no figure, or one that is not shown or rests on few enterprises."""
    gone = [region.name for region, value in zip(beside.found.regions, beside.y, strict=True) if np.isnan(value)]
    if gone:
        zh, en = "、".join(one.zh for one in gone), ", ".join(one.en for one in gone)
        yield Text(
            f"未计入（没有公布的数，或参评企业少于 {LEAST_STATISTICS} 家）：{zh}。",
            f"Left out (no published figure, or fewer than {LEAST_STATISTICS} enterprises): {en}.",
        )
