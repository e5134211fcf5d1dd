"""Rounds in the browser: begin, confirm, be warned, compare."""

import re

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.store.assessments import answers, assessments, rounds
from maturity.store.submissions import submissions


@pytest.fixture
def new(town, sqlite_store, small, answered):
    """A round of 2025 begun from the submitted one of 2024."""
    answered({"skills.1a": Chosen("full"), "skills.1b": Chosen("part"), "shape.1a": Chosen("none")})
    with sqlite_store.write() as c:
        who = town.people["enterprise"]
        submissions.submit(c, who, town.open.id, small, 1)
        return rounds.begin_round(c, who, town.open.id, small, 2025)


@pytest.fixture
def carried(town, sqlite_store, new):
    def read():
        with sqlite_store.read() as c:
            found = assessments.assessment(c, town.people["enterprise"], new.id)
            return {item for item, one in answers.saved_answers(c, found).items() if one.carried}

    return read


def form(page):
    """What the form of the page would send as it stands."""
    seen = dict(re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', page))
    chosen = dict(re.findall(r'name="(choice-[^"]+)" value="([^"]*)" checked', page))
    return seen | chosen


def test_a_round_is_begun_from_a_submitted_one(member, town, sqlite_store, small, answered):
    answered({"skills.1a": Chosen("full")})
    address = f"/assessments/{town.open.id}/next"
    assert member.get(address).status_code == 400
    member.post(f"/assessments/{town.open.id}/submit", data={"agreed": "1"})
    assert "开始新一轮" in member.get(f"/assessments/{town.open.id}").text
    assert member.post(address, data={"year": "x"}).status_code == 400
    answer = member.post(address, data={"year": "2025"})
    assert answer.status_code == 302
    page = member.get(answer.location).text
    assert "其中 1 条沿用上一轮，待确认" in page


def test_one_answer_is_confirmed(member, new, carried):
    address = f"/assessments/{new.id}/skills"
    page = member.get(address).text
    assert page.count("data-carried") == 2
    answer = member.post(address, data={**form(page), "confirm": "skills.1a"})
    assert answer.location.endswith("#item-skills.1a")
    assert carried() == {"skills.1b", "shape.1a"}


def test_a_area_is_confirmed_with_what_was_changed_on_the_page(member, new, carried, town, sqlite_store):
    address = f"/assessments/{new.id}/skills"
    sent = {**form(member.get(address).text), "choice-skills.1b": "full", "confirm": "all"}
    assert member.post(address, data=sent).status_code == 302
    assert carried() == {"shape.1a"}
    with sqlite_store.read() as c:
        found = assessments.assessment(c, town.people["enterprise"], new.id)
        assert answers.saved_answers(c, found)["skills.1b"].answer == Chosen("full")


def test_saving_a_page_confirms_nothing_by_itself(member, new, carried):
    address = f"/assessments/{new.id}/skills"
    member.post(address, data={**form(member.get(address).text), "then": "next"})
    assert len(carried()) == 3


def test_submitting_waits_until_all_is_confirmed(member, new, carried):
    address = f"/assessments/{new.id}"
    page = member.get(f"{address}/review").text
    assert "3 条沿用上一轮的答案没有确认" in page
    assert f"{address}/skills#item-skills.1a" in page
    assert 'id="submit-assessment"' not in page
    assert "不能提交" in member.post(f"{address}/submit", data={"agreed": "1"}).text
    assert member.post(f"{address}/confirm", data={"area": "skills"}).location.endswith("/review#carried")
    assert carried() == {"shape.1a"}
    assert member.post(f"{address}/confirm", data={"area": "all"}).location.endswith("/review#submit")
    assert not carried()
    assert 'id="submit-assessment"' in member.get(f"{address}/review").text
    assert member.post(f"{address}/submit", data={"agreed": "1"}).location.endswith("/result")


def test_the_page_tells_what_is_frozen_and_what_is_left_out(member, town, answered, sqlite_store, small):
    answered({"skills.1a": Chosen("full"), "skills.1b": NotApplicable("没有新员工"), "sales.1a": Chosen("full")})
    with sqlite_store.write() as c:
        assessments.tailor(c, town.people["enterprise"], town.open.id, small, {"sales": "集团统一销售"}, 1)
    page = member.get(f"/assessments/{town.open.id}/review").text.split('id="submit"')[1]
    assert "已答 2 条（含不适用 1 条）" in page
    assert "1 条已存的答案在评估范围之外" in page
    assert "集团统一销售" in page
    assert "示例企业 1" in page


def test_an_editor_is_told_who_submits_until_an_owner_lets(client_of, town, member, answered):
    answered({"skills.1a": Chosen("full")})
    editor, address = client_of(town.people["consultant"]), f"/assessments/{town.open.id}"
    assert "提交须由企业的负责人" in editor.get(f"{address}/review").text
    answer = editor.post(f"{address}/submit", data={"agreed": "1"})
    assert (answer.status_code, "没有获得提交的授权" in answer.text) == (403, True)
    path = f"/enterprises/{town.mine.id}/members/{town.people['consultant'].id}/submit"
    assert "允许提交" in member.get(f"/enterprises/{town.mine.id}/members").text
    assert member.post(path, data={"let": "yes"}).status_code == 302
    assert "收回" in member.get(f"/enterprises/{town.mine.id}/members").text
    assert editor.post(f"{address}/submit", data={"agreed": "1"}).location.endswith("/result")


def test_two_rounds_are_compared(member, new, town):
    address = f"/assessments/{new.id}/shape"
    page = form(member.get(address).text)
    member.post(address, data={**page, "choice-shape.1a": "full"})
    seen = member.get(f"/assessments/{new.id}/compare").text
    changed = seen.split("变了的条目", 1)[1]
    assert "item-shape.1a" in changed
    assert "item-skills.1a" not in changed
    assert "不满足" in changed
    assert town.people["enterprise"].name in changed
    assert member.get(f"/assessments/{new.id}/compare?with={'0' * 32}").status_code == 200


def test_the_trend_has_a_picture_and_a_table(member, new, sqlite_store, small, town):
    member.post(f"/assessments/{new.id}/confirm", data={"area": "all"})
    member.post(f"/assessments/{new.id}/submit", data={"agreed": "1"})
    page = member.get(f"/assessments/{new.id}/compare").text
    label = re.search(r'class="chart line" role="img" aria-label="([^"]+)"', page)[1]
    assert "2024" in label
    assert "2025" in label
    assert page.count(f"/assessments/{town.open.id}/result") == 1


def test_those_who_only_read_are_not_led_to_begin(client_of, town, new, sqlite_store):
    from maturity.store.accounts.people import add_person
    from maturity.store.enterprises.organisations import add_member

    with sqlite_store.write() as c:
        viewer = add_person(c, email="viewer@example.com", name="viewer", role="enterprise")
        add_member(c, town.mine.id, viewer.id, "viewer")
    client = client_of(viewer)
    assert "/next" not in client.get(f"/assessments/{town.open.id}").text
    assert client.get(f"/assessments/{town.open.id}/next").status_code == 403
    assert client.get(f"/assessments/{town.open.id}/compare").status_code == 200
    assert client_of(town.stranger).get(f"/assessments/{town.open.id}/compare").status_code == 404


def test_the_comparison_takes_a_fixed_number_of_queries(member, new, statements, town, sqlite_store, small):
    statements.clear()
    member.get(f"/assessments/{new.id}/compare")
    before = len(statements)
    address = f"/assessments/{new.id}/shape"
    member.post(address, data={**form(member.get(address).text), "choice-shape.1a": "full", "choice-shape.2a": "full"})
    statements.clear()
    member.get(f"/assessments/{new.id}/compare")
    assert len(statements) == before


def test_starting_leads_to_the_last_round(member, town, answered):
    assert "/next" not in member.get("/assessments/new?questionnaire=small").text
    answered({"skills.1a": Chosen("full")})
    member.post(f"/assessments/{town.open.id}/submit", data={"agreed": "1"})
    assert f"/assessments/{town.open.id}/next" in member.get("/assessments/new?questionnaire=small").text
