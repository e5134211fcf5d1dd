"""Uploads waiting for a decision, stored in their own folder, each for one person and one assessment."""

import logging
import time
from dataclasses import dataclass
from pathlib import Path

from ...errors import NotFound, Place, Problem, disk_error, refuse
from ...settings import private_folder, write_whole
from ..accounts.people import Person
from ..types import is_id, new_id
from .quotas import WAITING, quota

FOLDER = "uploads"  # in the data directory
_SECONDS = 24 * 3600
log = logging.getLogger("maturity.files")


@dataclass(frozen=True, slots=True)
class Uploads:
    """The waiting files in `folder`: <assessment>.<person>.<random>."""

    folder: Path

    def keep(self, person: Person, assessment_id: str, data: bytes) -> str:
        """Store `data` for a day; returns its random name. Expired uploads are deleted.

        Raises Refusal offline-waiting if the person's quota is exceeded; Busy files-full, files-unwritable.
        """
        name = new_id()
        path = self._path(person, assessment_id, name)
        try:
            private_folder(self.folder)
            self._keep_to_quota(person, len(data))
            write_whole(path, data)
        except OSError as error:
            log.error("%s cannot be written: %s", path, error)
            raise disk_error(error) from error
        return name

    def _keep_to_quota(self, person: Person, size: int) -> None:
        sizes = []
        for path in self.folder.iterdir():
            try:
                found = path.stat()
            except FileNotFoundError:  # deleted by another process
                continue
            if time.time() - found.st_mtime > _SECONDS:
                path.unlink(missing_ok=True)
            elif path.name.split(".")[1:2] == [person.id]:
                sizes.append(found.st_size)
        most, together = quota(WAITING), sum(sizes)
        if not most.holds(len(sizes) + 1, together + size):
            values = {"most": most.megabytes, "most_files": most.files, "megabytes": -(-together // 1024 // 1024)}
            raise refuse("offline-waiting", Place(column="workbook"), files=len(sizes), **values)

    def read(self, person: Person, assessment_id: str, name: str) -> bytes:
        """The bytes stored under `name` for this person and assessment. Raises NotFound offline-upload-gone."""
        try:
            return self._path(person, assessment_id, name).read_bytes()
        except OSError:
            raise NotFound(Problem("offline-upload-gone")) from None

    def drop(self, person: Person, assessment_id: str, name: str) -> None:
        """Delete an upload."""
        self._path(person, assessment_id, name).unlink(missing_ok=True)

    def _path(self, person: Person, assessment_id: str, name: str) -> Path:
        if not (is_id(name) and is_id(assessment_id)):
            raise NotFound(Problem("offline-upload-gone"))
        return self.folder / f"{assessment_id}.{person.id}.{name}"
