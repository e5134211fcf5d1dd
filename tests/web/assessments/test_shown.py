"""The page of an area shows some of its items only; what is not shown is neither changed nor miscounted."""

import re

import pytest

from maturity.answers import Chosen
from maturity.store.assessments import answers
from maturity.store.assessments.assessments import assessment

from .test_answering import fields


@pytest.fixture
def path(town):
    return f"/assessments/{town.open.id}/skills"


@pytest.fixture
def held(sqlite_store, town):
    def read():
        with sqlite_store.read() as c:
            found = assessment(c, town.people["enterprise"], town.open.id)
            return {item: entry.answer for item, entry in answers.saved_answers(c, found).items()}

    return read


def items(page):
    return re.findall(r'data-item="([^"]+)"', page)


def test_only_items_of_a_kind_are_shown(member, path, answered):
    answered({"skills.1a": Chosen("full")})
    member.post(path, data={"flag": "skills.1b"})
    assert items(member.get(path).text) == ["skills.1a", "skills.1b"]
    assert items(member.get(f"{path}?show=open").text) == ["skills.1b"]
    assert items(member.get(f"{path}?show=flagged").text) == ["skills.1b"]
    assert items(member.get(f"{path}?show=bare").text) == ["skills.1a"]
    assert items(member.get(f"{path}?show=anything").text) == ["skills.1a", "skills.1b"]
    member.post(f"{path.rpartition('/')[0]}/items/skills.1a/note", data={"words": "制度"})
    page = member.get(f"{path}?show=bare").text
    assert items(page) == []
    assert "本页没有这样的条目" in page


def test_counts_are_those_of_the_whole_area(member, path, answered):
    answered({"skills.1a": Chosen("full")})
    for show in ("all", "open", "bare"):
        page = member.get(f"{path}?show={show}").text
        assert re.search(r'id="level-1".*?>(\d/\d)<', page, re.S)[1] == "1/2"
    assert 'data-beyond="1/1"' in member.get(f"{path}?show=open").text


def test_saving_leaves_what_is_not_shown_and_stays_with_the_filter(member, path, answered, held):
    answered({"skills.1a": Chosen("full")})
    sent = fields(member.get(f"{path}?show=open").text) | {"choice-skills.1b": "most", "then": "here"}
    saved = member.post(f"{path}?show=open", data=sent)
    assert saved.location.endswith("/skills?show=open")
    assert held() == {"skills.1a": Chosen("full"), "skills.1b": Chosen("most")}
    following = member.post(f"{path}?show=open", data={"then": "next"})
    assert following.location.endswith("/shape?show=open")


def test_a_pressed_button_keeps_its_item_on_the_page(member, path, answered):
    answered({"skills.1a": Chosen("full")})
    pressed = member.post(
        f"{path}?show=bare", data=fields(member.get(f"{path}?show=bare").text) | {"clear": "skills.1a"}
    )
    assert pressed.location.endswith("/skills?show=bare&at=skills.1a#item-skills.1a")
    assert items(member.get(pressed.location).text) == ["skills.1a"]


def test_what_is_refused_stays_on_the_page(member, path):
    sent = fields(member.get(f"{path}?show=open").text) | {"choice-skills.1b": "not-applicable"}
    answer = member.post(f"{path}?show=flagged", data=sent)
    assert answer.status_code == 400
    assert "skills.1b" in items(answer.text)
