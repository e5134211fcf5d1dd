"""Figures as a reader sees them: rounded for the eye, never against the level."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.questionnaire import load
from maturity.questionnaire.naming import item_name, level_name
from maturity.scoring.ladder import gated, summed
from maturity.text.numbers import format_difference, format_exact, format_total

MARK = Fraction(4, 5)
SCORES = st.lists(st.fractions(0, 1, max_denominator=10**6), min_size=5, max_size=5)


@pytest.mark.parametrize("rule", [gated, summed])
@given(scores=SCORES)
def test_a_total_is_never_rounded_into_the_next_level(rule, scores):
    outcome = rule(scores, MARK)
    shown = Fraction(format_total(outcome.score, outcome.level, MARK))
    assert shown < outcome.level + MARK
    assert abs(shown - outcome.score) <= Fraction(1, 200)


def test_a_level_is_named_so_that_a_sentence_goes_on():
    named = [level_name(load(), number, language) for language in ("zh", "en") for number in (0, 3)]
    assert named == ["未达一级", "三级（集成级）", "Below level 1", "Level 3 (Integrated)"]


def test_a_total_takes_the_decimals_it_needs():
    assert format_total(Fraction("2.5531"), 2, MARK) == "2.55"
    assert format_total(Fraction("2.79996"), 2, MARK) == "2.79996"


@pytest.mark.parametrize(
    ("value", "words"),
    [("2.5", "2.5"), ("3", "3"), ("2.553125", "2.553125"), ("8/3", "8/3 ≈ 2.66666667"), ("0", "0")],
)
def test_an_exact_value_is_whole(value, words):
    assert format_exact(Fraction(value)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [("0.25", "+0.25"), ("-0.1", "−0.10"), ("0", "0.00"), ("-0.0004", "−0.0004"), ("1/1000", "+0.001")],
)
def test_a_change_shows_its_sign(value, words):
    assert format_difference(Fraction(value)) == words


def test_an_item_is_named_by_area_level_and_place(small):
    id = small.areas[0].items_at(1)[-1].id
    part, place = small.areas[0].name, len(small.areas[0].items_at(1))
    assert item_name(small, id, "zh") == f"{part.zh} 一级第 {place} 条"
    assert item_name(small, id, "en") == f"{part.en} L1.{place}"
    assert item_name(small, "gone.1a", "zh") == "gone.1a"
