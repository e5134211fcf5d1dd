"""What a cell says about an item: a choice by its id, words or score, "not applicable" with a reason, or nothing."""

import re

from ...answers import NOT_APPLICABLE, UNANSWERED, Answer, NotApplicable, choice_codes, choice_id, read_answer
from ...answers.vocabulary import Vocabulary
from ...errors import Place, refuse
from ...questionnaire import Questionnaire
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...text.plain import one_line
from .texts import is_lost

_COLON = re.compile("[:：﹕]")


class Cells:
    """Reads the cells of one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.vocabulary = Vocabulary(questionnaire)
        self._by_scale = {id: Vocabulary(questionnaire, id) for id in questionnaire.scales}
        self.codes: dict[str, int] = {"": UNANSWERED}
        for id, code in choice_codes(questionnaire).items():
            text = questionnaire.choice(id).text
            self.codes |= dict.fromkeys((id, text.zh, text.en), code)

    def answer(self, item: str, cell: str, reason: str = "") -> Answer | None:
        """The answer in `cell`; a `reason` of its own column counts where the cell has none.

        Raises Refusal (answer-…) for anything that is neither a choice nor a reasoned not-applicable, and intake-lost
        for a reason that is an error value.
        """
        choice = self._vocabulary(item).meaning(cell)
        if choice is None:
            word, *rest = _COLON.split(cell, maxsplit=1)
            if rest and self.vocabulary.meaning(word) == NOT_APPLICABLE_ID:
                choice, reason = NOT_APPLICABLE_ID, rest[0].strip() or reason
            else:
                choice = one_line(cell)
        if is_lost(reason):
            raise refuse("intake-lost", Place(column=item), shown=reason.strip()[:60])
        return read_answer(self.questionnaire, item, choice=choice, reason=reason)

    def not_applicable(self, cell: str) -> bool:
        """Whether `cell` says that an item is not applicable, with a reason after a colon or without."""
        word = _COLON.split(cell, maxsplit=1)[0]
        return NOT_APPLICABLE_ID in (self.vocabulary.meaning(cell), self.vocabulary.meaning(word))

    def _vocabulary(self, item: str) -> Vocabulary:
        asked = self.questionnaire._by_id.get(item)
        return self._by_scale.get(asked.scale, self.vocabulary) if asked else self.vocabulary

    def code(self, item: str, cell: str) -> tuple[int, str]:
        """The code of `cell` in a vector, and the reason where it is not applicable. Raises as :meth:`answer`."""
        asked = self.questionnaire.item(item)
        known = self.codes.get(cell)
        if known is not None and not (asked.scale and cell):
            return known, ""
        answer = self.answer(item, cell)
        if answer is None:
            return UNANSWERED, ""
        if isinstance(answer, NotApplicable):
            return NOT_APPLICABLE, answer.reason
        return choice_codes(self.questionnaire, asked)[choice_id(answer)], ""
