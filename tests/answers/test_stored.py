"""Answers become texts and answers again; equal ones give equal texts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, Entered, Listed, NotApplicable, Response, Row, Said, Ticked, decode, encode
from maturity.answers.stored import Stored, restored, stored
from maturity.errors import Refusal

from ..scoring.green import NA, filled

texts = st.text(max_size=20)
numbers = st.builds(Entered, texts, st.sampled_from(["t", "kg", "1"]), st.fractions(max_denominator=3000))
rows = st.builds(Row, texts, st.dictionaries(texts, numbers, max_size=3))
answers = st.one_of(
    st.builds(Chosen, texts),
    st.builds(NotApplicable, texts),
    numbers,
    st.builds(lambda found: Listed(tuple(found)), st.lists(rows, max_size=3)),
    st.builds(lambda found: Ticked(tuple(found)), st.lists(texts, max_size=4)),
    st.builds(Said, texts),
)


@given(answers)
def test_an_answer_comes_back_as_it_was(answer):
    found = stored(answer)
    assert all(isinstance(text, str) for text in found)
    assert restored(found) == answer


def test_the_order_in_which_cells_were_entered_makes_no_difference():
    one, other = Entered("1", "t", Fraction(1)), Entered("2", "t", Fraction(2))
    first = Listed((Row("A", {"a": one, "b": other}),))
    assert stored(first) == stored(Listed((Row("A", {"b": other, "a": one}),)))
    assert stored(Entered("1 亩", "mu", Fraction(2000, 3))).value == "2000/3"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[["a", 1]]', '[["a", {"b": ["1"]}]]', "nonsense"])
def test_texts_that_are_no_table_are_refused(text):
    with pytest.raises(ValueError, match="no answer"):
        restored(Stored("table", text))


def test_a_vector_with_what_was_entered_gives_the_answers_back():
    response = filled(exhaust_gas=NA)
    vector = encode(response.questionnaire, response.answers)
    reasons = {id: one.reason for id, one in response.answers.items() if isinstance(one, NotApplicable)}
    entered = {id: one for id, one in response.answers.items() if not isinstance(one, Chosen | NotApplicable)}
    assert decode(response.questionnaire, vector, reasons, entered) == response.answers
    assert set(vector) <= {0, 1, 2, 3, 7}, "three bits"
    with pytest.raises(ValueError, match="output"):
        decode(response.questionnaire, vector, reasons, {id: one for id, one in entered.items() if id != "output"})


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        ("output", Chosen("yes")),
        ("output", Said("many")),
        ("building.m1", Entered("1", "1", Fraction(1))),
        ("land.plot-ratio", Entered("1", "1", Fraction(1))),
        ("energy", Ticked(())),
    ],
)
def test_an_answer_of_another_kind_is_refused(item, answer):
    response = filled()
    with pytest.raises(Refusal, match="answer-"):
        Response(response.questionnaire, "default", {**response.answers, item: answer})
