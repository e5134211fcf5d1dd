"""How many items are answered: the one count that pages, reports and workbooks show.

An item is answered when it has a choice or is marked not applicable.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..answers import NotApplicable, Response
from ..questionnaire import Item


@dataclass(frozen=True, slots=True)
class Count:
    """`answered` of `total` items; `not_applicable` of the answered ones are marked so."""

    answered: int
    total: int
    not_applicable: int = 0

    @property
    def open(self) -> int:
        """The number of items not answered."""
        return self.total - self.answered

    @property
    def done(self) -> bool:
        """Whether all items are answered."""
        return self.open == 0


def count(response: Response, items: Iterable[Item] | None = None) -> Count:
    """The count of `items`, by default of all that are assessed."""
    given = [response.answers.get(item.id) for item in (response.items if items is None else items)]
    aside = sum(isinstance(answer, NotApplicable) for answer in given)
    return Count(sum(answer is not None for answer in given), len(given), aside)
