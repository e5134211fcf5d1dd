"""Text that is no text: error values of spreadsheets, and names that an earlier program destroyed."""

import codecs
import re
from functools import lru_cache

_ERRORS = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|GETTING_DATA"
    r"|名称\?|引用!|值!|数值!|空!)|#{3,}|Err:[0-9]{3}",
    re.IGNORECASE,
)
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_GONE = re.compile(r"\ufffd|锟斤拷|[?？]{2}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FEW = 3
_ENOUGH = 0.8  # of the characters of simplified Chinese in a file are common ones


class Lost(str):
    """A cell that is not empty but has no readable value; as text it is what the cell shows."""

    __slots__ = ()


def lost(cell: str) -> bool:
    """The cell has no readable value, or is the text of an error value, or of a column too narrow (####)."""
    return isinstance(cell, Lost) or bool(cell[:1] in "#＃Ee \t" and _ERRORS.fullmatch(cell.strip()))


def destroyed(text: str) -> bool:
    """Characters of `text` were replaced (????, U+FFFD), or it is UTF-8 that was read in another encoding."""
    if text.isascii() and "??" not in text:
        return False
    return (
        bool(_GONE.search(text))
        or any(_misread(text, encoding) for encoding in ("cp1252", "latin-1", "gbk"))
        or _halved(text)
    )


def _misread(text: str, encoding: str) -> bool:
    try:
        meant = text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return False
    return len(meant) < len(text) and bool(_HAN.search(meant))


def _halved(text: str) -> bool:
    """UTF-8 that was read as GBK, with bytes lost on the way: most of it becomes Chinese again, and shorter."""
    foreign = [character for character in text if not character.isascii()]
    if len(foreign) < _FEW or plausible(text):
        return False
    try:
        meant = text.encode("gb18030").decode("utf-8", "ignore")
    except UnicodeError:
        return False
    again = sum(map(bool, map(_HAN.match, meant)))
    return 2 * again >= len(foreign) - 1


def marked(data: bytes) -> str:
    """The encoding of text with a byte order mark; "" where there is none."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")


def unmarked(data: bytes) -> str:
    """The encoding of UTF-16 without a byte order mark where its signs leave no doubt, else ""."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and "\n" in text and any(sign in text for sign in ",;\t") and plausible(text):
            return encoding
    return ""


def plausible(text: str) -> bool:
    """`text`, decoded as GB 18030, is simplified Chinese: Big5, Shift_JIS and Latin-1 give mostly rare characters."""
    foreign = [character for character in text if not character.isascii()]
    return sum(map(_common, foreign)) >= _ENOUGH * len(foreign)


@lru_cache(maxsize=8192)
def _common(character: str) -> bool:
    """A sign, or one of the 3,755 characters of the first level of GB 2312."""
    try:
        return character.encode("gb2312")[0] <= 0xD7
    except UnicodeError:
        return False
