"""Weight profiles from files: a choice where an assessment begins, or in place of others; a page where one is gone."""

import pytest

from maturity.questionnaire import load
from maturity.web import create_app

from ...weight_files import weight_file


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "definitions"
    folder.mkdir()
    return folder


@pytest.fixture
def app(config, folder):
    return create_app({**config, "QUESTIONNAIRE": None, "QUESTIONNAIRES": folder})


def begin(member, town, **form):
    return member.post("/assessments/new", data={"organisation": town.mine.id, "year": "2025", **form})


def test_it_is_a_choice_beside_the_shipped_one(member, town, folder):
    (folder / "own.weights.yaml").write_text(weight_file(load(), load().profile("discrete")), encoding="utf-8")
    assert begin(member, town).status_code == 400
    assert 'value="own"' in member.get("/assessments/new?questionnaire=cmmm").text
    answer = begin(member, town, profile="own")
    assert "自有 · 局里核对" in member.get(f"{answer.location}/result").text


def test_it_stands_for_the_shipped_one_and_its_results_are_verified(member, town, folder):
    before = begin(member, town, year="2026").location
    file = folder / "own.weights.yaml"
    text = weight_file(load(), load().profile("discrete"), instead_of="[discrete]", **{"for": "{division: ['34']}"})
    file.write_text(text, encoding="utf-8")
    assert 'name="profile"' not in member.get("/assessments/new?questionnaire=cmmm").text
    begun = begin(member, town).location
    for item in load().items_of("discrete"):
        for address in (before, begun):
            member.put(f"{address}/answers/{item.id}", json={"choice": "full", "comment": "", "version": 0})
    unverified = "权重尚未与标准正式文本核对"
    assert unverified not in member.get(f"{begun}/result").text
    assert unverified in member.get(f"{before}/result").text
    file.unlink()
    for path in ("", "/result", "/report.docx", f"/{load().areas[0].id}"):
        answer = member.get(begun + path)
        assert answer.status_code == 400
        assert "没有安装权重方案“own”" in answer.text
    assert member.get("/").status_code == 200
