"""One sheet of a returned workbook: the row of headings, and the rows below it as they were typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ..text.plain import folded
from .payload import HEADINGS

_SEARCHED = 40  # rows in which the headings are looked for
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TITLES = {name: {folded(title.of(language)) for language in ("zh", "en")} for name, title in HEADINGS.items()}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a cell shows as text. `dated`: it is a date, which a spreadsheet keeps as a number."""

    words: str
    dated: bool = False

    @property
    def unseen(self) -> str:
        """The first control character, "" where there is none."""
        found = _UNSEEN.search(self.words)
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings; `number` is the one a spreadsheet shows."""

    number: int
    item: str
    answer: Typed
    reason: Typed
    comment: Typed

    @property
    def typed(self) -> tuple[tuple[str, Typed], ...]:
        """The cells to fill in, by heading."""
        return (("answer", self.answer), ("reason", self.reason), ("comment", self.comment))


@dataclass(frozen=True, slots=True)
class Found:
    """`columns` are 0-based places by heading; `missing` are headings that were not found; `head` is their row, from 1,
    0 where there is none.
    """

    columns: Mapping[str, int]
    missing: tuple[str, ...]
    rows: tuple[Row, ...]
    head: int


def rows_of(rows: Sequence[Sequence[object]]) -> Found:
    """The typed rows of a sheet, blank ones left out."""
    best: dict[str, int] = {}
    at = 0
    for number, cells in enumerate(rows[:_SEARCHED], start=1):
        here = _headings(cells)
        if len(here) > len(best):
            best, at = here, number
        if len(best) == len(HEADINGS):
            break
    missing = tuple(HEADINGS[name].zh for name in HEADINGS if name not in best)
    if missing:
        return Found(best, missing, (), at)
    found, places = [], tuple(best.values())
    for number, cells in enumerate(rows[at:], start=at + 1):
        if not any(cells[place] for place in places):
            continue
        answer, reason, comment = (typed(cells[best[name]]) for name in ("answer", "reason", "comment"))
        row = Row(number, _item(cells, best), answer, reason, comment)
        if row.item or row.answer.words or row.reason.words or row.comment.words:
            found.append(row)
    return Found(best, (), tuple(found), at)


def _headings(cells: Sequence[object]) -> dict[str, int]:
    shown = [folded(cell) if isinstance(cell, str) else "" for cell in cells]
    places = (
        (name, next((i for i, word in enumerate(shown) if word in titles), -1)) for name, titles in _TITLES.items()
    )
    return {name: place for name, place in places if place >= 0}


def _item(cells: Sequence[object], columns: Mapping[str, int]) -> str:
    return str(cells[columns["item"]]).strip()


def typed(cell: object) -> Typed:
    """What a cell shows."""
    if isinstance(cell, str):
        return Typed(cell.replace("\r\n", "\n").replace("\r", "\n").strip())
    if isinstance(cell, bool):
        return Typed("TRUE" if cell else "FALSE")
    if isinstance(cell, date | datetime | time | timedelta):
        return Typed(str(cell), dated=True)
    if isinstance(cell, float) and cell.is_integer():
        return Typed(str(int(cell)))
    return Typed(str(cell))
