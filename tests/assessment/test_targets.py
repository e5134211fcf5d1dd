"""Targets of scores, grades and numbers: whether they are reached, and the way there."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen
from maturity.assessment.targets import GRADE, SCORE, path, reached, value_of
from maturity.scoring.methods import evaluate

from ..scoring.green import filled, references

STEEL = {"first": Fraction(572), "last": Fraction(560), "years": 5}


def test_the_way_of_steel_to_2020_is_that_of_the_golden_values():
    """572 kgce/t in 2015, 560 in 2020: in 2018 564.8 by equal amounts, 564.769 by equal ratios."""
    found = path(**STEEL, after=3)
    assert found.linear == Fraction("564.8")
    assert round(found.geometric, 3) == 564.769


def test_ratios_need_values_above_nothing():
    assert path(Fraction(0), Fraction(-18), 5, 3).geometric is None
    for years, after in ((0, 0), (5, 6), (5, -1)):
        with pytest.raises(ValueError, match="years"):
            path(Fraction(1), Fraction(2), years, after)


positive = st.fractions(Fraction(1, 100), 10_000)


@given(positive, positive, st.integers(1, 30), st.integers(0, 29))
def test_the_way_begins_and_ends_where_it_should_and_never_turns_back(first, last, years, after):
    start, end = path(first, last, years, 0), path(first, last, years, years)
    assert (start.linear, end.linear) == (first, last)
    assert start.geometric == pytest.approx(float(first))
    assert end.geometric == pytest.approx(float(last))
    if after < years:
        one, next_one = path(first, last, years, after), path(first, last, years, after + 1)
        assert (next_one.linear >= one.linear) == (last >= first) or first == last


def test_a_target_is_reached_in_the_direction_that_is_better():
    response = filled()
    found = evaluate(response, references(response.questionnaire))
    energy = value_of(found, "low-carbon.better")
    assert energy == value_of(found, "low-carbon.energy")
    assert reached(found, "low-carbon.better", energy) is True
    assert reached(found, "low-carbon.better", energy - 1) is False
    assert reached(found, "waste-as-resource.water", Fraction(60)) is True, "high is better"
    assert reached(found, "waste-as-resource.water", Fraction(61)) is False
    assert reached(found, "land-area", Fraction(8)) is None, "nothing says which is better"
    assert reached(found, "clean-production.pollutants", Fraction(1)) is None, "one value for every pollutant"
    assert reached(found, SCORE, found.score.low) is True
    assert reached(found, SCORE, found.score.low + 1) is False


def test_a_grade_is_not_reached_by_points_alone():
    response = filled(compliance__g2=Chosen("no"))
    found = evaluate(response, references(response.questionnaire))
    assert reached(found, SCORE, Fraction(80)) is True
    assert reached(found, GRADE, Fraction(80)) is False
