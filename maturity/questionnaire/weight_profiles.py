"""A weight profile of one's own, in a file of its own, put beside the shipped ones without touching them."""

from dataclasses import replace
from importlib.resources import files

from .checks import checked, checked_profile
from .definition import QuestionnaireShape, freeze_profile
from .model import Questionnaire


def with_profile(questionnaire: Questionnaire, text: str, source: str) -> tuple[Questionnaire, str]:
    """A shipped `questionnaire` with the profile of the file's `text` added (or put in place), and the profile's id.

    Raises Refusal with every mistake of the file, place.source being `source`.
    """
    shape = checked_profile(text, shape_of(questionnaire.id), source)
    profile = freeze_profile(shape.id, shape)
    return replace(questionnaire, profiles={**questionnaire.profiles, shape.id: profile}), shape.id


def shape_of(id: str) -> QuestionnaireShape:
    """The shape of a shipped definition. Raises FileNotFoundError for an unknown id."""
    file = files("maturity.questionnaires") / f"{id}.yaml"
    return checked(file.read_text(encoding="utf-8"), file.name)
