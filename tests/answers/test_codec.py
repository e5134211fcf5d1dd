"""Entered answers as text: what comes back is what was written, and nothing else is read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, Entered, Listed, NotApplicable, Row, Said, Ticked
from maturity.answers.codec import check_answer, entered_answer, entered_answers, entered_text, entered_texts
from maturity.answers.reading import KEY_LIMIT, read_table, read_value
from maturity.errors import Refusal
from maturity.questionnaire import load

GREEN = load("green-factory-2016")
words = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.builds(Entered, words, words, st.fractions())
rows = st.builds(Row, words, st.dictionaries(words, numbers, max_size=3))
answers = st.one_of(
    numbers,
    st.builds(Listed, st.lists(rows, max_size=3).map(tuple)),
    st.builds(Ticked, st.lists(words, max_size=4).map(tuple)),
    st.builds(Said, words),
)


@given(answers)
def test_what_is_written_is_read_again(answer):
    text = entered_text(answer)
    assert entered_answer(text) == answer
    assert entered_text(entered_answer(text)) == text


def test_a_value_is_exact():
    third = Entered("1", "mu", Fraction(2000, 3))
    assert entered_text(third) == '{"text":"1","unit":"mu","value":"2000/3"}'


def test_choices_are_kept_elsewhere():
    assert [entered_text(one) for one in (Chosen("yes"), NotApplicable("none"), None)] == [None] * 3
    assert entered_texts({"a": Chosen("yes"), "b": Said("x")}) == {"b": '{"words":"x"}'}
    assert entered_answers({"b": '{"words":"x"}'}) == {"b": Said("x")}


@pytest.mark.parametrize(
    "text",
    [
        *("", "null", "[]", "3", '"x"', "{}", '{"words":3}', '{"ticks":"ab","rows":[]}', '{"rows":[{}]}'),
        *('{"text":"1","unit":"t","value":"1.5"}', '{"text":"1","unit":"t","value":"1/0"}', "{" * 5000),
        '{"text":"1","unit":"t","value":"1","more":1}',
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        entered_answer(text)


def test_an_answer_is_what_its_text_says():
    item = GREEN.item("land-area")
    good = read_value(item, "1,200 亩")
    check_answer(GREEN, item.id, good)
    table = read_table(GREEN.item("pollutants"), [("COD", {"pollutants.amount": ("3.9", "t")})])
    check_answer(GREEN, "pollutants", table)
    check_answer(GREEN, "boundary.period", Said("2025"))
    kept = Entered("3.1亿", "1e4CNY", Fraction(31 * 10**11))  # was accepted once, and is not any more
    check_answer(GREEN, "output-value", kept)
    with pytest.raises(Refusal, match="quantity-times-twice"):
        read_value(GREEN.item("output-value"), kept.text, kept.unit)
    forged = Entered(good.text, good.unit, good.value * 2)
    for id, answer in (("land-area", forged), ("land-area", Said("x")), ("boundary.period", Said("x" * 101))):
        with pytest.raises(Refusal) as refused:
            check_answer(GREEN, id, answer)
        assert refused.value.problems[0].code == "answer-other-kind"


def test_the_name_of_a_row_has_a_limit():
    item = GREEN.item("pollutants")
    assert read_table(item, [("x" * KEY_LIMIT, {})])
    with pytest.raises(Refusal) as refused:
        read_table(item, [("x" * (KEY_LIMIT + 1), {})])
    assert [problem.code for problem in refused.value.problems] == ["answer-long"]
