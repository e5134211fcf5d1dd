"""How votes are read, kept and shown again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, Entered, NotApplicable
from maturity.errors import Refusal
from maturity.quantities import Quantity
from maturity.questionnaire import load
from maturity.workshop.ballots import answer_of, numbers_of, read_vote, shown_number, votable

GREEN = load("green-factory-2016")
AREA = next(item for item in GREEN.items if isinstance(item.asks, Quantity))


def test_choices_and_numbers_can_be_voted_on_and_nothing_else():
    assert votable(AREA)
    assert {type(item.asks).__name__ for item in GREEN.items if votable(item)} == {"NoneType", "Quantity"}


@pytest.mark.parametrize(("text", "kept"), [("12.50", "25/2"), ("1 ha", "10000"), ("cannot-judge", "cannot-judge")])
def test_a_number_is_kept_exactly_in_the_unit_asked_for(text, kept):
    assert read_vote(GREEN, AREA, text) == kept


@pytest.mark.parametrize("text", ["", " ", "full", "-1", "1 kg", "12/5"])
def test_what_is_no_vote_on_a_number_is_refused(text):
    with pytest.raises(Refusal):
        read_vote(GREEN, AREA, text)


@given(st.decimals(0, 10**6, places=4))
def test_a_decimal_number_comes_back_as_it_was(number):
    kept = str(Fraction(number))
    assert Fraction(shown_number(kept)) == Fraction(number)
    assert numbers_of([kept, "cannot-judge", "not-applicable"]) == [Fraction(number)]


def test_a_number_without_an_end_is_rounded():
    assert shown_number("1/3") == "0.333333"


def test_what_is_settled_becomes_an_answer():
    assert answer_of(AREA, None, "租用") == NotApplicable("租用")
    assert answer_of(AREA, "25/2", "") == Entered("12.5", AREA.asks.unit.id, Fraction(25, 2))
    small = load().items[0]
    assert answer_of(small, "full", "") == Chosen("full")
