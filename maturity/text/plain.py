"""Normalisation of text before it is stored or compared: no invisible characters, white space as single spaces.

Pages, files and commands normalise names, codes, headings, choices and numbers with these functions, so that the same
text gives the same value whatever its source. Comments and reasons are stored as they were typed; those of a workshop,
which stand between those of others in minutes that are signed, without marks of direction.
"""

import re
import unicodedata

# Invisible characters outside the Unicode category of format characters (Cf): joiners and variation selectors
_UNSEEN = dict.fromkeys([0x034F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
# Blank characters that Unicode does not classify as white space: Hangul fillers, the empty Braille pattern
_BLANK = dict.fromkeys([0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0], " ")
_MEND = _UNSEEN | _BLANK
# Possible format or control characters; most texts have none and skip the slow path
_FORMAT = re.compile(r"[^\x20-\x7e一-鿿]")


# Marks that set the direction of all that follows them; right-to-left scripts are written without
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def one_line(text: str) -> str:
    """`text` in NFC on one line: invisible characters removed, runs of white space as one space, none at the ends.

    Full-width letters and punctuation are kept: they are part of the names of Chinese companies.
    """
    if _FORMAT.search(text):
        text = "".join(letter for letter in text.translate(_MEND) if letter.isspace() or not _unseen(letter))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cc") and letter != "\0"  # the store refuses NUL


def visible(text: str) -> str:
    """A comment or reason without white space at its ends, otherwise unchanged; "" if it has no visible character."""
    return text.strip() if one_line(text) else ""


def directed(text: str) -> str:
    """As :func:`visible`, without the marks that would turn round what others wrote beside it on the same page."""
    return visible(text.translate(_TURNS))


def normalised(text: str) -> str:
    """A code, number or choice: as :func:`one_line`, in NFKC, which replaces full-width by ordinary characters."""
    return " ".join(unicodedata.normalize("NFKC", one_line(text)).split())


def folded(text: str) -> str:
    """`text` for comparison without regard to case, such as a heading or the text of a choice."""
    return normalised(text).casefold()
