"""The items that an address of the interface names."""

from ...errors import NotFound, Problem
from ...questionnaire import Item, Questionnaire


def known_item(questionnaire: Questionnaire, id: str) -> Item:
    """The item with this id. Raises NotFound interface-item-unknown."""
    try:
        return questionnaire.item(id)
    except KeyError:
        raise NotFound(Problem("interface-item-unknown")) from None
