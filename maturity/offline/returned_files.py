"""Files in a folder or zip file of returned workbooks, or a single file, with their kinds."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal
from zipfile import ZipFile, ZipInfo

from ..errors import Place, refuse
from ..intake.files import read_bytes
from ..intake.spreadsheets.archive import UNREADABLE, has_overlaps
from .file_names import read_names
from .returned_workbook import MOST_BYTES

FileKind = Literal["workbook", "unread", "other", "leftover"]
_MOST_FILES = 20_000
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1  # flags of a zip entry
_LEFTOVER_STARTS = ("._", "~$", ".~")  # of macOS; of Excel and Word; of LibreOffice and WPS
_LEFTOVERS = frozenset(
    {".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", ".localized", ".directory", ".apdisk"}
)
_LEFTOVER_FOLDERS = frozenset(
    ("__macosx", "$recycle.bin", "#recycle", ".trash", ".trashes", "@eadir", ".fseventsd", ".spotlight-v100", ".git")
)  # of macOS, Windows and network drives, recycle bins included
_UNREAD = frozenset(
    [
        ".xls",
        ".xlsm",
        ".xlsb",
        ".xlt",
        ".xltx",
        ".xltm",
        ".et",
        ".ett",
        ".ods",
        ".ots",
        ".fods",
        ".numbers",
        ".csv",
        ".tsv",
        ".zip",
        ".rar",
        ".7z",
    ]
)  # formats that may contain answers but are not read


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file, named by its path within the folder or archive.

    `sort` is "workbook" for files to be read, "unread" for other formats that may contain answers, "leftover" for files
    that operating systems and programs create, "other" for the rest. `read` returns the bytes or raises Refusal
    intake-…. `named` is False where the encoding of the name cannot be told and it holds codes.
    """

    name: str
    sort: FileKind
    read: Callable[[], bytes]
    named: bool = True


def file_kind(name: str) -> FileKind:
    """The kind of a file by its name, a path with "/"."""
    path = PurePosixPath(name.lower())
    if path.name.startswith(_LEFTOVER_STARTS) or path.name in _LEFTOVERS:
        return "leftover"
    if not _LEFTOVER_FOLDERS.isdisjoint(path.parts[:-1]):
        return "leftover"
    if path.suffix == ".xlsx":
        return "workbook"
    put_aside = any(suffix.startswith(".xls") for suffix in path.suffixes)  # a.xlsx.bak
    return "unread" if path.suffix in _UNREAD or put_aside else "other"


@contextmanager
def list_files(source: Path) -> Iterator[list[ReturnedFile]]:
    """The files of a folder (with its subfolders) or a zip file, in order of names; else the single file.

    Raises Refusal intake-… if the folder or the archive cannot be read.
    """
    if source.is_dir():
        paths = _walked(source)
        names = read_names([os.fsencode(path.relative_to(source).as_posix()) for path in paths])
        pairs = zip(names, paths, strict=True)
        yield [ReturnedFile(name, file_kind(name), _reader(path), known) for (name, known), path in pairs]
    elif source.suffix.lower() == ".zip":
        with _archive(source) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if len(parts) > _MOST_FILES:
                raise refuse("intake-zip-many", Place(str(source)), found=len(parts), most=_MOST_FILES)
            named = sorted(zip(read_names([*map(_raw_name, parts)]), parts, strict=True), key=_first)
            yield [
                ReturnedFile(name, file_kind(name), _unpacker(archive, part, name), known)
                for (name, known), part in named
            ]
    else:
        sort = file_kind(source.name)
        yield [ReturnedFile(str(source), sort if sort == "unread" else "workbook", _reader(source))]


def _walked(source: Path) -> list[Path]:
    def stop(error: OSError) -> None:
        raise refuse("intake-unreadable", Place(str(error.filename)), detail=error.strerror or str(error))

    return sorted(Path(folder) / name for folder, _, names in os.walk(source, onerror=stop) for name in names)


def _first(pair: tuple[tuple[str, bool], ZipInfo]) -> tuple[str, bool]:
    return pair[0]


def _reader(path: Path) -> Callable[[], bytes]:
    return lambda: read_bytes(path, MOST_BYTES)


def _unpacker(archive: ZipFile, part: ZipInfo, name: str) -> Callable[[], bytes]:
    def unpacked() -> bytes:
        if part.flag_bits & _ENCRYPTED:
            raise refuse("intake-zip-password", Place(name))
        try:
            with archive.open(part) as file:
                return file.read(MOST_BYTES + 1)  # one byte too many is refused by the reader
        except UNREADABLE:
            raise refuse("intake-zip-damaged", Place(name)) from None

    return unpacked


@contextmanager
def _archive(source: Path) -> Iterator[ZipFile]:
    try:
        archive = ZipFile(source)
    except FileNotFoundError:
        raise refuse("intake-no-file", Place(str(source))) from None
    except UNREADABLE:
        raise refuse("intake-zip-damaged", Place(str(source))) from None
    with archive:
        if has_overlaps(archive):
            raise refuse("intake-zip-damaged", Place(str(source)))
        yield archive


def _raw_name(part: ZipInfo) -> bytes:
    """The entry's name as it lies in the archive: programs that do not set the flag for UTF-8 use any encoding."""
    return part.filename.encode("utf-8" if part.flag_bits & _UTF8_NAME else "cp437")
