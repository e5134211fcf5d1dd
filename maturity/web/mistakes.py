"""Mistakes of an uploaded table, as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import Refusal
from .language import language

MOST_MISTAKES = 200


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake of a table: its row (0: none), the name of the column, what is wrong, the remedy."""

    row: int
    column: str
    message: str
    remedy: str


def table_mistakes(refusal: Refusal | None, named: Mapping[str, str]) -> dict[str, object]:
    """For the macro `table_mistakes`: the first :data:`MOST_MISTAKES` `mistakes` in the language of the request, the
    columns as `named`, and whether there are `more`.
    """
    found = [
        Mistake(
            one.place.row or 0,
            named.get(one.place.column, one.place.column),
            one.message(language()),
            one.remedy(language()),
        )
        for one in (refusal.problems if refusal else ())
    ]
    return {"mistakes": found[:MOST_MISTAKES], "more": len(found) > MOST_MISTAKES}
