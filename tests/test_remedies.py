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


INSIDE = re.compile(r"manifest|payload|\bNUL\b|traceback|\bregex|向量|空字符|报告此错误|report it", re.IGNORECASE)
BLAME = re.compile(r"illegal|you forgot|your mistake|wrongly|非法|您忘|您的错", re.IGNORECASE)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_texts_are_whole_sentences_in_plain_words_that_blame_nobody(code, language):
    entry = CATALOGUE[code]
    for text in (entry.message(language), entry.remedy(language), entry.terminal_remedy(language)):
        assert text.strip() == text != ""
        assert not INSIDE.search(text)
        assert not BLAME.search(text)
        assert text[-1] in "。？.?", "a sentence ends"
        if language == "en":
            assert not re.search("[\u201c\u201d]", text), "English quotes as the others do"


def test_what_reads_workbooks_of_every_kind_has_a_remedy_for_each():
    """A returned workbook cannot be a CSV, a table of records can."""
    for code in ("intake-bomb", "intake-texts", "intake-cells"):
        assert ".xlsx" in CATALOGUE[code].zh_remedy, code
        assert ".xlsx" in CATALOGUE[code].en_remedy, code


def test_each_place_tells_its_own_remedy():
    problem = Problem("class-credit-code-pilot", values={"text": "9135"})
    assert "--accept-code 9135" in problem.line("en")
    assert "--accept-code 9135" in problem.line("zh")
    assert "tick" in problem.remedy("en")
