"""The shape of one catalogue entry."""

from typing import NamedTuple


class Entry(NamedTuple):
    """Message and remedy in Chinese and in English; `{fields}` are filled by the problem's values.

    `zh_terminal` and `en_terminal` are the remedy at the command line, where it has options that a page has not.
    """

    zh: str
    zh_remedy: str
    en: str
    en_remedy: str
    zh_terminal: str = ""
    en_terminal: str = ""

    def message(self, language: str) -> str:
        """What was found."""
        return self.zh if language == "zh" else self.en

    def remedy(self, language: str) -> str:
        """How to mend it."""
        return self.zh_remedy if language == "zh" else self.en_remedy

    def terminal_remedy(self, language: str) -> str:
        """How to mend it at the command line."""
        return (self.zh_terminal if language == "zh" else self.en_terminal) or self.remedy(language)
