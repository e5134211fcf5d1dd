"""The explanation prints the figures that were used: its own arithmetic, done again, gives its own values."""

import re
from fractions import Fraction

import pytest
from hypothesis import given

from maturity.answers import Chosen, Response
from maturity.questionnaire import load
from maturity.scoring import grade
from maturity.scoring.explain import equals, explain, figure, percent

from .test_ladder import responses


def steps(step):
    yield step
    for child in step.children:
        yield from steps(child)


def recompute(formula):
    """The value of "35% × 0.8 + 65% × 1" or "(1 + 0.8) ÷ 2", read as a person would."""
    text = formula.replace("≈", "").replace("×", "*").replace("÷", "/")
    text = re.sub(r"([\d.]+)%", r"(\1/100)", text)
    assert re.fullmatch(r"[\d.+*/() ]+", text), formula
    return eval(text)  # only digits and operators, as just asserted


def assert_adds_up(step, tolerance):
    if step.formula and step.label != "S":
        assert recompute(step.formula) == pytest.approx(float(step.value.lstrip("≈")), abs=tolerance), step


@given(responses())
def test_every_formula_gives_its_value(response):
    for step in steps(explain(grade(response), "en")):
        assert_adds_up(step, 3e-4)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("profile", ["process", "discrete"])
def test_the_whole_questionnaire_is_explained_down_to_each_item(language, profile):
    q = load()
    choices = ("full", "most", "part", "none", "most", "full", "full")
    answers = {item.id: Chosen(choices[item.position % 7]) for item in q.items_of(profile)}
    result = grade(Response(q, profile, answers))
    root = explain(result, language)
    told = {step.id for step in steps(root) if not step.children}
    assert told == {item.id for item in q.items_of(profile)}
    for step in steps(root):
        assert_adds_up(step, 3e-4)
    assert root.value == figure(result.score)
    chinese = any("\u4e00" <= c <= "\u9fff" for step in steps(root) for c in step.label + step.note + step.formula)
    assert chinese == (language == "zh")


@pytest.mark.parametrize(
    ("value", "printed"),
    [("0.8", "0.8"), ("1", "1"), ("2/3", "≈0.6667"), ("0.79999", "≈0.8000"), ("0.12345", "≈0.1235"), ("0", "0")],
)
def test_a_rounded_figure_is_marked(value, printed):
    assert figure(Fraction(value)) == printed


def test_an_equals_sign_and_the_mark_of_rounding_never_meet():
    assert [equals(figure(Fraction(x))) for x in ("0.9", "2/3")] == ["= 0.9", "≈ 0.6667"]
    q = load()
    result = grade(Response(q, "discrete", {item.id: Chosen("part") for item in q.items[::3]}))
    for language in ("zh", "en"):
        note = explain(result, language).note
        assert "= ≈" not in note
        assert "S ≈ " in note


def test_shares_are_printed_as_per_cent():
    assert [percent(Fraction(x)) for x in ("0.06", "1/3", "1", "0.125")] == ["6%", "33.33%", "100%", "12.5%"]
