"""Normalisation of text before it is stored or compared: no invisible characters, white space as single spaces.

Joiners are kept where they are part of a word or a picture: between letters of cursive scripts, beside the sign that
silences a vowel in Indic ones, and between emoji. Texts that differ in them alone count as the same name.

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


_JOINERS = re.compile("[\u200c\u200d]+")
_CURSIVE = ("ARABIC ", "SYRIAC ", "MANDAIC ", "NKO ", "MONGOLIAN ", "ADLAM ", "HANIFI ")  # how names of letters begin
_VIRAMA = 9  # combining class
_ARROW = "\u2194"  # the one sign of emoji that Unicode counts among those of mathematics


def one_line(text: str) -> str:
    """`text` in NFC on one line: invisible characters removed, runs of white space as one space, none at the ends.

    Full-width letters and punctuation are kept: they are part of the names of Chinese companies.
    """
    if _FORMAT.search(text):
        text = "".join(letter for letter in text.translate(_MEND) if letter.isspace() or not _unseen(letter))
        text = _joined(unicodedata.normalize("NFC", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def unjoined(text: str) -> str:
    """A name for comparison: as :func:`one_line`, without joiners, which can be seen in some places only."""
    return one_line(_JOINERS.sub("", text))


def _unseen(letter: str) -> bool:
    if letter in "\0\u200c\u200d":  # the store refuses NUL
        return False
    return unicodedata.category(letter) in ("Cf", "Cc")


def _joined(text: str) -> str:
    """`text` with one joiner of each run where it belongs, and none elsewhere."""
    return _JOINERS.sub(lambda run: run[0][0] if _joins(text, run.start(), run.end()) else "", text)


def _joins(text: str, start: int, end: int) -> bool:
    """Whether a joiner at `start` is part of a word or a picture; what follows it begins at `end`."""
    if not start:
        return False
    last, after = text[start - 1], text[end : end + 1]
    if unicodedata.combining(last) == _VIRAMA:
        return True
    if not after:
        return False
    if text[start] == "\u200d" and _picture(last) and _picture(after):
        return True
    while unicodedata.combining(last) and start > 1:  # signs of vowels stand upon the letter before them
        start -= 1
        last = text[start - 1]
    return last.isalpha() and (unicodedata.combining(after) == _VIRAMA or (_cursive(last) and _cursive(after)))


def _cursive(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith(_CURSIVE)


def _picture(letter: str) -> bool:
    return unicodedata.category(letter) == "So" or letter == _ARROW or "\U0001f3fb" <= letter <= "\U0001f3ff"


def visible(text: str) -> str:
    """A comment or reason without white space at its ends, otherwise unchanged; "" if it has no visible character."""
    return text.strip() if one_line(text) else ""


def directed(text: str) -> str:
    """As :func:`visible`, without the marks that would turn round what others wrote beside it on the same page."""
    return visible(text.translate(_TURNS))


def normalised(text: str) -> str:
    """A code, number or choice: as :func:`unjoined`, in NFKC, which replaces full-width by ordinary characters."""
    return " ".join(unicodedata.normalize("NFKC", unjoined(text)).split())


def folded(text: str) -> str:
    """`text` for comparison without regard to case, such as a heading or the text of a choice."""
    return normalised(text).casefold()
