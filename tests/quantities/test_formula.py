"""Formulas: exact, limited, never executed; their dimensions."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.quantities import Formula, FormulaError, Undefined, name_of, unit
from maturity.quantities.dimensions import dimension_of

VALUES = {"a": Fraction(3), "b": Fraction(1, 4), "x": (Fraction(1), Fraction(5)), "y": (Fraction(2), Fraction(4))}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b", Fraction(13, 4)),
        ("a - b * 2", Fraction(5, 2)),
        ("-(a / b)", Fraction(-12)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("min(a, b, 2)", Fraction(1, 4)),
        ("max(a, b)", Fraction(3)),
        ("sum(a, b, 1)", Fraction(17, 4)),
        ("sum(x)", Fraction(6)),
        ("max(x) / a", Fraction(5, 3)),
        ("each(x) / a", (Fraction(1, 3), Fraction(5, 3))),
        ("each(x) / each(y)", (Fraction(1, 2), Fraction(5, 4))),
        ("-each(x)", (Fraction(-1), Fraction(-5))),
    ],
)
def test_values_are_exact(text, value):
    assert Formula.parse(text).evaluate(VALUES) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "syntax"),
        ("a +", "syntax"),
        ("a = 1", "syntax"),
        ("a ** b", "node"),
        ("9**9**9", "node"),
        ("a // b", "node"),
        ("a % b", "node"),
        ("+a", "node"),
        ("a < b", "node"),
        ("a if b else a", "node"),
        ("a.b", "node"),
        ("a[0]", "node"),
        ("[a]", "node"),
        ("lambda: a", "node"),
        ("(a := 1)", "node"),
        ("f'{a}'", "node"),
        ("abs(a)", "call"),
        ("__import__('os')", "call"),
        ("min()", "call"),
        ("min(*a)", "call"),
        ("min(a, key=b)", "call"),
        ("each(a, b)", "call"),
        ("(a)(b)", "call"),
        ("1e999", "number"),
        ("0x10", "number"),
        ("True", "number"),
        ("'a'", "number"),
        ("1j", "number"),
        ("-" * 25 + "a", "size"),
        ("(" * 300 + "a" + ")" * 300, "syntax"),
        ("+".join(["a"] * 150), "size"),
        (f"sum({', '.join(['a'] * 250)})", "size"),
        ("a" * 1001, "long"),
        ("a\0", "syntax"),
    ],
)
def test_what_is_not_arithmetic_is_refused(text, reason):
    with pytest.raises(FormulaError) as caught:
        Formula.parse(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize(("text", "denominator"), [("a / (b - b)", "b - b"), ("1 / (a - 3)", "a - 3"), ("a / 0", "0")])
def test_a_division_by_zero_names_the_denominator(text, denominator):
    with pytest.raises(Undefined) as caught:
        Formula.parse(text).evaluate(VALUES)
    assert caught.value.denominator == denominator


def test_a_table_without_rows_has_a_sum_and_no_largest():
    assert Formula.parse("sum(x)").evaluate({"x": ()}) == 0
    with pytest.raises(Undefined):
        Formula.parse("max(x)").evaluate({"x": ()})


def test_names_are_ids_with_underscores():
    assert name_of("waste-used.old") == "waste_used_old"
    formula = Formula.parse("each(x) * a / each(y) + sum(a, x)")
    assert (formula.names, formula.each, formula.by_row) == (("x", "a", "y"), ("x", "y"), True)


UNITS = {"area": unit("m2"), "floor": unit("ha"), "money": unit("CNY"), "made": unit("unit")}


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("(area + floor) / area", "1"),
        ("money / area", "1e4CNY/mu"),
        ("max(area, floor) / made", "m2/unit"),
        ("2 * money", "1e8CNY"),
        ("area * area / floor", "m2"),
    ],
)
def test_the_dimension_follows_from_the_units(text, id):
    assert dimension_of(Formula.parse(text), UNITS) == unit(id).dimension


@pytest.mark.parametrize("text", ["area + money", "min(area, made)", "area + 1", "sum(area, money / made)"])
def test_what_differs_in_dimension_is_not_added(text):
    with pytest.raises(FormulaError) as caught:
        dimension_of(Formula.parse(text), UNITS)
    assert caught.value.reason == "units"


terms = st.recursive(
    st.sampled_from(["a", "b", "c", "2", "0.5"]),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=12,
)


@given(terms, st.tuples(*[st.fractions(max_denominator=50)] * 3))
def test_it_computes_what_python_computes_on_fractions(text, numbers):
    values = dict(zip("abc", numbers, strict=True))
    exact = text.replace("0.5", "Fraction(1, 2)").replace(" 2", " Fraction(2)").replace("(2", "(Fraction(2)")
    try:
        expected = eval(exact, {"Fraction": Fraction, **values})
    except ZeroDivisionError:
        with pytest.raises(Undefined):
            Formula.parse(text).evaluate(values)
    else:
        assert Formula.parse(text).evaluate(values) == expected


@given(st.text(max_size=40))
def test_any_text_is_a_formula_or_refused(text):
    with contextlib.suppress(FormulaError):
        assert Formula.parse(text).text == text.strip()
