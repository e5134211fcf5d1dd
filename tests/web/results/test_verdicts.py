"""Results of questionnaires without levels: eligibility before any score, every line for itself, and the arithmetic."""

import re

import pytest

from maturity.answers import Chosen
from maturity.questionnaire import load
from maturity.web import create_app

from ...scoring import green
from ..conftest import write_references


@pytest.fixture
def app(config, folder):
    return create_app({**config, "QUESTIONNAIRES": folder, "QUESTIONNAIRE": None})


def lines(page):
    """The lines of the verdict, in their order."""
    (verdict,) = re.findall(r'<section class="verdict apart">.*?</section>', page, re.DOTALL)
    return [re.sub("<[^>]+>", "", one).strip() for one in re.findall(r"<(?:strong|li)>.*?</(?:strong|li)>", verdict)]


def test_the_factory_of_the_golden_values_has_its_lines_each_for_itself(member, filled):
    base = filled()
    told = lines(member.get(f"{base}/result").text)
    assert told[:4] == [
        "申报条件：具备",
        "一票否决项：全部满足（8 条）",
        "必选要求：全部满足（32 条）",
        "得分：85.44（满分 100） 不适用的条目退出，分值由其余条目分担。",
    ]
    assert any("未经标准原文核实" in line for line in told)
    english = member.get(f"{base}/result?lang=en").text
    assert "Score: 85.44 (of 100)" in english
    assert "superseded" in english


def test_a_missed_gate_is_told_before_any_score(member, filled):
    page = member.get(f"{filled(compliance__g1=Chosen('no'))}/result").text
    told = lines(page)
    assert told[0].startswith("申报条件：不具备（未满足：工厂依法设立")
    assert told.index(told[0]) < next(n for n, line in enumerate(told) if line.startswith("得分"))
    assert "没有满足的要求" in page
    assert "✓" not in page
    assert "✔" not in page


def test_without_reference_values_the_verdict_is_undecided(member, filled, folder):
    (folder / "green-factory-2016.references.csv").unlink()
    page = member.get(f"{filled()}/result").text
    assert lines(page)[0].startswith("申报条件：尚不能判定")
    assert "没有参考值" in page


def test_mistakes_of_the_file_of_reference_values_are_told_and_answers_still_saved(member, filled, folder, caplog):
    base = filled()
    write_references(folder, {"nothing-like-it": "1"})
    refused = member.get(f"{base}/result")
    assert refused.status_code == 400
    assert "green-factory-2016.references.csv" in refused.text
    assert "nothing-like-it" in caplog.text
    assert member.post(f"{base}/submit", data={"agreed": "1"}).status_code == 400
    sent = {"choice": "", "version": 1, "entered": {"number": "80,001"}}
    assert member.put(f"{base}/answers/land-area", json=sent).status_code == 200
    assert member.get(f"{base}/site").status_code == 200


def test_every_number_is_explained_by_inputs_formula_reference_and_points(member, filled):
    page = member.get(f"{filled()}/explain?open=all").text
    assert "(52,000 平方米 + 8,000 平方米) ÷ 80,000 平方米" in page
    assert "基准值 0.7（示例来源，未核实）" in page
    assert "COD" in page
    assert not re.search(r">[^<]*\b(plot-ratio|land-area|building\.m1)\b[^<]*<", page)


def test_what_is_submitted_stays_as_it_was_when_reference_values_change(member, filled, folder):
    base = filled()
    before = lines(member.get(f"{base}/result").text)
    assert "检查与提交" in member.get(f"{base}/review").text
    assert member.post(f"{base}/submit", data={"agreed": "1"}).status_code == 302
    write_references(folder, green.BASELINES | {"plot-ratio": "9"})
    page = member.get(f"{base}/result").text
    assert lines(page) == before
    assert "校验码" in page
    assert "基准值 0.7" in member.get(f"{base}/explain?open=all").text


@pytest.mark.parametrize("id", ["four-degrees", "green-readiness", "green-supply-chain-2016", "green-park-2016"])
def test_the_other_methods_have_a_result_with_nothing_answered(member, filled, id):
    base = filled(load(id), {})
    for page in ("/result", "/explain", "/review", ""):
        for language in ("zh", "en"):
            assert member.get(f"{base}{page}?lang={language}").status_code == 200, page


def rows(page, kind):
    (table,) = re.findall(rf'<table class="{kind} stack">.*?</table>', page, re.DOTALL)
    lines = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines)
    return [[re.sub("<[^>]+>", "", cell).strip() for cell in line] for line in cells]


def test_points_are_told_by_group_and_beside_each_answer(member, filled):
    chain = load("green-supply-chain-2016")
    answers = {"strategy.plan": Chosen("full"), "strategy.unit": Chosen("part")}
    page = member.get(f"{filled(chain, answers)}/result").text
    assert ["绿色供应链管理战略", "11–17", "20"] in rows(page, "scores")
    told = rows(page, "scores values")
    assert ["绿色供应链管理战略"] in told
    assert ["设有专门的管理机构", "部分满足", "3/6 分", ""] in told


def test_the_mean_of_a_field_is_told_where_the_score_is_that_of_all(member, filled):
    ready = load("green-readiness")
    answers = {item.id: Chosen("in-place" if item.position % 2 else "none") for item in ready.areas[0].items}
    told = rows(member.get(f"{filled(ready, answers)}/result").text, "scores values")
    assert ["企业环境管理 · 平均程度 0.38"] in told
