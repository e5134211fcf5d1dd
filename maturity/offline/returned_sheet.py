"""Reading of one sheet of a returned workbook: the row of headings, and the rows below it as texts."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ..questionnaire import Text
from ..text.plain import folded
from .payload import HEADINGS, UNIT

_SEARCHED = 40  # rows that are searched for the headings
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NUMERIC_HEADINGS: Mapping[str, Text] = {**HEADINGS, "unit": UNIT}


@dataclass(frozen=True, slots=True)
class TypedCell:
    """The text of a cell; `dated` if it is a date, which a spreadsheet stores as a number; `number` if it is one."""

    words: str
    dated: bool = False
    number: float | None = None

    @property
    def unseen(self) -> str:
        """The first control character in the text, "" without any."""
        found = _UNSEEN.search(self.words)
        return found[0] if found else ""


NOTHING = TypedCell("")


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings; `number` counts from 1, as in a spreadsheet."""

    number: int
    item: str
    answer: TypedCell
    reason: TypedCell
    comment: TypedCell
    unit: TypedCell | None = None

    @property
    def typed(self) -> tuple[tuple[str, TypedCell], ...]:
        """Heading and cell of the columns to fill in."""
        unit = () if self.unit is None else (("unit", self.unit),)
        return (("answer", self.answer), *self.texts, *unit)

    @property
    def texts(self) -> tuple[tuple[str, TypedCell], ...]:
        """Heading and cell of the columns of texts."""
        return ("reason", self.reason), ("comment", self.comment)


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a sheet below its headings.

    `columns` are 0-based column numbers by heading; `missing` are headings that were not found; `head` is the row of
    the headings, from 1, or 0 without headings.
    """

    columns: Mapping[str, int]
    missing: tuple[str, ...]
    rows: tuple[Row, ...]
    head: int


def read_rows(rows: Sequence[Sequence[object]], wanted: Mapping[str, Text] = HEADINGS) -> SheetRows:
    """The rows of a sheet below its headings, the `wanted` ones, without blank rows."""
    titles = {name: {folded(title.of(language)) for language in ("zh", "en")} for name, title in wanted.items()}
    best: dict[str, int] = {}
    at = 0
    for number, cells in enumerate(rows[:_SEARCHED], start=1):
        here = _headings(cells, titles)
        if len(here) > len(best):
            best, at = here, number
        if len(best) == len(wanted):
            break
    missing = tuple(title.zh for name, title in wanted.items() if name not in best)
    if missing:
        return SheetRows(best, missing, (), at)
    found, places = [], tuple(best.values())
    for number, cells in enumerate(rows[at:], start=at + 1):
        if not any(cells[place] for place in places):
            continue
        typed = {name: typed_cell(cells[place]) for name, place in best.items() if name != "item"}
        row = Row(number, _item(cells, best), **typed)
        if row.item or row.answer.words or row.reason.words or row.comment.words:
            found.append(row)
    return SheetRows(best, (), tuple(found), at)


def _headings(cells: Sequence[object], titles: Mapping[str, Set[str]]) -> dict[str, int]:
    shown = [folded(cell) if isinstance(cell, str) else "" for cell in cells]
    places = ((name, next((i for i, word in enumerate(shown) if word in ways), -1)) for name, ways in titles.items())
    return {name: place for name, place in places if place >= 0}


def _item(cells: Sequence[object], columns: Mapping[str, int]) -> str:
    return str(cells[columns["item"]]).strip()


def typed_cell(cell: object) -> TypedCell:
    """A cell as text."""
    if isinstance(cell, str):
        return TypedCell(cell.replace("\r\n", "\n").replace("\r", "\n").strip())
    if isinstance(cell, bool):
        return TypedCell("TRUE" if cell else "FALSE")
    if isinstance(cell, date | datetime | time | timedelta):
        return TypedCell(str(cell), dated=True)
    if isinstance(cell, float) and cell.is_integer():
        return TypedCell(str(int(cell)), number=cell)
    return TypedCell(str(cell), number=cell if isinstance(cell, float) else None)
