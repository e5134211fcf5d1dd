"""Cells of a sheet that do not say where they stand: they stand behind the cell before, in the row that they are in.

A row without a number is the one after the row before. This is how the reading library counts them.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from openpyxl.utils import column_index_from_string, get_column_letter

_CELL, _LIKE_CELL = '<c r="', "<c"
_BEGUN = re.compile(r"<(?:row|c)(?=[\s/>])")
_TAG = re.compile(r'<(row|c)((?:\s+[\w:.-]+="[^"<>&]*")*)\s*/?>')  # in the form that programs write
_TOLD = re.compile(r'\sr="([^"]*)"')
_DIGITS = 9


def row_number(told: str | None, before: str) -> str:
    """The number of a row: the one that it tells, else that after the row `before`; "" where that is none."""
    number = before if told is None else told
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return ""
    return str(int(number) + (told is None))


class Order:
    """Gives the cells of one sheet their places, row by row as they come."""

    def __init__(self) -> None:
        self._row = "0"

    def placed(self, row: str) -> str | None:
        """`row`, the text up to the end of a row, with a place in each cell.

        None where the places cannot be told from the text: a tag is in no usual form, or there are too many.
        """
        known = row.count(_CELL)
        named = known == row.count(_LIKE_CELL)  # as nearly every program writes them
        begin = row[: row.find(_CELL)] if named and known else row
        tags = [*_TAG.finditer(begin)]
        if len(tags) != len(_BEGUN.findall(begin)):
            return None
        try:
            placed = [*self._places(tags)]
        except ValueError:  # no such column
            return None
        if named:
            return row
        ends = [0, *(tag.end() for tag in tags)]
        between = [row[end : tag.start()] for end, tag in zip(ends, tags, strict=False)]
        return "".join(chain(*zip(between, placed, strict=True), [row[ends[-1] :]]))

    def _places(self, tags: Iterable[re.Match[str]]) -> Iterator[str]:
        """Each tag, that of a cell with its place."""
        column = 0
        for tag in tags:
            words, told = tag[0], _TOLD.search(tag[0])
            if tag[1] == "row":
                self._row, column = row_number(told[1] if told else None, self._row), 0
            elif told:
                column = column_index_from_string(told[1].rstrip("0123456789"))
            else:
                column += 1
                words = f'{_CELL}{get_column_letter(column)}{self._row}"{words[2:]}'
            yield words
