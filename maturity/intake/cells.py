"""What a cell says about an item: a choice by its id or its words, "not applicable" with a reason, or nothing."""

import re
import unicodedata

from ..answers import NOT_APPLICABLE, UNANSWERED, Answer, read_answer
from ..questionnaire import Questionnaire

NOT_APPLICABLE_WORDS = "not-applicable"
_NOT_APPLICABLE = re.compile(r"\s*(?:not[- ]applicable|不适用)\s*(?:[:：](.*))?", re.IGNORECASE | re.DOTALL)


class Cells:
    """Reads the cells of one questionnaire; remembers the spellings it has met."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.ids: dict[str, str] = {}
        self.codes: dict[str, int] = {"": UNANSWERED}
        for code, choice in enumerate(questionnaire.choices, start=1):
            for words in (choice.id, choice.text.zh, choice.text.en):
                self.ids[_plain(words)] = choice.id
                self.codes[words] = code

    def answer(self, item: str, cell: str, reason: str = "") -> Answer | None:
        """The answer in `cell`; a `reason` of its own column counts where the cell has none.

        Raises Refusal (answer-…) for anything that is neither a choice nor a reasoned not-applicable.
        """
        if not cell.strip():
            return None
        marked = _NOT_APPLICABLE.fullmatch(cell)
        if marked:
            return read_answer(
                self.questionnaire, item, choice=NOT_APPLICABLE_WORDS, reason=(marked[1] or "").strip() or reason
            )
        choice = self.ids.get(_plain(cell), cell.strip())
        return read_answer(self.questionnaire, item, choice=choice, reason=None)

    def code(self, item: str, cell: str) -> tuple[int, str]:
        """The code of `cell` in a vector, and the reason where it is not applicable. Raises as :meth:`answer`."""
        known = self.codes.get(cell)
        if known is not None:
            return known, ""
        answer = self.answer(item, cell)
        if answer is None:
            return UNANSWERED, ""
        if hasattr(answer, "reason"):
            return NOT_APPLICABLE, answer.reason
        return self.codes[answer.choice], ""


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())
