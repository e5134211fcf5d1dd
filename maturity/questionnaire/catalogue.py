"""Reading of questionnaires: from the text of a definition, or by id from a folder and from those that are shipped."""

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from ..errors import Place, Refusal, refuse
from .model import Questionnaire
from .parts import ID

# A questionnaire by its id and version: that version, or another where it is not there; KeyError or Refusal for others
Lookup = Callable[[str, str], Questionnaire]
DEFAULT = "cmmm"  # the questionnaire that is meant where none is named
_SUFFIX = ".yaml"
_WEIGHTS, _CROSSWALK = ".weights.yaml", ".crosswalk.yaml"


def read(text: str, source: str = "") -> Questionnaire:
    """The questionnaire that a definition describes.

    `text` is the YAML of the definition, `source` the file name to be shown with mistakes. Raises Refusal with every
    mistake of the definition at once.
    """
    # pydantic takes long to import; only a program that reads a definition pays for it
    from .checks import check_definition
    from .definition import freeze

    return freeze(check_definition(text, source))


def load(id: str = DEFAULT) -> Questionnaire:
    """The questionnaire with this id among those shipped with the program; read once a process.

    Raises FileNotFoundError for an unknown id.
    """
    return _load(id)


@lru_cache
def _load(id: str) -> Questionnaire:
    return read(_shipped(id).read_text(encoding="utf-8"), f"{id}{_SUFFIX}")


def only(questionnaire: Questionnaire) -> Lookup:
    """A lookup that knows one questionnaire; it can be pickled."""
    return partial(_only, questionnaire)


def _only(questionnaire: Questionnaire, id: str, _version: str) -> Questionnaire:
    if id != questionnaire.id:
        raise KeyError(id)
    return questionnaire


class Catalogue:
    """The questionnaires that can be answered here, by id: those whose definitions are in `folder`, in files called
    ID.yaml, and those shipped with the program. A file in the folder stands before a shipped one of the same id.
    Weight profiles in the folder, in files called NAME.weights.yaml, stand beside those of their questionnaire;
    crosswalks, in files called NAME.crosswalk.yaml, lead from a shipped version to the one in the folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def ids(self) -> tuple[str, ...]:
        """All ids, the DEFAULT first. A folder that is not there holds none."""
        files = [file for file in self._files(_SUFFIX) if not file.name.endswith((_WEIGHTS, _CROSSWALK))]
        own = {file.stem for file in files}
        shipped = {name.removesuffix(_SUFFIX) for name in _names() if name.endswith(_SUFFIX)}
        return tuple(sorted(own | shipped, key=lambda id: (id != DEFAULT, id)))

    def shipped(self, id: str) -> Questionnaire | None:
        """As :meth:`find`, of a definition that is shipped and therefore never changes; None for others."""
        own = self.folder is not None and (self.folder / f"{id}{_SUFFIX}").exists()
        return self.find(id) if f"{id}{_SUFFIX}" in _names() and not own else None

    def file(self, id: str) -> bytes:
        """The bytes of the definition with this id. Raises FileNotFoundError for an unknown id."""
        own = self.folder / f"{id}{_SUFFIX}" if self.folder else None
        return own.read_bytes() if own is not None and own.exists() else _shipped(id).read_bytes()

    def find(self, id: str, version: str | None = None) -> Questionnaire:
        """The questionnaire with this id; files are read again when they were changed. In `version` where the one that
        is shipped is asked for, and the folder has another.

        Raises FileNotFoundError for an unknown id, Refusal with every mistake of a definition. A weight profile or a
        crosswalk with mistakes is left out, and the log names them.
        """
        crosswalks = tuple(_state(file) for file in self._files(_CROSSWALK))
        found = _read_files(id, self._own(id), self.weights(), crosswalks)
        if version in (None, found.version) or f"{id}{_SUFFIX}" not in _names():
            return found
        shipped = _read_files(id, None, self.weights())
        return shipped if shipped.version == version else found

    def definition(self, id: str) -> Questionnaire:
        """As :meth:`find`, without the weight profiles of files."""
        return _read_files(id, self._own(id), ())

    def weights(self) -> "tuple[FileState, ...]":
        """The files of weight profiles, as they are now."""
        return tuple(_state(file) for file in self._files(_WEIGHTS))

    def _own(self, id: str) -> "FileState | None":
        if not ID.fullmatch(id):
            raise FileNotFoundError(id)
        file = self.folder / f"{id}{_SUFFIX}" if self.folder else None
        return _state(file) if file is not None and file.exists() else None

    def _files(self, suffix: str) -> list[Path]:
        return sorted(self.folder.glob(f"*{suffix}")) if self.folder else []


class FileState(NamedTuple):
    """A file, when it was changed, and its size."""

    file: Path
    changed: int
    size: int


def _state(file: Path) -> FileState:
    state = file.stat()
    return FileState(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=32)
def _read_files(
    id: str, definition: FileState | None, weights: tuple[FileState, ...], crosswalks: tuple[FileState, ...] = ()
) -> Questionnaire:
    """The definition in a file, which must have the id that the file is called by, or the shipped one, with the weight
    profiles for it and the crosswalks from the shipped one; read once for each state of the files.
    """
    if definition is None:
        return weighed(load(id), weights)
    found = weighed(_read_file(id, definition.file), weights)
    if f"{id}{_SUFFIX}" in _names():
        for state in crosswalks:
            text = state.file.read_text(encoding="utf-8-sig", errors="replace")
            found = crosswalked(found, weighed(load(id), weights), text, str(state.file))
    return found


def weighed(questionnaire: Questionnaire, weights: Iterable[FileState]) -> Questionnaire:
    """The questionnaire with the weight profiles for it in these files. Those with mistakes are left out and logged."""
    for state in weights:
        questionnaire = _weighed(questionnaire, state.file)
    return questionnaire


def _read_file(id: str, file: Path) -> Questionnaire:
    found = read(file.read_text(encoding="utf-8-sig"), str(file))
    if found.id != id:
        raise refuse("def-file-name", Place(str(file), 1, "id"), found=found.id, wanted=id)
    return found


def _weighed(questionnaire: Questionnaire, file: Path) -> Questionnaire:
    """The questionnaire with the weight profile in a file, if that is for it and without mistakes."""
    from .weight_profiles import questionnaire_id, with_profile

    try:
        text = file.read_text(encoding="utf-8-sig")
        if questionnaire_id(text, str(file)) != questionnaire.id:
            return questionnaire
        return with_profile(questionnaire, text, str(file))[0]
    except (Refusal, OSError, UnicodeDecodeError) as error:
        logging.getLogger(__name__).warning("weight profile %s is left out: %s", file, error)
        return questionnaire


def crosswalked(questionnaire: Questionnaire, before: Questionnaire, text: str, source: str) -> Questionnaire:
    """The questionnaire with the crosswalk in `text`, if that leads to it from `before`. One with mistakes is left out
    and logged.
    """
    from .crosswalk_files import versions_of, with_crosswalk

    try:
        if versions_of(text, source) != (questionnaire.id, before.version, questionnaire.version):
            return questionnaire
        return with_crosswalk(questionnaire, before, text, source)
    except Refusal as refusal:
        logging.getLogger(__name__).warning("crosswalk %s is left out: %s", source, refusal)
        return questionnaire


@lru_cache
def _names() -> tuple[str, ...]:
    return tuple(file.name for file in files("maturity.questionnaires").iterdir())


def _shipped(id: str) -> Traversable:
    return files("maturity.questionnaires") / f"{id}{_SUFFIX}"
