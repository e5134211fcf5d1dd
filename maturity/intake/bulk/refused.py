"""The refused rows of a bulk table as a table of their own, to mend and bring in again.

It has the columns of the table they come from and one of their mistakes, which the importer ignores.
"""

import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...errors import Place, Problem, refuse
from ...text.formulas import protect
from ..spreadsheets.texts import Lost

MISTAKES = "mistakes"
_MOST_TOLD = 20  # mistakes of one row in its cell: a cell holds no more than 32,767 characters


@dataclass(frozen=True, slots=True)
class Refused:
    """One row with its mistakes, each with the column it is in; `header` names the columns of `cells`."""

    header: Sequence[str]
    cells: Sequence[str]
    problems: Sequence[Problem]


def check_target(path: Path, source: Path) -> None:
    """Raise Refusal where `path` ends in neither .csv nor .xlsx, is a folder, or is the table `source` itself."""
    place = Place(str(path))
    if path.suffix.lower() not in _WRITERS:
        raise refuse("plan-unknown-suffix", place, found=path.suffix or path.name, allowed=", ".join(_WRITERS))
    if path.is_dir():
        raise refuse("intake-folder", place)
    if path.resolve() == source.resolve():
        raise refuse("intake-refused-source", place)


@contextmanager
def write_refused(rows: Sequence[Refused], path: Path, language: str) -> Iterator[None]:
    """`rows` as a file at `path` once the block has ended well; no file where there are none.

    Raises Refusal plan-not-written before the block is entered, so that nothing is taken in without it.
    """
    if not rows:
        yield
        return
    draft = _draft(rows, path, language)
    try:
        yield
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _draft(rows: Sequence[Refused], path: Path, language: str) -> Path:
    header = [name for name in rows[0].header if name != MISTAKES]
    lines = [[*header, MISTAKES], *([*_kept(row), _mistake_texts(row.problems, language)] for row in rows)]
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
        os.close(handle)
        _WRITERS[path.suffix.lower()](Path(name), lines)
    except OSError as error:
        raise refuse("plan-not-written", Place(str(path)), detail=error.strerror or str(error)) from None
    return Path(name)


def _kept(row: Refused) -> list[str]:
    """The cells as they were; one without a readable value stays a mistake, whatever it shows ("=B2")."""
    cells = zip(row.header, row.cells, strict=True)
    return ["#N/A" if isinstance(cell, Lost) else cell for name, cell in cells if name != MISTAKES]


def _mistake_texts(problems: Sequence[Problem], language: str) -> str:
    """A line a mistake: column, what was found, how to mend it."""
    gap = "" if language == "zh" else " "
    lines = [
        f"{problem.place.column or '-'}: {problem.message(language)}{gap}{problem.terminal_remedy(language)}"
        for problem in problems[:_MOST_TOLD]
    ]
    more = len(problems) - _MOST_TOLD
    return "\n".join([*lines, f"+{more}"] if more > 0 else lines)


def _write_csv(path: Path, lines: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([protect(text) for text in line] for line in lines)


def _write_workbook(path: Path, lines: Sequence[Sequence[str]]) -> None:
    """Every cell a text, so that no code becomes a number and nothing a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        cells = [WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)) for text in line]
        for cell in cells:
            cell.data_type, cell.number_format = "s", "@"
        sheet.append(cells)
    book.save(path)


_WRITERS = {".csv": _write_csv, ".xlsx": _write_workbook}
