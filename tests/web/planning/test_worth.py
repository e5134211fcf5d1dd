"""The roadmap of a green factory: the fewest items to a score, what each unit is worth, and actions made of it."""

import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from maturity.answers import Chosen
from maturity.questionnaire import load
from maturity.store.assessments.assessments import assessment
from maturity.store.planning.actions import actions_of
from maturity.store.schema import organisations
from maturity.web import create_app


@pytest.fixture
def app(config, folder):
    return create_app({**config, "QUESTIONNAIRES": folder, "QUESTIONNAIRE": None})


def test_what_must_be_met_comes_first(member, filled):
    page = member.get(f"{filled(eco_design__m1=Chosen('no'), compliance__g2=Chosen('no'))}/roadmap?score=80").text
    assert "最少做到 2 条，就具备申报条件，并达到 80 分" in page
    assert "full=compliance.g2&amp;full=eco-design.m1" in page


def test_the_next_round_score_is_aimed_at_and_others_can_be_asked_for(member, filled):
    base = filled()
    assert "并达到 90 分" in member.get(f"{base}/roadmap").text
    assert "已经具备申报条件，并达到 80 分" in member.get(f"{base}/roadmap?score=80").text
    wrong = member.get(f"{base}/roadmap?score=4,5")
    assert wrong.status_code == 400
    assert 'value="4,5"' in wrong.text


def test_each_unit_of_a_number_has_its_worth(member, filled):
    page = member.get(f"{filled()}/roadmap").text.split('id="units"')[1].split("</section>")[0]
    assert re.search(r"废水产生量.*31,200 立方米.*每少 100 立方米，加 0\.02 分.*\+0\.05", page, re.DOTALL)
    assert "电力（当量值）" in page
    assert "electricity" not in page


def test_thresholds_have_their_unit(member, filled):
    base = filled()
    assert "30% → 3" in member.get(f"{base}/roadmap").text
    assert "30% → 3" in member.get(f"{base}/materials").text


def test_chosen_items_become_actions_once(member, filled, sqlite_store, town):
    base = filled(eco_design__m1=Chosen("no"))
    sent = {
        "item": ["eco-design.m1", "low-carbon.better"],
        "to-eco-design.m1": "yes",
        "owner": "李工",
        "due": "2026-06-30",
    }
    for _ in range(2):
        assert member.post(f"{base}/roadmap", data=sent).status_code == 302
    with sqlite_store.read() as c:
        found = actions_of(c, assessment(c, town.people["enterprise"], base.rpartition("/")[2]))
    assert {one.draft.item for one in found} == {"eco-design.m1", "low-carbon.better"}
    assert all(one.draft.owner == "李工" for one in found)
    page = member.get(f"{base}/actions").text
    assert "做到“是”：设计产品时考虑全生命周期的环境影响。" in page
    assert "改进：单位产品综合能耗与先进水平之比" in page
    assert member.post(f"{base}/actions", data={"words": "编制方案", "area": "energy-input"}).status_code in (302, 400)


@pytest.mark.parametrize("id", ["four-degrees", "green-readiness", "green-supply-chain-2016", "green-park-2016"])
def test_the_other_methods_have_their_pages(member, filled, id):
    base = filled(load(id), {})
    for page in ("roadmap", "actions"):
        for language in ("zh", "en"):
            assert member.get(f"{base}/{page}?lang={language}").status_code == 200


def test_the_grades_above_are_offered(member, filled, sqlite_store, town):
    with sqlite_store.write() as c:
        c.execute(update(organisations).where(organisations.c.id == town.mine.id).values(division="39"))
    assert re.search(r'score=\d+">', member.get(f"{filled(load('green-supply-chain-2016'), {})}/roadmap").text)


def test_the_plan_is_a_workbook(member, filled):
    base = filled(eco_design__m1=Chosen("no"))
    member.post(f"{base}/roadmap", data={"item": "eco-design.m1", "to-eco-design.m1": "yes"})
    for language in ("zh", "en"):
        book = load_workbook(io.BytesIO(member.get(f"{base}/roadmap.xlsx?score=80&lang={language}").data))
        told = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        assert ("设计产品时考虑全生命周期" if language == "zh" else "Product design considers") in told
        assert ("电力（当量值）" if language == "zh" else "Electricity (calorific value)") in told
        assert len(book.sheetnames) == 5
    assert member.get(f"{filled(load('four-degrees'), {})}/roadmap.xlsx").status_code == 200
