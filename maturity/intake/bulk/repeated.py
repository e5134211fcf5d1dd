"""Rows of one enterprise in a table: the first without another mistake stays, and the others name it."""

from collections.abc import Iterator

from ...classification.credit_code import check
from ...errors import Place, Problem, Refusal


class Repeated:
    """The credit codes that were met, and in which rows."""

    def __init__(self) -> None:
        self._good: dict[str, int] = {}
        self._wrong: list[tuple[int, str]] = []

    def good(self, row: int, code: str) -> list[Problem]:
        """A row without a mistake; what is wrong with it if an earlier one holds the enterprise."""
        first = self._good.setdefault(code, row)
        return [] if first == row else [repeated_code(code, first)]

    def wrong(self, row: int, code: str) -> None:
        """A row with mistakes; a `code` that is none says nothing about the enterprise."""
        known = readable_code(code)
        if known:
            self._wrong.append((row, known))

    def rest(self) -> Iterator[tuple[int, Problem]]:
        """Rows with mistakes whose enterprise another row holds: a good one, else the first with mistakes."""
        first = dict(self._good)
        for row, code in self._wrong:
            if first.setdefault(code, row) != row:
                yield row, repeated_code(code, first[code])


def readable_code(code: str) -> str:
    """The code that a cell holds, "" where it holds none."""
    try:
        return check(code, accepted=(code,))
    except Refusal:
        return ""


def repeated_code(code: str, first: int) -> Problem:
    """A row of an enterprise that the row `first` holds."""
    return Problem("intake-repeated", Place(column="credit_code"), {"credit_code": code, "first": first})
