"""Numbers as a reader sees them: pages, reports and workbooks round and write them one way."""

from decimal import Decimal
from fractions import Fraction

_NUMERALS = "〇一二三四五六七八九"


def half_up(value: int | float | Fraction | Decimal, decimals: int) -> Decimal:
    """`value` to `decimals` places, halves away from zero: the one rounding of the house, for display only.

    A float is taken at its shortest decimal spelling, so that 0.15 rounds as the 0.15 everybody sees.
    """
    exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    scaled = abs(exact) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    rounded = Decimal(whole).scaleb(-decimals)
    return -rounded if exact < 0 and whole else rounded


def figure(value: Fraction | float | None, places: int = 2, mark: Fraction | None = None) -> str:
    """A score to `places`; to more where rounding would lift it to the pass mark `mark` it does not reach."""
    if value is None:
        return "—"
    value = exactly(value) if isinstance(value, float) else value
    while mark is not None and value < mark <= Fraction(half_up(value, places)) and places < 8:
        places += 1
    return str(half_up(value, places))


def exactly(value: float) -> Fraction:
    """A kept float as the decimal that everybody sees, for exact arithmetic with it."""
    return Fraction(repr(value))


def total(score: Fraction | float, level: int, mark: Fraction, places: int = 2) -> str:
    """S to `places`; to more where rounding would lift it to the band of the level above `level`."""
    return figure(score, places, level + mark)


def change(value: Fraction | int, places: int = 2) -> str:
    """A difference with its sign: "+0.25", "−0.10"; 0 has none. A small one takes the decimals it needs to show."""
    while value and not half_up(Fraction(value), places) and places < 8:
        places += 1
    rounded = str(half_up(abs(Fraction(value)), places))
    return rounded if value == 0 else f"{'+' if value > 0 else '−'}{rounded}"


def exact(value: Fraction) -> str:
    """A score in full: all its decimals where they end, else the fraction, with eight decimals beside it."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        return str(half_up(value, next(places for places in range(64) if 10**places % value.denominator == 0)))
    return f"{value.numerator}/{value.denominator} ≈ {half_up(value, 8)}"


def numeral(number: int, language: str) -> str:
    """The number of a level: a Chinese numeral in Chinese."""
    return _NUMERALS[number] if language == "zh" and number < len(_NUMERALS) else str(number)
