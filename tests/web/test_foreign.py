"""Questionnaires of a folder beside the shipped one: offered, and missed where their definition is gone."""

import re
import shutil
from pathlib import Path

import pytest

from maturity.questionnaire import load
from maturity.questionnaire.naming import item_name
from maturity.web import create_app

FOREIGN = Path(__file__).parents[1] / "questionnaires" / "foreign"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "definitions"
    shutil.copytree(FOREIGN, folder)
    return folder


@pytest.fixture
def app(config, folder):
    return create_app({**config, "QUESTIONNAIRE": None, "QUESTIONNAIRES": folder})


@pytest.fixture
def begun(member, town, foreign):
    """The address of an assessment with the foreign questionnaire."""
    form = {"organisation": town.mine.id, "year": "2025"}
    answer = member.post(f"/assessments/new?questionnaire={foreign.id}", data=form)
    assert answer.status_code == 302
    return answer.location


def test_the_catalogue_lists_what_can_be_scored(member):
    page = member.get("/assessments/new").text
    assert set(re.findall(r"questionnaire=([a-z]+)\"", page)) == {"cmmm", "harbour", "orchard", "lantern"}
    assert load().title.zh in page
    assert member.get("/assessments/new?questionnaire=nowhere").status_code == 400


def test_mistakes_are_told_in_the_words_of_the_questionnaire(member, begun, foreign):
    item = foreign.items[0]
    sent = {"choice": "not-applicable", "reason": "", "comment": "", "version": 0}
    told = member.put(f"{begun}/answers/{item.id}", json=sent).json["problems"]
    said = " ".join(one["message"] + one["remedy"] for one in told)
    assert item_name(foreign, item.id, "zh") in said
    assert item.id not in said


def test_an_assessment_whose_definition_is_gone_says_so(member, begun, foreign, folder):
    (folder / f"{foreign.id}.yaml").unlink()
    for path in ("", "/result", "/review"):
        answer = member.get(begun + path)
        assert answer.status_code == 400
        assert f"这里没有安装问卷“{foreign.id}”" in answer.text
    assert member.get("/").status_code == 200
