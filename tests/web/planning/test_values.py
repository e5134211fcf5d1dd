"""Targets and efforts of a green factory: a score or a number with a year, and the roadmap by effort."""

import re

import pytest

from maturity.questionnaire import load
from maturity.web import create_app


@pytest.fixture
def app(config, folder):
    return create_app({**config, "QUESTIONNAIRES": folder, "QUESTIONNAIRE": None})


def sent(key, first, second="", version=0, was="|"):
    fields = {"first": first, "second": second, "version": version, "was": was}
    return {"key": key, **{f"{name}-{key}": value for name, value in fields.items()}}


def row(page, name):
    return re.search(rf"<tr[^>]*>\s*<th[^>]*>{re.escape(name)}.*?</tr>", page, re.DOTALL)[0]


def test_a_number_is_aimed_at_with_a_unit_and_a_year(member, filled):
    page = f"{filled()}/targets"
    energy = "单位产品综合能耗"
    assert "97.646154" in row(member.get(page).text, energy)
    assert member.post(page, data=sent("low-carbon.energy", "0.08 tce/件", "2027")).status_code == 302
    words = row(member.get(page).text, energy)
    assert 'value="0.08 tce/件"' in words
    assert "2026 年应到 88.8231 千克标准煤/件（每年同样多）或 88.3838 千克标准煤/件（同样比例）" in words
    assert member.post(page, data=sent("low-carbon.energy", "100", "2027", 1)).status_code == 302
    assert "✓ 已达到" in row(member.get(page).text, energy)
    assert member.post(page, data=sent("low-carbon.energy", "", "", 2, "100|2027")).status_code == 302
    assert 'value="100"' not in row(member.get(page).text, energy)


def test_what_cannot_be_read_is_told_at_its_field_and_kept(member, filled):
    page = f"{filled()}/targets"
    for first, second, told in (
        ("80 m2", "2027", "单位"),
        ("4,5", "2027", "4,5"),
        ("80", "下年", "年份"),
        ("abc", "2027", "abc"),
    ):
        answer = member.post(page, data=sent("low-carbon.energy", first, second))
        assert answer.status_code == 400, first
        assert told in answer.text
        assert f'value="{first}"' in answer.text
    assert member.post(page, data=sent(":score", "101", "2027")).status_code == 400
    assert member.post(page, data=sent("no-such", "1", "2027")).status_code == 400


def test_another_persons_newer_target_is_not_overwritten(member, filled):
    page = f"{filled()}/targets"
    assert member.post(page, data=sent(":score", "85", "2027")).status_code == 302
    late = member.post(page, data=sent(":score", "95", "2027"))
    assert late.status_code == 409
    assert "现有：85 2027" in late.text
    assert "尚未达到" not in row(late.text, "总分")


def test_a_grade_is_chosen_from_those_there_are(member, filled):
    chain = load("green-supply-chain-2016")
    page = f"{filled(chain, answers={})}/targets"
    words = member.get(page).text
    if ":grade" in words:
        assert member.post(page, data=sent(":grade", "star-3", "2027")).status_code == 302
        assert "尚未达到" in row(member.get(page).text, "等次")
    assert member.post(page, data=sent(":grade", "star-9", "2027")).status_code == 400


def steps(page):
    return re.findall(r'type="checkbox" name="item" value="([^"]+)"', page)


def test_efforts_change_the_way(member, filled):
    base = filled()
    page, way = f"{base}/estimates", f"{base}/roadmap?score=90"
    first, *_ = steps(member.get(way).text)
    answer = member.post(page, data=sent(first, "100"))
    assert answer.status_code == 302, answer.text[answer.text.index('role="alert') :][:400]
    by_effort = member.get(f"{way}&by=effort").text
    assert first not in steps(by_effort)
    assert f"合计投入 {50 * len(steps(by_effort))}" in by_effort
    assert first in steps(member.get(way).text)
    assert member.post(page, data=sent(first, "0", version=1)).status_code == 400


def test_without_a_total_the_pages_say_what_makes_no_sense(member, filled):
    base = filled(load("four-degrees"), answers={})
    assert "不合成总分" in member.get(f"{base}/estimates").text
    words = member.get(f"{base}/targets").text
    assert "总分（满分" not in words
    assert "目标" in words
