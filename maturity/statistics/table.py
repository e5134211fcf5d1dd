"""A finished table: columns with bilingual labels, rows of cells, every cell a value or the reason why there is none.

Values are exact (whole numbers and fractions); :func:`half_up` rounds them only where somebody reads them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Literal

from ..questionnaire import Text
from ..words import half_up

TOTAL = "_T"
Kind = Literal["code", "text", "count", "share", "number"]


class Status(Enum):
    """Why a cell holds no value. The member's value is the sign shown in its place."""

    NOT_APPLICABLE = "[z]"
    CONFIDENTIAL = "[c]"


Value = str | Text | int | Fraction
Cell = Value | Status

STATUS_TEXTS = {
    Status.NOT_APPLICABLE: Text("不适用（没有可计算的企业）", "not applicable (no enterprise to compute from)"),
    Status.CONFIDENTIAL: Text("为保护单个企业的信息而不公布", "confidential: not shown, to protect single enterprises"),
}


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


def shown(cell: Cell, column: Column, language: str) -> str:
    """The cell as a reader of `language` sees it: "13,722", "67.1", a name, or the sign of its status."""
    if isinstance(cell, Status):
        return cell.value
    if isinstance(cell, Text):
        return cell.of(language)
    if isinstance(cell, str):
        return cell
    return f"{half_up(cell, column.decimals):,}"
