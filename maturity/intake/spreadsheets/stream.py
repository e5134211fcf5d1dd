"""Parts of an untrusted package read as a stream of XML: linear in time, no document types, no part laid out whole."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from ...errors import Place, refuse

CHUNK = 1024 * 1024
_LONGEST_TAG = 4 * CHUNK
Started = Callable[[str, Mapping[str, str]], None]
Rest = Callable[[bytes], Iterable[bytes]]


def xml_parser(started: Started, place: Place) -> expat.XMLParserType:
    """A parser that calls `started` with name and attributes; a document type, and so any entity, is refused."""

    def refused(*_: Any) -> None:
        raise refuse("intake-not-workbook", place)

    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartElementHandler = started
    made.StartDoctypeDeclHandler = refused
    return made


def feed_part(
    made: expat.XMLParserType, archive: ZipFile, part: ZipInfo, place: Place, rest: Rest = lambda chunk: (chunk,)
) -> None:
    """Hand the part to the parser, or of each chunk, and of b"" at its end, what `rest` leaves of it.

    Raises Refusal intake-not-workbook where that is not XML.
    """
    fed, unpacked, chunk = 0, 0, b"-"
    try:
        with archive.open(part) as stream:
            while chunk:
                chunk = stream.read(CHUNK)
                unpacked += len(chunk)
                for left in rest(chunk):
                    made.Parse(left, False)
                    fed += len(left)
                if fed - made.CurrentByteIndex > _LONGEST_TAG:
                    raise refuse("intake-not-workbook", place)
        made.Parse(b"", True)
        if unpacked != part.file_size:
            raise refuse("intake-not-workbook", place)
    except (expat.ExpatError, LookupError, ValueError):  # LookupError: of an encoding that does not exist
        raise refuse("intake-not-workbook", place) from None


def local_name(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2]
