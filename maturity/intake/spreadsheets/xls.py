"""The sheets of an .xls, the format of Excel 97 to 2003, as rows of texts; an error cell comes as `Lost`.

The library bounds neither time nor memory for a damaged file, so it reads in a process of its own.
"""

from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from ...errors import Place, refuse
from ..sandbox import run_isolated
from .merged import MergedRange, Records, mark_covered
from .texts import Lost
from .xlsx import cell_text

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def xls_sheets(data: bytes, place: Place) -> Iterator[tuple[str, Records]]:
    """Each sheet by its name. Raises Refusal intake-password, intake-old-workbook, intake-heavy."""
    for name, rows, merged in run_isolated(_sheets, data, place):
        areas = [MergedRange(top + 1, left, bottom, right - 1) for top, bottom, left, right in merged]
        yield name, mark_covered(enumerate(rows, start=1), areas)


def _sheets(data: bytes, place: Place) -> list[tuple[str, list[Sequence[str]], list[tuple[int, int, int, int]]]]:
    import xlrd

    if _ENCRYPTED in data:
        raise refuse("intake-password", place)
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=StringIO(), formatting_info=True)
        return [
            (sheet.name, [_row(book, sheet, row) for row in range(sheet.nrows)], sheet.merged_cells)
            for sheet in book.sheets()
        ]
    except Exception as error:  # the library answers a damaged file with errors of any kind
        if "encrypted" in str(error):
            raise refuse("intake-password", place) from None
        raise refuse("intake-old-workbook", place) from None


def _row(book: Any, sheet: Any, row: int) -> Sequence[str]:
    return [_text(book, cell) for cell in sheet.row(row)]


def _text(book: Any, cell: Any) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Lost(xlrd.error_text_from_code.get(cell.value, "#?"))
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return cell_text(xlrd.xldate_as_datetime(cell.value, book.datemode))
        except (ValueError, OverflowError):
            return cell_text(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    return cell.value if isinstance(cell.value, str) else cell_text(cell.value)
