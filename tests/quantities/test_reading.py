"""Numbers as people type them: exact, or refused with what was read."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import Place, Refusal
from maturity.quantities import Quantity, read_number, shown, unit

HERE = Place("answers.csv", 7, "land-area")


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("45000", 45000, ""),
        ("45,000", 45000, ""),
        ("45，000", 45000, ""),
        ("４５，０００．５", Fraction("45000.5"), ""),
        ("1 234 567.25", Fraction("1234567.25"), ""),
        ("1'234", 1234, ""),
        (".5", Fraction(1, 2), ""),
        ("5.", 5, ""),
        ("-3", -3, ""),
        ("−3", -3, ""),
        ("+0.1", Fraction(1, 10), ""),
        ("3.2e3", 3200, ""),
        ("1E-3", Fraction(1, 1000), ""),
        ("3×10⁴", 30000, ""),
        ("3 x 10^-2", Fraction(3, 100), ""),
        ("4.5万", 45000, ""),
        ("4.5 萬", 45000, ""),
        ("3.1亿元", 310_000_000, "元"),
        ("2 百万", 2_000_000, ""),
        ("1.5万亿", 1_500_000_000_000, ""),
        ("45%", 45, "%"),
        ("45％", 45, "%"),
        ("8 ha", 8, "ha"),
        ("80,000 m²", 80000, "m2"),
        ("12万千瓦时", 120_000, "千瓦时"),
    ],
)
def test_it_is_read_exactly(text, value, words):
    found = read_number(text)
    assert (found.value, found.unit) == (value, words)


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "　"])
def test_a_blank_text_is_no_number(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1e400", "quantity-beyond"),
        ("1e99999999999", "quantity-beyond"),
        ("1e-400", "quantity-beyond"),
        ("9e30", "quantity-beyond"),
        ("NaN", "quantity-no-number"),
        ("inf", "quantity-no-number"),
        ("约五万", "quantity-no-number"),
        ("abc", "quantity-no-number"),
        (",", "quantity-no-number"),
        ("3/4", "quantity-no-number"),
        ("5-6", "quantity-no-number"),
        ("10^4", "quantity-no-number"),
        ("1_000", "quantity-no-number"),
        ("1.2.3", "quantity-two-points"),
        ("4,5", "quantity-comma"),
        ("0,123", "quantity-comma"),
        ("12,34,567", "quantity-comma"),
        ("1,234 567", "quantity-comma"),
        ("1.234,5", "quantity-comma"),
        ("9" * 61, "quantity-long"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text, code):
    with pytest.raises(Refusal) as caught:
        read_number(text, HERE)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == (code, HERE)
    for language in ("zh", "en"):
        assert problem.line(language)


def test_an_ambiguous_comma_is_told_with_what_it_would_be():
    with pytest.raises(Refusal) as caught:
        read_number("4,5")
    assert "45" in caught.value.lines("zh")[0]
    with pytest.raises(Refusal, match=r"write 1000\.50"):
        read_number("1.000,50")


AREA = Quantity(unit("m2"), (unit("m2"), unit("ha"), unit("mu")), above=Fraction(0))
SHARE = Quantity(unit("%"), (unit("%"),), Fraction(0), None, Fraction(100))
MONEY = Quantity(unit("CNY"), (unit("CNY"), unit("1e4CNY")), minimum=Fraction(0))
COUNT = Quantity(unit("t"), (unit("t"), unit("kg")), minimum=Fraction(0))


@pytest.mark.parametrize(
    ("asked", "text", "words", "unit_id", "value"),
    [
        (AREA, "8", "公顷", "ha", 80000),
        (AREA, "8 ha", "", "ha", 80000),
        (AREA, "8 ha", "公顷", "ha", 80000),
        (AREA, "120亩", "", "mu", 80000),
        (AREA, "80000", "", "m2", 80000),
        (SHARE, "45%", "", "%", 45),
        (SHARE, "45", "", "%", 45),
        (SHARE, "0", "", "%", 0),
        (SHARE, "0.45%", "", "%", Fraction("0.45")),
        (SHARE, "0.45", "%", "%", Fraction("0.45")),
        (SHARE, "0.45", "1", "1", 45),
        (COUNT, "3900", "公斤", "kg", Fraction("3.9")),
        (COUNT, "0", "", "t", 0),
        (MONEY, "3.1亿元", "", "CNY", 310_000_000),
        (MONEY, "31,000 万元", "", "CNY", 310_000_000),
        (MONEY, "31,000", "万元", "1e4CNY", 310_000_000),
    ],
)
def test_a_value_is_kept_in_the_unit_asked_and_as_entered(asked, text, words, unit_id, value):
    found = asked.read(text, words)
    assert (found.text, found.unit, found.value) == (text, unit_id, value)


@pytest.mark.parametrize(
    ("asked", "text", "words", "code", "read"),
    [
        (AREA, "0", "", "quantity-not-above", "0 平方米"),
        (AREA, "4 kg", "", "quantity-unit-unfit", None),
        (AREA, "4 km2", "", "quantity-unit-unfit", None),
        (AREA, "4 foo", "", "quantity-unit-unknown", None),
        (AREA, "4 ha", "m2", "quantity-two-units", None),
        (COUNT, "-4.5万", "", "quantity-below", "-45,000 吨"),
        (SHARE, "4500%", "", "quantity-over", "4,500 %，"),
        (SHARE, "0.45", "", "quantity-share", "45%"),
        (SHARE, "1", "", "quantity-share", "100%"),
        (SHARE, "100.1", "", "quantity-over", "100.1 %，"),
        (MONEY, "3.1亿", "万元", "quantity-times-twice", None),
        (MONEY, "3.1 亿万元", "", "quantity-times-twice", None),
    ],
)
def test_a_unit_or_a_value_that_does_not_fit_is_told_with_what_was_read(asked, text, words, code, read):
    with pytest.raises(Refusal) as caught:
        asked.read(text, words, HERE)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == (code, HERE)
    assert read is None or read in problem.message("zh")


@given(st.fractions(0, 10**12, max_denominator=1).map(int), st.sampled_from([",", "，", " ", ""]))
def test_separators_of_thousands_change_nothing(number, mark):
    assert read_number(f"{number:,}".replace(",", mark)).value == number


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=6))
def test_a_decimal_is_read_exactly(number):
    assert read_number(str(number)).value == Fraction(number)


@given(st.text(max_size=70))
def test_whatever_is_typed_is_read_or_refused(text):
    with contextlib.suppress(Refusal):
        found = AREA.read(text)
        assert found is None or found.value > 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(45000), "45,000"),
        (Fraction(1, 3), "≈0.333333"),
        (Fraction("0.00015"), "0.00015"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(0), "0"),
        (Fraction(1, 10**9), "0.000000001"),
    ],
)
def test_a_value_is_shown_for_people(value, text):
    assert shown(value) == text
