"""Files handed in as evidence: what they are is read from their content; the name only has to agree with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from ..errors import Place, Refusal, refuse
from ..text.plain import one_line
from .spreadsheets.archive import UNREADABLE, is_bomb, is_crafted
from .spreadsheets.macros import content_types, macro_part

MOST_BYTES = 20 * 1024 * 1024
MOST_NAME = 255
SUFFIXES = (".pdf", ".docx", ".xlsx", ".png", ".jpg", ".jpeg", ".jfif")

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"  # what such files begin with
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_PLACE = Place(column="file")
_PDF = b"%PDF-"
_PACKAGE = b"PK\x03\x04"
_PDF_WITHIN = 1024  # bytes in which readers look for it
_PDF_END = re.compile(rb"startxref\s+\d")
_ACTIVE = re.compile(rb"#!|<(?:!doctype|html|head|body|script|svg|iframe|\?php|%)", re.IGNORECASE)


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


def is_package(data: bytes) -> bool:
    """`data` begins like a zip file and has to be unpacked to see what it is."""
    return data.startswith(_PACKAGE)


def content_type(data: bytes, name: str) -> str:
    """As :func:`recognise`, whatever the name's ending."""
    return _recognised(data, name).media_type


def other_format(data: bytes) -> str:
    """The name of the format of a file that is no evidence, such as "GIF"; "" where it is not known."""
    return _markup(data) or next((kind for pattern, kind in _OTHERS if pattern.match(data)), "")


def whole_picture(data: bytes) -> bool:
    """Whether a file that begins as PNG or JPEG goes on to the end of its picture."""
    return next(found.whole(data) for start, found in _STARTS.items() if data.startswith(start))


def clean_name(name: str) -> str:
    """The last part of a path as a browser sent it, as one line of composed characters. Raises Refusal
    evidence-name-long."""
    last = one_line(_CONTROLS.sub("", re.split(r"[/\\]", name)[-1]))
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
    if is_package(data):
        return _office(data, name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse("evidence-old-office", _PLACE, name=name)
    if other := other_format(data):
        raise refuse("evidence-format", _PLACE, name=name, found=other)
    before, mark, _ = data[:_PDF_WITHIN].partition(_PDF)
    if mark and not _ACTIVE.search(before):
        return _STARTS[_PDF]
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
    """Word or Excel by the type of the main part, whatever it is called; any other zip is refused."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if is_bomb(archive):
                raise refuse("evidence-bomb", _PLACE, name=name)
            if is_crafted(archive):
                raise refuse("evidence-damaged", _PLACE, name=name, found="ZIP")
            types = _types(archive, name)
            macros = macro_part(archive, _PLACE)
            if not macros and archive.testzip():
                raise refuse("evidence-damaged", _PLACE, name=name, found="ZIP")
    except UNREADABLE:
        raise refuse("evidence-damaged", _PLACE, name=name, found="ZIP") from None
    if macros:
        raise refuse("evidence-macros", _PLACE, name=name, part=macros[:80])
    found = next((_PACKAGES[kind] for kind in types if kind in _PACKAGES), None)
    if found is None:
        raise refuse("evidence-format", _PLACE, name=name, found="ZIP")
    return found


def _types(archive: ZipFile, name: str) -> list[str]:
    try:
        return list(content_types(archive, _PLACE).values())
    except Refusal:
        raise refuse("evidence-format", _PLACE, name=name, found="ZIP") from None


def _whole_pdf(data: bytes) -> bool:
    """It ends as one, or its end says where the list of objects is; readers make that list anew where it is lost."""
    ended = b"%%EOF" in data and any(word in data for word in (b"startxref", b"trailer", b"endobj"))
    return ended or bool(_PDF_END.search(data[-1024:]))


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
        filling = data[at + 1] == 0xFF
        at += 1 if filling else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _always(data: bytes) -> bool:
    return True


_OOXML = "application/vnd.openxmlformats-officedocument."
_STARTS = {
    _PDF: _Format("PDF", (".pdf",), "application/pdf", _whole_pdf),
    PNG: _Format("PNG", (".png",), "image/png", _whole_png),
    JPEG: _Format("JPG", (".jpg", ".jpeg", ".jfif"), "image/jpeg", _whole_jpeg),
}
_PACKAGES = {
    f"{_OOXML}{kind}.main+xml": _Format(name, (suffix,), f"{_OOXML}{kind}", _always)
    for name, suffix, kind in (
        ("Word", ".docx", "wordprocessingml.document"),
        ("Excel", ".xlsx", "spreadsheetml.sheet"),
    )
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
