"""Finding codes by any known spelling of a name, exactly or nearly."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

MOST = 3  # suggestions


def key(text: str) -> str:
    """`text` without case, accents, full-width forms, spaces and punctuation: xi'an, XIAN and Ｘｉ’ａｎ are one."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())


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
        """Codes of the longest spelling inside `text` (苏州 in 苏州工业园区), else of similar spellings, best first."""
        wanted = key(text)
        inside = max((known for known in self._codes if len(known) > 1 and known in wanted), key=len, default="")
        similar = [inside] if inside else get_close_matches(wanted, self._codes, n=MOST, cutoff=0.5)
        return list(dict.fromkeys(code for spelling in similar for code in self._codes[spelling]))
