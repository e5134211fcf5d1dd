"""The bytes of evidence files, in a folder of their own under random names, and their rows: the two never disagree.

A file is whole on the disk before its row is committed, and goes only after its row has gone. A crash in between can
leave a file without a row, which nobody sees; never a row without its file.
"""

import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ...errors import Busy, NotFound, Problem
from ...questionnaire import Questionnaire
from ...settings import private_folder
from ..accounts.people import Person
from ..assessments.assessments import assessment
from ..engine import Store
from ..enterprises.access import WRITING, need
from ..types import is_id, new_id
from . import evidence
from .evidence import Evidence, File

FOLDER = "files"  # in the data directory
log = logging.getLogger("maturity.files")


@dataclass(frozen=True, slots=True)
class Files:
    """The files in `folder`, each at <first two letters>/<32 hexadecimal digits>."""

    folder: Path

    def path(self, name: str) -> Path:
        """Where the file with this random name lies. ValueError for a name that is not one of ours."""
        if not is_id(name):
            raise ValueError(f"not the name of a kept file: {name!r}")
        return self.folder / name[:2] / name

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        return self.path(name).read_bytes()

    def keep(self, data: bytes) -> str:
        """Write `data` durably; gives its random name. Raises Busy files-full, files-unwritable; nothing stays then."""
        return self.place(new_id(), data)

    def place(self, name: str, data: bytes) -> str:
        """As `keep`, under a random name that was given elsewhere. An OSError for one that is taken becomes Busy."""
        path = self.path(name)
        half = path.with_suffix(".part")
        try:
            private_folder(path.parent)
            _write(half, data)
            half.rename(path)
            _sync(path.parent)
        except OSError as error:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            log.error("%s cannot be written: %s", path, error)
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise Busy(Problem("files-full" if full else "files-unwritable")) from error
        return name

    def drop(self, name: str) -> None:
        """Delete a file; one that is gone, or cannot be deleted, is only logged: no row needs it any more."""
        try:
            self.path(name).unlink()
        except OSError as error:
            log.warning("%s cannot be deleted: %s", name, error)

    @contextmanager
    def keeping(self, data: bytes) -> Iterator[str]:
        """As `keep`, for a block that writes the row; where that fails the file goes too."""
        name = self.keep(data)
        try:
            yield name
        except BaseException:
            self.drop(name)
            raise


def attach(
    store: Store,
    files: Files,
    person: Person,
    assessment_id: str,
    questionnaire: Questionnaire,
    item: str,
    *,
    words: str,
    media_type: str,
    data: bytes,
) -> Evidence:
    """Keep a file and its row, both or neither. Raises as :func:`evidence.add` and `Files.keep`."""
    with store.read() as c:  # nobody fills the disk with what is refused afterwards
        need(assessment(c, person, assessment_id).role, WRITING)
    digest = sha256(data).hexdigest()
    with files.keeping(data) as name, store.write() as c:
        new = File(words, name, media_type, len(data), digest)
        piece = evidence.add(c, person, assessment_id, questionnaire, item, new)
    if piece.file != name:  # sent again: the first one stays
        files.drop(name)
    return piece


def detach(
    store: Store, files: Files, person: Person, assessment_id: str, questionnaire: Questionnaire, id: str
) -> Evidence:
    """Remove a piece of any kind, then the file it had. Raises as :func:`evidence.remove`."""
    with store.write() as c:
        gone = evidence.remove(c, person, assessment_id, questionnaire, id)
    if gone.file:
        files.drop(gone.file)
    return gone


def fetch(store: Store, files: Files, person: Person, assessment_id: str, id: str) -> tuple[Evidence, bytes]:
    """A file with its row, byte for byte as it came in.

    Raises NotFound evidence-not-found, where the piece is no file too; NotFound files-lost where the disk disagrees.
    """
    with store.read() as c:
        found = evidence.piece(c, person, assessment_id, id)
    if found.file is None:
        raise NotFound(Problem("evidence-not-found"))
    try:
        data = files.read(found.file)
    except OSError as error:
        log.error("%s cannot be read: %s", found.file, error)
        data = b""
    if sha256(data).hexdigest() != found.sha256:
        log.error("%s is not what was uploaded", found.file)
        raise NotFound(Problem("files-lost", values={"name": found.words}))
    return found, data


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """The new name is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
