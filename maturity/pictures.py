"""The picture of a table of a release, the same on the page of the analysts and in the published file."""

from fractions import Fraction

from markupsafe import Markup

from . import charts
from .classification.regions import PROVINCES
from .release import Cell, Row, Status, Table, shown

_GROUPS = ("LE1", "L2", "L3", "L4", "L5", "GE4")  # those that add up to all enterprises


def picture(table: Table, language: str) -> Markup | None:
    """Stacked bars of the level shares where the plan asks for a chart of levels, a map where it asks for tiles.

    A row with a confidential share has no bar: the rest of it would tell the length of what is missing.
    """
    if table.chart == "tiles":
        return _map(table, language)
    if table.chart != "levels":
        return None
    columns = {column.level: place for place, column in enumerate(table.columns) if column.measure == "share"}
    groups = [columns[level] for level in _GROUPS if level in columns and not (level == "GE4" and "L4" in columns)]
    levels = [(number, table.columns[place].label.of(language)) for number, place in enumerate(groups, 1)]
    rows = [_bar(_name(table, row, language), [row.cells[place] for place in groups]) for row in table.rows]
    return charts.stacked(rows, levels, table.title.of(language))


def _map(table: Table, language: str) -> Markup:
    """The provinces where they lie, each with the share at the lowest "level or above" that the table shows."""
    shares = [n for n, column in enumerate(table.columns) if column.measure == "share" and column.level[:2] == "GE"]
    place = min(shares, key=lambda n: table.columns[n].level)
    column = table.columns[place]
    rows = [row for row in table.rows if row.key[0] in PROVINCES]
    tiles = [
        (
            PROVINCES[row.key[0]].tile,
            PROVINCES[row.key[0]].short.of(language),
            Fraction(cell) if isinstance(cell := row.cells[place], int | Fraction) else None,
            shown(cell, column, language),
        )
        for row in rows
    ]
    return charts.tiles(tiles, f"{column.label.of(language)} (%)", table.title.of(language))


def _bar(name: str, cells: list[Cell]) -> tuple[str, list[Fraction | None]]:
    if Status.CONFIDENTIAL in cells:
        return f"{name} {Status.CONFIDENTIAL.value}", [None] * len(cells)
    return name, [Fraction(cell) if isinstance(cell, int | Fraction) else None for cell in cells]


def _name(table: Table, row: Row, language: str) -> str:
    cells = zip(table.columns, row.cells, strict=True)
    return " ".join(shown(cell, column, language) for column, cell in cells if column.kind == "text")
