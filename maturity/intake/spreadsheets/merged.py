"""Cells under merged ones: they show what the first cell of the range holds, but hold nothing themselves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .scan import MOST_COLUMNS, column_number
from .texts import Covered

_LONGEST = 14  # characters of a place

Records = Iterator[tuple[int, Sequence[str]]]


@dataclass
class MergedRange:
    """A merged range: rows from 1, columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int
    shown: Covered | None = None


def parse_range(reference: str) -> MergedRange | None:
    """The area of a range like "B2:C4"; None where it is no range."""
    corners = [_place(corner) for corner in (reference.split(":") * 2)[:2]]
    first, last = corners
    return MergedRange(*first, *last) if first and last else None


def mark_covered(records: Records, areas: Iterable[MergedRange]) -> Records:
    """`records` with what is shown in cells under merged ones as `Covered`, in rows that hold something else too."""
    waiting = sorted(areas, key=lambda area: area.top, reverse=True)
    active: list[MergedRange] = []
    for row, cells in records:
        while waiting and waiting[-1].top <= row:
            active.append(waiting.pop())
        active = [area for area in active if area.bottom >= row]
        yield row, _shown(row, cells, active) if active and any(map(str.strip, cells)) else cells


def _shown(row: int, cells: Sequence[str], active: Iterable[MergedRange]) -> Sequence[str]:
    line = list(cells)
    for area in active:
        if area.top == row and area.left < len(cells) and cells[area.left].strip():
            area.shown = Covered(cells[area.left])
        if area.shown is None:
            continue
        last = min(area.right, MOST_COLUMNS - 1)
        line += [""] * (last + 1 - len(line))
        for column in range(area.left + (area.top == row), last + 1):
            if not line[column].strip():
                line[column] = area.shown
    return line


def _place(corner: str) -> tuple[int, int] | None:
    letters = corner.rstrip("0123456789")
    digits = corner[len(letters) :]
    if not digits or not letters or len(corner) > _LONGEST or not (letters.isascii() and letters.isalpha()):
        return None
    return int(digits), column_number(letters) - 1
