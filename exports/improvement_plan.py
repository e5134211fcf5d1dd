"""A roadmap and its plans as an Excel workbook: one sheet a table. Text is text whatever it starts with."""

from fractions import Fraction
from pathlib import Path

from maturity.report.improvement_plan import Book, Column, Sheet, Value

from .page import Item, Page
from .paged import write_pages

_HEADER = 2
_DIGITS = 12  # more than anybody reads, fewer than the library writes


def write(book: Book, path: Path) -> None:
    """Write `book` to `path`. Raises Refusal where that fails or it does not read back as it was meant."""
    write_pages(tuple(_page(sheet) for sheet in book.sheets), book.title, book.language, book.day, path)


def _page(sheet: Sheet) -> Page:
    heads = tuple(Item(column.heading, "head") for column in sheet.columns)
    rows = (tuple(map(_cell, row, sheet.columns)) for row in sheet.rows)
    widths = tuple(column.width for column in sheet.columns)
    return Page(sheet.name, ((Item(sheet.title, "title"),), heads, *rows), _HEADER, sheet.id, widths)


def _cell(value: Value, column: Column) -> Item:
    if isinstance(value, int | Fraction):
        number = round(float(value), _DIGITS) if isinstance(value, Fraction) else value
        return Item(number, "number", column.decimals)
    return Item(value, "wrapped")
