"""What a workbook's writer and reader agree on."""

from dataclasses import replace
from datetime import date

import pytest

from maturity.answers import COMMENT_LIMIT as KEPT
from maturity.answers import Chosen, NotApplicable, Response
from maturity.offline import COMMENT_LIMIT, EMPTY_ENTRY, WorkbookContent, answer_words, entry_from_texts, make_entry
from maturity.questionnaire import load
from maturity.questionnaire.naming import NOT_APPLICABLE
from maturity.text.plain import folded


def outgoing(questionnaire, answers=None, comments=None, **rest):
    response = Response(questionnaire, "discrete", answers or {})
    return WorkbookContent(response, comments or {}, "zh", date(2025, 3, 1), **rest)


def test_an_entry_keeps_texts_as_a_spreadsheet_does():
    assert make_entry(NotApplicable(" 外包\r\n给集团 "), "\r一\r二 \n") == make_entry(
        NotApplicable("外包\n给集团"), "一\n二"
    )
    assert make_entry(None, "") == EMPTY_ENTRY


def test_a_version_does_not_make_entries_differ():
    assert make_entry(Chosen("full"), "好", 3) == make_entry(Chosen("full"), "好", 4)
    assert make_entry(Chosen("full"), "好", 3).version == 3


@pytest.mark.parametrize(
    "one", [EMPTY_ENTRY, make_entry(Chosen("most"), "=1+1", 2), make_entry(NotApplicable("外包"), "", 7)]
)
def test_spelling_and_reading_an_entry_is_a_round_trip(one):
    back = entry_from_texts(one.choice, one.reason, one.comment, str(one.version))
    assert (back, back.version) == (one, one.version)


def test_the_origin_has_every_item_asked_in_order_and_no_other(small):
    origin = outgoing(small, {"sales.1a": Chosen("full")}, {"sales.1a": "好"}, versions={"sales.1a": 4}).origin
    assert list(origin.entries) == [item.id for item in small.items_of("discrete")]
    assert origin.entries["sales.1a"] == make_entry(Chosen("full"), "好")
    assert origin.entries["sales.1a"].version == 4
    cut = WorkbookContent(Response(small, "discrete", {}, {"sales": "由集团销售"}), {}, "zh", date(2025, 3, 1)).origin
    assert not [item for item in cut.entries if item.startswith("sales.")]


def test_the_digest_stands_for_everything_told(small):
    origin = outgoing(small, {"sales.1a": Chosen("full")}, assessment="a" * 32).origin
    item = "sales.1a"
    others = [
        replace(origin, questionnaire="other"),
        replace(origin, version="0"),
        replace(origin, profile="process"),
        replace(origin, language="en"),
        replace(origin, assessment=""),
        replace(origin, entries=dict(reversed(origin.entries.items()))),
        replace(origin, entries={**origin.entries, item: make_entry(Chosen("none"), "")}),
        replace(origin, entries={**origin.entries, item: make_entry(Chosen("full"), "x")}),
        replace(origin, entries={**origin.entries, item: make_entry(Chosen("full"), "", 1)}),
    ]
    assert len({origin.digest, *(other.digest for other in others)}) == 10
    assert origin.digest == outgoing(small, {"sales.1a": Chosen("full")}, assessment="a" * 32).origin.digest


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_words_of_a_drop_down_are_the_same_to_a_formula(language):
    allowed = answer_words(load(), language)
    assert [*allowed.values()] == [*(choice.id for choice in load().choices), "not-applicable"]
    assert len({folded(word) for word in allowed}) == len(allowed)
    assert NOT_APPLICABLE.of(language) in allowed


def test_blanks_and_capitals_do_not_make_another_word():
    assert folded("  Not   Applicable\n") == folded("not applicable")


def test_a_comment_may_be_as_long_as_the_store_keeps():
    assert COMMENT_LIMIT == KEPT
