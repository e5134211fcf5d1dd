"""Rounding and formatting of numbers for pages, reports and workbooks."""

from decimal import Decimal
from fractions import Fraction

_NUMERALS = "〇一二三四五六七八九"


def half_up(value: int | float | Fraction | Decimal, decimals: int) -> Decimal:
    """`value` to `decimals` places, halves away from zero. For display only.

    A float is converted by its shortest decimal representation (`repr`), so that 0.15 rounds like the decimal 0.15.
    """
    exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    scaled = abs(exact) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    rounded = Decimal(whole).scaleb(-decimals)
    return -rounded if exact < 0 and whole else rounded


def format_score(value: Fraction | float | None, places: int = 2, mark: Fraction | None = None) -> str:
    """A score with `places` decimals; "—" for None.

    With a pass mark `mark` and a score below it, decimals are added (8 at most) until the rounded score is below it
    as well.
    """
    if value is None:
        return "—"
    value = to_fraction(value) if isinstance(value, float) else value
    while mark is not None and value < mark <= Fraction(half_up(value, places)) and places < 8:
        places += 1
    return str(half_up(value, places))


def to_fraction(value: float) -> Fraction:
    """A float as the exact fraction of its shortest decimal representation: 0.1 gives 1/10."""
    return Fraction(repr(value))


def format_total(score: Fraction | float, level: int, mark: Fraction, places: int = 2) -> str:
    """The total score S of an enterprise on `level`, with `places` decimals.

    `mark` is the pass mark (0 to 1). Decimals are added where rounding would lift S to the band of the next level.
    """
    return format_score(score, places, level + mark)


def format_difference(value: Fraction | int, places: int = 2) -> str:
    """A difference with its sign: "+0.25", "−0.10"; 0 has no sign.

    A difference that would round to 0 gets as many decimals as it needs, 8 at most.
    """
    while value and not half_up(Fraction(value), places) and places < 8:
        places += 1
    rounded = str(half_up(abs(Fraction(value)), places))
    return rounded if value == 0 else f"{'+' if value > 0 else '−'}{rounded}"


def format_exact(value: Fraction) -> str:
    """A score without rounding: a terminating decimal in full, else "numerator/denominator ≈ eight decimals"."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        return str(half_up(value, next(places for places in range(64) if 10**places % value.denominator == 0)))
    return f"{value.numerator}/{value.denominator} ≈ {half_up(value, 8)}"


def numeral(number: int, language: str) -> str:
    """A level's number: a Chinese numeral (〇 to 九) for "zh", else digits."""
    return _NUMERALS[number] if language == "zh" and number < len(_NUMERALS) else str(number)
