"""One reader for tables: CSV (UTF-8, UTF-16 or GB 18030; comma, semicolon or tab), .xlsx, .ods, .xls, or Parquet.

Every cell comes as text, rows keep the number a spreadsheet shows for them, columns are found by name only: the row
of headings is looked for in the first rows of every sheet. A cell without a readable value comes as `Lost`.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType

from ...errors import Place, refuse
from ...text.formulas import bare
from ...text.plain import folded
from ...text.traditional import simplified
from ..files import read_bytes
from .decoding import encoding_of, pieces_of
from .formats import is_opendocument, unread_format
from .merged import Records
from .ods import ods_sheets
from .scan import MOST_COLUMNS
from .texts import Covered
from .xls import xls_sheets
from .xlsx import sheets_of

MOST_CELL = 32_767  # characters, as in a spreadsheet
_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r'[ ]*"?sep[ ]*=[ ]*([^\w\s"]|\t| (?=\r|\n))"?[^\w\r\n]*(?:\r\n?|\n)', re.IGNORECASE)
_MARKS = ("=", "'")
_AS_TEXT = re.compile(r'="([^"]*)"')  # how programs keep spreadsheets from making a number of a text
_SEARCHED = 40  # rows in which the headings are looked for
_WORKBOOKS = (".xlsx", ".ods", ".xls")
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_HEAD = 4096  # bytes
_ROWS = 2048  # of a Parquet file, read together


@dataclass(frozen=True)
class Table:
    """`header` holds the names of the columns, trimmed; it stands in `row`.

    `sheet` is its sheet's name ("" for text), `beside` are those of other sheets that hold something and are not read.
    `rows` yields (row number, cells) once, blank rows left out. A row has as many cells as the header. Iterating
    raises Refusal at a row that cannot be read.
    """

    source: str
    header: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[str]]]
    row: int = 1
    sheet: str = ""
    beside: tuple[str, ...] = ()


class Unended(list[str]):
    """The cells of a record whose line has no end: the last of a file, which may have been cut off there."""


@dataclass
class _Sheet:
    """A sheet with the row that has most of the headings wanted, `known` of them, and what stands below it."""

    name: str
    known: int
    row: int
    header: Sequence[str]
    below: Records
    filled: bool  # there is something below


def read_table(path: Path, headings: Mapping[str, str] = MappingProxyType({})) -> Table:
    """The table in a file, below the row with most of the `headings` (spelling -> name of the column).

    Case, width, blanks and punctuation do not count in them.

    Raises Refusal (intake-…) where there is none that can be read safely, or where several sheets hold one.
    """
    data, source = read_bytes(path), str(path)
    place = Place(source)
    if not data.strip():
        raise refuse("intake-empty", place)
    unread = unread_format(data, path.suffix)
    if unread:
        raise refuse("intake-format", place, found=unread)
    if data.startswith(_ZIP):
        found = ods_sheets(data, place) if is_opendocument(data) else sheets_of(data, source)
        return table_in(found, source, headings)
    if data.startswith(_OLE):
        return table_in(xls_sheets(data, place), source, headings)
    if data.startswith(_PARQUET):
        return table_in([("", _typed(path, source))], source, headings)
    if path.suffix.lower() in _WORKBOOKS:
        raise refuse("intake-not-workbook", place)
    return table_in(
        [("", text_records(data.decode(encoding_of(lambda: pieces_of(data), source)), source))], source, headings
    )


def file_kind(path: Path) -> str:
    """ "parquet" or "text" for a file that can be read and is one of these by its first bytes; "" for others."""
    try:
        with path.open("rb") as file:
            data = file.read(_HEAD)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return ""
    if data.startswith(_PARQUET):
        return "parquet"
    other = not data.strip() or unread_format(data, path.suffix) or data.startswith((_ZIP, _OLE))
    return "" if other or path.suffix.lower() in _WORKBOOKS else "text"


def heading_key(text: str) -> str:
    """What is compared of a heading: its letters and digits, so that Credit code is credit_code, 企業名稱 企业名称."""
    return simplified("".join(filter(str.isalnum, folded(text))))


def table_in(sheets: Iterable[tuple[str, Records]], source: str, headings: Mapping[str, str]) -> Table:
    """The table below the row with most of the `headings`, of all sheets. Raises Refusal as :func:`read_table`."""
    known = {heading_key(spelling): name for spelling, name in headings.items()}
    searched = _SEARCHED if known else 1
    looked = [found for name, records in sheets if (found := _sheet(name, records, known, searched))]
    if not looked:
        raise refuse("intake-empty", Place(source))
    best = _best(looked, source) if known else looked[0]
    header = tuple(known.get(heading_key(cell), cell.strip()) for cell in best.header)
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise refuse("intake-columns", Place(source, best.row), found=len(header), most=MOST_COLUMNS)
    beside = tuple(found.name for found in looked if found is not best)
    return Table(source, header, fit_rows(best.below, len(header), source), best.row, best.name, beside)


def _sheet(name: str, records: Records, known: Mapping[str, str], searched: int) -> _Sheet | None:
    """None for a blank sheet."""
    numbered = ((row, cells) for row, cells in records if any(map(str.strip, cells)))
    head = list(islice(numbered, searched))
    if not head:
        return None
    counts = [len({known[key] for key in map(heading_key, cells) if key in known}) for _, cells in head]
    (row, header), *rest = head[counts.index(max(counts)) :]
    rest = rest or list(islice(numbered, 1))
    return _Sheet(name, max(counts), row, header, chain(rest, numbered), bool(rest))


def _best(looked: Sequence[_Sheet], source: str) -> _Sheet:
    """The one sheet with a table; a sheet with less than half of its headings is none."""
    most = max(found.known for found in looked)
    if not most:
        names = "、".join(found.name for found in looked if found.name)
        raise refuse("intake-headings", Place(source), sheets=names[:200] or "-", rows=_SEARCHED)
    tables = [found for found in looked if 2 * found.known >= most]
    filled = [found for found in tables if found.filled]
    if len(filled) > 1:
        names = "、".join(found.name for found in filled)
        raise refuse("intake-sheets", Place(source), count=len(filled), sheets=names[:200])
    return (filled or tables)[0]


def fit_rows(rows: Iterable[tuple[int, Sequence[str]]], width: int, source: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows of the header's width; text beyond it is refused, because it would belong to no column.

    So is a last row that is shorter and whose line has no end: the file broke off there.
    """
    for row, cells in rows:
        if len(cells) == width:
            yield row, cells
        elif any(cell.strip() for cell in cells[width:] if not isinstance(cell, Covered)):
            raise refuse("intake-row-long", Place(source, row), found=len(cells), wanted=width)
        elif isinstance(cells, Unended) and 1 < len(cells) < width:
            raise refuse("intake-cut-off", Place(source, row), found=len(cells), wanted=width)
        else:
            yield row, [*cells[:width], *[""] * (width - len(cells))]


def find_delimiter(text: str) -> tuple[str, int]:
    """What parts the cells of a table as text, and how many characters at its beginning say so."""
    told = _SEPARATOR.match(text)
    head = "\n".join(text[:MOST_CELL].splitlines()[:_SEARCHED])
    return (told[1], told.end()) if told else (max(_DELIMITERS, key=head.count), 0)


def text_records(text: str, source: str) -> Records:
    """The records of a table as text, from its beginning."""
    delimiter, begin = find_delimiter(text)
    lines = StringIO(text[begin:] if begin else text, newline="")
    return number_records(lines, delimiter, 2 if begin else 1, source)


def number_records(lines: Iterable[str], delimiter: str, first: int, source: str) -> Records:
    """The records in `lines`, of which the first is record `first` of the file.

    Raises Refusal intake-cell-long, intake-csv.
    """
    row, last = first - 1, [""]
    try:
        for row, found in enumerate(csv.reader(_noted(lines, last), delimiter=delimiter, strict=True), start=first):
            cells = [_unmarked(cell) if cell.startswith(_MARKS) else cell for cell in found]
            if any(len(cell) > MOST_CELL for cell in cells):
                raise refuse("intake-cell-long", Place(source, row), most=MOST_CELL)
            yield row, cells if last[0].endswith(("\n", "\r")) else Unended(cells)
    except csv.Error as error:
        raise refuse("intake-csv", Place(source, row + 1), detail=str(error)) from None


def _unmarked(cell: str) -> str:
    """The text of a cell without what programs write around it so that a spreadsheet leaves it as it is."""
    return bare(cell) if cell.startswith("'") else _AS_TEXT.sub(r"\1", cell)


def _noted(lines: Iterable[str], last: list[str]) -> Iterator[str]:
    """The lines; `last` then holds the latest."""
    for line in lines:
        last[0] = line
        yield line


def _typed(path: Path, source: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The columns' names as row 1, then the rows as text, what is null as nothing."""
    import duckdb

    try:
        with duckdb.connect() as database:
            found = database.execute("SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?)", [str(path)])
            yield 1, [name for name, *_ in found.description or ()]
            row = 1
            while several := found.fetchmany(_ROWS):
                for cells in several:
                    row += 1
                    yield row, [cell or "" for cell in cells]
    except duckdb.Error as error:
        raise refuse("intake-parquet", Place(source), detail=str(error).splitlines()[0][:200]) from None
