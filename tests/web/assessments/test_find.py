"""Find items, mark those to come back to, and know how long the rest takes."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from maturity.answers import Chosen
from maturity.store.assessments import flags
from maturity.store.assessments.answers import SavedAnswer, save_answer
from maturity.store.assessments.assessments import assessment
from maturity.store.origins import archive
from maturity.web.assessments.pace import left

from .test_answering import fields

ITEM = "skills.1a"


@pytest.fixture
def base(town):
    return f"/assessments/{town.open.id}"


@pytest.fixture
def marked(sqlite_store, town):
    def read():
        with sqlite_store.read() as c:
            return flags.flagged_items(c, assessment(c, town.people["enterprise"], town.open.id))

    return read


def links(page):
    return re.findall(r'#item-([\w.-]+)"', page)


def test_items_are_found_by_words_of_both_languages(member, base, small):
    item = next(one for one in small.items if one.id == ITEM)
    for text in (item.text.zh, item.text.en, item.text.en.upper(), ITEM):
        assert ITEM in links(member.get(f"{base}/find", query_string={"q": text}).text)
    assert links(member.get(f"{base}/find?q=没有这样的词").text) == []
    assert len(links(member.get(f"{base}/find").text)) == len(small.items_of("discrete"))


def test_only_open_items_are_listed(member, base, town, small, sqlite_store):
    with sqlite_store.write() as c:
        save_answer(c, town.people["enterprise"], town.open.id, small, ITEM, Chosen("full"), "", 0)
    found = links(member.get(f"{base}/find?show=open").text)
    assert ITEM not in found
    assert len(found) == len(small.items_of("discrete")) - 1


def test_found_items_stand_in_the_order_of_the_questionnaire(member, base, small):
    assert links(member.get(f"{base}/find").text) == [item.id for item in small.items_of("discrete")]


def test_a_mark_is_shared_listed_and_taken_back(member, client_of, base, town, marked):
    for _ in range(2):
        assert member.put(f"{base}/flags/{ITEM}", json={"flagged": True}).json == {"flagged": True}
    colleague = client_of(town.people["consultant"])
    assert links(colleague.get(f"{base}/find?show=flagged").text) == [ITEM]
    assert 'aria-pressed="true"' in colleague.get(f"{base}/skills").text
    assert f"item-{ITEM}" in re.search(r'id="flagged".*?</section>', colleague.get(f"{base}/review").text, re.S)[0]
    assert "show=flagged" in member.get(base).text
    assert colleague.put(f"{base}/flags/{ITEM}", json={"flagged": False}).status_code == 200
    assert marked() == frozenset()
    assert member.put(f"{base}/flags/forged", json={"flagged": True}).status_code == 400


def test_without_scripts_the_button_saves_the_page_too(member, base, marked):
    form = fields(member.get(f"{base}/skills").text) | {"choice-skills.1b": "most", "flag": ITEM}
    answer = member.post(f"{base}/skills", data=form)
    assert answer.location.endswith(f"#item-{ITEM}")
    assert marked() == {ITEM}
    page = member.get(f"{base}/skills").text
    assert re.search(r'name="choice-skills.1b" value="most"[^>]*\schecked', page)
    member.post(f"{base}/skills", data=fields(page) | {"unflag": ITEM})
    assert marked() == frozenset()


def test_marks_go_with_their_enterprise(member, base, town, sqlite_store, marked):
    member.put(f"{base}/flags/{ITEM}", json={"flagged": True})
    with sqlite_store.write() as c:
        archive.delete_organisation(c, town.mine.id)


def saves(seconds, by="a", carried=False):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        SavedAnswer(f"{by}{n}", None, "", 1, start + timedelta(seconds=seconds * n), by, carried) for n in range(12)
    ]


@pytest.mark.parametrize(
    ("saved", "seconds", "own"),
    [
        ([], 60, False),
        (saves(20), 20, True),
        (saves(20) + saves(20, "b"), 20, True),  # two people at once are not twice as fast
        (saves(0), 60, False),  # a page saved at once says nothing
        (saves(900), 60, False),  # nor do pauses
        (saves(20, carried=True), 60, False),
    ],
)
def test_the_time_left_comes_from_the_open_items_and_the_pace(saved, seconds, own):
    sheet = SimpleNamespace(saved={one.item: one for one in saved}, whole=SimpleNamespace(open=40))
    found = left(sheet)
    assert (found.seconds, found.own, found.minutes) == (seconds, own, {60: 40, 20: 15}[seconds])


def test_the_overview_says_how_long_it_takes(member, base):
    assert "大约还要" in member.get(base).text
