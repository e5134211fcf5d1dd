"""What stands in the cell of an answer."""

from maturity.answers import Answer, Chosen, Entered, NotApplicable, Said, Ticked
from maturity.answers.reading import NONE_TICKED
from maturity.offline import answer_words
from maturity.offline.numeric_texts import unit_words
from maturity.offline.returned_values import as_entered
from maturity.quantities import Quantity
from maturity.questionnaire import Item
from maturity.questionnaire.naming import NOT_APPLICABLE

from .draft import Draft

NONE = {"zh": NONE_TICKED[1], "en": NONE_TICKED[2]}  # where nothing of a list is ticked


def cell_value(draft: Draft, item: Item, answer: Answer | None) -> str | float | None:
    """What stands in the answer cell of an item."""
    if isinstance(answer, NotApplicable):
        return draft.word(NOT_APPLICABLE)
    if isinstance(answer, Entered) and isinstance(item.asks, Quantity):
        return as_entered(answer, item.asks)
    if isinstance(answer, Said):
        return answer.words
    if isinstance(answer, Ticked):
        return None if answer.options else NONE[draft.language]
    if not isinstance(answer, Chosen):
        return None
    words = answer_words(draft.content.questionnaire, draft.language, item.scale)
    return next(word for word, id in words.items() if id == answer.choice)


def unit_in_cell(draft: Draft, asked: Quantity, meant: str) -> str | None:
    """What stands in the cell of the unit of a number; nothing where it is a plain number."""
    plain = {asked.unit.id, *(one.id for one in asked.accepts)} == {"1"}
    return None if plain else unit_words(meant, draft.language)
