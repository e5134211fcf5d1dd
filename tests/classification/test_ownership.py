"""Ownership is read from codes and from names in both languages, and may be left open."""

import pytest

from maturity.classification.ownership import OWNERSHIPS, read_ownership
from maturity.errors import Refusal


@pytest.mark.parametrize("code", OWNERSHIPS)
def test_codes_and_names_are_read(code):
    name = OWNERSHIPS[code]
    assert {read_ownership(text) for text in (code, code.upper(), f" {name.zh} ", name.en.lower())} == {code}


def test_nothing_is_not_stated():
    assert read_ownership("  ") == ""


def test_anything_else_is_refused_with_what_is_allowed():
    with pytest.raises(Refusal) as caught:
        read_ownership("中外合资")
    (problem,) = caught.value.problems
    assert "中外合资" in problem.message("zh")
    assert "state, collective, private" in problem.remedy("en")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("state", "国企 央企 国有 国有企业 國企"),
        ("collective", "集体 集体企业"),
        ("private", "民营 私营 民企 私企 民营企业 私营企业 民營"),
        ("hmt", "港澳台资 港澳台商投资企业 港澳臺資"),
        ("foreign", "外企 外资 外资企业 外商独资"),
    ],
)
def test_words_in_daily_use_stand_for_their_class(code, words):
    assert {read_ownership(word) for word in words.split()} == {code}


@pytest.mark.parametrize("word", ["中外合资", "合资", "股份制", "混合所有制", "企业", "-"])
def test_words_that_leave_open_who_holds_the_enterprise_are_refused(word):
    with pytest.raises(Refusal, match="class-ownership"):
        read_ownership(word)
