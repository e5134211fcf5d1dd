"""Workbooks that come packed in one zip file: each by its name, as rows of texts or with what is wrong with it."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from ..errors import Place, Problem, Refusal, refuse
from .spreadsheets.archive import UNREADABLE, is_bomb, is_crafted
from .spreadsheets.xlsx import sheets_of

MOST_FILES = 400
_MOST_BYTES = 8 * 1024 * 1024  # of one workbook
_UTF8 = 0x800  # the flag of a name in UTF-8; Chinese Windows writes GBK without it
Rows = list[tuple[int, list[str]]]


def packed_workbooks(data: bytes, name: str) -> list[tuple[str, Rows, Sequence[Problem]]]:
    """Each file in a zip, or the one .xlsx file itself: its name, the rows of its first sheet, and its problems.

    No file is left out but those that macOS adds by itself. Raises Refusal ballot-no-zip, ballot-many.
    """
    if name.lower().endswith(".xlsx"):
        return [(name, *_rows(data, name))]
    try:
        with ZipFile(BytesIO(data)) as archive:
            if is_bomb(archive) or is_crafted(archive):
                raise refuse("ballot-no-zip", Place(name))
            parts = [part for part in archive.infolist() if not part.is_dir() and not _by_system(_name(part))]
            if len(parts) > MOST_FILES:
                raise refuse("ballot-many", Place(name), found=len(parts), most=MOST_FILES)
            return [(_name(part), *_read(archive, part)) for part in parts]
    except UNREADABLE:
        raise refuse("ballot-no-zip", Place(name)) from None


def _read(archive: ZipFile, part: ZipInfo) -> tuple[Rows, Sequence[Problem]]:
    name = _name(part)
    if not name.lower().endswith(".xlsx") or part.file_size > _MOST_BYTES:
        return [], (Problem("ballot-kind", Place(name), {"file": name}),)
    return _rows(archive.read(part), name)


def _rows(data: bytes, name: str) -> tuple[Rows, Sequence[Problem]]:
    try:
        _sheet, records = next(iter(sheets_of(data, name)), ("", ()))
        return [(row, [str(cell) for cell in cells]) for row, cells in records], ()
    except Refusal as refusal:
        return [], refusal.problems


def _name(part: ZipInfo) -> str:
    if part.flag_bits & _UTF8:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return part.filename


def _by_system(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] == ".DS_Store"
