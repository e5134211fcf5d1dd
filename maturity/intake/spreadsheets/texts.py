"""Text that is no text: error values of spreadsheets, and names that an earlier program destroyed."""

import codecs
import re
from contextlib import suppress
from functools import lru_cache

_ERRORS = re.compile(
    r"[#＃](?:N/[AD]|¡?[^\W\d_][\w/]{0,20}[!！?？]|REF|VALUE|NAME|DIV/0|NUM|NULL|GETTING_DATA|N/A N/A|#{2,})"
    r"|(?:Err|错误)[:：][0-9]{3}|(?:Loading|加载中|正在加载)(?:\.{3}|…+)"
    r"|=[+-]?(?:[A-Z_][A-Z0-9_.]*\(|(?:[\w.]+!)?\$?[A-Z]{1,3}\$?[0-9]|['\[]).*",  # a formula that was kept as text
    re.IGNORECASE | re.DOTALL,
)
_ERROR_STARTS = "#＃Ee错Ll加正= \t\r\n"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_GONE = re.compile(r"\ufffd|锟斤拷|烫烫烫|屯屯屯|[□■]{2}|[?？]{2}|[\u4e00-\u9fff][?]|[?][\u4e00-\u9fff]")
_ESCAPED = re.compile(
    r"&#(?:[0-9]{4,6}|x[0-9a-f]{4,5});|\\u[0-9a-f]{4}|(?:%[0-9a-f]{2}){3}|=\?[\w-]+\?[bq]\?|~\{.+~\}|\x1b[$(]",
    re.IGNORECASE | re.DOTALL,
)
_UTF7 = re.compile(r"\+[A-Za-z0-9+/]{5,}-?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SINGLE = ("cp1252", "latin-1", "mac_roman", "cp437", "cp850")  # encodings of Latin letters
_DOUBLE = ("gbk", "big5", "cp932", "cp949")
_FEW = 3
CERTAIN = 4  # letters of another script from which an encoding can be told
ENOUGH = 0.8  # of the characters of simplified Chinese in a file are common ones


class Lost(str):
    """A cell that is not empty but has no readable value; as text it is what the cell shows."""

    __slots__ = ()


class Covered(Lost):
    """A cell under a merged one; as text it is what the first cell of the range holds, but no such text is equal."""

    __slots__ = ()
    __eq__, __hash__ = object.__eq__, object.__hash__


def is_lost(cell: str) -> bool:
    """The cell has no readable value, or is the text of an error value, a formula, or a column too narrow (####)."""
    return isinstance(cell, Lost) or bool(cell[:1] in _ERROR_STARTS and _ERRORS.fullmatch(cell.strip()))


def is_destroyed(text: str) -> bool:
    """Characters of `text` were replaced (????, U+FFFD) or written as codes, or it was read in a wrong encoding."""
    if text.isascii():
        return "??" in text or bool(_ESCAPED.search(text)) or any(map(_utf7, _UTF7.findall(text)))
    if _GONE.search(text) or _ESCAPED.search(text):
        return True
    if all(map(_common_han, filter(_foreign, text))):
        return False
    # Encodings of Latin letters never give a Chinese character; most names end here.
    encodings = _DOUBLE if _HAN.search(text) else (*_SINGLE, *_DOUBLE)
    return any(_utf8(text, encoding) for encoding in encodings) or _gbk(text) or _halved(text)


def _foreign(letter: str) -> bool:
    return not letter.isascii()


def _common_han(letter: str) -> bool:
    return "一" <= letter <= "鿿" and is_common(letter)


def _utf7(word: str) -> bool:
    try:
        meant = word.encode().decode("utf-7")
    except UnicodeError:
        return False
    return len(_HAN.findall(meant)) > 1 and is_plausible(meant)


def _utf8(text: str, encoding: str) -> bool:
    """`text` is UTF-8 that was read in `encoding`; bytes that have no letter in it may be missing."""
    if encoding == "cp1252":
        found = len(_HAN.findall(_latin(text).decode("utf-8", "ignore")))
        return found > 1 and CERTAIN * found >= sum(map(_foreign, text))
    try:
        meant = text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return False
    return len(meant) < len(text) and bool(_HAN.search(meant))


def _latin(text: str) -> bytes:
    """The bytes of `text` in Windows-1252, those that have no letter there as they are; nothing for other letters."""
    with suppress(UnicodeError):
        return b"".join(letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else "cp1252") for letter in text)
    return b""


def _gbk(text: str) -> bool:
    """`text` is GBK that was read in another encoding: "²âÊÔ", or "聆彸" in that of Taiwan."""
    if sum(map(_foreign, text)) < CERTAIN:
        return False
    if not _HAN.search(text):
        return any(_becomes_chinese(text, encoding) for encoding in (*_SINGLE, "cp932", "cp949"))
    return not is_plausible(text) and any(_becomes_chinese(text, encoding) for encoding in _DOUBLE if encoding != "gbk")


def _becomes_chinese(text: str, encoding: str) -> bool:
    try:
        meant = [letter for letter in text.encode(encoding).decode("gb2312") if _foreign(letter)]
    except UnicodeError:
        return False
    return bool(meant) and all(map(is_common, meant)) and 2 * sum(map(_common_han, meant)) > len(meant)


def _halved(text: str) -> bool:
    """UTF-8 that was read as GBK, with bytes lost on the way: most of it becomes Chinese again, and shorter."""
    foreign = [character for character in text if not character.isascii()]
    if len(foreign) < _FEW or is_plausible(text):
        return False
    try:
        meant = text.encode("gb18030").decode("utf-8", "ignore")
    except UnicodeError:
        return False
    again = sum(map(bool, map(_HAN.match, meant)))
    return 2 * again >= len(foreign) - 1


def marked_encoding(data: bytes) -> str:
    """The encoding of text with a byte order mark; "" where there is none."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")


def is_plausible(text: str) -> bool:
    """`text`, decoded as GB 18030, is simplified Chinese: Big5, Shift_JIS and Latin-1 give mostly rare characters."""
    foreign = [character for character in text if not character.isascii()]
    return sum(map(is_common, foreign)) >= ENOUGH * len(foreign)


@lru_cache(maxsize=8192)
def is_common(character: str) -> bool:
    """A sign, or one of the 3,755 characters of the first level of GB 2312."""
    try:
        return character.encode("gb2312")[0] <= 0xD7
    except UnicodeError:
        return False
