"""A page names no option or verb of the command line; the command line names its own."""

import re
from string import Formatter

import pytest

from maturity.errors import CATALOGUE, Problem

TERMINAL = re.compile(r"--[a-z]|\bmaturity [a-z]+")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_page_names_nothing_of_the_command_line(code, language):
    entry = CATALOGUE[code]
    assert not TERMINAL.search(entry.message(language))
    assert not TERMINAL.search(entry.remedy(language))


@pytest.mark.parametrize("code", sorted(code for code, entry in CATALOGUE.items() if entry.zh_terminal))
def test_the_command_line_names_the_same_values_in_both_languages(code):
    entry = CATALOGUE[code]
    zh, en = ({name for _, name, _, _ in Formatter().parse(entry.terminal_remedy(one))} for one in ("zh", "en"))
    assert zh == en
    for text in (entry.zh_terminal, entry.en_terminal):
        assert TERMINAL.search(text), "as on a page"


def test_each_place_tells_its_own_remedy():
    problem = Problem("class-credit-code-pilot", values={"text": "9135"})
    assert "--accept-code 9135" in problem.line("en")
    assert "--accept-code 9135" in problem.line("zh")
    assert "tick" in problem.remedy("en")
