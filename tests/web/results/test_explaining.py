"""The explanation as a page: unfolded by the reader or by a link, every mean with its counts."""

import re

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.questionnaire import Text
from maturity.questionnaire.guidance import Meaning


@pytest.fixture
def page(member, town, answered, small):
    """`page("?open=all")`: the text of the page after some answers."""
    answers = {item.id: Chosen("most") for item in small.items if item.level == 1}
    answered({**answers, "shape.2a": Chosen("none"), "shape.2b": NotApplicable("没有图纸")})
    return lambda query="": member.get(f"/assessments/{town.open.id}/explain{query}").text


def test_every_mean_stands_with_its_counts(page):
    text = page()
    means = len(re.findall(r'<details class="of-(?:level|group)"', text))
    assert means > 10
    assert len(re.findall(r"\d+ 条中已答 \d+ 条，其中不适用 \d+ 条", text)) > 10
    assert "不适用：没有图纸" in text


def test_the_score_is_the_one_of_the_result_page(page, member, town):
    result = member.get(f"/assessments/{town.open.id}/result").text
    shown = re.search(r"S = (\d\.\d+)<", result)[1]
    assert f'<span class="label">S</span> <span class="value">{shown}</span>' in page()


@pytest.mark.parametrize(("query", "least", "most"), [("", 1, 1), ("?open=1", 2, 20), ("?open=all", 21, 99)])
def test_a_link_unfolds_what_it_says(page, query, least, most):
    text = page(query)
    unfolded = len(re.findall(r"<details[^>]* open>", text))
    assert least <= unfolded <= most
    if "all" in query:
        assert unfolded == text.count("<details")


@pytest.mark.parametrize("name", ["explain", "meaning"])
def test_a_stranger_sees_no_explanation(client_of, town, name):
    assert client_of(town.stranger).get(f"/assessments/{town.open.id}/{name}").status_code == 404


def test_what_is_not_answered_yet_is_given_no_meaning(member, town, answered, monkeypatch, small):
    says = Meaning(Text("已经成形", "In place"), Text("缺", "Missing"), Text("然后", "Then"))
    monkeypatch.setattr("maturity.web.results.explaining.level_guidance", lambda *_: says)
    monkeypatch.setattr("maturity.web.results.explaining.area_guidance", lambda *_: says)
    address = f"/assessments/{town.open.id}/meaning"
    assert "已经成形" not in member.get(address).text
    skills = small.area("skills")
    answered({item.id: Chosen("none") for item in skills.items})
    text = member.get(address).text
    assert "已经成形" in text.split('id="skills"')[0], "of the level: something is answered"
    assert "已经成形" in text.split('id="skills"')[1].split("</details>")[0]
    assert "已经成形" not in text.split('id="shape"')[1].split("</details>")[0]


def test_the_meaning_lists_what_keeps_a_area_from_the_next_level(page, member, town):
    page()
    text = member.get(f"/assessments/{town.open.id}/meaning").text
    shape = text.split('id="shape"')[1].split("</details>")[0]
    assert "item-shape.2a" in shape, "answered with none"
    assert "item-shape.2b" not in shape, "not applicable"
    assert "item-shape.1a" not in shape, "level 1 is met"
