"""Reading of questionnaires: from the text of a definition, or by id from a folder and from those that are shipped."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ..errors import Place, refuse
from .model import ID, Questionnaire

DEFAULT = "cmmm"  # the questionnaire that is meant where none is named
_SUFFIX = ".yaml"


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


class Catalogue:
    """The questionnaires that can be answered here, by id: those whose definitions are in `folder`, in files called
    ID.yaml, and those shipped with the program. A file in the folder stands before a shipped one of the same id.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def ids(self) -> tuple[str, ...]:
        """All ids, the DEFAULT first. A folder that is not there holds none."""
        own = {file.stem for file in self.folder.glob(f"*{_SUFFIX}")} if self.folder else set()
        shipped = {name.removesuffix(_SUFFIX) for name in _names() if name.endswith(_SUFFIX)}
        return tuple(sorted(own | shipped, key=lambda id: (id != DEFAULT, id)))

    def find(self, id: str) -> Questionnaire:
        """The questionnaire with this id; a file is read again when it was changed.

        Raises FileNotFoundError for an unknown id, Refusal with every mistake of a definition.
        """
        if not ID.fullmatch(id):
            raise FileNotFoundError(id)
        file = self.folder / f"{id}{_SUFFIX}" if self.folder else None
        if file is None or not file.exists():
            return load(id)
        state = file.stat()
        return _read_file(file, id, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=32)
def _read_file(file: Path, id: str, changed: int, size: int) -> Questionnaire:
    """The definition in a file, which must have the id that the file is called by; read once for each state of it."""
    found = read(file.read_text(encoding="utf-8-sig"), str(file))
    if found.id != id:
        raise refuse("def-file-name", Place(str(file), 1, "id"), found=found.id, wanted=id)
    return found


def _names() -> list[str]:
    return [file.name for file in files("maturity.questionnaires").iterdir()]


def _shipped(id: str) -> Traversable:
    return files("maturity.questionnaires") / f"{id}{_SUFFIX}"
