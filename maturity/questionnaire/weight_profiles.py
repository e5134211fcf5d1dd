"""Weight profiles from users' files, added to the profiles of a questionnaire."""

from collections.abc import Iterator
from dataclasses import replace

from ..errors import Problem, Refusal
from ..text.yamltext import parse
from .checks import validate_shape
from .definition import ProfileFileShape, freeze_profile
from .model import Questionnaire
from .profile_checks import Mistake, profile_mistakes


def questionnaire_id(text: str, source: str) -> object:
    """What the weight profile in `text` names as its questionnaire; None if nothing. Raises Refusal for text that is no
    YAML.
    """
    data = parse(text, source).data
    return data.get("questionnaire") if isinstance(data, dict) else None


def with_profile(questionnaire: Questionnaire, text: str, source: str) -> tuple[Questionnaire, str]:
    """A copy of a questionnaire with the weight profile in `text` added, and the profile's id.

    `source` is the file name shown with mistakes. Raises Refusal with every mistake of the file.
    """
    document = parse(text, source)
    shape = validate_shape(ProfileFileShape, document)
    found = [*_beside(shape, questionnaire), *profile_mistakes(shape, questionnaire, ())]
    if found:
        raise Refusal(*(Problem(code, document.place(path), values) for code, path, values in found))
    profile = freeze_profile(shape.id, shape)
    return replace(questionnaire, profiles={**questionnaire.profiles, shape.id: profile}), shape.id


def _beside(shape: ProfileFileShape, questionnaire: Questionnaire) -> Iterator[Mistake]:
    """Mistakes of the file against the profiles that the questionnaire has."""
    if shape.questionnaire != questionnaire.id:
        yield "def-not-allowed", ("questionnaire",), {"found": shape.questionnaire, "allowed": questionnaire.id}
    if shape.id in questionnaire.profiles:
        yield "def-duplicate-id", ("id",), {"kind": "profile", "id": shape.id}
    for index, id in enumerate(shape.instead_of):
        if id not in questionnaire.profiles:
            allowed = ", ".join(questionnaire.profiles)
            yield "def-not-allowed", ("instead_of", index), {"found": id, "allowed": allowed}
