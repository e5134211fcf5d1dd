"""Two rounds of a green factory side by side: verdicts, score, values with their units, and the other answers."""

import re

import pytest

from maturity.answers import Chosen
from maturity.answers.reading import read_value
from maturity.quantities import Quantity
from maturity.questionnaire import load
from maturity.web import create_app

GREEN = load("green-factory-2016")


@pytest.fixture
def app(config, folder):
    return create_app({**config, "QUESTIONNAIRES": folder, "QUESTIONNAIRE": None})


@pytest.fixture
def two(member, filled):
    """A submitted round of 2024 and an open one of 2025."""
    old = filled(year=2024, carbon=read_value(GREEN.item("carbon"), "9100"), eco_design__m1=Chosen("no"))
    assert member.post(f"{old}/submit", data={"agreed": "1"}).status_code == 302
    return old, filled(year=2025, land_area=read_value(GREEN.item("land-area"), "12 公顷"))


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_verdicts_score_and_values_stand_side_by_side(member, two):
    page = member.get(f"{two[1]}/compare").text
    told = text(page)
    assert re.search(r"2024 .* 不具备 79\.44", told)
    assert re.search(r"满足的必选要求 31/32 30/32", told)
    assert re.search(r"厂区用地面积 80,000 平方米 120,000 平方米 \+40,000 平方米 \+50%", told)
    assert re.search(r"9,100 吨二氧化碳 8,328 吨二氧化碳 −772 吨二氧化碳 −8\.48%", told)
    assert "设计产品时考虑全生命周期的环境影响。 否 是" in told
    english = text(member.get(f"{two[1]}/compare?lang=en").text)
    assert "9,100 tCO₂ 8,328 tCO₂ −772 tCO₂" in english
    assert "26,000 pieces 26,000 pieces" in english


def test_shares_differ_by_percentage_points(member, filled):
    old = filled(year=2024, waste_used=read_value(GREEN.item("waste-used"), "8,100"))
    member.post(f"{old}/submit", data={"agreed": "1"})
    new = filled(year=2025, waste_used=read_value(GREEN.item("waste-used"), "9,000"))
    told = text(member.get(f"{new}/compare").text)
    assert re.search(r"工业固体废物综合利用率 81% 满足|工业固体废物综合利用率 81% 未满足", told)
    assert re.search(r"90% \S+ \+9 个百分点 ", told)
    assert "+9 percentage points" in text(member.get(f"{new}/compare?lang=en").text)


def test_without_another_round_it_says_so(member, filled):
    page = member.get(f"{filled()}/compare").text
    assert "还没有提交过的评估" in page


def test_a_submitted_round_stands_as_it_was_scored(member, two, folder):
    (folder / "green-factory-2016.references.csv").unlink()
    told = text(member.get(f"{two[1]}/compare").text)
    assert re.search(r"2024 .* 不具备 79\.44", told)
    assert "尚不能判定" in told


def test_a_new_round_begins_with_the_numbers_of_the_last(member, two):
    answer = member.post(f"{two[0]}/next", data={"year": "2026"})
    assert answer.status_code == 302
    assert 'value="9100"' in member.get(f"{answer.location}/discharges").text


@pytest.mark.parametrize("id", ["four-degrees", "green-readiness", "green-supply-chain-2016", "green-park-2016"])
def test_the_other_methods_have_their_comparison(member, filled, id):
    old = filled(load(id), {}, year=2024)
    member.post(f"{old}/submit", data={"agreed": "1"})
    new = filled(load(id), {}, year=2025)
    for language in ("zh", "en"):
        assert member.get(f"{new}/compare?lang={language}").status_code == 200


def given(questionnaire):
    """An answer to every choice and every number."""
    found = {}
    for item in questionnaire.items:
        if item.asks is None:
            found[item.id] = Chosen(questionnaire.choices_of(item)[0].id)
        elif isinstance(item.asks, Quantity):
            found[item.id] = read_value(item, "1")
    return found


@pytest.mark.parametrize(
    ("id", "heads"),
    [
        ("four-degrees", ["年份", "提交"]),
        ("green-readiness", ["年份", "提交", "得分"]),
        ("green-supply-chain-2016", ["年份", "提交", "申报条件", "得分", "等次"]),
    ],
)
def test_rounds_list_what_the_questionnaire_decides_and_nothing_else(member, filled, id, heads):
    submitted = filled(load(id), given(load(id)), year=2024)
    assert member.post(f"{submitted}/submit", data={"agreed": "1"}).status_code == 302
    table = member.get(f"{submitted}/compare").text.split('class="series')[1].split("</table>")[0]
    assert [re.sub("<[^>]+>", "", head) for head in re.findall(r"<th scope=\"col\"[^>]*>.*?</th>", table)] == heads
