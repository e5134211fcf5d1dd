"""Accepted spellings of answers: texts in both languages, ids, and scores.

Used by all readers of files and by the formulas of the offline workbook.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ..questionnaire import Choice, Questionnaire
from ..questionnaire.naming import NOT_APPLICABLE, NOT_APPLICABLE_ID
from ..text.plain import folded
from ..text.traditional import spellings

_MOST_DECIMALS = 9
_MORE_ZEROS = 4  # 0.8, 0.80, 0.800, 0.8000


class Vocabulary:
    """The accepted spellings of the choices of one questionnaire, or of one of its scales.

    `spellings` maps texts (see :func:`~maturity.text.plain.folded`) to a choice id or "not-applicable"; `scores` maps
    each score that exactly one choice has to the id of that choice.
    """

    def __init__(self, questionnaire: Questionnaire, scale: str = "") -> None:
        choices = questionnaire.scales[scale] if scale else questionnaire.choices
        self.scores = _scores(choices)
        written = {text: choice for score, choice in self.scores.items() for text in _written(score)}
        self.spellings: Mapping[str, str] = written | _words(choices)

    def meaning(self, text: str) -> str | None:
        """The choice id or "not-applicable" that `text` stands for; "" for a blank text, None for an unknown one.

        Case, character width, white space and invisible characters are ignored, traditional characters count as
        simplified ones. A score that exactly one choice has
        (0.8, 80%) stands for that choice.
        """
        word = folded(text)
        return self.spellings.get(word) if word else ""


def _words(choices: Sequence[Choice]) -> dict[str, str]:
    """Folded word -> choice id or "not-applicable"."""
    words = {NOT_APPLICABLE_ID: (NOT_APPLICABLE_ID, NOT_APPLICABLE.zh, NOT_APPLICABLE.en)}
    words |= {choice.id: (choice.id, choice.text.zh, choice.text.en) for choice in choices}
    return {folded(way): id for id, several in words.items() for word in several for way in spellings(word)}


def _scores(choices: Sequence[Choice]) -> dict[Fraction, str]:
    """Score -> choice id, as far as one choice alone has it."""
    scores = [choice.score for choice in choices]
    return {choice.score: choice.id for choice in choices if scores.count(choice.score) == 1}


def _written(score: Fraction) -> Iterator[str]:
    """A score as people write it: 0.8, .8, 0.80, 80%, 80.0 %; nothing where no decimal number is the score."""
    for number, signs in ((score, ("",)), (score * 100, ("%", " %"))):
        fewest = next((n for n in range(_MOST_DECIMALS + 1) if (number * 10**n).denominator == 1), None)
        for decimals in range(fewest, fewest + _MORE_ZEROS) if fewest is not None else ():
            digits = str(int(number * 10**decimals)).zfill(decimals + 1)
            whole, rest = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
            texts = [f"{whole}.{rest}" if rest else whole, *([] if rest else [f"{whole}."])]
            texts += [f".{rest}"] if rest and whole == "0" else []
            yield from (text + sign for text in texts for sign in signs)
