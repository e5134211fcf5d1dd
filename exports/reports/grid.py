"""Tables of slides: which letters hold all rows, which rows fit, and how many slides a table takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from unicodedata import east_asian_width

from pptx.util import Length

from maturity.report import Cell, Table

from .powerpoint import PAD, points

ROOM = points(864)  # between the margins of a slide
LINE = 1.25  # of the size of letters
READ = 14  # points, of tables that go on over several slides
_SIZES = (18, 16, 14, 12)  # of tables: the largest that holds all rows
_NARROWER = points(10)  # by which slides of one table are made alike


@dataclass(frozen=True)
class Grid:
    """The rows of a table with its heading, its column widths, and the height that it may take."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[Length, ...]
    room: Length

    @classmethod
    def of(cls, it: Table, room: Length) -> "Grid":
        """The grid of a table as wide as a slide."""
        whole = sum(column.width for column in it.columns)
        head = tuple(Cell(column.words, tone="strong") for column in it.columns)
        widths = tuple(Length(int(ROOM * column.width / whole)) for column in it.columns)
        return cls((head, *it.rows), widths, room)

    @cached_property
    def size(self) -> int:
        """The largest letters, in points, with which all rows fit and nothing breaks that did not with the smallest."""
        *larger, least = _SIZES
        lines = [self.lines(row, least) for row in self.rows]
        for size in larger:
            whole = sum(self.height(row, size) for row in self.rows) <= self.room
            if whole and [self.lines(row, size) for row in self.rows] == lines:
                return size
        return least

    def parts(self) -> list[tuple[tuple[Cell, ...], ...]]:
        """The rows below the heading by slide, on as few as hold them in letters that can be read, alike in height."""
        found, narrower = self._split(int(self.room)), int(self.room)
        while narrower > 0 and len(again := self._split(narrower := narrower - _NARROWER)) == len(found):
            found = again
        return found

    def _split(self, room: int) -> list[tuple[tuple[Cell, ...], ...]]:
        """The rows below the heading, by slide with `room` for them; at least one row on each."""
        head, *rows = self.rows
        left, found = 0, list[list[tuple[Cell, ...]]]()
        for row in map(self._cut, rows):
            height = self.height(row, READ)
            if height > left:
                found.append([])
                left = room - self.height(head, READ)
            found[-1].append(row)
            left -= height
        return [tuple(part) for part in found]

    def _cut(self, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """A row none of whose texts takes more than a slide; what is cut off is marked, and stands in the report."""
        most = int(Length(self.room - self.height(self.rows[0], READ)).pt / (READ * LINE)) - 1
        cut = []
        for cell, width in zip(row, self.widths, strict=True):
            words, inner = cell.words, Length(width - 2 * PAD)
            rest = most - sum(lines_of(note, READ, inner) for note in notes_of(cell))
            while lines_of(words, READ, inner) > max(1, rest):
                words = f"{words[: len(words) * 9 // 10]}…"
            cut.append(replace(cell, words=words))
        return tuple(cut)

    def fitting(self, size: int) -> list[tuple[Cell, ...]]:
        """The heading and the first rows that fit; at least one."""
        kept: list[tuple[Cell, ...]] = []
        room = int(self.room)
        for row in self.rows:
            room -= self.height(row, size)
            if room < 0 and len(kept) > 1:
                break
            kept.append(row)
        return kept

    def height(self, row: Sequence[Cell], size: int) -> Length:
        """What a row takes, at the least."""
        return Length(points(max(self.lines(row, size)) * size * LINE + size / 3) + PAD)

    def lines(self, row: Sequence[Cell], size: int) -> list[int]:
        """The lines that each cell of a row takes."""
        return [
            sum(lines_of(words, size, Length(width - 2 * PAD)) for words in (cell.words, *notes_of(cell)))
            for cell, width in zip(row, self.widths, strict=True)
        ]


def notes_of(cell: Cell) -> list[str]:
    """The lines below the words of a cell."""
    return cell.note.split("\n") if cell.note else []


def lines_of(words: str, size: int, width: Length) -> int:
    """The lines that a text takes at most: wide letters are as wide as they are high, others about half of it."""
    ems = sum(1.0 if east_asian_width(letter) in "WF" else 0.5 for letter in words)
    return max(1, ceil(ems * size * 1.04 / (width.pt)))
