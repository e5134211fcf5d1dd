"""The same text is the same value, whatever invisible characters, blanks and widths it was copied with."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.text.plain import directed, folded, normalised, one_line, visible

INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
    "\ufeff\u00ad\u061c\u180e\ufe0f\u034f"
)
BLANKS = " \t\n\r\u00a0\u1680\u2000\u2003\u2009\u200a\u2028\u202f\u205f\u3000\u3164\u2800\x85"
NOISE = st.text(INVISIBLE + BLANKS, max_size=4)


@given(
    st.lists(st.sampled_from(["苏州示例", "（集团）", "ＡＢＣ", "Co.", "有限公司"]), min_size=1, max_size=4), st.data()
)
def test_a_name_keeps_what_is_seen_of_it(parts, data):
    noisy = "".join(
        "".join(letter + data.draw(st.text(INVISIBLE, max_size=2)) for letter in part) + " " + data.draw(NOISE)
        for part in parts
    )
    assert one_line(data.draw(NOISE) + noisy) == " ".join(parts)


@given(st.text())
def test_cleaning_again_changes_nothing(text):
    for clean in (one_line, normalised):
        assert clean(clean(text)) == clean(text)
        assert not {letter for letter in clean(text) if unicodedata.category(letter) == "Cf"}


@pytest.mark.parametrize("blank", BLANKS)
def test_every_blank_is_a_space_and_none_stands_around(blank):
    assert normalised(f"{blank}Fully{blank}{blank}met{blank}") == "Fully met"


def test_codes_and_words_have_one_width_and_headings_one_case():
    assert normalised("Ｃ３９\u200b") == "C39"
    assert normalised("８０％") == "80%"
    assert folded("\ufeffCredit　CODE") == "credit code"


def test_what_no_database_keeps_is_left_for_the_store_to_refuse():
    assert one_line("a\x00b") == "a\x00b"


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\ufeff\u3000", "\u2060\n", "\u3164"])
def test_words_that_cannot_be_seen_are_none(text):
    assert visible(text) == ""


def test_words_keep_what_is_inside():
    assert visible(" 甲\u200b乙 \n") == "甲\u200b乙"


def test_a_text_of_a_workshop_turns_round_nothing_beside_it():
    assert directed(" \u202eمرحبا\u2066 a\u202c ") == "مرحبا a"
    assert directed("👩🏽\u200d🏭 نمی\u200cشود") == "👩🏽\u200d🏭 نمی\u200cشود", (
        "joiners are part of words and pictures"
    )
    assert directed("\u202e\u2069 ") == ""
