"""What an .xlsx file must prove before it is parsed: it is a zip of bounded size, without macros or outside links,
and its first sheet stays small when it is laid out in memory.

The parser lays a sheet out as a full rectangle and copies a shared text into every cell that shows it, so a file of
some kilobytes could ask for any amount of memory. Both are bounded here, by reading the file as a stream.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..errors import Place, refuse

MOST_PARTS = 5_000
MOST_UNPACKED = 1024 * 1024 * 1024  # bytes
MOST_RATIO = 250  # honest sheets that repeat four words reach about 60; a bomb, 1,000
MOST_CELLS = 30_000_000  # of the rectangle: 100,000 enterprises with 300 columns
MOST_COLUMNS = 2_000
MOST_TEXT = 2 * 1024 * 1024 * 1024  # bytes, the longest shared text in every cell
_SMALL = 1024 * 1024  # a part this small may be packed as well as it likes
_CHUNK = 1024 * 1024
_LONGEST_TAG = 4 * _CHUNK

_FORBIDDEN = (
    (re.compile(r"vbaproject|macrosheets|\.bin$|activex", re.IGNORECASE), "intake-macros"),
    (re.compile(r"externallinks|embeddings|connections\.xml$|querytables", re.IGNORECASE), "intake-links"),
)
_HARMLESS_BINARY = re.compile(r"printersettings", re.IGNORECASE)
_PLAIN = {name: re.compile(rb"<" + name + rb"[\s/>]") for name in (b"c", b"row")}
_PREFIXED = {name: re.compile(rb"<\w+:" + name + rb"[\s/>]") for name in (b"c", b"row")}
_USUAL = re.compile(rb' r="([A-Z]{1,7})([0-9]{1,10})"')  # as every program spells it: found five times as fast
_POSITION = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,10})["']""")
_TEXT_END = re.compile(rb"</(?:\w+:)?si\s*>")


def examine(data: bytes, source: str) -> None:
    """Raise Refusal when the workbook in `data` is not fit to be parsed."""
    place = Place(source)
    try:
        with ZipFile(BytesIO(data)) as archive:
            examine_parts(archive, place)
            cells = max(
                (sheet_cells(archive, part, place) for part in archive.infolist() if _is_sheet(part)), default=0
            )
            check_texts(longest_text(archive), cells, place)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise refuse("intake-not-workbook", place) from None


def swollen(archive: ZipFile) -> bool:
    """The archive has more parts than a document needs, or unpacks to an unreasonable size."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    return (
        len(parts) > MOST_PARTS
        or unpacked > MOST_UNPACKED
        or any(p.file_size > _SMALL and p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts)
    )


def examine_parts(archive: ZipFile, place: Place) -> None:
    """Raise Refusal unless the parts are a workbook's, of bounded size, without macros or outside links."""
    if swollen(archive):
        raise refuse("intake-bomb", place)
    for part in archive.infolist():
        for pattern, code in _FORBIDDEN:
            if pattern.search(part.filename) and not _HARMLESS_BINARY.search(part.filename):
                raise refuse(code, place, part=part.filename[:80])
    types = _whole(archive, "[Content_Types].xml", place)
    if b"macroEnabled" in types:
        raise refuse("intake-macros", place, part="[Content_Types].xml")
    _whole(archive, "xl/workbook.xml", place)


def _whole(archive: ZipFile, name: str, place: Place) -> bytes:
    try:
        part = archive.getinfo(name)
    except KeyError:
        raise refuse("intake-not-workbook", place) from None
    text = archive.read(part) if part.file_size <= 16 * _SMALL else b"<!DOCTYPE"
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise refuse("intake-not-workbook", place)
    return text


def _is_sheet(part: ZipInfo) -> bool:
    return part.filename.lower().endswith(".xml") and "worksheets/" in part.filename.lower()


def sheet_cells(archive: ZipFile, part: ZipInfo, place: Place) -> int:
    """The cells of a sheet. Raises Refusal when its rectangle is too large or a cell does not say where it stands."""
    cells = rows = columns = placed = last = 0
    seen: set[bytes] = set()
    for tags in _tags(archive, part, place):
        here = _count(tags, b"c")
        cells += here
        rows += _count(tags, b"row")
        positions = _USUAL.findall(tags)
        if len(positions) != here:
            positions = _POSITION.findall(tags)
        placed += len(positions)
        fresh = {column for column, _ in positions} - seen
        seen |= fresh
        columns = max(columns, *map(_column, fresh), 0) if fresh else columns
        last = max(last, *(int(row) for row in {row for _, row in positions}), 0)
        if columns > MOST_COLUMNS:
            raise refuse("intake-columns", place, found=columns, most=MOST_COLUMNS)
        if max(last, rows) * max(columns, 1) > MOST_CELLS:
            raise refuse("intake-cells", place, most=f"{MOST_CELLS:,}")
    if cells > placed:
        raise refuse("intake-unplaced", place)
    return cells


def _count(tags: bytes, name: bytes) -> int:
    """How many tags have this name, with or without a prefix."""
    return len(_PLAIN[name].findall(tags)) + (len(_PREFIXED[name].findall(tags)) if b":" + name in tags else 0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _tags(archive: ZipFile, part: ZipInfo, place: Place) -> Iterator[bytes]:
    """The part piece by piece, never cut inside a tag."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if b"<!DOCTYPE" in chunk:
                raise refuse("intake-not-workbook", place)
            piece = rest + chunk
            cut = piece.rfind(b">") + 1
            rest = piece[cut:]
            if len(rest) > _LONGEST_TAG:
                raise refuse("intake-not-workbook", place)
            yield piece[:cut]


def check_texts(longest: int, cells: int, place: Place) -> None:
    """Raise Refusal when the `longest` shared text (bytes), shown in every one of `cells`, would not fit."""
    if longest * cells > MOST_TEXT:
        raise refuse("intake-texts", place)


def longest_text(archive: ZipFile) -> int:
    """The bytes of the longest shared text."""
    named = (part for part in archive.infolist() if part.filename.lower().endswith("sharedstrings.xml"))
    return max((_longest_text(archive, part) for part in named), default=0)


def _longest_text(archive: ZipFile, part: ZipInfo) -> int:
    longest = length = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            first, *others = _TEXT_END.split(chunk)
            longest = max(longest, length + len(first), *map(len, others), 0)
            length = len(others[-1]) if others else length + len(first)
    return longest
