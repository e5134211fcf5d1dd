"""How few rows of a published table hold most of its totals: shares of the first, HHI, Gini coefficient.

Only what the table prints is used, so that nothing follows from it that did not from there. Where it hides rows, the
rest of its total is theirs, and there are two lines: with this rest in equal parts, and all of it in one row. Between
them lie all figures that are possible, because each grows with every shift to a larger row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ...questionnaire import Text
from ...regions.concentration import FIRST, concentration
from ...statistics.breakdowns import Breakdowns
from ...statistics.dimensions import OWN, SERIES, Dimension
from ...statistics.measures import single_column
from ...statistics.signs import Status
from ...statistics.sources.shapes import SourceTable
from ...statistics.table import Cell, Column, Origin, Row, Table, amount
from .measures import column
from .naming import name_columns
from .tables import table_of

_MEASURES = ("groups", "hidden_groups", *(f"first_{count}" for count in FIRST), "hhi", "gini")
_LEAST, _MOST = Text("至少", "at least"), Text("至多", "at most")
_BOTH = Text(
    "有的行不公布：合计与所公布各行之差属于它们。“至少”按这个差平分，“至多”按它全在一行计算。",
    "Some rows are hidden: what the total has beside the rows shown is theirs. 'At least' is with this in equal parts, "
    "'at most' with all of it in one row.",
)

_LISTED = Text("那张表没有列出的行不计入。", "Rows that it does not list are not counted.")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a column shows: the figures of rows, of how many the figure is hidden, the total (None where hidden), and by
    how much rounding alone can have parts differ from it.
    """

    values: tuple[float, ...]
    hidden: int
    total: float | None
    near: float

    @property
    def ends(self) -> tuple[tuple[float, ...], ...]:
        """The figures of all rows, at least and at most concentrated; the same where nothing is hidden; none where it
        cannot be said.
        """
        rest = max(0.0, (self.total or 0.0) - sum(self.values))
        if self.total is None or (not self.hidden and rest > self.near):  # rows that are left out are not even counted
            return ()
        if not self.hidden:
            return (self.values,) if sum(self.values) else ()
        even, one = (rest / self.hidden,) * self.hidden, (rest,) + (0.0,) * (self.hidden - 1)
        found = dict.fromkeys((self.values + even, self.values + one))
        return tuple(found) if self.total else ()


def shown_of(plan: SourceTable, table: Table) -> dict[str, Column]:
    """The columns of `table` whose concentration is asked for, by measure; without those that it lacks."""
    columns = {one.id: one for one in table.columns}
    wanted = {measure: _column_id(table, measure) for measure in plan.measures}
    return {measure: columns[id] for measure, id in wanted.items() if id in columns}


def concentration_table(plan: SourceTable, number: int, by: Breakdowns, table: Table) -> Table:
    """The concentration of figures of `table` over its rows, a line a figure, or two where rows are hidden."""
    rows, members = list[Row](), dict[str, Text]()
    for place, column_of in enumerate(shown_of(plan, table).values(), start=1):
        found = _shown(table, column_of)
        for code, name, cells in _lines(f"CONC_{place}", column_of.label, found):
            members[code] = name
            rows.append(Row((code,), None, (name, *cells)))
    dimension = Dimension("figure", Text("数值", "Figure"), SERIES, members, OWN)
    label = table.by.dimensions[table.dimensions[0]].label
    partly = any(code.endswith("_LEAST") for code in members)
    listed = "confidential" in table.notes and not table.by.dimensions[table.dimensions[0]].always
    return table_of(
        plan,
        number,
        by,
        (dimension,),
        scope=table.scope,
        columns=(*name_columns(dimension), *map(_named, _MEASURES)),
        rows=rows,
        origin=Origin(
            _source(table), (_of(table, label), *([_BOTH] if partly else []), *([_LISTED] if listed else []))
        ),
    )


def _column_id(table: Table, measure: str) -> str:
    own = table.by.by_measure.get(measure)
    return own.code if own else single_column(measure)


def _shown(table: Table, of: Column) -> _Shown:
    from ...statistics.confidentiality.rounding import BASE

    place = table.column(of.id)
    cells = {row.whole: row.cells[place] for row in table.rows if row.whole}
    parts = [row.cells[place] for row in table.rows if not row.whole]
    known = [float(value) for cell in parts if (value := amount(cell)) is not None]
    whole = amount(cells.get(True, Status.CONFIDENTIAL))
    hidden = sum(cell is Status.CONFIDENTIAL for cell in parts)
    unit = BASE if "rounded" in table.notes else 0.5 * 10.0**-of.decimals
    total = None if whole is None else float(whole)
    return _Shown(tuple(one for one in known if one > 0), hidden, total, unit * (len(parts) + 1))


def _lines(code: str, name: Text, found: _Shown) -> Iterator[tuple[str, Text, tuple[Cell, ...]]]:
    counts = (len(found.values) + found.hidden, found.hidden)
    ends = found.ends
    if len(ends) < 2:
        yield code, name, (*counts, *(_figures(ends[0]) if ends else (Status.CONFIDENTIAL,) * (len(FIRST) + 2)))
        return
    for end, words, values in (("LEAST", _LEAST, ends[0]), ("MOST", _MOST, ends[1])):
        told = Text(f"{name.zh}（{words.zh}）", f"{name.en} ({words.en})")
        yield f"{code}_{end}", told, (*counts, *_figures(values))


def _figures(values: tuple[float, ...]) -> Iterator[Cell]:
    found = concentration(np.array(values))
    for count in FIRST:
        yield Fraction(100 * found.first[count]) if count in found.first else Status.NOT_APPLICABLE
    yield Fraction(found.hhi)
    yield Fraction(found.gini)


def _named(measure: str) -> Column:
    """The column of a measure, of rows of any kind."""
    first = {f"first_{count}": count for count in FIRST}
    made = column(measure)
    if measure in first:
        count = first[measure]
        return replace(made, definition=Text(f"最大的 {count} 行所占。", f"Share of the largest {count} of the rows."))
    texts = {
        "hhi": Text(
            "赫芬达尔—赫希曼指数：各行占比（%）的平方和，全在一行为 10,000。",
            "Herfindahl-Hirschman index: the sum of squared shares of rows in per cent, 10,000 where one row has all.",
        ),
        "gini": Text("在有数的各行之间计算，0 为各行相等。", "Among rows with a figure; 0 where all are the same."),
    }
    return replace(made, definition=texts.get(measure, made.definition))


def _source(table: Table) -> Text:
    return Text(f"本发布的表 {table.number}", f"Table {table.number} of this release")


def _of(table: Table, label: Text) -> Text:
    return Text(
        f"按表{table.number}“{table.title.zh}”所印的数计算，各行为{label.zh}。",
        f"Computed from the figures that table {table.number}, '{table.title.en}', prints; rows are by "
        f"{label.en.lower()}.",
    )
