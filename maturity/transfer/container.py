"""Reading of the zip file of an archive, which is untrusted.

Number, size and compression ratio of its parts are limited before unpacking; all mistakes are a Refusal.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from struct import error as StructError
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..errors import Place, Refusal, refuse
from ..intake.attachments import MOST_BYTES
from ..intake.jsontext import read_json
from ..intake.spreadsheets.archive import is_crafted
from ..store.origins import archive
from ..store.workshop import archive as workshops

FORMAT = "maturity-organisation/1"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
MOST_UNPACKED = 4 * 1024 * 1024 * 1024
MOST_PARTS = 20_000
MOST_ROWS = 64 * 1024 * 1024  # bytes of all tables together
MOST_RECORDS = 100_000  # rows that are inserted while others wait for the database
MOST_RATIO = 250
_SMALL = 1024 * 1024  # smaller parts may have any ratio
_CHUNK = 1024 * 1024
_TAIL = 22 + 65_535  # bytes in which the end record of a zip file is found
_END = b"PK\x05\x06"
_LATER_TABLES = (  # missing in archives of earlier versions
    *("imports", "opinions", "reference_sets", "value_targets"),
    *(*(table.name for table in workshops.TABLES), "logos"),
)
_BROKEN = (
    *(BadZipFile, zlib.error, StructError, EOFError, OSError, NotImplementedError),
    *(RuntimeError, ValueError, KeyError, IndexError, OverflowError),
)


class Container:
    """An archive; made by :func:`open_container`."""

    def __init__(self, package: ZipFile, place: Place) -> None:
        self._package, self._place = package, place

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises Refusal archive-damaged."""
        try:
            found = self._package.read(name)
            whole = len(found) == self._package.getinfo(name).file_size
        except _BROKEN:
            whole = False
        if not whole:
            raise refuse("archive-damaged", Place(name), part=name[:80])
        return found

    def json(self, name: str) -> Any:
        """The JSON value of a part. Raises Refusal archive-damaged, with its line where that can be told."""
        try:
            return read_json(self.read(name), name)
        except Refusal as refusal:
            raise refuse("archive-damaged", refusal.problems[0].place, part=name[:80]) from None

    def manifest(self) -> dict[str, Any]:
        """The manifest, after a check that the parts are exactly those listed.

        Raises Refusal archive-foreign, archive-format, archive-damaged.
        """
        place = Place(MANIFEST)
        if MANIFEST not in self._package.NameToInfo:
            raise refuse("archive-foreign", place)
        try:
            found = self.json(MANIFEST)
        except Refusal:
            found = None
        if not isinstance(found, dict):
            raise refuse("archive-foreign", place)
        if found.get("format") != FORMAT:
            raise refuse("archive-format", place, found=str(found.get("format"))[:40], wanted=FORMAT)
        listed = {f"data/{name}.json": digest for name, digest in _listed(found, "tables")}
        listed |= {f"files/{name}": digest for name, digest in _listed(found, "files")}
        tables = {table.name for table in archive.TABLES}
        if not tables.difference(_LATER_TABLES) <= set(found["tables"]) <= tables:
            raise refuse("archive-damaged", place, part="tables")
        self._whole(listed)
        return found

    def _whole(self, listed: dict[str, str]) -> None:
        names = [part.filename for part in self._package.infolist()]
        wanted = {MANIFEST, *listed, *({SIGNATURE} & set(names))}
        if set(names) != wanted or len(names) != len(wanted):
            odd = ", ".join(sorted(set(names) ^ wanted))[:80] or "twice"
            raise refuse("archive-damaged", Place(MANIFEST), part=odd)
        for name, digest in listed.items():
            if self._digest(name) != digest:
                raise refuse("archive-damaged", Place(name[:80]), part=name[:80])

    def _digest(self, name: str) -> str:
        """The SHA-256 of a part, "" if it is damaged or its size differs from the declared one."""
        digest, size = sha256(), 0
        try:
            with self._package.open(name) as part:
                while chunk := part.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
        except _BROKEN:
            return ""
        return digest.hexdigest() if size == self._package.getinfo(name).file_size else ""

    def signature(self) -> tuple[Any, bytes]:
        """The signature (None if missing) and the signed bytes."""
        found = self.json(SIGNATURE) if SIGNATURE in self._package.NameToInfo else None
        return found, self.read(MANIFEST)


@contextmanager
def open_container(path: Path) -> Iterator[Container]:
    """The archive at `path`. Raises Refusal archive-unreadable, archive-bomb."""
    place = Place(path.name)
    try:
        if _count(path) > MOST_PARTS:
            raise refuse("archive-bomb", place)
        package = ZipFile(path)
    except _BROKEN:
        raise refuse("archive-unreadable", place) from None
    with package:
        parts = package.infolist()
        rows = sum(part.file_size for part in parts if not part.filename.startswith("files/"))
        together = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or together > MOST_UNPACKED or rows > MOST_ROWS or any(map(_swollen, parts)):
            raise refuse("archive-bomb", place)
        if is_crafted(package):
            raise refuse("archive-unreadable", place)
        yield Container(package, place)


def _count(path: Path) -> int:
    """The number of parts by the end record, before the central directory is read."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0:
        raise BadZipFile
    return int.from_bytes(tail[at + 10 : at + 12], "little")


def _swollen(part: ZipInfo) -> bool:
    """Whether a part unpacks to an unreasonable size or has a compression method that is never written."""
    most = MOST_BYTES if part.filename.startswith("files/") else MOST_ROWS
    packed = part.file_size > _SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1)
    return part.file_size > most or packed or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED)


def _listed(manifest: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    """Name and digest of the parts of a kind listed in the manifest. Raises Refusal archive-foreign."""
    found = manifest.get(kind)
    if not isinstance(found, dict):
        raise refuse("archive-foreign", Place(MANIFEST))
    pairs = [(name, one.get("sha256") if isinstance(one, dict) else None) for name, one in found.items()]
    if not all(isinstance(digest, str) for _, digest in pairs):
        raise refuse("archive-foreign", Place(MANIFEST))
    return [(name, str(digest)) for name, digest in pairs]
