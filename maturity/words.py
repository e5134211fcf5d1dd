"""Numbers and levels as a reader sees them, in either language: pages, reports and workbooks spell them one way."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from .errors import Problem
from .questionnaire import Item, Questionnaire, Text

_NUMERALS = "〇一二三四五六七八九"
NOT_APPLICABLE_ID = "not-applicable"  # stands beside the ids of choices
NOT_APPLICABLE = Text("不适用", "Not applicable")
_IDS = ("item", "items", "choice", "domain", "profile", "allowed")  # values of problems that hold ids


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


def level_name(questionnaire: Questionnaire, number: int, language: str) -> str:
    """ "三级（集成级）" or "Level 3 (Integrated)"; below the first level it is no level."""
    if number == 0:
        return "未达一级" if language == "zh" else "Below level 1"
    name = questionnaire.level(number).name.of(language)
    return f"{numeral(number, language)}级（{name}）" if language == "zh" else f"Level {number} ({name})"


def item_mark(questionnaire: Questionnaire, item: Item, language: str) -> str:
    """The number of an item inside its subdomain: "一级第 2 条" or "L1.2"."""
    place = questionnaire.subdomain(item.subdomain).items_at(item.level).index(item) + 1
    return f"{numeral(item.level, language)}级第 {place} 条" if language == "zh" else f"L{item.level}.{place}"


def item_name(questionnaire: Questionnaire, id: str, language: str) -> str:
    """An item as people name it: "组织战略 一级第 2 条" or "Organisation strategy L1.2".

    An id that the questionnaire does not have stays as it is.
    """
    try:
        item = questionnaire.item(id)
    except KeyError:
        return id
    part = questionnaire.subdomain(item.subdomain).name.of(language)
    return f"{part} {item_mark(questionnaire, item, language)}"


def spelled(questionnaire: Questionnaire, ids: str, language: str) -> str:
    """Ids joined by ", " as people name what they stand for; what is no id stays as it is."""
    known = {choice.id: choice.text for choice in questionnaire.choices} | {NOT_APPLICABLE_ID: NOT_APPLICABLE}
    known |= {id: profile.name for id, profile in questionnaire.profiles.items()}
    for _, domain, subdomain in questionnaire.walk():
        known |= {domain.id: domain.name, subdomain.id: subdomain.name}
    names = [
        known[id].of(language) if id in known else item_name(questionnaire, id, language) for id in ids.split(", ")
    ]
    return ("、" if language == "zh" else ", ").join(names)


def named(problem: Problem, questionnaire: Questionnaire, language: str) -> Problem:
    """The same mistake, with names in place of ids in its texts."""
    ids = {key: str(problem.values[key]) for key in _IDS if key in problem.values}
    names = {key: spelled(questionnaire, text, language) for key, text in ids.items()}
    return replace(problem, values={**problem.values, **names}) if ids else problem
