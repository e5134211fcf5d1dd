"""Numbers and tables in a merge: equal apart from how they were typed, tables record by record and cell by cell."""

from collections.abc import Hashable, Mapping
from fractions import Fraction

from ..answers import Entered, Listed, Row

Cell = tuple[str, str]  # the key of a record and the id of a column; "" for the record itself
_THERE = Entered("", "", Fraction(0))  # stands in the cell of a record itself


def same(first: object, second: object) -> bool:
    """Whether two answers or texts say the same: numbers by value and unit, tables whatever the order of their rows."""
    return _plain(first) == _plain(second)


def _plain(value: object) -> Hashable:
    if isinstance(value, Entered):
        return value.unit, value.value
    if isinstance(value, Listed):
        return frozenset((cell, _plain(number)) for cell, number in _cells(value).items())
    return value


def _cells(table: Listed | None) -> dict[Cell, Entered]:
    found = dict[Cell, Entered]()
    for row in table.rows if table else ():
        found[row.key, ""] = _THERE
        found |= {(row.key, column): number for column, number in row.numbers.items()}
    return found


def _table(cells: Mapping[Cell, Entered]) -> Listed | None:
    """The table of these cells, its rows in the order in which their keys come first; None without any."""
    rows = dict[str, dict[str, Entered]]()
    for (key, column), number in cells.items():
        rows.setdefault(key, {}).update({column: number} if column else {})
    return Listed(tuple(Row(key, numbers) for key, numbers in rows.items())) if rows else None


def clashing(base: Listed | None, returned: Listed | None, stored: Listed | None) -> list[Cell]:
    """The cells that both sides changed to different values."""
    sides = [_cells(one) for one in (base, returned, stored)]
    places = dict.fromkeys(place for side in sides for place in side)
    return [place for place in places if clash(*(side.get(place) for side in sides))]


def clash(base: object, returned: object, stored: object) -> bool:
    """Whether both sides changed a value, to different ones."""
    return not (same(returned, base) or same(returned, stored) or same(stored, base))


def merged_table(
    base: Listed | None, returned: Listed | None, stored: Listed | None, *, workbook: bool
) -> Listed | None:
    """The merge of a table, record by key: what one side changed; of what both did, the side of the `workbook` or not.

    Rows stand in the order of `stored`, then new ones in that of `returned`.
    """
    sides = [_cells(one) for one in (base, returned, stored)]
    cells = dict[Cell, Entered]()
    for place in dict.fromkeys((*sides[2], *sides[1])):
        before, ours, theirs = (side.get(place) for side in sides)
        both = clash(before, ours, theirs)
        kept = (ours if workbook else theirs) if both else theirs if same(ours, before) else ours
        cells |= {place: kept} if kept is not None else {}
    return _table(cells)


def with_cells(wanted: Listed, stored: Listed) -> Listed:
    """`wanted`, with the rows and numbers of `stored` that it lacks."""
    return _table(_cells(stored) | _cells(wanted)) or wanted


def lacking(wanted: Listed, stored: Listed) -> Listed | None:
    """The rows and numbers of `stored` that `wanted` lacks; None for none."""
    kept = _cells(wanted)
    return _table({place: number for place, number in _cells(stored).items() if place not in kept})
