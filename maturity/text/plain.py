"""Text as it is kept and compared: without invisible characters, with every kind of blank as one space.

Every intake, page and command cleans names, codes, headings, choices and numbers here, so that the same text gives
the same value wherever it comes from. Comments and reasons are kept as they were typed.
"""

import re
import unicodedata

# Characters that show nothing and are no format characters (Cf) for Unicode: joiners and variation selectors
_UNSEEN = dict.fromkeys([0x034F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
# Characters that show a blank and are no white space for Unicode: Hangul fillers, the empty Braille pattern
_BLANK = dict.fromkeys([0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0], " ")
_MEND = _UNSEEN | _BLANK
_FORMAT = re.compile(r"[^\x20-\x7e一-鿿]")  # what may be a format or control character; most texts hold none


def one_line(text: str) -> str:
    """A name: `text` without invisible characters, all blanks and line breaks as one space, none around it (NFC).

    Full-width letters and punctuation stay: they belong to the names of Chinese companies.
    """
    if _FORMAT.search(text):
        text = "".join(letter for letter in text.translate(_MEND) if letter.isspace() or not _unseen(letter))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cc") and letter != "\0"  # the store refuses NUL


def visible(text: str) -> str:
    """A comment or reason as it was typed, without blanks around it; "" where nothing of it can be seen."""
    return text.strip() if one_line(text) else ""


def plain(text: str) -> str:
    """A code, number or choice: as :func:`one_line`, with plain forms of full-width letters (NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", one_line(text)).split())


def folded(text: str) -> str:
    """What is compared where capitals do not count: a heading, the word of a choice."""
    return plain(text).casefold()
