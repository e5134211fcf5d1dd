"""Tables of many measures in different units over a few rows: laid out with a line a measure and a column a row.

Beside each other such measures would have wide headings over short figures, and break over several pages.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ...questionnaire import Text
from ..signs import Symbols
from ..table import Cell, Column, Row, Table, shown

_MOST_ROWS, _LEAST_COLUMNS, _LEAST_UNITS = 6, 8, 4
MEASURE, UNIT = Text("指标", "Measure"), Text("单位", "Unit")


class Line(NamedTuple):
    """A measure and its cells, one for each row of the table."""

    column: Column
    cells: tuple[Cell, ...]


def turned(table: Table) -> bool:
    """Whether a table is laid out so."""
    columns = _measures(table)
    units = {table.columns[place].unit for place in columns}
    few = len(table.rows) <= _MOST_ROWS and len(columns) >= _LEAST_COLUMNS
    return few and len(units) >= _LEAST_UNITS and table.chart == "none"


def lines(table: Table) -> tuple[Line, ...]:
    """The lines of a table that is laid out so."""
    return tuple(
        Line(table.columns[place], tuple(row.cells[place] for row in table.rows)) for place in _measures(table)
    )


def heads(table: Table, language: str, symbols: Symbols) -> tuple[str, ...]:
    """The headings of its columns: the names of its rows."""
    return tuple(" ".join(_names(table, row, language, symbols)) for row in table.rows)


def shape(table: Table) -> tuple[int, int]:
    """How many rows and how many cells a table has below its header, as it is laid out."""
    if turned(table):
        rows = len(_measures(table))
        return rows, rows * (2 + len(table.rows))
    return len(table.rows), sum(len(row.cells) for row in table.rows)


def _measures(table: Table) -> list[int]:
    return [place for place, column in enumerate(table.columns) if not _names_rows(column)]


def _names_rows(column: Column) -> bool:
    return column.kind in ("code", "text") or column.measure == "rank"


def _names(table: Table, row: Row, language: str, symbols: Symbols) -> Iterator[str]:
    for column, cell in zip(table.columns, row.cells, strict=True):
        if _names_rows(column):
            yield shown(cell, column, language, symbols)
