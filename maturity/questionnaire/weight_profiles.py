"""Weight profiles from users' files, added to the profiles of a shipped questionnaire."""

from dataclasses import replace
from importlib.resources import files

from .checks import check_definition, check_profile
from .definition import QuestionnaireShape, freeze_profile
from .model import Questionnaire


def with_profile(questionnaire: Questionnaire, text: str, source: str) -> tuple[Questionnaire, str]:
    """A copy of a shipped questionnaire with the weight profile in `text` added or replaced, and the profile's id.

    `source` is the file name shown with mistakes. Raises Refusal with every mistake of the file.
    """
    shape = check_profile(text, shipped_definition(questionnaire.id), source)
    profile = freeze_profile(shape.id, shape)
    return replace(questionnaire, profiles={**questionnaire.profiles, shape.id: profile}), shape.id


def shipped_definition(id: str) -> QuestionnaireShape:
    """The structure of the shipped definition with this id. Raises FileNotFoundError for an unknown one."""
    file = files("maturity.questionnaires") / f"{id}.yaml"
    return check_definition(file.read_text(encoding="utf-8"), file.name)
