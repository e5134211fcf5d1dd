"""The layout of tables on printed pages: wide ones in blocks of columns, long narrow ones in several columns."""

import itertools

from maturity.publication.release import Column, Release, Table, shown

from .printing import balanced, display_width

_PAGE = 745.0  # points between the margins of A4 across
_CHARACTER, _PADDING = 4.3, 10.0  # points in a print of 8
_HEADING = 6  # characters that a heading takes at least; longer ones wrap
_NAME = 24  # characters of a name before it wraps in a table that stands beside itself
_LONG = 50  # rows; a longer narrow table stands in columns side by side
_GAP = 34.0


def folded(release: Release, table: Table, language: str) -> tuple[tuple[int, ...], ...]:
    """The column indices of each block, the row names included in every one; a single block where all fit."""
    names = sum(map(_names_rows, table.columns))
    widths = _widths(release, table, language)
    after = balanced(widths, names, _PAGE) if sum(widths) > _PAGE else []
    ends = [names, *after, len(widths)]
    return tuple((*range(names), *range(first, last)) for first, last in itertools.pairwise(ends))


def side_by_side(release: Release, table: Table, language: str) -> int:
    """In how many columns of the page a long table is printed: 1 to 3."""
    if len(table.rows) <= _LONG:
        return 1
    most = _NAME * _CHARACTER + _PADDING
    wide = sum(min(width, most) for width in _widths(release, table, language))
    return max(1, min(3, int((_PAGE + _GAP) / (wide + _GAP))))


def _names_rows(column: Column) -> bool:
    """Whether the column identifies the row; these come first."""
    return column.kind in ("code", "text") or column.measure == "rank"


def _widths(release: Release, table: Table, language: str) -> list[float]:
    found = []
    for place, column in enumerate(table.columns):
        cells = (shown(row.cells[place], column, language, release.symbols) for row in table.rows)
        longest = max(map(display_width, cells), default=0)
        found.append(max(longest, _HEADING) * _CHARACTER + _PADDING)
    return found
