"""Small honest files of every kind that evidence may be, made here."""

import io
import struct
import zipfile
import zlib

import docx
import openpyxl

TYPES = "[Content_Types].xml"


def png():
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    pixels = zlib.compress(b"\x00\xff\xff\xff" * 2)
    header = struct.pack(">IIBBBBB", 1, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpg():
    app0 = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00\x01\x01" + b"\x00" * 7
    return b"\xff\xd8" + app0 + b"\xff\xda" + struct.pack(">H", 2) + b"\x01\x02\x03" + b"\xff\xd9"


def pdf(words="evidence"):
    return f"%PDF-1.4\n%{words}\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n".encode()


def _saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word():
    return _saved(docx.Document())


def excel():
    return _saved(openpyxl.Workbook())


def package(parts):
    """A zip of `parts` (name -> bytes)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_parts(data, parts):
    """The package in `data` with `parts` added or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    return package({**old, **parts})


def retyped(data, old, new):
    """The package in `data` with `old` replaced by `new` (bytes) in its list of content types."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read(TYPES)
    assert old in types
    return with_parts(data, {TYPES: types.replace(old, new)})


def reordered(data, renamed=None):
    """The package in `data` with its parts in the other order, some under another name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in reversed(archive.namelist())}
    return package({(renamed or {}).get(name, name): content for name, content in parts.items()})
