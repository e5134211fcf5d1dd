"""An index of regions as an Excel workbook: the cover with method and warnings, then one sheet a table."""

from pathlib import Path

from maturity.regions.book import Book, Column, Sheet, Value

from .page import Item, Page
from .paged import write_pages
from .releases.printing import display_width

_DIGITS = 15  # significant ones, fewer than the library writes
_COVER = (20.0, 84.0)
_LONG = 60  # characters of a text that wraps


def write(book: Book, path: Path) -> None:
    """Write `book` to `path`. Raises Refusal where that fails or it does not read back as it was meant."""
    write_pages((_cover(book), *map(_page, book.sheets)), book.title, book.language, book.day, path)


def _cover(book: Book) -> Page:
    label = "提示" if book.language == "zh" else "Please note"
    told = [(Item(label, "label"), Item(words, "wrapped")) for words in book.warnings]
    facts = [(Item(name, "label"), Item(words, "wrapped")) for name, words in book.facts]
    return Page("封面 Cover", ((Item(book.title, "title"),), *told, *facts), widths=_COVER)


def _page(sheet: Sheet) -> Page:
    above = ((Item(sheet.title, "title"),), *((Item(note, "above"),) for note in sheet.notes))
    heads = tuple(Item(column.heading, "head-number" if column.number else "head") for column in sheet.columns)
    rows = (tuple(map(_cell, row, sheet.columns)) for row in sheet.rows)
    return Page(sheet.name, (*above, heads, *rows), header=len(above) + 1, table=sheet.id)


def _cell(value: Value, column: Column) -> Item:
    if isinstance(value, float):
        value = float(f"{value:.{_DIGITS}g}")
    if column.number:
        return Item(value, "number", column.decimals)
    return Item(value, "wrapped" if display_width(str(value)) > _LONG else "text")
