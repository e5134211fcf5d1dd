"""Pages as worksheets: styles, widths, Excel tables. Text is never a formula."""

from dataclasses import dataclass
from functools import cache
from math import ceil

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from maturity.charts.palette import ACCENT, INK, MUTED, RULE

from .page import Item, Page
from .releases.printing import display_width, set_up_print

FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}
_NARROWEST, _WIDEST = 8, 66
WIDE = 10  # sheets of more columns keep headings and names in view
_LINE = {"zh": 17.0, "en": 15.0}  # points a line of body text
_WRAPPING = ("wrapped", "head", "head-number")
_SMALL = "plain"  # the tidy sheet is for programs: no style, a tenth of the bytes


@dataclass(frozen=True, slots=True)
class _Style:
    """The openpyxl objects of one style."""

    font: Font
    alignment: Alignment
    border: Border
    fill: PatternFill


def add_sheet(book: Workbook, page: Page, language: str) -> Worksheet:
    """Add `page` as the last sheet of `book`; returns it."""
    sheet: Worksheet = book.create_sheet(page.name)
    for row, items in enumerate(page.rows, start=1):
        for column, item in enumerate(items, start=1):
            _put(sheet, row, column, item, language)
    widths = page.widths or _fitting(page)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _set_heights(sheet, page, widths, _LINE[language])
    if page.table:
        _add_table(sheet, page)
    _set_up_view(sheet, page)
    set_up_print(sheet, page, widths)
    return sheet


def _put(sheet: Worksheet, row: int, column: int, item: Item, language: str) -> None:
    cell = sheet.cell(row, column, item.value)
    if isinstance(item.value, str):
        cell.data_type = "s"  # or "=1+1" would be a formula and "#N/A" an error
    if item.style == _SMALL:
        return
    style = _style(item.style, language)
    cell.font, cell.alignment, cell.border, cell.fill = style.font, style.alignment, style.border, style.fill
    if not isinstance(item.value, str | None):
        cell.number_format = "#,##0" + (f".{'0' * item.decimals}" if item.decimals else "")
    if item.link:
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{item.link}'!A1", display=item.link)


@cache
def _style(name: str, language: str) -> _Style:
    size = {"title": 16, "warning": 12, "above": 10}.get(name, 11)
    colour = {"above": MUTED, "link": ACCENT, "warning": ACCENT, "label": MUTED}.get(name, INK)
    strong = name in ("title", "warning", "head", "head-number") or name.endswith("-total")
    font = Font(
        name=FONTS[language], size=size, bold=strong, color=colour[1:], underline="single" if name == "link" else None
    )
    right = name.startswith(("number", "sign", "head-number"))
    upright = "bottom" if name.startswith("head") else "top"  # of a row that wraps, all cells begin on its first line
    alignment = Alignment(  # a figure keeps away from the words of the next column
        horizontal="right" if right else "left", vertical=upright, wrap_text=name in _WRAPPING, indent=int(right)
    )
    rule, line = Side(style="thin", color=RULE[1:]), Side(style="medium", color=ACCENT[1:])
    border = Border()
    if name.startswith("head"):
        border = Border(top=line, bottom=Side(style="thin", color=ACCENT[1:]))
    elif name not in ("title", "above", "warning"):
        border = Border(bottom=rule)
    fill = PatternFill("solid", fgColor="F3F6F8") if name.endswith("-total") else PatternFill()
    return _Style(font, alignment, border, fill)


def _fitting(page: Page) -> tuple[float, ...]:
    """Column widths for the widest figure and name; headings may wrap, texts above the table may overflow."""
    widths = []
    for column in range(len(page.rows[page.header - 1])):
        longest = max(
            (display_width(_spelled(row[column])) for row in page.rows[page.header :]),
            default=0,
        )
        heading = page.rows[page.header - 1][column]
        words = max(display_width(line) for line in str(heading.value).split("\n"))
        needed = max(longest, min(words, _NARROWEST + 4))
        widths.append(min(max(needed + 2, _NARROWEST), _WIDEST))
    return tuple(widths)


def _spelled(item: Item) -> str:
    if item.value is None:
        return ""
    return item.value if isinstance(item.value, str) else f"{item.value:,.{item.decimals}f}"


def _set_heights(sheet: Worksheet, page: Page, widths: tuple[float, ...], line: float) -> None:
    """Set the height of rows with wrapped text, of `line` points a line: spreadsheet programs do not measure it on
    opening a file.
    """
    for row, items in enumerate(page.rows, start=1):
        if items[0].style == _SMALL:
            continue
        lines = max(
            (_lines(str(item.value), width) for item, width in zip(items, widths, strict=False) if _wraps(item)),
            default=1,
        )
        tall = {"title": 30.0, "warning": 22.0}.get(items[0].style, line * lines + 3)
        sheet.row_dimensions[row].height = tall


def _wraps(item: Item) -> bool:
    return item.style in _WRAPPING and isinstance(item.value, str)


def _lines(words: str, width: float) -> int:
    return sum(max(1, ceil(sum(map(_columns, line)) / (width - 1))) for line in words.split("\n"))


def _columns(letter: str) -> float:
    """The columns that a letter takes at most; a spare line is better than a hidden one."""
    if letter.isdigit() or letter.isupper():
        return 1.2
    return display_width(letter) * (1.1 if display_width(letter) > 1 else 1)


def _add_table(sheet: Worksheet, page: Page) -> None:
    """Add the Excel table of the page, without filter buttons or stripes."""
    heads = page.rows[page.header - 1]
    last = max(len(page.rows), page.header + 1)
    reference = f"A{page.header}:{get_column_letter(len(heads))}{last}"
    table = Table(displayName=page.table, name=page.table, ref=reference)
    # Left to itself the library names the columns too, but adds filter buttons.
    table.tableColumns = [TableColumn(id=place, name=str(head.value)) for place, head in enumerate(heads, start=1)]
    sheet.add_table(table)


def _set_up_view(sheet: Worksheet, page: Page) -> None:
    sheet.sheet_view.showGridLines = page.header == 1
    heads = [item.style for item in page.rows[page.header - 1]] if page.header else []
    if len(heads) > WIDE and "head-number" in heads:
        sheet.freeze_panes = f"{get_column_letter(heads.index('head-number') + 1)}{page.header + 1}"
