"""Texts that are right as they stand, found for a whole column at once.

A screen only ever passes what the reader of single values would return unchanged; whatever it does not pass goes to
that reader. It holds no rule of its own about what is wrong.
"""

import numpy as np
from numpy.typing import NDArray

from ...classification.credit_code import ALPHABET, AUTHORITIES, LENGTH, ORGANISATION_WEIGHTS, WEIGHTS

Texts = NDArray[np.str_]
Flags = NDArray[np.bool_]
_MOST_DIGITS = 7  # of a whole number: below every limit of the figures that are read
_NAME = 60  # characters
_HAN, _NO_NAME = 0x4E00, 2  # words for "none" have no Chinese character, or are as short as 无 and 待定
_NOT_FIRST = "#EeLl错加正"  # error values of spreadsheets begin with these


def _table(letters: str) -> Flags:
    known = np.zeros(1 << 16, bool)
    known[[ord(letter) for letter in letters]] = True
    return known


def _common() -> str:
    """The 3,755 characters of the first level of GB 2312: text made of them was never read in a wrong encoding."""
    pairs = (bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", "ignore") for pair in pairs)


_GONE = "烫屯"  # what is left of names where memory was read before it was written
_IN_NAMES = _table(
    "".join(letter for letter in _common() if letter not in _GONE)
    + "（）()-.,0123456789 "
    + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
_PLACE = np.full(128, -1, np.int64)
_PLACE[[ord(letter) for letter in ALPHABET]] = np.arange(len(ALPHABET))
_BASE36 = np.array([int(letter, 36) for letter in ALPHABET])
_AUTHORITY = _table(AUTHORITIES)[:128]
_REMAINDER = np.array([ord("0123456789X0"[11 - rest]) for rest in range(11)])


def _letters(texts: Texts) -> NDArray[np.uint32]:
    """The code points (n, width), 0 behind the end."""
    wide = np.ascontiguousarray(texts)
    return wide.view(np.uint32).reshape(len(wide), -1)


def valid_names(texts: Texts, lengths: NDArray[np.integer]) -> Flags:
    """Which `texts` are Chinese names of common characters, single blanks inside; `lengths` (n,) in characters."""
    if not texts.dtype.itemsize or not len(texts):
        return np.zeros(len(texts), bool)
    found = _letters(texts)
    inside = np.arange(found.shape[1]) < lengths[:, None]
    fine = (found < len(_IN_NAMES)) & _IN_NAMES[np.minimum(found, len(_IN_NAMES) - 1)]
    blank = found == ord(" ")
    ends = np.clip(lengths - 1, 0, found.shape[1] - 1).astype(np.intp)
    last = np.take_along_axis(found, ends[:, None], 1)[:, 0]
    well: Flags = (fine | ~inside).all(axis=1) & (lengths > 0) & (lengths <= _NAME)
    well &= ~np.isin(found[:, 0], [ord(letter) for letter in (*_NOT_FIRST, " ")]) & (last != ord(" "))
    well &= ~(blank[:, 1:] & blank[:, :-1]).any(axis=1)
    well &= (found >= _HAN).any(axis=1) & (lengths > _NO_NAME)
    return well


def valid_codes(texts: Texts, lengths: NDArray[np.integer]) -> Flags:
    """Which `texts` are credit codes in plain capitals, both of whose checks are right."""
    well: Flags = np.asarray(lengths == LENGTH)
    if texts.dtype.itemsize < 4 * LENGTH or not len(texts):
        return np.zeros(len(texts), bool)
    found = np.minimum(_letters(texts)[:, :LENGTH], 127).astype(np.intp)
    places = _PLACE[found]
    well = well & (places >= 0).all(axis=1) & _AUTHORITY[found[:, 0]] & (places[:, 2:8] < 10).all(axis=1)
    organisation = _BASE36[places[:, 8:16]] @ np.array(ORGANISATION_WEIGHTS)
    well &= found[:, 16] == _REMAINDER[organisation % 11]
    well &= places[:, 17] == -(places[:, :17] @ np.array(WEIGHTS)) % 31
    return well


def valid_whole_numbers(texts: Texts, lengths: NDArray[np.integer]) -> Flags:
    """Which `texts` are whole numbers from 1 in plain digits, without leading zeros."""
    if not texts.dtype.itemsize or not len(texts):
        return np.zeros(len(texts), bool)
    found = _letters(texts)
    digits = (found >= ord("0")) & (found <= ord("9"))
    inside = np.arange(found.shape[1]) < lengths[:, None]
    well: Flags = (digits | ~inside).all(axis=1) & (lengths > 0) & (lengths <= _MOST_DIGITS)
    well &= found[:, 0] != ord("0")
    return well
