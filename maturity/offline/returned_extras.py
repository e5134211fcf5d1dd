"""Contents of a returned workbook outside the cells that are read, which are reported to the user."""

from collections.abc import Iterator, Sequence, Set

from openpyxl.utils import get_column_letter

from ..errors import Place, Problem
from ..intake.spreadsheets.package import Package
from ..questionnaire import Text
from ..text.plain import folded, one_line
from .payload import COMPUTED
from .returned_sheet import SheetRows, typed_cell
from .texts import SCORE, fingerprint

Cell = tuple[str, str]  # "K6" and its text
_LETTERS = 20  # shown of a text
_SHOWN = 5  # cells of one mistake that are listed
_TALLEST = 10_000  # rows of a merged range that are examined


class LeftOut:
    """Collects what a workbook holds and nobody reads, as `problems`."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.problems: list[Problem] = []

    def report(self, name: str, code: str, cells: Sequence[Cell]) -> None:
        """Report cells or shapes of a sheet, with their texts."""
        if cells:
            shown = "; ".join(f"{cell}: {_short(one_line(words))}" for cell, words in cells[:_SHOWN])
            told = shown + ("; …" if len(cells) > _SHOWN else "")
            self._tell(
                code, f"{name}!{cells[0][0]}", len(cells), "shapes" if code == "offline-drawn" else "cells", told
            )

    def objects(self, package: Package, name: str) -> None:
        """Report notes on cells, and text boxes, shapes and pictures."""
        noted = package.noted(name)
        if noted:
            told = ", ".join(noted[:_SHOWN]) + ("…" if len(noted) > _SHOWN else "")
            self._tell("offline-noted", f"{name}!{noted[0]}", len(noted), "cells", told)
        self.report(name, "offline-drawn", package.drawn(name))

    def _tell(self, code: str, at: str, count: int, key: str, told: str) -> None:
        self.problems.append(Problem(code, Place(self._place.source, column=at), {"count": count, key: told}))


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…"


def unread_cells(
    rows: Sequence[Sequence[object]], found: SheetRows, own: Set[str], computed: Set[str]
) -> Iterator[Cell]:
    """Cells of a sheet with items that are not read, have none of the texts in `own`, and are not computed.

    Programs that keep values without their formulas leave scores (numbers) and helping cells (hidden) behind.
    """
    read = set(found.columns.values())
    head = rows[found.head - 1] if found.head else ()
    helping, scores = (_places(head, title) for title in (COMPUTED, SCORE))
    items = {row.number for row in found.rows if row.item}
    for number, place, words in _shown(rows):
        below = number > found.head
        score = place in scores and isinstance(rows[number - 1][place], float)
        if below and (place in read or (number in items and (place in helping or score))):
            continue
        cell = f"{get_column_letter(place + 1)}{number}"
        if one_line(words) not in own and cell not in computed:
            yield cell, words


def _places(head: Sequence[object], title: Text) -> Set[int]:
    titles = {folded(title.zh), folded(title.en)}
    return {place for place, cell in enumerate(head) if isinstance(cell, str) and folded(cell) in titles}


def foreign_cells(
    sheet: str, rows: Sequence[Sequence[object]], width: int, computed: Set[str], fingerprints: Set[str]
) -> Iterator[Cell]:
    """Cells of a sheet without items that are neither computed nor written by the program.

    `fingerprints` identify what the program wrote; for workbooks of earlier versions, which have none, the first
    `width` columns are ignored.
    """
    for number, place, words in _shown(rows):
        column = get_column_letter(place + 1)
        shown = _fingerprint(sheet, column, rows[number - 1][place])
        own = place < width and (not fingerprints or shown in fingerprints)
        if not own and f"{column}{number}" not in computed:
            yield f"{column}{number}", words


def _fingerprint(sheet: str, column: str, cell: object) -> str:
    return fingerprint(sheet, column, cell if isinstance(cell, str | float) else typed_cell(cell).words)


def covered_cells(merged: Sequence[str], columns: Set[str]) -> dict[str, str]:
    """Cells in `columns` covered by a merged range (all but its first cell) -> the range."""
    found: dict[str, str] = {}
    for area in merged:
        (left, top), (right, bottom) = (_split(corner) for corner in (area.split(":") * 2)[:2])
        for column in (column for column in columns if (len(left), left) <= (len(column), column)):
            if (len(column), column) <= (len(right), right):
                rows = range(top, min(bottom, top + _TALLEST) + 1)
                found |= {f"{column}{row}": area for row in rows if (column, row) != (left, top)}
    return found


def _split(cell: str) -> tuple[str, int]:
    column = cell.rstrip("0123456789")
    return column, int(cell[len(column) :] or 0)


def _shown(rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, int, str]]:
    """Row number (from 1), column (from 0) and text of every cell that is not blank."""
    for number, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            if cell != "" and (words := typed_cell(cell).words):
                yield number, place, words
