"""The type of the catalogue's entries."""

from typing import NamedTuple


class Entry(NamedTuple):
    """Message and remedy in Chinese and in English; `{fields}` are replaced by the problem's values.

    `zh_terminal` and `en_terminal` are the remedy at the command line, where it differs from the remedy on a page.
    """

    zh: str
    zh_remedy: str
    en: str
    en_remedy: str
    zh_terminal: str = ""
    en_terminal: str = ""

    def message(self, language: str) -> str:
        """The message in `language` ("zh" or "en"), with its `{fields}`."""
        return self.zh if language == "zh" else self.en

    def remedy(self, language: str) -> str:
        """The remedy on a page, in `language`."""
        return self.zh_remedy if language == "zh" else self.en_remedy

    def terminal_remedy(self, language: str) -> str:
        """The remedy at the command line, in `language`."""
        return (self.zh_terminal if language == "zh" else self.en_terminal) or self.remedy(language)
