"""Files handed in as evidence: what they are is read from their content; the name only has to agree with it."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from ..errors import Place, refuse
from .archive import swollen

MOST_BYTES = 20 * 1024 * 1024
MOST_NAME = 255
SUFFIXES = (".pdf", ".docx", ".xlsx", ".png", ".jpg", ".jpeg")

_UNSEEN = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # controls; what turns a name round
_MACROS = re.compile(r"vbaproject|macrosheets|activex", re.IGNORECASE)
_PLACE = Place(column="file")
_TYPES = "[Content_Types].xml"
_MOST_TYPES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Format:
    """A kind of file: its name for readers, the endings that fit it, its media type, whether it is whole."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    whole: Callable[[bytes], bool]


def recognise(data: bytes, name: str) -> str:
    """The media type of an evidence file called `name`.

    Raises Refusal evidence-empty, -too-large, -format, -unknown, -old-office, -damaged, -macros, -bomb or -renamed.
    """
    found = _recognised(data, name)
    if not name.lower().endswith(found.suffixes):
        raise refuse("evidence-renamed", _PLACE, name=name, found=found.name, suffix=found.suffixes[0])
    return found.media_type


def content_type(data: bytes, name: str) -> str:
    """As :func:`recognise`, whatever the name's ending."""
    return _recognised(data, name).media_type


def clean_name(name: str) -> str:
    """The last part of a path as a browser sent it, without unseen characters. Raises Refusal evidence-name-long."""
    last = _UNSEEN.sub("", re.split(r"[/\\]", name)[-1]).strip()
    if len(last) > MOST_NAME:
        raise refuse("evidence-name-long", _PLACE, most=MOST_NAME)
    return last


def _recognised(data: bytes, name: str) -> _Format:
    if not data:
        raise refuse("evidence-empty", _PLACE, name=name)
    if len(data) > MOST_BYTES:
        raise refuse("evidence-too-large", _PLACE, name=name, most=MOST_BYTES // 1024 // 1024)
    found = _format(data, name)
    if not found.whole(data):
        raise refuse("evidence-damaged", _PLACE, name=name, found=found.name)
    return found


def _format(data: bytes, name: str) -> _Format:
    for start, found in _STARTS.items():
        if data.startswith(start):
            return found
    if data.startswith(b"PK\x03\x04"):
        return _office(data, name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse("evidence-old-office", _PLACE, name=name)
    other = _markup(data) or next((kind for pattern, kind in _OTHERS if pattern.match(data)), None)
    if other:
        raise refuse("evidence-format", _PLACE, name=name, found=other)
    raise refuse("evidence-unknown", _PLACE, name=name)


def _markup(data: bytes) -> str | None:
    """Which kind of markup a file begins with, if any."""
    head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head.startswith(b"<"):
        return None
    if b"<svg" in head:
        return "SVG"
    return "HTML" if re.search(rb"<(?:!doctype html|html|head|body|script)", head) else "XML"


def _office(data: bytes, name: str) -> _Format:
    """Word or Excel by the parts of the package; any other zip is refused."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if swollen(archive):
                raise refuse("evidence-bomb", _PLACE, name=name)
            parts = {part.filename: part for part in archive.infolist()}
            macros = next(filter(_MACROS.search, parts), None)
            if _TYPES not in parts or parts[_TYPES].file_size > _MOST_TYPES:
                raise refuse("evidence-format", _PLACE, name=name, found="ZIP")
            if macros is None and b"macroEnabled" in archive.read(_TYPES):
                macros = _TYPES
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise refuse("evidence-damaged", _PLACE, name=name, found="ZIP") from None
    if macros:
        raise refuse("evidence-macros", _PLACE, name=name, part=macros[:80])
    found = next((found for part, found in _PACKAGES.items() if part in parts), None)
    if found is None:
        raise refuse("evidence-format", _PLACE, name=name, found="ZIP")
    return found


def _whole_pdf(data: bytes) -> bool:
    return b"startxref" in data and b"%%EOF" in data


def _whole_png(data: bytes) -> bool:
    """Chunk follows chunk, from IHDR to IEND."""
    at = 8
    if data[12:16] != b"IHDR":
        return False
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return at <= len(data)
    return False


def _whole_jpeg(data: bytes) -> bool:
    """Segment follows segment up to the picture, which has an end."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == 0xDA:
            return data.find(b"\xff\xd9", at) > 0
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _always(data: bytes) -> bool:
    return True


_OOXML = "application/vnd.openxmlformats-officedocument."
_STARTS = {
    b"%PDF-": _Format("PDF", (".pdf",), "application/pdf", _whole_pdf),
    b"\x89PNG\r\n\x1a\n": _Format("PNG", (".png",), "image/png", _whole_png),
    b"\xff\xd8\xff": _Format("JPG", (".jpg", ".jpeg"), "image/jpeg", _whole_jpeg),
}
_PACKAGES = {
    "word/document.xml": _Format("Word", (".docx",), f"{_OOXML}wordprocessingml.document", _always),
    "xl/workbook.xml": _Format("Excel", (".xlsx",), f"{_OOXML}spreadsheetml.sheet", _always),
}
_OTHERS = (
    (re.compile(rb"MZ"), "EXE"),
    (re.compile(rb"\x7fELF"), "ELF"),
    (re.compile(rb"GIF8"), "GIF"),
    (re.compile(rb"(?s)RIFF.{4}WEBP"), "WebP"),
    (re.compile(rb"(?s).{4}ftyp(?:hei|hev|mif1|msf1)"), "HEIC"),
    (re.compile(rb"(?s).{4}ftyp"), "MP4"),
    (re.compile(rb"BM"), "BMP"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "TIFF"),
    (re.compile(rb"Rar!"), "RAR"),
    (re.compile(rb"7z\xbc\xaf"), "7z"),
    (re.compile(rb"\x1f\x8b"), "GZ"),
)
