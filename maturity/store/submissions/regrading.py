"""Frozen answers graded again, so that nothing has to be believed of a level that came from elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ...answers import Response, decode, encode
from ...errors import Place, Refusal, refuse
from ...questionnaire import Questionnaire
from ...scoring import grade
from .frozen import Content, figures

Known = Callable[[str], Questionnaire]  # a questionnaire by its id; KeyError or Refusal for one that is not here
_SAME = ("questionnaire", "questionnaire_version", "year", "profile", "cuts")


def regraded(content: Content, known: Known, assessment: Mapping[str, Any], place: Place) -> Content:
    """The content with the grade that follows from its answers; what is not assessed is left out.

    Raises Refusal archive-row where the answers are none of the questionnaire, or not those of `assessment`.
    """
    if any(getattr(content, name) != assessment[name] for name in _SAME):
        raise refuse("archive-row", place)
    questionnaire = known(content.questionnaire)
    try:
        given = decode(questionnaire, content.vector, content.reasons)
        asked = {item.id for item in Response(questionnaire, content.profile, {}, content.cuts).items}
        answers = {item: answer for item, answer in given.items() if item in asked}
        response = Response(questionnaire, content.profile, answers, content.cuts)
    except (Refusal, ValueError):
        raise refuse("archive-row", place) from None
    if not answers:
        raise refuse("archive-row", place)
    return replace(
        content,
        vector=encode(questionnaire, answers),
        reasons={item: reason for item, reason in content.reasons.items() if item in answers},
        figures=figures(grade(response)),
    )
