"""How many items are answered: the one count that pages, reports and workbooks show.

An item is answered when it has an answer of its kind or is marked not applicable. Those that are computed are not
counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..answers import NotApplicable, Response
from ..questionnaire import Item
from ..questionnaire.asked import Computed


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
    asked = response.items if items is None else [item for item in items if not isinstance(item.asks, Computed)]
    given = [response.answers.get(item.id) for item in asked]
    aside = sum(isinstance(answer, NotApplicable) for answer in given)
    return Count(sum(answer is not None for answer in given), len(given), aside)
