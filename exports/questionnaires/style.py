"""The styles of the offline workbook, as named styles that its cells share, and functions to fill a cell."""

import re
from dataclasses import dataclass
from math import ceil
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from maturity.charts.palette import ACCENT, INK, LEVEL_COLOURS, MUTED, RULE

from ..releases.printing import display_width
from ..sheets import FONTS

TINT, WRONG, WRONG_TINT = "#F1F6F8", "#A1260D", "#FBEAE6"
_LINE, _SMALL_LINE = 15.0, 13.5  # points a line of text
_LATIN = 0.85
_MOST_HIGH = 409.0  # points, a spreadsheet's tallest row
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b\x0c\x0e-\x1f]")

_THIN, _EDGE, _BAR = (
    Side(style="thin", color=RULE[1:]),
    Side(style="thin", color=ACCENT[1:]),
    Side(style="medium", color=ACCENT[1:]),
)
_NONE, _UNDER, _BOX = Border(), Border(bottom=_THIN), Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = Border(top=_BAR, bottom=_EDGE)


@dataclass(frozen=True, slots=True)
class _Style:
    """A style; `format` "@" keeps what is typed as text, also where it starts with "="."""

    size: float = 10
    bold: bool = False
    colour: str = INK
    across: str = "left"
    up: str = "center"
    wrap: bool = False
    border: Border = _UNDER
    fill: str = ""
    format: str = "General"
    open: bool = False
    indent: int = 0

    def named(self, name: str, face: str) -> NamedStyle:
        """The named style of a workbook."""
        return NamedStyle(
            name=f"maturity {name}",
            font=Font(name=face, size=self.size, bold=self.bold, color=self.colour[1:]),
            alignment=Alignment(horizontal=self.across, vertical=self.up, wrap_text=self.wrap, indent=self.indent),
            border=self.border,
            fill=PatternFill("solid", fgColor=self.fill[1:]) if self.fill else PatternFill(),
            number_format=self.format,
            protection=Protection(locked=not self.open),
        )


_LOOKS = {
    "title": _Style(size=16, bold=True, border=_NONE),
    "lead": _Style(colour=MUTED, border=_NONE),
    "section": _Style(size=12, bold=True, colour=ACCENT, up="bottom", border=Border(bottom=_BAR)),
    "about": _Style(size=9, colour=MUTED, up="bottom", border=Border(bottom=_BAR), indent=1),
    "band": _Style(size=9, bold=True, colour=MUTED),
    "head": _Style(bold=True, up="bottom", wrap=True, border=_HEAD),
    "head-number": _Style(bold=True, up="bottom", across="right", wrap=True, border=_HEAD),
    "text": _Style(up="top", wrap=True),
    "note": _Style(colour=MUTED, up="top", wrap=True, border=_NONE),
    "mark": _Style(size=9, colour=MUTED, across="center", up="top"),
    "small": _Style(size=9, colour=MUTED, up="top", wrap=True, indent=1),
    "label": _Style(colour=MUTED, up="top", wrap=True),
    "answer": _Style(up="top", wrap=True, border=_BOX, fill=TINT, format="@", open=True, indent=1),
    "number": _Style(up="top", across="right", border=_BOX, fill=TINT, open=True),
    "value": _Style(colour=MUTED, up="top", across="right", wrap=True),
    "unit": _Style(size=9, colour=MUTED, up="top", wrap=True, indent=1),
    "status": _Style(size=9, colour=MUTED, across="center", up="top"),
    "score": _Style(size=9, colour=MUTED, across="right", up="top", format="0.0#"),
    "strong": _Style(bold=True),
    "apart": _Style(bold=True, indent=1),
    "head-apart": _Style(bold=True, up="bottom", wrap=True, border=_HEAD, indent=1),
    "name-1": _Style(indent=1),
    "name-2": _Style(colour=MUTED, indent=2),
    "name-3": _Style(colour=MUTED, indent=3),
    "share": _Style(colour=MUTED, across="right", format="0.0%"),
    "count": _Style(colour=MUTED, across="right", format="0"),
    "figure": _Style(across="right", format="0.000"),
    "figure-strong": _Style(bold=True, across="right", format="0.000"),
    "verdict": _Style(size=22, bold=True, colour=ACCENT, border=_NONE),
    "verdict-score": _Style(size=22, bold=True, across="right", border=_NONE, format='"S = "0.000'),
}


def add_styles(book: Workbook, language: str) -> None:
    """Register every style in `book`; "level-1" and so on have the colours of the levels."""
    for name, look in _LOOKS.items():
        book.add_named_style(look.named(name, FONTS[language]))
    for number, fill in enumerate(LEVEL_COLOURS, start=1):
        look = _Style(bold=True, colour=INK if number < 4 else "#FFFFFF", across="center", fill=fill)
        book.add_named_style(look.named(f"level-{number}", FONTS[language]))


def level_style(number: int) -> str:
    """The name of the style of a level; levels beyond the scale have its last colour."""
    return f"level-{min(number, len(LEVEL_COLOURS))}"


def set_value(sheet: Worksheet, row: int, column: int, value: str | float | None, style: str) -> Cell:
    """Write a value that is never a formula, whatever it starts with."""
    cell = cast(Cell, sheet.cell(row, column))
    if isinstance(value, str):
        cell.value = _ESCAPED.sub(lambda sign: f"_x{ord(sign[0]):04X}_", value)  # the file format's own escape
        cell.data_type = "s"
    else:
        cell.value = value
    cell.style = f"maturity {style}"
    return cell


def set_formula(sheet: Worksheet, row: int, column: int, formula: str, style: str) -> Cell:
    """Write a formula, given without its "="."""
    cell: Cell = sheet.cell(row, column, f"={formula}")
    cell.style = f"maturity {style}"
    return cell


def quoted(words: str) -> str:
    """A text as a string literal of a formula."""
    return '"' + words.replace('"', '""') + '"'


def sheet_reference(sheet: Worksheet, cells: str) -> str:
    """A reference to cells of another sheet."""
    return "'" + str(sheet.title).replace("'", "''") + "'!" + cells


def height(*texts: tuple[str, float], small: tuple[str, float] = ("", 99)) -> float:
    """The row height in points for the highest of the (text, width in characters), wrapped.

    `small` is a text in the style of that name. Spreadsheet programs do not measure heights on opening a file.
    """
    points = [_LINE * _lines(words, width) for words, width in texts]
    return min(max(*points, _SMALL_LINE * _lines(small[0], small[1] * 1.1)) + 5, _MOST_HIGH)


def _lines(words: str, width: float) -> int:
    return sum(max(1, ceil(_columns(line) / (width - 1))) for line in words.split("\n"))


def _columns(line: str) -> float:
    """The width of a line in columns (one digit each); Latin letters are narrower."""
    wide = display_width(line) - len(line)
    return 2 * wide + _LATIN * (len(line) - wide)


def lay_out(sheet: Worksheet, widths: tuple[float, ...], *, landscape: bool = False, heads: str = "") -> None:
    """Set column widths, hide grid lines, and print on A4 with the rows `heads` ("1:3") on every page."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))
    if heads:
        sheet.print_title_rows = heads


def protect(sheet: Worksheet) -> None:
    """Lock the sheet without a password, except the cells to fill in; columns and rows may be resized."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
