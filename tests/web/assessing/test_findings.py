"""The assessor's pages: findings beside answers, two grades side by side, the differences listed."""

import re

import pytest

from maturity.answers import Chosen
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import add_member


@pytest.fixture
def assessor(sqlite_store, town, client_of, answered):
    with sqlite_store.write() as c:
        who = add_person(c, email="assessor@example.com", name="赵评审", role="consultant")
        add_member(c, town.mine.id, who.id, "assessor")
    answered({"skills.1a": Chosen("full"), "skills.1b": Chosen("full"), "shape.1a": Chosen("none")})
    return client_of(who)


@pytest.fixture
def address(town):
    return f"/assessments/{town.open.id}"


def fields(page):
    """What the page's form would send."""
    hidden = re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', page)
    return dict(hidden)


def test_findings_are_recorded_and_compared(assessor, member, address):
    page = assessor.get(f"{address}/assess/skills").text
    assert "企业自评</span> 全部满足" in page
    sent = {**fields(page), "choice-skills.1a": "none", "words-skills.1a": "现场没有看到培训记录", "then": "next"}
    answer = assessor.post(f"{address}/assess/skills", data=sent)
    assert answer.status_code == 302
    assert "/assess/" in answer.location
    seen = member.get(f"{address}/assessed").text
    assert "12 条中，1 条有评审判定，11 条没有" in seen
    assert "现场没有看到培训记录" in seen
    assert "赵评审" in seen


@pytest.mark.parametrize(("show", "listed"), [("lower", True), ("higher", False), ("unsaid", True), ("nonsense", True)])
def test_differences_are_filtered(assessor, address, show, listed):
    page = assessor.get(f"{address}/assess/skills").text
    assessor.post(f"{address}/assess/skills", data={**fields(page), "choice-skills.1a": "none"})
    shown = assessor.get(f"{address}/assessed?show={show}").text.split('id="differences"')[1].split("</section>")[0]
    assert ("item-skills.1a" in shown) == listed


def test_others_read_but_do_not_write(member, assessor, address):
    page = member.get(f"{address}/assess/skills").text
    assert page.count('<fieldset class="item"') > 0
    assert not re.search(r"<(textarea|input type=.(radio|text))", page)  # no field that could not be saved
    assert (
        member.post(f"{address}/assess/skills", data={"seen-skills.1a": "0-", "words-skills.1a": "自己写"}).status_code
        == 403
    )
    assert "还没有评审判定" in member.get(f"{address}/assessed").text


def test_strangers_find_nothing(client_of, town, address):
    for path in ("assessed", "assess/skills"):
        assert client_of(town.stranger).get(f"{address}/{path}").status_code == 404


def test_a_mistake_keeps_what_was_typed(assessor, address):
    page = assessor.get(f"{address}/assess/skills").text
    sent = {**fields(page), "choice-skills.1a": "not-applicable", "words-skills.1a": "写了很久的意见"}
    answer = assessor.post(f"{address}/assess/skills", data=sent)
    assert answer.status_code == 400
    assert "写了很久的意见" in answer.text
    assert "没有写理由" in answer.text
    assert '<li><a href="#item-skills.1a">' in answer.text  # from the top of the page to the item


def test_the_first_page_leads_an_assessor_to_the_findings(assessor, address):
    """Who may not start an assessment is not led to a form that registers an enterprise."""
    page = assessor.get("/").text
    assert f'href="{address}/assessed">去评审</a>' in page
    assert "开始新的评估" not in page


def test_two_assessors_do_not_overwrite_each_other(assessor, address):
    page = assessor.get(f"{address}/assess/skills").text
    assessor.post(f"{address}/assess/skills", data={**fields(page), "words-skills.1a": "先写的"})
    late = assessor.post(f"{address}/assess/skills", data={**fields(page), "words-skills.1a": "后写的"})
    assert late.status_code == 409
    assert "先写的" in late.text
    assert "后写的" in late.text
    again = assessor.post(f"{address}/assess/skills", data={**fields(late.text), "words-skills.1a": "后写的"})
    assert again.status_code == 302


def test_the_comparison_takes_as_many_queries_as_it_takes(assessor, address, statements, answered, small):
    for _ in range(2):  # the first leaves a row in the log, the second finds it: once an hour each
        assessor.get(f"{address}/assessed")
    statements.clear()
    assessor.get(f"{address}/assessed")
    before = len(statements)
    page = assessor.get(f"{address}/assess/skills").text
    assessor.post(f"{address}/assess/skills", data={**fields(page), "choice-skills.1a": "none"})
    statements.clear()
    assessor.get(f"{address}/assessed")
    assert len(statements) == before
