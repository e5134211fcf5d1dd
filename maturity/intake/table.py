"""One reader for tables: CSV (UTF-8 or GB 18030; comma, semicolon or tab), the first sheet of an .xlsx, or Parquet.

Every cell comes as text, rows keep the number a spreadsheet shows for them, columns are found by name only.
"""

import csv
import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path

from ..errors import Place, refuse
from .archive import examine
from .files import readable
from .scan import MOST_COLUMNS

MOST_CELL = 32_767  # characters, as in a spreadsheet
_DELIMITERS = ",;\t"
_ENCODINGS = ("utf-8-sig", "gb18030")
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_ROWS = 2048  # of a Parquet file, read together


@dataclass(frozen=True)
class Table:
    """`header` holds the names of the columns, trimmed; `rows` yields (row number, cells) once, blank rows left out.

    A row has as many cells as the header. Iterating raises Refusal at a row that cannot be read.
    """

    source: str
    header: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[str]]]


def read_table(path: Path) -> Table:
    """The table in a file. Raises Refusal (intake-…) where there is none that can be read safely."""
    data, source = readable(path), str(path)
    place = Place(source)
    if not data.strip():
        raise refuse("intake-empty", place)
    if data.startswith(_ZIP):
        return _table(_sheet(data, source), source)
    if data.startswith(_PARQUET):
        return _table(_typed(path, source), source)
    if data.startswith(_OLE) or path.suffix.lower() in (".xls", ".et"):
        raise refuse("intake-old-workbook", place)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise refuse("intake-not-workbook", place)
    return _table(_records(_decoded(data, source), source), source)


def _table(records: Iterator[tuple[int, Sequence[str]]], source: str) -> Table:
    numbered = ((row, cells) for row, cells in records if any(cells))
    row, first = next(numbered, (0, ()))
    header = tuple(cell.strip() for cell in first)
    while header and not header[-1]:
        header = header[:-1]
    if not header:
        raise refuse("intake-empty", Place(source))
    if len(header) > MOST_COLUMNS:
        raise refuse("intake-columns", Place(source, row), found=len(header), most=MOST_COLUMNS)
    return Table(source, header, _fitted(numbered, len(header), source))


def _fitted(
    records: Iterable[tuple[int, Sequence[str]]], width: int, source: str
) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows of the header's width; text beyond it is refused, because it would belong to no column."""
    for row, cells in records:
        if len(cells) == width:
            yield row, cells
        elif any(cells[width:]):
            raise refuse("intake-row-long", Place(source, row), found=len(cells), wanted=width)
        else:
            yield row, [*cells[:width], *[""] * (width - len(cells))]


def _decoded(data: bytes, source: str) -> str:
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise refuse("intake-nul", Place(source, line))
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            where = error.start
    raise refuse("intake-encoding", Place(source, data[:where].count(b"\n") + 1))


def _records(text: str, source: str) -> Iterator[tuple[int, Sequence[str]]]:
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(_DELIMITERS, key=head.count)
    row = 0
    try:
        for row, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1):
            if any(len(cell) > MOST_CELL for cell in cells):
                raise refuse("intake-cell-long", Place(source, row), most=MOST_CELL)
            yield row, cells
    except csv.Error as error:
        raise refuse("intake-csv", Place(source, row + 1), detail=str(error)) from None


def _sheet(data: bytes, source: str) -> Iterator[tuple[int, Sequence[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    examine(data, source)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            if not workbook.sheet_names:
                raise refuse("intake-empty", Place(source))
            sheet = workbook.get_sheet_by_index(0)
    except CalamineError:
        raise refuse("intake-not-workbook", Place(source)) from None
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        yield row, [cell if isinstance(cell, str) else _written(cell) for cell in cells]


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


def _written(value: object) -> str:
    """A number, date or truth value as a person would type it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
