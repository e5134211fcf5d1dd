"""Uploads that wait for a decision: in a folder of their own, each bound to one person and one assessment."""

import time
from dataclasses import dataclass
from pathlib import Path

from ..errors import NotFound, Problem
from .people import Person
from .types import is_id, new_id

FOLDER = "uploads"  # in the data directory
_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Uploads:
    """The waiting files in `folder`: <assessment>.<person>.<random>."""

    folder: Path

    def keep(self, person: Person, assessment_id: str, data: bytes) -> str:
        """Keep `data` for a day; returns its random name. Older ones go."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in self.folder.iterdir():
            if time.time() - old.stat().st_mtime > _SECONDS:
                old.unlink(missing_ok=True)
        name = new_id()
        path = self._path(person, assessment_id, name)
        path.touch(mode=0o600)
        path.write_bytes(data)
        return name

    def read(self, person: Person, assessment_id: str, name: str) -> bytes:
        """The bytes kept under `name` for this person and assessment. Raises NotFound offline-upload-gone."""
        try:
            return self._path(person, assessment_id, name).read_bytes()
        except OSError:
            raise NotFound(Problem("offline-upload-gone")) from None

    def drop(self, person: Person, assessment_id: str, name: str) -> None:
        """Forget it."""
        self._path(person, assessment_id, name).unlink(missing_ok=True)

    def _path(self, person: Person, assessment_id: str, name: str) -> Path:
        if not (is_id(name) and is_id(assessment_id)):
            raise NotFound(Problem("offline-upload-gone"))
        return self.folder / f"{assessment_id}.{person.id}.{name}"
