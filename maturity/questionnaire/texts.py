"""Texts in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and in English."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The text in `language`; anything but "zh" is English."""
        return self.zh if language == "zh" else self.en
