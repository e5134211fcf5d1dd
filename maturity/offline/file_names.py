"""Names of files as bytes, of an archive or a folder, in whatever encoding the computer wrote them that made them."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from ..intake.spreadsheets.decoding import is_ambiguous
from ..intake.spreadsheets.texts import is_plausible
from ..text.traditional import simplified

_ACCENTED = re.compile(
    "(?<![^\x00-\x7f])[ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜáíóúñÑß](?![^\x00-\x7f])"
)  # one beside plain letters
_KANA = re.compile("[ぁ-んァ-ヶ]")
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-鿿々ー・　、。（）０-９Ａ-Ｚａ-ｚ\x00-\x7f]*")


def read_names(raw: Sequence[bytes]) -> list[tuple[str, bool]]:
    """Each name as text, and whether its encoding is beyond doubt; the bytes of others are shown as codes ("\\xa4").

    Names that are not UTF-8 are looked at together, since one computer wrote them, and one by one where that fails.
    """
    strange = [name for name in raw if _as(name, "utf-8") is None]
    together = _encoding(strange) if strange else ""
    return [_read(name, together) for name in raw]


def _read(name: bytes, together: str) -> tuple[str, bool]:
    text = _as(name, "utf-8")
    if text is None and (encoding := together or _encoding([name])):
        text = _as(name, encoding)
    known = text is not None
    words = text if text is not None else name.decode("ascii", "backslashreplace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words), known


def _encoding(names: Iterable[bytes]) -> str:
    """The one encoding in which all names are words of its language; "" where none is."""
    data = b"\n".join(names)
    for encoding, fits in _FITTING.items():
        text = _as(data, encoding)
        if text is not None and fits(text):
            return encoding
    return ""


def _as(data: bytes, encoding: str) -> str | None:
    with suppress(UnicodeError):
        return data.decode(encoding)
    return None


def _is_simplified(text: str) -> bool:
    foreign = filter(_foreign, text)
    return is_plausible(text) and not is_ambiguous(foreign, lambda: [text.encode("gb18030")])


def _foreign(letter: str) -> bool:
    return not letter.isascii()


def _is_traditional(text: str) -> bool:
    return is_plausible(simplified(text))


def _is_japanese(text: str) -> bool:
    return bool(_KANA.search(text)) and bool(_JAPANESE.fullmatch(text))


def _is_latin(text: str) -> bool:
    return _ACCENTED.sub("", text).isascii()


_FITTING: dict[str, Callable[[str], bool]] = {
    "gb18030": _is_simplified,
    "big5": _is_traditional,
    "cp932": _is_japanese,
    "cp437": _is_latin,
}
