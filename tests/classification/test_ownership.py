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
        read_ownership("国企")
    (problem,) = caught.value.problems
    assert "国企" in problem.message("zh")
    assert "state, collective, private" in problem.remedy("en")
