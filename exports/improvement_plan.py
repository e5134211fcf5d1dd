"""A roadmap and its plans as an Excel workbook: one sheet a table, read back and compared before it is handed over.

Text is text whatever it starts with, numbers are numbers, and the same book gives the same bytes.
"""

from datetime import datetime, time
from fractions import Fraction
from pathlib import Path

from openpyxl import Workbook, load_workbook

from maturity.errors import refuse
from maturity.report.improvement_plan import Book, Column, Sheet, Value

from .package import place, repack
from .page import Item, Page
from .releases.workbook import compare
from .sheets import add_sheet

_HEADER = 2
_DIGITS = 12  # more than anybody reads, fewer than the library writes


def write(book: Book, path: Path) -> None:
    """Write `book` to `path`. Raises Refusal where that fails or it does not read back as it was meant."""
    pages = tuple(_page(sheet) for sheet in book.sheets)
    place(path, lambda draft: _save(book, pages, draft), lambda draft: check(pages, draft))


def check(pages: tuple[Page, ...], path: Path) -> None:
    """Read the workbook at `path` back and compare every cell. Raises Refusal `plan-not-verified` at a difference."""
    found = load_workbook(path)
    if found.sheetnames != [page.name for page in pages]:
        raise refuse("plan-not-verified", detail=", ".join(found.sheetnames))
    for page in pages:
        compare(page, found[page.name])


def _save(book: Book, pages: tuple[Page, ...], path: Path) -> None:
    made = Workbook()
    del made[made.sheetnames[0]]
    for page in pages:
        add_sheet(made, page, book.language)
    made.properties.title, made.properties.creator = book.title, "maturity"
    made.properties.language = "zh-CN" if book.language == "zh" else "en-GB"
    made.properties.created = made.properties.modified = datetime.combine(book.day, time())
    made.save(path)
    repack(path, book.day, [])


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
