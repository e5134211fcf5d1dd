"""A finished table: columns with bilingual labels, rows of cells, every cell a value or the reason why there is none.

Values are exact (whole numbers and fractions); :func:`half_up` rounds them only where somebody reads them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Literal

from ..questionnaire import Text
from ..words import half_up

TOTAL = "_T"
Kind = Literal["code", "text", "count", "share", "number", "sign"]
Symbols = Literal["gss", "cn"]  # of the British statistical service, or as in Chinese yearbooks


class Status(Enum):
    """Why a cell holds no value, or what is to be said of its row. The member's value is the usual sign for it."""

    NOT_APPLICABLE = "[z]"
    CONFIDENTIAL = "[c]"
    FEW = "[u]"


Value = str | Text | int | Fraction
Cell = Value | Status

STATUS_TEXTS = {
    Status.NOT_APPLICABLE: Text("不适用（没有可计算的企业）", "not applicable (no enterprise to compute from)"),
    Status.CONFIDENTIAL: Text("为保护单个企业的信息而不公布", "confidential: not shown, to protect single enterprises"),
    Status.FEW: Text("可靠性低（企业数少于 30 家）", "low reliability: fewer than 30 enterprises"),
}
SIGNS: Mapping[Symbols, Mapping[Status, str]] = {
    "gss": {status: status.value for status in Status},
    "cn": {Status.NOT_APPLICABLE: "", Status.CONFIDENTIAL: "*", Status.FEW: "△"},
}
_BLANK = Text("空格", "blank")
_WHOLE = Text("合计", "Total")  # the code TOTAL, where people read
RELIABLE = 30
_COUNTED = ("", "count", "rank")  # the other measures are estimates


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `unit` is empty for codes and names; `measure` and `level` are its tidy names ("" where it has none).

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
    """`key` holds one code a dimension of the table (TOTAL for all of them), `base` the enterprises counted.

    `base` is None where disclosure control hides it.
    """

    key: tuple[str, ...]
    base: int | None
    cells: tuple[Cell, ...]

    @property
    def whole(self) -> bool:
        """Whether it is a total or a subtotal."""
        return TOTAL in self.key or not self.key


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `dimensions` are the ids of its row dimensions; `chart` is "none" or one that a plan names.

    `base` counts the enterprises of its population, None where that is hidden; `ranked_by` is the id of the column that
    a ranking follows.
    """

    id: str
    number: int
    title: Text
    scope: Text
    dimensions: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    base: int | None
    chart: str = "none"
    ranked_by: str = ""
    notes: tuple[str, ...] = ()

    def column(self, id: str) -> int:
        """The position of the column `id`. An unknown id is a KeyError."""
        for position, column in enumerate(self.columns):
            if column.id == id:
                return position
        raise KeyError(id)

    def figures(self) -> Iterator[tuple[Row, Column, Cell]]:
        """Every cell of the numeric columns, row by row."""
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                if column.numeric:
                    yield row, column, cell


_SURE = Text("—", "–")  # an empty cell would look like a gap
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
    """Whether the figure is an estimate over few enterprises: a share or a score that a handful of them moves."""
    return column.measure not in _COUNTED and row.base is not None and 0 < row.base < RELIABLE


def flagged(table: Table) -> Table:
    """`table` with a last column that marks the rows of few enterprises, where figures of such a row are shown."""
    few = {row for row, column, cell in table.figures() if estimated(column, row) and not isinstance(cell, Status)}
    if not few:
        return table
    rows = [replace(row, cells=(*row.cells, Status.FEW if row in few else _SURE)) for row in table.rows]
    return replace(table, columns=(*table.columns, _RELIABILITY), rows=tuple(rows), notes=(*table.notes, "few"))


def legend(symbols: Symbols, language: str, used: Iterable[Status] = Status) -> Iterator[tuple[str, str]]:
    """Every sign of `used` with what it means; what is left blank is named."""
    for status in used:
        yield SIGNS[symbols][status] or _BLANK.of(language), STATUS_TEXTS[status].of(language)


def shown(cell: Cell, column: Column, language: str, symbols: Symbols = "gss") -> str:
    """The cell as a reader of `language` sees it: "13,722", "67.1", a name, or the sign of its status."""
    if isinstance(cell, Status):
        return SIGNS[symbols][cell]
    if isinstance(cell, Text):
        return cell.of(language)
    if isinstance(cell, str):
        return _WHOLE.of(language) if cell == TOTAL else cell
    return f"{half_up(cell, column.decimals):,}"
