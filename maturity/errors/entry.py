"""The shape of one catalogue entry."""

from typing import NamedTuple


class Entry(NamedTuple):
    """Message and remedy in Chinese and in English; `{fields}` are filled by the problem's values."""

    zh: str
    zh_remedy: str
    en: str
    en_remedy: str

    def message(self, language: str) -> str:
        """What was found."""
        return self.zh if language == "zh" else self.en

    def remedy(self, language: str) -> str:
        """How to mend it."""
        return self.zh_remedy if language == "zh" else self.en_remedy
