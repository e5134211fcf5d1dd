"""An index of regions as an Excel workbook: the cover with method and warnings, then one sheet a table."""

from pathlib import Path

from maturity.regions.workbook import Column, TableWorkbook, Value, WorkbookTable

from .page import Item, Page
from .paged import write_pages
from .releases.printing import display_width

_DIGITS = 15  # significant ones, fewer than the library writes
_COVER = (20.0, 84.0)
_LONG = 60  # characters of a text that wraps


def write(workbook: TableWorkbook, path: Path) -> None:
    """Write `workbook` to `path`. Raises Refusal where that fails or it does not read back as it was meant."""
    write_pages((_cover(workbook), *map(_page, workbook.tables)), workbook.title, workbook.language, workbook.day, path)


def _cover(workbook: TableWorkbook) -> Page:
    label = "提示" if workbook.language == "zh" else "Please note"
    told = [(Item(label, "label"), Item(words, "wrapped")) for words in workbook.warnings]
    facts = [(Item(name, "label"), Item(words, "wrapped")) for name, words in workbook.facts]
    return Page("封面 Cover", ((Item(workbook.title, "title"),), *told, *facts), widths=_COVER)


def _page(table: WorkbookTable) -> Page:
    above = ((Item(table.title, "title"),), *((Item(note, "above"),) for note in table.notes))
    heads = tuple(Item(column.heading, "head-number" if column.number else "head") for column in table.columns)
    rows = (
        tuple(Item(value, "plain") for value in row) if table.plain else tuple(map(_cell, row, table.columns))
        for row in table.rows
    )
    return Page(table.name, (*above, heads, *rows), header=len(above) + 1, table=table.id)


def _cell(value: Value, column: Column) -> Item:
    if isinstance(value, float):
        value = float(f"{value:.{_DIGITS}g}")
    if column.number:
        return Item(value, "number", column.decimals)
    return Item(value, "wrapped" if display_width(str(value)) > _LONG else "text")
