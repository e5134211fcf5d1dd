"""Finding codes by any known spelling of a name, exactly or nearly."""

import unicodedata
from collections.abc import Iterable

from ..text.traditional import simplified

MOST = 3  # suggestions
_LONG, _LATIN = 5, 6  # least letters of a name in which one may be wrong


def key(text: str) -> str:
    """`text` without case, accents, full-width forms, spaces and punctuation: xi'an, XIAN and Ｘｉ’ａｎ are one.

    Traditional characters count as their simplified forms: 蘇州 and 苏州 are one.
    """
    letters = (letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())
    return simplified("".join(letters))


class Spellings:
    """Codes by spelling; a spelling that several codes share keeps them all, in the order given."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, dict[str, None]] = {}
        for spelling, code in pairs:
            self._codes.setdefault(key(spelling), {})[code] = None

    def codes(self, text: str) -> tuple[str, ...]:
        """Codes that `text` can stand for; empty when unknown."""
        return tuple(self._codes.get(key(text), ()))

    def near(self, text: str) -> list[str]:
        """Codes of names that `text` misspells by one letter: none for short names, where another name is as likely."""
        wanted = key(text)
        alike = [known for known in self._codes if _one_slip(wanted, known)]
        return list(dict.fromkeys(code for spelling in alike for code in self._codes[spelling]))


def _one_slip(typed: str, known: str) -> bool:
    """One letter left out, added or exchanged (Latin, 6 or more), or one character wrong (others, 5 or more)."""
    short, long = sorted((typed, known), key=len)
    if not known.isascii():
        return len(known) >= _LONG and len(short) == len(long) and sum(map(str.__ne__, short, long)) == 1
    if len(short) < _LATIN or known.isdecimal():
        return False
    if len(short) + 1 == len(long):
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    return sorted(short) == sorted(long) and sum(map(str.__ne__, short, long)) == 2
