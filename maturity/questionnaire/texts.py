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

    def __str__(self) -> str:
        """Raises TypeError: whoever writes a text says in which language."""
        raise TypeError(f"a text is written in a language, by .of(language): {self!r}")
