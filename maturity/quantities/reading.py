"""Numbers as people type them, as exact fractions: full-width digits, separators of thousands, 万 and 亿, exponents."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..errors import Place, Refusal, refuse
from ..text.numbers import half_up
from ..text.plain import normalised, one_line

NOWHERE = Place()
LONGEST = 60  # letters of a number with its unit
_LARGEST, _SMALLEST = 10**30, Fraction(1, 10**30)
_POWERS = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "千亿": 11, "万亿": 12}
_MULTIPLIERS = {word: 10**power for word, power in _POWERS.items()} | {"萬": 10**4, "億": 10**8}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER_OF_TEN = re.compile(r"\s*[×xX*·]\s*10(?:\s*\^\s*([+-]?\d{1,4})|([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}))")
_DASHES = re.compile("[−–—‐‑﹣－]")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<digits>[\d.,' ]*\d[\d.,' ]*)(?:[eE](?P<exponent>[+-]?\d+))?"
    rf"\s*(?P<times>{'|'.join(sorted(_MULTIPLIERS, key=len, reverse=True))})?\s*(?P<unit>(?:[^\W\d_]|[%¥]).*)?"
)
_LAST_MARK = r"\D(?=\d*$)"
_GROUPS = re.compile(r"[1-9]\d{0,2}(?P<mark>[,' ])\d{3}(?:(?P=mark)\d{3})*")


@dataclass(frozen=True, slots=True)
class Written:
    """A number that was read: its exact value, the words after it, which name a unit ("" for none), and the power of
    ten in words before these, 万 or 亿 ("" for none).
    """

    value: Fraction
    unit: str
    times: str = ""


def read_number(text: str, place: Place = NOWHERE) -> Written | None:
    """The number in `text`; None for a blank text.

    Raises Refusal quantity-… at `place`: for what is no number, has two decimal points, a comma that is not clearly one
    of thousands, or a value beyond 10^30 or below 10^-30.
    """
    short = one_line(text)
    if not short:
        return None
    if len(short) > LONGEST:
        raise refuse("quantity-long", place, length=len(short), limit=LONGEST)
    plain = _DASHES.sub("-", normalised(_POWER_OF_TEN.sub(_exponent, short)))
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise refuse("quantity-no-number", place, found=short)
    value = Fraction(_digits(found["digits"].strip(), short, place)) * _scale(found["exponent"], short, place)
    value *= _MULTIPLIERS.get(found["times"] or "", 1) * (-1 if found["sign"] == "-" else 1)
    if abs(value) > _LARGEST or 0 < abs(value) < _SMALLEST:
        raise _beyond(short, place)
    return Written(value, found["unit"] or "", found["times"] or "")


def _exponent(found: re.Match[str]) -> str:
    return f"e{found[1] or found[2].translate(_SUPERSCRIPTS)}"


def _digits(digits: str, text: str, place: Place) -> str:
    """The digits without separators of thousands, with a point before decimals."""
    if digits.count(".") > 1:
        raise refuse("quantity-two-points", place, found=text)
    whole, point, decimals = digits.partition(".")
    if re.search(r"\D", decimals):
        raise refuse("quantity-comma", place, found=text, read=f"{whole}{re.sub(_LAST_MARK, '.', decimals)}")
    if re.search(r"\D", whole):
        if not _GROUPS.fullmatch(whole):
            raise refuse("quantity-comma", place, found=text, read=re.sub(r"\D", "", whole) + point + decimals)
        whole = re.sub(r"\D", "", whole)
    return f"{whole or '0'}.{decimals or '0'}"


def _scale(exponent: str | None, text: str, place: Place) -> Fraction:
    if exponent is None:
        return Fraction(1)
    if len(exponent.lstrip("+-")) > 3 or abs(int(exponent)) > LONGEST * 2:  # before a power is computed
        raise _beyond(text, place)
    return Fraction(10) ** int(exponent)


def _beyond(text: str, place: Place) -> Refusal:
    return refuse("quantity-beyond", place, found=text)


def shown(value: Fraction, places: int = 6) -> str:
    """An exact value for people: separators of thousands, at most `places` decimals, "≈" before it where rounded.

    A small value keeps as many significant digits as it has places.
    """
    while value and abs(value) < Fraction(1, 10 ** max(places - 3, 0)) and places < 30:
        places += 1
    rounded = half_up(value, places)
    words = f"{rounded:,f}"
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return words if Fraction(rounded) == value else f"≈{words}"


def decimal_text(value: Fraction, places: int = 12) -> str:
    """An exact value as a decimal fraction that :func:`read_number` reads again. Raises ValueError for one without an
    end within `places`.
    """
    scaled = value * 10**places
    if scaled.denominator > 1:
        raise ValueError(str(value))
    words = f"{Decimal(scaled.numerator).scaleb(-places):f}"
    return words.rstrip("0").rstrip(".")
