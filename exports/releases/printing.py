"""The print settings of worksheets: orientation, scale, and page breaks between blocks of columns."""

import unicodedata
from collections.abc import Sequence
from math import ceil
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ..page import Page

_SIDES, _FOOT = 0.4, 0.6  # margins in inches
_UPRIGHT, _ACROSS = (8.27 - 2 * _SIDES) * 72, (11.69 - 2 * _SIDES) * 72  # points between the margins of A4
_LOW, _TALL = (8.27 - _SIDES - _FOOT) * 72, (11.69 - _SIDES - _FOOT) * 72
_CHARACTER, _PADDING = 6.0, 3.75  # points of a column's width; 5.25 a character in Excel, more elsewhere
_EMPTY = 48.0  # points of a column that nobody set
_PLAIN = 15.0  # points of a row that nobody set
_SMALLEST = 0.62  # letters of 11 points come out at 7
_LETTERS = {"title": 1.55}  # wider than body text by this
_MOST = 56  # width of a title in a footer, as :func:`display_width`: it ends before the day in the middle
_FROM_EDGE = 0.25  # inches below a footer; what is left to the margin is its height


def set_up_print(sheet: Worksheet, page: Page, widths: Sequence[float]) -> None:
    """Print on A4 with headings on every page. Lists of texts are scaled to the page width; tables keep a legible size
    and, where too wide, break into blocks of columns with the row names in each.
    """
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = _SIDES
    sheet.page_margins.bottom, sheet.page_margins.footer = _FOOT, _FROM_EDGE
    if page.header:
        sheet.print_title_rows = f"{page.header}:{page.header}"
    if page.header == 1 and not page.widths:
        sheet.print_area = f"A1:{get_column_letter(len(page.rows[0]))}1"  # rows for programs: a heading says enough
    if page.widths or page.header == 1:
        sheet.page_setup.orientation = "portrait" if page.widths and sum(page.widths) < 110 else "landscape"
        _fit(sheet, 0)
        return
    _set_up_table(sheet, page, [width * _CHARACTER + _PADDING for width in widths])


def _set_up_table(sheet: Worksheet, page: Page, points: list[float]) -> None:
    above = max((_points_of(items[0].value, items[0].style) for items in page.rows[: page.header - 1]), default=0)
    heights = (sheet.row_dimensions[row].height for row in range(1, len(page.rows) + 1))
    wide, tall = sum(points), sum(height or _PLAIN for height in heights)
    upright = max(wide, above) * _SMALLEST <= _UPRIGHT
    sheet.page_setup.orientation = "portrait" if upright else "landscape"
    room, height = (_UPRIGHT, _TALL) if upright else (_ACROSS, _LOW)
    more = 0  # empty columns that the lines above the table run into
    if wide * _SMALLEST > room:
        few = height / tall  # where nearly all rows fit on a page, let them
        scale = few if _SMALLEST > few > 0.9 * _SMALLEST else _SMALLEST
        sheet.page_setup.scale = int(100 * scale)
        names = _names(page)
        sheet.print_title_cols = f"A:{get_column_letter(names)}"
        sheet.col_breaks = ColBreak()
        for column in balanced(points, names, room / scale):
            sheet.col_breaks.append(Break(id=column))
    else:
        _fit(sheet, ceil(tall * _SMALLEST / height))
        more = max(0, ceil((above - wide) / _EMPTY))
    sheet.print_area = f"A1:{get_column_letter(len(points) + more)}{len(page.rows)}"


def _fit(sheet: Worksheet, pages: int) -> None:
    """Scale to one page in width and `pages` in height (0: any number)."""
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, pages
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def breaks(points: Sequence[float], names: int, room: float) -> list[int]:
    """The columns, counted from 1, after which a page ends, if the first `names` columns are repeated on every page.

    `points` are the column widths and `room` is the width of a page, all in points.
    """
    found, used = [], 0.0
    beside = room - sum(points[:names])
    for column, width in enumerate(points[names:], start=names + 1):
        if used and used + width > beside:
            found.append(column - 1)
            used = 0.0
        used += width
    return found


def balanced(points: Sequence[float], names: int, room: float) -> list[int]:
    """As :func:`breaks`, with the same number of pages of about equal width."""
    found = breaks(points, names, room)
    least = sum(points[:names]) + max(points[names:], default=0)
    while (room := room * 0.98) >= least and len(closer := breaks(points, names, room)) == len(found):
        found = closer
    return found


def add_footer(sheet: Worksheet, title: str, day: str, language: str) -> None:
    """Set the page footer: title, day and page number."""
    footer: Any = sheet.oddFooter
    short = title
    while display_width(short) > _MOST:
        short = f"{short.removesuffix('…')[:-1]}…"
    pages = "第 &P 页，共 &N 页" if language == "zh" else "Page &P of &N"
    texts = (short.replace("&", "&&"), day, pages)
    footer.left.text, footer.center.text, footer.right.text = texts
    footer.left.size = footer.center.size = footer.right.size = 8


def display_width(words: str) -> int:
    """The width of a text in columns of a fixed-width font: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in words)


def _points_of(words: object, style: str) -> float:
    return display_width(str(words or "")) * _CHARACTER * _LETTERS.get(style, 0.95)


def _names(page: Page) -> int:
    """The number of columns before the first figure; one where a table has no figures."""
    heads = [item.style for item in page.rows[page.header - 1]]
    return heads.index("head-number") if "head-number" in heads else 1
