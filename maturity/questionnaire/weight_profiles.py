"""Weight profiles from users' files, added to the profiles of a questionnaire."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from ..text.yamltext import Document
from .definition import ProfileFileShape, freeze_profile
from .model import Questionnaire
from .numeric.weight_checks import points_profile_mistakes
from .profile_checks import fact_mistakes, profile_mistakes
from .validation import Mistake, certain, readable, validated


def questionnaire_id(document: Document) -> object:
    """What a weight profile file names as its questionnaire; None if nothing."""
    return document.data.get("questionnaire") if isinstance(document.data, dict) else None


def with_profile(questionnaire: Questionnaire, document: Document) -> tuple[Questionnaire, str]:
    """A copy of a questionnaire with the weight profile of a file added, and the profile's id.

    Raises Refusal with every mistake of the file.
    """
    shape = check_profile(questionnaire, document)
    profile = freeze_profile(shape.id, shape)
    return replace(questionnaire, profiles={**questionnaire.profiles, shape.id: profile}), shape.id


def check_profile(questionnaire: Questionnaire, document: Document) -> ProfileFileShape:
    """As :func:`with_profile`; where the questionnaire is UNREADABLE, nothing is checked against it."""
    return validated(ProfileFileShape, document, partial(_mistakes, questionnaire))


def _mistakes(questionnaire: Questionnaire, shape: ProfileFileShape) -> Iterator[Mistake]:
    yield from _for(questionnaire, shape)
    yield from _own_id(questionnaire, shape)
    yield from _instead_of(questionnaire, shape)
    yield from fact_mistakes(shape, questionnaire, ())
    if questionnaire.scoring.method == "ladder":
        yield from profile_mistakes(shape, questionnaire, ())
    else:
        yield from points_profile_mistakes(shape, questionnaire, ())


@certain
def _for(questionnaire: Questionnaire, shape: ProfileFileShape) -> Iterator[Mistake]:
    if shape.questionnaire != questionnaire.id:
        yield "def-not-allowed", ("questionnaire",), {"found": shape.questionnaire, "allowed": questionnaire.id}


@certain
def _own_id(questionnaire: Questionnaire, shape: ProfileFileShape) -> Iterator[Mistake]:
    if shape.id in questionnaire.profiles:
        yield "def-duplicate-id", ("id",), {"kind": "profile", "id": shape.id}


@certain
def _instead_of(questionnaire: Questionnaire, shape: ProfileFileShape) -> Iterator[Mistake]:
    allowed = ", ".join(questionnaire.profiles)
    for index, id in readable(shape.instead_of):
        if id not in questionnaire.profiles:
            yield "def-not-allowed", ("instead_of", index), {"found": id, "allowed": allowed}
