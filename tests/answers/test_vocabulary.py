"""One list of spellings of answers: ids, words of both languages and scores, however they were typed."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers.vocabulary import Vocabulary
from maturity.questionnaire import load

from ..text.test_plain import BLANKS, INVISIBLE

CMMM = Vocabulary(load())
SPELLED = {word: choice.id for choice in load().choices for word in (choice.id, choice.text.zh, choice.text.en)}
SPELLED |= dict.fromkeys(("不适用", "not-applicable", "Not applicable"), "not-applicable")
SCORES = {"full": ["1", "1.0", "1.00", "100%"], "most": ["0.8", "0.80", ".8", "80%", "80.0 %"]}
SCORES |= {"part": ["0.5", "0.50", "50%", "０．５"], "none": ["0", "0.0", "0%", "0."]}


@given(st.sampled_from(sorted(SPELLED)), st.data())
def test_case_blanks_width_and_invisible_characters_do_not_count(word, data):
    typed = "".join(
        data.draw(st.sampled_from(BLANKS)) * 2 if letter == " " else letter + data.draw(st.text(INVISIBLE, max_size=2))
        for letter in data.draw(st.sampled_from([word, word.upper(), word.lower()]))
    )
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in typed)
    blank = data.draw(st.text(BLANKS, max_size=2))
    assert CMMM.meaning(blank + data.draw(st.sampled_from([typed, wide])) + blank) == SPELLED[word]


@pytest.mark.parametrize(("choice", "typed"), [(choice, text) for choice in SCORES for text in SCORES[choice]])
def test_a_score_stands_for_its_choice(choice, typed):
    assert CMMM.meaning(typed) == choice


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u200b", "\ufeff\n"])
def test_a_blank_is_no_answer(blank):
    assert CMMM.meaning(blank) == ""


@pytest.mark.parametrize(
    "typed", ["2", "0.7", "80", "-1", "1e0", "best", "不适用吧", "全部 满足", "9" * 50, "٠.٨", "1,0"]
)
def test_anything_else_is_unknown(typed):
    assert CMMM.meaning(typed) is None


def test_a_score_that_two_choices_share_stands_for_neither(small):
    choices = tuple(replace(choice, score=Fraction(1, 2)) for choice in small.choices)
    assert Vocabulary(replace(small, choices=choices)).meaning("0.5") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("全部滿足", "full"),
        ("大部分滿足", "most"),
        (" 部分滿足\u200b", "part"),
        ("不滿足", "none"),
        ("不適用", "not-applicable"),
    ],
)
def test_traditional_characters_are_read(typed, meant):
    assert CMMM.meaning(typed) == meant
    assert CMMM.spellings[typed.strip("\u200b ")] == meant  # the formulas of the workbook look it up here


def test_words_of_other_meaning_in_traditional_characters_are_none():
    assert CMMM.meaning("滿足") is None
