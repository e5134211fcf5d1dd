"""Formats of spreadsheets and documents that are not read, recognised by content and by name, to name them."""

from io import BytesIO
from zipfile import ZipFile

from .archive import UNREADABLE

_BY_NAME = {
    ".et": "WPS .et",
    ".ett": "WPS .ett",
    ".xlsm": ".xlsm",
    ".xlsb": ".xlsb",
    ".xltm": ".xltm",
    ".xltx": ".xltx",
    ".xlt": ".xlt",
    ".fods": ".fods",
    ".ots": ".ots",
    ".numbers": "Apple Numbers",
    ".pdf": "PDF",
    ".docx": "Word",
    ".doc": "Word",
    ".wps": "WPS",
    ".zip": "ZIP",
    ".rar": "RAR",
    ".7z": "7z",
}
_BY_PART = {
    "xl/workbook.bin": ".xlsb",
    "Index/Document.iwa": "Apple Numbers",
    "Index.zip": "Apple Numbers",
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
}
_BY_START = {b"%PDF-": "PDF", b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "GZ", b"{\\rtf": "RTF"}
_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def unread_format(data: bytes, suffix: str) -> str:
    """The name of a format that is no table and not read; "" where the file may be one that is."""
    named = _BY_NAME.get(suffix.lower())
    if named:
        return named
    for start, name in _BY_START.items():
        if data.startswith(start):
            return name
    parts = _parts(data)
    return next((name for part, name in _BY_PART.items() if part in parts), "")


def is_opendocument(data: bytes) -> bool:
    """A zip file that says of itself, or by its parts, that it is an OpenDocument."""
    return _SHEET in data[:200] or "content.xml" in _parts(data)


def _parts(data: bytes) -> frozenset[str]:
    if not data.startswith(b"PK"):
        return frozenset()
    try:
        with ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.NameToInfo)
    except UNREADABLE:
        return frozenset()
