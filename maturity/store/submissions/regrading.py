"""Grading of imported submissions again, so that no level has to be taken on trust from another installation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...answers import Response, decode, encode
from ...answers.codec import check_answer, entered_answers, entered_texts
from ...errors import Place, Refusal, refuse
from ...questionnaire import Lookup
from ...questionnaire.facts import missing
from .frozen import Content, figures_of, follows
from .results import frozen_references, result_of

_SAME = ("questionnaire", "questionnaire_version", "year", "profile", "cuts")


def regrade(content: Content, known: Lookup, assessment: Mapping[str, Any], place: Place) -> Content:
    """`content` with the grade computed from its answers; answers to items not assessed are removed.

    Raises Refusal archive-row if the answers do not fit the questionnaire or the row `assessment`, or a fact that the
    questionnaire needs is not stated.
    """
    if any(getattr(content, name) != assessment[name] for name in _SAME):
        raise refuse("archive-row", place)
    questionnaire = known(content.questionnaire, content.questionnaire_version)
    try:
        entered = entered_answers(content.entered or {})
        for item, answer in entered.items():
            check_answer(questionnaire, item, answer)
        given = decode(questionnaire, content.vector, content.reasons, entered)
        asked = {item.id for item in Response(questionnaire, content.profile, {}, content.cuts).items}
        answers = {item: answer for item, answer in given.items() if item in asked}
        response = Response(questionnaire, content.profile, answers, content.cuts)
        result = result_of(response, content.facts, content.year, frozen_references(content))
    except (Refusal, KeyError, ValueError):
        raise refuse("archive-row", place) from None
    if not answers or missing(content.facts, questionnaire.needed_facts):
        raise refuse("archive-row", place)
    return replace(
        content,
        vector=encode(questionnaire, answers),
        reasons={item: reason for item, reason in content.reasons.items() if item in answers},
        figures=content.figures if follows(figures_of(result), content.figures) else figures_of(result),
        entered=entered_texts(answers) or None,
    )
