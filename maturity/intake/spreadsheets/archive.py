"""What an .xlsx file must prove before it is parsed: it is a zip of bounded size, without macros or outside links,
and its first sheet stays small when it is laid out in memory.

The parser lays a sheet out as a full rectangle and copies a shared text into every cell that shows it, so a file of
some kilobytes could ask for any amount of memory. Both are bounded here, by reading the file as a stream.
"""

import re
import stat
import struct
import zlib
from array import array
from collections.abc import Mapping
from zipfile import BadZipFile, ZipFile, ZipInfo

from ...errors import Place, refuse
from .macros import macro_part
from .stream import feed_part, local_name, xml_parser

UNREADABLE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error)

MOST_PARTS = 5_000
MOST_UNPACKED = 1024 * 1024 * 1024  # bytes
MOST_LARGE = 4 * MOST_UNPACKED  # with the sheets of a large workbook, which are measured by their cells
MOST_MARKUP = 128  # bytes a cell, in a sheet of more than MOST_UNPACKED; programs write 20 to 60
MOST_RATIO = 250  # honest sheets that repeat four words reach about 60; a bomb, 1,000
MOST_TEXT = 2 * 1024 * 1024 * 1024  # bytes, every shared text in every cell that shows it
_HEADER = 30  # bytes before the name of an entry
_SMALL = 1024 * 1024  # a part this small may be packed as well as it likes
_BOOK = "xl/workbook.xml"
_SHEETS = "xl/worksheets/"
_LINKS = re.compile(r"externallinks|embeddings|connections\.xml$|querytables", re.IGNORECASE)


def is_bomb(archive: ZipFile, *, large: bool = False) -> bool:
    """The archive has more parts than a document needs, or unpacks to an unreasonable size.

    The sheets of a `large` workbook may together have MOST_LARGE; whoever reads one of them measures it.
    """
    parts = archive.infolist()
    sizes = [(part.file_size, large and part.filename.startswith(_SHEETS)) for part in parts]
    return (
        len(parts) > MOST_PARTS
        or sum(size for size, sheet in sizes if not sheet) > MOST_UNPACKED
        or sum(size for size, _ in sizes) > MOST_LARGE
        or any(p.file_size > _SMALL and p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts)
    )


def is_crafted(archive: ZipFile) -> bool:
    """The archive is one that no program writes and that a reader of names or sizes could be misled by.

    Entries lie before the file, over each other or over the list of them; two have one name; a name is absolute,
    leads upwards or ends at a NUL; an entry is a symbolic link.
    """
    parts = archive.infolist()
    return len(archive.NameToInfo) != len(parts) or has_overlaps(archive) or any(map(_misleading, parts))


def has_overlaps(archive: ZipFile) -> bool:
    """Entries lie before the file, over each other or over the list of them."""
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    starts = [*(part.header_offset for part in parts), archive.start_dir]
    return any(start < 0 for start in starts) or any(
        _least_end(part) > end for part, end in zip(parts, starts[1:], strict=True)
    )


def _least_end(part: ZipInfo) -> int:
    return part.header_offset + _HEADER + len(part.orig_filename) + part.compress_size


def _misleading(part: ZipInfo) -> bool:
    name = part.filename.replace("\\", "/")
    return (
        name.startswith("/")
        or name[1:2] == ":"
        or ".." in name.split("/")
        or "\0" in part.orig_filename
        or stat.S_ISLNK(part.external_attr >> 16)
    )


def check_parts(archive: ZipFile, place: Place, *, large: bool = False) -> None:
    """Raise Refusal unless the parts are a workbook's, of bounded size, without macros or outside links.

    `large` as for :func:`is_bomb`.
    """
    if is_bomb(archive, large=large):
        raise refuse("intake-bomb", place)
    if is_crafted(archive):
        raise refuse("intake-not-workbook", place)
    macros = macro_part(archive, place)
    if macros:
        raise refuse("intake-macros", place, part=macros[:80])
    linked = next(filter(_LINKS.search, archive.namelist()), None)
    if linked:
        raise refuse("intake-links", place, part=linked[:80])
    book = archive.NameToInfo.get(_BOOK)
    if book is None or book.file_size > 16 * _SMALL:
        raise refuse("intake-not-workbook", place)
    feed_part(xml_parser(lambda name, attributes: None, place), archive, book, place)


def check_texts(shown: int, place: Place) -> None:
    """Raise Refusal when the shared texts (bytes), each in every cell that shows it, would not fit."""
    if shown > MOST_TEXT:
        raise refuse("intake-texts", place)


def text_lengths(archive: ZipFile, place: Place) -> "array[int]":
    """The bytes of each shared text, its markup counted."""
    begun, lengths = 0, array("L")

    def started(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal begun
        if local_name(name) == "si":
            begun = reader.CurrentByteIndex

    def ended(name: str) -> None:
        if local_name(name) == "si":
            lengths.append(reader.CurrentByteIndex - begun)

    for part in archive.infolist():
        if part.filename.lower().endswith("sharedstrings.xml"):
            reader = xml_parser(started, place)
            reader.EndElementHandler = ended
            feed_part(reader, archive, part, place)
    return lengths
