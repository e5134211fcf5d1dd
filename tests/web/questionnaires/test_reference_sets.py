"""Reference values: upload with every mistake by row and column, the set in use, and an own one for one assessment."""

import io
import re

import pytest

from maturity.questionnaire import load
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import add_member
from maturity.store.questionnaires import references

from ...scoring import green
from .test_pages import rows, words

HEAD = "indicator,baseline,leading,unit,division,region,year,source,status\n"
GOOD = (
    HEAD
    + "plot-ratio,0.7,,,,,,土地控制指标,M\nbuilding-density,40%,,,,,,同上,M\n"
    + "energy-intensity,110,80,,,,,国家限额,V\nenergy-intensity,0.1 tce/unit,,,13,江苏,2025年,地方标准,V\n"
)
BAD = (
    HEAD
    + "plot-ratio,,,,,,,,M\nbuilding-density,40,40,,,,,甲,X\nland-valu,2500,,,,,,甲,M\nwater-intensity,1,1.6,,,,,甲,R\n"
    + "energy-intensity,110,80,m2,,,,甲,V\nenergy-intensity,1,2 tce/unit,kgce/unit,99,江南,25,甲,V\n"
    + 'carbon-intensity,4,,,,,,甲,R\ncarbon-intensity,5,,,,,,甲,R\ngas-intensity,"4,5",,,,,,甲,R\n,5,,,,,,甲,R\n'
)
GREEN = load("green-factory-2016")
FORM = {"questionnaire": GREEN.id, "name": "江苏 2025", "day": "2025-12-31", "source": "工信厅"}


@pytest.fixture
def analyst(client_of, town):
    return client_of(town.people["analyst"])


@pytest.fixture
def adviser(client_of, town):
    return client_of(town.people["consultant"])


@pytest.fixture
def begun(town, sqlite_store):
    """An assessment of the factory of the golden values."""
    with sqlite_store.write() as c:
        who = town.people["enterprise"]
        found = start_assessment(c, who, town.mine.id, GREEN, "default", 2025)
        given = green.filled().answers
        save_answers(c, who, found.id, GREEN, [AnswerChange(item, one, "", 0) for item, one in given.items()])
    return f"/assessments/{found.id}"


def send(client, text, address="/references", **changes):
    file = (io.BytesIO(text.encode()), "references.csv")
    return client.post(address, data={**FORM, **changes, "table": file})


def test_every_mistake_is_told_by_row_and_column_and_nothing_is_kept(analyst, sqlite_store):
    before = rows(sqlite_store)
    answer = send(analyst, BAD)
    assert answer.status_code == 400
    told = words(answer)
    for row, column, what in (
        (2, "基准值", "既没有基准值，也没有引领值"),
        (2, "来源", "没有写来源"),
        (3, "状态", "“X”不是 S、V、R、M、C 之一"),
        (3, "引领值", "基准值和引领值都是 40"),
        (4, "指标", "没有按“land-valu”计分的条目"),
        (5, "引领值", "与方向“越低越好”矛盾"),
        (6, "单位", "单位“m2”换算不过去"),
        (7, "单位", "写了两个单位：kgce/unit 和 tce/unit"),
        (7, "行业大类", "“99”不属于"),
        (7, "省份", "“江南”"),
        (7, "年份", "“25”不是年份"),
        (9, "指标", "给了两个参考值，前一个在第 8 行"),
        (10, "基准值", "“4,5”里的逗号"),
        (11, "指标", "这一行没有写指标"),
    ):
        assert re.search(rf"第 {row} 行 {column} [^第]*{re.escape(what)}", told), (row, what)
    assert rows(sqlite_store) == before
    assert 'value="江苏 2025"' in answer.text, "what was typed stands in the form"


@pytest.mark.parametrize(
    ("text", "changes", "told"),
    [
        ("", {}, ""),
        (HEAD, {}, "表里没有一行参考值"),
        ("指标,基准值\nplot-ratio,1\n", {}, "引领值"),
        (HEAD + "energy-intensity,0.1,30,,,,,x,M\n", {}, "基准值 0.1、引领值 30 与方向“越低越好”矛盾"),
        (GOOD, {"name": " "}, "没有名称"),
        (GOOD, {"day": ""}, "没有写这套参考值的日期"),
        (GOOD, {"source": ""}, "没有写这套参考值由谁发布"),
        (GOOD, {"questionnaire": "cmmm"}, "没有按参考值计分的条目"),
        (GOOD, {"questionnaire": "nowhere"}, "没有按参考值计分的条目"),
    ],
)
def test_what_is_missing_is_told(analyst, sqlite_store, text, changes, told):
    before = rows(sqlite_store)
    answer = send(analyst, text, **changes)
    assert answer.status_code == 400
    assert "没有保存任何内容" in words(answer)
    assert told in words(answer)
    assert rows(sqlite_store) == before
    assert analyst.post("/references", data=FORM).status_code == 400


def test_a_set_is_shown_downloaded_replaced_and_ended(analyst):
    first = send(analyst, GOOD).location
    page = words(analyst.get(first))
    for word in (
        "江苏 2025",
        "工信厅",
        "使用中",
        "0.1 吨标准煤/件",
        "农副食品加工业，江苏省，2025",
        "2 个数值未经核实",
    ):
        assert word in page
    table = analyst.get(f"{first}/values.csv").data
    sent = send(analyst, table.decode("utf-8-sig"), name="再来一次")
    assert sent.status_code == 302, words(sent)
    again = sent.location
    shown = [re.search(r"<tbody>.*</tbody>", analyst.get(one).text, re.S)[0] for one in (first, again)]
    assert shown[0] == shown[1], "what is downloaded can be uploaded"
    assert "不再使用" in words(analyst.get(first))
    analyst.post(f"{again}/end")
    assert words(analyst.get("/references")).count("不再使用") >= 2


@pytest.mark.parametrize("id", ["green-factory-2016", "green-factory-2025", "green-park-2016"])
def test_a_blank_table_has_a_row_for_every_indicator(analyst, id):
    text = analyst.get(f"/references/empty/{id}.csv").data.decode("utf-8-sig")
    wanted = {item.scorer.reference for item in load(id).items if getattr(item.scorer, "reference", "")}
    assert {line.partition(",")[0] for line in text.splitlines()[1:]} == wanted
    assert analyst.get("/references/empty/cmmm.csv").status_code == 404
    assert "表里没有一行参考值" in words(send(analyst, text, questionnaire=id))
    head, line, *rest = text.splitlines()
    filled = line.split(",")
    filled[1], filled[-3:-1] = "5", ["自测", "M"]
    assert send(analyst, "\n".join([head, ",".join(filled), *rest]), questionnaire=id).status_code == 302


def test_the_set_in_use_counts_and_stays_with_what_was_submitted(analyst, member, town, sqlite_store, begun):
    assert "没有参考值" in words(member.get(f"{begun}/references"))
    send(analyst, GOOD)
    page = words(member.get(f"{begun}/references"))
    assert "这份评估按“江苏 2025（工信厅，2025-12-31）”评定" in page
    assert "地方标准" not in page, "it is for another industry"
    assert "国家限额" in page
    result = words(member.get(f"{begun}/result"))
    assert "参考值：江苏 2025（工信厅，2025-12-31）。" in result
    member.post(f"{begun}/submit", data={"agreed": "1"})
    send(analyst, GOOD.replace("0.7", "0.9"), name="2026 年")
    assert "参考值：江苏 2025（工信厅，2025-12-31）。" in words(member.get(f"{begun}/result"))
    for place in ("references", "site"):
        page = words(member.get(f"{begun}/{place}"))
        assert "0.7" in page, place
        assert "0.9" not in page, place
    assert "这份评估按“江苏 2025（工信厅，2025-12-31）”评定" in words(member.get(f"{begun}/references"))


def test_an_own_set_is_named_on_the_result_and_is_for_one_assessment(adviser, member, town, sqlite_store, begun):
    with sqlite_store.write() as c:
        add_member(c, town.mine.id, town.people["consultant"].id, "editor")
    address = f"{begun}/references"
    assert 'id="set-upload"' not in member.get(address).text
    assert send(member, GOOD, address).status_code == 403
    bad = send(adviser, BAD, address)
    assert bad.status_code == 400
    assert "第 4 行" in words(bad)
    assert send(adviser, GOOD, address, name="现场调研").status_code == 302
    for language, told in (
        ("zh", "现场调研（工信厅，2025-12-31，只用于这份评估）"),
        ("en", "for this assessment alone)"),
    ):
        assert told in words(member.get(f"{begun}/result?lang={language}"))
    member.get("/?lang=zh")
    assert "由咨询顾问 consultant 带来" in words(member.get(address))
    assert "改用自带的参考值“现场调研”" in words(member.get(f"/enterprises/{town.mine.id}/log"))
    assert adviser.post(f"{address}/drop").status_code == 302
    assert "不再用自带的参考值" in words(member.get(f"/enterprises/{town.mine.id}/log"))
    assert "没有参考值" in words(member.get(address))


def test_a_set_that_does_not_fit_a_later_version_stops_results_and_nothing_else(
    analyst, member, sqlite_store, town, begun
):
    with sqlite_store.write() as c:
        other = references.References((references_value("nowhere"),))
        references.keep_set(c, town.people["analyst"], GREEN.id, TITLE, other)
    page = member.get(f"{begun}/result")
    assert page.status_code >= 400
    assert "这份问卷的参考值有错" in words(page)
    assert member.get(f"{begun}/site").status_code == 200


def references_value(indicator):
    from fractions import Fraction

    from maturity.questionnaire.numeric.references import Reference

    return Reference(indicator, Fraction(1), None, None, {}, "x", "M")


TITLE = references.SetTitle("旧的", "2025-01-01", "某处")


def test_questionnaires_without_reference_values_have_no_page_of_them(member, town, sqlite_store):
    with sqlite_store.write() as c:
        found = start_assessment(c, town.people["enterprise"], town.mine.id, load(), "discrete", 2025)
    assert member.get(f"/assessments/{found.id}/references").status_code == 404
