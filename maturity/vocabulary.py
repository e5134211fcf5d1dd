"""Every way of writing an answer: words of both languages, ids, and scores. One list for all files that come in."""

import re
from collections.abc import Mapping
from fractions import Fraction

from .offline import ASIDE, NOT_APPLICABLE
from .plaintext import folded
from .questionnaire import Questionnaire

_SCORE = re.compile(r"(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})( ?%)?", re.ASCII)


class Vocabulary:
    """The answer words of one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.spellings: Mapping[str, str] = _spellings(questionnaire)
        self._scores = _scores(questionnaire)

    def meaning(self, text: str) -> str | None:
        """The choice id or "not-applicable" that `text` stands for, "" for a blank one, None for an unknown one.

        Capitals, width, blanks and invisible characters do not count. A score that one choice alone has (0.8, 80%)
        stands for that choice.
        """
        word = folded(text)
        known = self.spellings.get(word)
        if known is not None or not word:
            return known or ""
        score = _SCORE.fullmatch(word)
        return self._scores.get(Fraction(score[1]) / (100 if score[2] else 1)) if score else None


def _spellings(questionnaire: Questionnaire) -> dict[str, str]:
    """Folded spelling -> choice id or "not-applicable"."""
    aside = (ASIDE, NOT_APPLICABLE.zh, NOT_APPLICABLE.en)
    known = {folded(word): ASIDE for word in aside}
    for choice in questionnaire.choices:
        known |= {folded(word): choice.id for word in (choice.id, choice.text.zh, choice.text.en)}
    return known


def _scores(questionnaire: Questionnaire) -> dict[Fraction, str]:
    """Score -> choice id, as far as one choice alone has it."""
    scores = [choice.score for choice in questionnaire.choices]
    return {choice.score: choice.id for choice in questionnaire.choices if scores.count(choice.score) == 1}
