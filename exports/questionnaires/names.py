"""Names of sheets: allowed by spreadsheet programs, and unique in a workbook."""

from collections.abc import Iterable

_FORBIDDEN = str.maketrans("[]:*?/\\'", "        ")
_LONGEST = 31  # characters


class SheetNames:
    """The names that a workbook has so far."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}
        self._count = 0

    def take(self, words: str) -> str:
        """A name for a sheet called `words`; with its number before it where that name is taken."""
        self._count += 1
        name = " ".join(words.translate(_FORBIDDEN).split())[:_LONGEST].strip()
        if not name or name.casefold() in self._taken:
            name = f"{self._count} {name}"[:_LONGEST].strip()
        self._taken.add(name.casefold())
        return name
