"""The contents of evidence files, in their own folder under random names, consistent with the rows of the database.

A file is synced to disk before its row is committed, and deleted after its row. A crash in between can leave a file
without a row, which has no effect, but never a row without its file.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ...errors import NotFound, Problem, disk_error
from ...questionnaire import Questionnaire
from ...settings import private_folder
from ..accounts.people import Person
from ..assessments.assessments import assessment
from ..engine import Store
from ..enterprises.access import WRITING, require_role
from ..types import is_id, new_id
from . import evidence
from .evidence import Evidence
from .pieces import File

FOLDER = "files"  # in the data directory
log = logging.getLogger("maturity.files")


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it was handed in; `words` is its name."""

    words: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest of the contents, in hexadecimal."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Files:
    """The files in `folder`, each at <first two letters>/<32 hexadecimal digits>."""

    folder: Path

    def path(self, name: str) -> Path:
        """The path of the file with this random name. Raises ValueError for a name of another form."""
        if not is_id(name):
            raise ValueError(f"not the name of a kept file: {name!r}")
        return self.folder / name[:2] / name

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        return self.path(name).read_bytes()

    def keep(self, data: bytes) -> str:
        """Write `data` durably; returns its random name. Raises Busy files-full, files-unwritable, leaving no file."""
        return self.place(new_id(), data)

    def place(self, name: str, data: bytes) -> str:
        """As :meth:`keep`, under a given random name. Raises Busy also for a name that exists."""
        path = self.path(name)
        half = path.with_name(f"{name}.{new_id()}.part")
        try:
            private_folder(path.parent)
            _write(half, data)
            os.link(half, path)  # never over a file that is there
            _sync(path.parent)
        except OSError as error:
            log.error("%s cannot be written: %s", path, error)
            raise disk_error(error) from error
        finally:
            with suppress(OSError):
                half.unlink(missing_ok=True)
        return name

    def drop(self, name: str) -> None:
        """Delete a file. A failure is only logged, because no row refers to the file any more."""
        try:
            self.path(name).unlink()
        except OSError as error:
            log.warning("%s cannot be deleted: %s", name, error)

    @contextmanager
    def keeping(self, data: bytes) -> Iterator[str]:
        """As :meth:`keep`, for a block that writes the row; if the block fails, the file is deleted."""
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
    about: evidence.About,
    received: Sequence[Received],
) -> list[Evidence]:
    """Store files and their rows, all or nothing. Raises as :func:`evidence.add_evidence` and :meth:`Files.keep`."""
    with store.read() as c:  # checked before writing, so that refused files do not fill the disk
        require_role(assessment(c, person, assessment_id).role, WRITING)
    with ExitStack() as kept:
        new = [
            File(one.words, kept.enter_context(files.keeping(one.data)), one.media_type, len(one.data), one.sha256)
            for one in received
        ]
        with store.write() as c:
            pieces = [evidence.add_evidence(c, person, assessment_id, questionnaire, about, file) for file in new]
    for file, piece in zip(new, pieces, strict=True):
        if piece.file != file.file:  # an equal piece existed: its file is used
            files.drop(file.file)
    return pieces


def detach(
    store: Store, files: Files, person: Person, assessment_id: str, questionnaire: Questionnaire, id: str
) -> Evidence:
    """Delete a piece of any kind and its file, if any. Raises as :func:`evidence.remove_evidence`."""
    with store.write() as c:
        gone = evidence.remove_evidence(c, person, assessment_id, questionnaire, id)
    if gone.file:
        files.drop(gone.file)
    return gone


def fetch(store: Store, files: Files, person: Person, assessment_id: str, id: str) -> tuple[Evidence, bytes]:
    """The row and the unchanged contents of a file; the audit log tells that the person read it.

    Raises NotFound evidence-not-found, also for a piece that is not a file; NotFound files-lost if the file is missing
    or differs from its digest.
    """
    with store.read() as c:
        found = evidence.evidence_by_id(c, person, assessment_id, id)
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
    with store.write() as c:
        evidence.record_reading(c, person, found, assessment(c, person, assessment_id))
    return found, data


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Sync the folder, so that the new name is durable too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
