"""Reading of questionnaires: from the text of a definition, or by id from those that are shipped with the program."""

from functools import lru_cache
from importlib.resources import files

from .model import Questionnaire

DEFAULT = "cmmm"  # the questionnaire that is meant where none is named


def read(text: str, source: str = "") -> Questionnaire:
    """The questionnaire that a definition describes.

    `text` is the YAML of the definition, `source` the file name to be shown with mistakes. Raises Refusal with every
    mistake of the definition at once.
    """
    # pydantic takes long to import; only a program that reads a definition pays for it
    from .checks import check_definition
    from .definition import freeze

    return freeze(check_definition(text, source))


def shipped() -> tuple[str, ...]:
    """The ids of the questionnaires shipped with the program."""
    names = (file.name for file in files("maturity.questionnaires").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@lru_cache
def load(id: str = DEFAULT) -> Questionnaire:
    """The questionnaire with this id among those shipped with the program; read once a process.

    Raises FileNotFoundError for an unknown id.
    """
    file = files("maturity.questionnaires") / f"{id}.yaml"
    return read(file.read_text(encoding="utf-8"), f"{id}.yaml")
