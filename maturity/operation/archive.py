"""The file of a backup: a zip with a manifest of the digests of its parts, and the digest of the whole as its comment.

A zip has its directory at the end, so a file that was cut off is not one. The digest of the whole covers what zip
itself does not check, such as names and times.
"""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..errors import Place, Problem, Refusal, refuse

FORMAT = "maturity-backup/1"
MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_DIGEST = 64  # hexadecimal digits at the end of the file
_BROKEN = (BadZipFile, zlib.error, OSError, ValueError, KeyError, EOFError, NotImplementedError, RuntimeError)


class Writer:
    """A backup that is being written to `path`. Until `finish` it is not one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip = ZipFile(path, "x", ZIP_DEFLATED, compresslevel=1)
        self._parts: dict[str, dict[str, object]] = {}

    @contextmanager
    def part(self, name: str, *, stored: bool = False) -> Iterator[IO[bytes]]:
        """A new part, open for writing; `stored` ones are not compressed."""
        info = ZipInfo(name)
        info.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as file:
            digesting = _Digesting(file)
            yield digesting  # type: ignore[misc]
        self._parts[name] = {"sha256": digesting.digest.hexdigest(), "size": digesting.size}

    def finish(self, words: dict[str, Any]) -> None:
        """Write the manifest with `words`, and the digest of the whole."""
        manifest = {"format": FORMAT, **words, "parts": self._parts}
        self._zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        self._zip.comment = b"0" * _DIGEST
        self._zip.close()
        digest = _digest_of(self._path)
        with self._path.open("r+b") as file:
            file.seek(-_DIGEST, 2)
            file.write(digest.encode())

    def close(self) -> None:
        """Close the file as it is."""
        self._zip.close()


class Backup:
    """A backup that is open for reading; made by :func:`read_backup`."""

    def __init__(self, package: ZipFile, manifest: dict[str, Any]) -> None:
        self._package, self.manifest = package, manifest

    @property
    def parts(self) -> list[str]:
        """The names of all parts but the manifest."""
        return list(self.manifest["parts"])

    def open(self, name: str) -> IO[bytes]:
        """A part, open for reading."""
        return self._package.open(name)


@contextmanager
def read_backup(path: Path) -> Iterator[Backup]:
    """A backup, after a check of every byte of it.

    Raises Refusal backup-unreadable for another file or one that was cut off, backup-damaged with every part that is
    not what was written.
    """
    try:
        package = ZipFile(path)
    except _BROKEN:
        raise refuse("backup-unreadable", Place(str(path))) from None
    with package:
        whole = _ending(path) == _digest_of(path)
        manifest = _manifest(package, path)
        damaged = [name for name, kept in manifest["parts"].items() if not _is_whole(package, name, kept)]
        if damaged or not whole or set(package.namelist()) != {MANIFEST, *manifest["parts"]}:
            raise Refusal(
                *(Problem("backup-damaged", Place(str(path)), {"part": name}) for name in damaged or [path.name])
            )
        yield Backup(package, manifest)


def _manifest(package: ZipFile, path: Path) -> dict[str, Any]:
    try:
        found = json.loads(package.read(MANIFEST))
        if found["format"] == FORMAT and isinstance(found["parts"], dict):
            return dict(found)
    except _BROKEN:
        pass
    raise refuse("backup-unreadable", Place(str(path)))


def _is_whole(package: ZipFile, name: str, kept: dict[str, object]) -> bool:
    digest = sha256()
    try:
        with package.open(name) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except _BROKEN:
        return False
    return digest.hexdigest() == kept["sha256"]


def _ending(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(-_DIGEST, 2)
        return file.read().decode("ascii", "replace")


def _digest_of(path: Path) -> str:
    """The digest of the file without its last bytes, which hold it."""
    left, digest = path.stat().st_size - _DIGEST, sha256()
    with path.open("rb") as file:
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest()


class _Digesting:
    """A file for writing that digests what goes through."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest, self.size = file, sha256(), 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._file.write(data)
