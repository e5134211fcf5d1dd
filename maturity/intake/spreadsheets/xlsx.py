"""The sheets of an .xlsx as rows of texts; a cell without a readable value comes as `Lost`, never as nothing."""

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice

from ...errors import Place, Problem, Refusal, refuse
from .merged import Records, mark_covered, parse_range
from .package import open_package
from .scan import column_number
from .texts import Lost


def sheets_of(data: bytes, source: str) -> Iterator[tuple[str, Records]]:
    """Each sheet that is a table of cells, by its name. A workbook may be large: nobody reads one of a page here."""
    from python_calamine import CalamineError, CalamineWorkbook

    place = Place(source)
    with open_package(data, place, large=True) as package:
        held = [name for name in package.parts if package.holds(name)]
        try:
            with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
                for name in [name for name in workbook.sheet_names if name in held]:
                    package.fit(name)
                    gone = package.lost(name)
                    try:
                        rows = workbook.get_sheet_by_name(name).iter_rows()
                    except CalamineError:
                        if not gone:
                            raise
                        raise Refusal(*_lost_problems(gone, source)) from None
                    areas = filter(None, map(parse_range, package.merged(name)))
                    yield name, mark_covered(_with_lost(rows, gone), areas)
        except CalamineError:
            raise refuse("intake-not-workbook", place) from None


def _lost_problems(gone: Mapping[str, str], source: str) -> Iterator[Problem]:
    for cell, shown in islice(gone.items(), 1000):
        yield Problem("intake-lost", Place(source, _at(cell)[0], cell), {"shown": shown})


def _with_lost(rows: Iterable[Sequence[object]], gone: Mapping[str, str]) -> Records:
    """The rows as text; what has no readable value stands where it stood, also below and right of the others."""
    by_row: dict[int, dict[int, str]] = {}
    for cell, shown in gone.items():
        row, column = _at(cell)
        by_row.setdefault(row, {})[column] = shown
    row = 0
    for row, cells in enumerate(rows, start=1):
        texts = [cell if isinstance(cell, str) else cell_text(cell) for cell in cells]
        yield row, _placed(texts, by_row.pop(row)) if row in by_row else texts
    for later in sorted(by_row):
        yield later, _placed([], by_row[later])


def _placed(texts: list[str], gone: Mapping[int, str]) -> list[str]:
    texts += [""] * (max(gone) + 1 - len(texts))
    for column, shown in gone.items():
        texts[column] = Lost(shown)
    return texts


def _at(cell: str) -> tuple[int, int]:
    """The row from 1 and the column from 0 of a cell like "L2"."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), column_number(letters) - 1


def cell_text(value: object) -> str:
    """A number, date or truth value as a person would type it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and not math.isfinite(value):
        return Lost(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
