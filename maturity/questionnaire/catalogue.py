"""Reading of questionnaires: from the text of a definition, or by id from a folder and from those that are shipped."""

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from os import DirEntry, fspath, scandir
from pathlib import Path
from typing import NamedTuple

from ..errors import Place, Refusal, refuse
from ..text.yamltext import Document, parse
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
        own = {name.removesuffix(_SUFFIX) for name in self._states() if not name.endswith((_WEIGHTS, _CROSSWALK))}
        shipped = {name.removesuffix(_SUFFIX) for name in _names() if name.endswith(_SUFFIX)}
        return tuple(sorted(own | shipped, key=lambda id: (id != DEFAULT, id)))

    def shipped(self, id: str) -> Questionnaire | None:
        """As :meth:`find`, of a definition that is shipped and therefore never changes; None for others."""
        if not _is_shipped(id) or self._own(id) is not None:
            return None
        return self.find(id)

    def file(self, id: str) -> bytes:
        """The bytes of the definition with this id. Raises FileNotFoundError for an unknown id."""
        own = self._own(id)
        return own.read_bytes() if own is not None else _shipped(id).read_bytes()

    def find(self, id: str, version: str | None = None) -> Questionnaire:
        """The questionnaire with this id; files are read again when they were changed. In `version` where the one that
        is shipped is asked for, and the folder has another.

        Raises FileNotFoundError for an unknown id, Refusal with every mistake of a definition. A weight profile or a
        crosswalk with mistakes is left out, and the log names them.
        """
        if not ID.fullmatch(id):
            raise FileNotFoundError(id)
        states = self._states()
        own, weights, crosswalks = states.get(f"{id}{_SUFFIX}"), _of(states, _WEIGHTS), _of(states, _CROSSWALK)
        found = _read_files(id, own, weights, crosswalks)
        if version in (None, found.version) or own is None or not _is_shipped(id):
            return found
        shipped = _read_files(id, None, weights, crosswalks)
        return shipped if shipped.version == version else found

    def definition(self, id: str) -> Questionnaire:
        """As :meth:`find`, without the weight profiles of files."""
        own = self._own(id)
        return _read_files(id, _state(own) if own is not None else None, (), ())

    def weights(self) -> "tuple[FileState, ...]":
        """The files of weight profiles, as they are now."""
        return _of(self._states(), _WEIGHTS)

    def _own(self, id: str) -> Path | None:
        """The file of the folder with a definition, if it is there."""
        if not ID.fullmatch(id):
            raise FileNotFoundError(id)
        file = self.folder / f"{id}{_SUFFIX}" if self.folder else None
        return file if file is not None and file.is_file() else None

    def _states(self) -> "dict[str, FileState]":
        """The files of the folder by name, as they are now; listed once."""
        if self.folder is None:
            return {}
        try:
            with scandir(self.folder) as entries:
                files = [one for one in entries if one.name.endswith(_SUFFIX) and one.is_file()]
        except FileNotFoundError:
            return {}
        return {file.name: _state(file) for file in sorted(files, key=lambda one: one.name)}


class FileState(NamedTuple):
    """A file, when it was changed, and its size."""

    path: str
    changed: int
    size: int


def _state(file: "Path | DirEntry[str]") -> FileState:
    state = file.stat()
    return FileState(fspath(file), state.st_mtime_ns, state.st_size)


def _of(states: "dict[str, FileState]", suffix: str) -> tuple[FileState, ...]:
    return tuple(state for name, state in states.items() if name.endswith(suffix))


@lru_cache(maxsize=32)
def _read_files(
    id: str, definition: FileState | None, weights: tuple[FileState, ...], crosswalks: tuple[FileState, ...]
) -> Questionnaire:
    """The definition in a file, which must have the id that the file is called by, or the shipped one, with the weight
    profiles for it and the crosswalks from the shipped one; read once for each state of the files.
    """
    if definition is None:
        return weighed(load(id), weights)
    found = weighed(_read_file(id, Path(definition.path)), weights)
    for state in crosswalks if _is_shipped(id) else ():
        found = crosswalked(found, weighed(load(id), weights), partial(_document, state), state.path)
    return found


@lru_cache(maxsize=64)
def _document(state: FileState) -> Document:
    """The contents of a weight profile or crosswalk file; parsed once for each of its states."""
    return parse(Path(state.path).read_text(encoding="utf-8-sig"), state.path)


def weighed(questionnaire: Questionnaire, weights: Iterable[FileState]) -> Questionnaire:
    """The questionnaire with the weight profiles for it in these files. Those with mistakes are left out and logged."""
    for state in weights:
        questionnaire = _weighed(questionnaire, state)
    return questionnaire


def _read_file(id: str, file: Path) -> Questionnaire:
    found = read(file.read_text(encoding="utf-8-sig"), str(file))
    if found.id != id:
        raise refuse("def-file-name", Place(str(file), 1, "id"), found=found.id, wanted=id)
    return found


def _weighed(questionnaire: Questionnaire, state: FileState) -> Questionnaire:
    """The questionnaire with the weight profile in a file, if that is for it and without mistakes."""
    from .weight_profiles import questionnaire_id, with_profile

    try:
        document = _document(state)
        if questionnaire_id(document) != questionnaire.id:
            return questionnaire
        return with_profile(questionnaire, document)[0]
    except (Refusal, OSError, UnicodeDecodeError) as error:
        logging.getLogger(__name__).warning("weight profile %s is left out: %s", state.path, error)
        return questionnaire


def crosswalked(
    questionnaire: Questionnaire, before: Questionnaire, read: Callable[[], Document], source: str
) -> Questionnaire:
    """The questionnaire with the crosswalk that `read` returns, if that leads to it from `before`. One with mistakes is
    left out and logged.
    """
    from .crosswalk_files import versions_of, with_crosswalk

    try:
        document = read()
        if versions_of(document) != (questionnaire.id, before.version, questionnaire.version):
            return questionnaire
        return with_crosswalk(questionnaire, before, document)
    except (Refusal, OSError, UnicodeDecodeError) as error:
        logging.getLogger(__name__).warning("crosswalk %s is left out: %s", source, error)
        return questionnaire


@lru_cache
def _names() -> tuple[str, ...]:
    return tuple(file.name for file in files("maturity.questionnaires").iterdir())


def _is_shipped(id: str) -> bool:
    return f"{id}{_SUFFIX}" in _names()


def _shipped(id: str) -> Traversable:
    return files("maturity.questionnaires") / f"{id}{_SUFFIX}"
