"""A finished table: columns with labels in both languages, rows of cells; a cell is a value or a status.

Values are exact (integers and fractions) until :func:`printed` rounds them once for all readers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from ..questionnaire import Text
from ..text.numbers import half_up
from .signs import Status, Symbols, sign

if TYPE_CHECKING:
    from .breakdowns import Breakdowns

TOTAL = "_T"
Kind = Literal["code", "text", "count", "share", "number", "sign"]
Value = str | Text | int | Fraction
Cell = Value | Status

NONE = Text("—", "–")  # an empty cell would look like a gap
RELIABLE = 30
_COUNTED = ("", "count", "rank")  # the other measures are estimates


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `unit` is "" for codes and names; `measure` and `level` are its concepts in the observations ("" for
    none).

    `definition` says what the figure is and how it is computed; `notes` are ids of the release's notes.
    """

    id: str
    label: Text
    kind: Kind
    unit: Text
    decimals: int
    definition: Text
    measure: str = ""
    level: str = TOTAL
    notes: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether its cells are figures."""
        return bool(self.measure)


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `key` has one code for each dimension of the table (TOTAL for all); `base` is the number of enterprises.

    `base` is None where disclosure control hides it.
    """

    key: tuple[str, ...]
    base: int | None
    cells: tuple[Cell, ...]

    @property
    def whole(self) -> bool:
        """Whether the row is a total or a subtotal."""
        return TOTAL in self.key or not self.key


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures of a table that is not of submissions come from, what must be known to read it, and the names
    and SHA-256 of the files that they were read from.
    """

    source: Text
    remarks: tuple[Text, ...] = ()
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `dimensions` are the ids of its row dimensions; `chart` is "none" or the kind of chart that the plan
    names.

    `base` is the number of enterprises in its population, None where hidden; `ranked_by` is the id of the column that a
    ranking is ordered by, or that a map shows. `origin` is None for tables of submissions.
    """

    id: str
    number: int
    title: Text
    scope: Text
    by: "Breakdowns"
    dimensions: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    base: int | None
    chart: str = "none"
    ranked_by: str = ""
    notes: tuple[str, ...] = ()
    origin: Origin | None = None

    def column(self, id: str) -> int:
        """The index of the column `id`. Raises KeyError for an unknown id."""
        for position, column in enumerate(self.columns):
            if column.id == id:
                return position
        raise KeyError(id)

    def figures(self) -> Iterator[tuple[Row, Column, Cell]]:
        """Every cell of the numeric columns with its row and column, row by row."""
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                if column.numeric:
                    yield row, column, cell


_RELIABILITY = Column(
    "reliability",
    Text("可靠性", "Reliability"),
    "sign",
    Text("", ""),
    0,
    Text("本行企业数少于 30 家时标出。", "Marked where the row has fewer than 30 enterprises."),
    notes=("few",),
)


def estimated(column: Column, row: Row) -> bool:
    """Whether the figure is a share or a score over few enterprises, which a handful of them can change."""
    return column.measure not in _COUNTED and row.base is not None and 0 < row.base < RELIABLE


def flagged(table: Table) -> Table:
    """`table` with a last column that marks the rows of few enterprises, where such figures are shown."""
    few = {row for row, column, cell in table.figures() if estimated(column, row) and not isinstance(cell, Status)}
    if not few:
        return table
    rows = [replace(row, cells=(*row.cells, Status.FEW if row in few else NONE)) for row in table.rows]
    return replace(table, columns=(*table.columns, _RELIABILITY), rows=tuple(rows), notes=(*table.notes, "few"))


def printed(table: Table) -> Table:
    """`table` with every figure as printed: rounded, and a sign for one that rounds to zero."""
    rows = (
        replace(row, cells=tuple(as_printed(*pair) for pair in zip(row.cells, table.columns, strict=True)))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def as_printed(cell: Cell, column: Column) -> Cell:
    """A cell of `column` as printed; see :func:`printed`."""
    if isinstance(cell, int) or not isinstance(cell, Fraction):
        return cell
    return Fraction(half_up(cell, column.decimals)) or (Status.ROUNDS_TO_ZERO if cell else cell)


def amount(cell: Cell) -> int | Fraction | None:
    """The figure in a cell, 0 for one that rounds to it; None without a figure."""
    if cell is Status.ROUNDS_TO_ZERO:
        return 0
    return cell if isinstance(cell, int | Fraction) else None


def shown(cell: Cell, column: Column, language: str, symbols: Symbols = "customary") -> str:
    """The text of a cell for readers of `language`: "13,722", "67.1", a name, or the sign of its status.

    The code of a total is empty, because its name is in the next column.
    """
    if isinstance(cell, Status):
        return sign(cell, symbols, language)
    if isinstance(cell, Text):
        return cell.of(language)
    if isinstance(cell, str):
        return NONE.of(language) if cell == TOTAL else cell
    return f"{half_up(cell, column.decimals):,}"
