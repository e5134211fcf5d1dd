"""How many items are answered: the one count that pages, reports and workbooks show.

An item is answered when it has a choice or is marked not applicable; what does not apply is a part of what is answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..answers import NotApplicable, Response
from ..questionnaire import Item


@dataclass(frozen=True, slots=True)
class Count:
    """`answered` of `total` items, `not_applicable` of them marked so."""

    answered: int
    total: int
    not_applicable: int = 0

    @property
    def open(self) -> int:
        """What is left."""
        return self.total - self.answered

    @property
    def done(self) -> bool:
        """Nothing is left."""
        return self.open == 0


def count(response: Response, items: Iterable[Item] | None = None) -> Count:
    """The count of `items`, by default of all that are assessed."""
    given = [response.answers.get(item.id) for item in (response.items if items is None else items)]
    aside = sum(isinstance(answer, NotApplicable) for answer in given)
    return Count(sum(answer is not None for answer in given), len(given), aside)
