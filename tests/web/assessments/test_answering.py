"""Answers: saved one by one or a page at once, never lost, never overwritten unseen."""

import re

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.store.assessments import answers, assessments
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import start_assessment


@pytest.fixture
def put(member, town):
    def do(item="skills.1a", client=member, **body):
        return client.put(f"/assessments/{town.open.id}/answers/{item}", json={"version": 0, **body})

    return do


@pytest.fixture
def held(sqlite_store, town):
    def read():
        with sqlite_store.read() as c:
            who = town.people["enterprise"]
            return answers.saved_answers(c, assessments.assessment(c, who, town.open.id))

    return read


def fields(page):
    """The fields of the page's form as a browser without JavaScript would send them."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    return found


def test_a_save_comes_back_with_its_version(put, held):
    answer = put(choice="most", comment=" 已上线 ")
    assert answer.status_code == 200
    assert answer.json["version"] == 1
    assert held()["skills.1a"].answer == Chosen("most")
    assert held()["skills.1a"].comment == "已上线"


def test_the_same_save_again_is_confirmed(put, held):
    for _ in range(3):
        assert put(choice="full").json["version"] == 1
    assert held()["skills.1a"].version == 1


def test_a_stale_save_gets_both_values(put):
    put(choice="full", comment="第一次")
    answer = put(choice="none")
    assert answer.status_code == 409
    assert answer.json["problems"][0]["code"] == "answer-stale"
    current = answer.json["current"]
    assert (current["choice"], current["comment"], current["version"]) == ("full", "第一次", 1)
    assert put(choice="none", version=1).json["version"] == 2


def test_an_answer_can_be_taken_back(put, held):
    put(choice="full")
    assert put(choice="", version=1).status_code == 200
    assert held()["skills.1a"].answer is None


@pytest.mark.parametrize(
    ("item", "body", "code"),
    [
        ("skills.9z", {"choice": "full"}, "answer-unknown-item"),
        ("skills.1a", {"choice": "perfect"}, "answer-unknown-choice"),
        ("skills.1a", {"choice": "not-applicable"}, "answer-reason-missing"),
        ("skills.1a", {"choice": "full", "comment": "长" * 5001}, "answer-comment-long"),
        ("skills.1a", {"choice": "full", "comment": "\x00"}, "store-bad-text"),
    ],
)
def test_bad_answers_are_refused_in_the_readers_language(put, client_of, town, held, item, body, code):
    for language, found in (("zh", True), ("en", False)):
        answer = put(item, client_of(town.people["enterprise"], language), **body)
        assert answer.status_code == 400
        (problem,) = answer.json["problems"]
        assert problem["code"] == code
        assert bool(re.search("[\u4e00-\u9fff]", problem["remedy"])) == found
    assert not held()


@pytest.mark.parametrize("body", ["[1]", "nonsense", '"text"'])
def test_a_body_that_is_no_object_is_refused(member, town, body):
    path = f"/assessments/{town.open.id}/answers/skills.1a"
    assert member.put(path, data=body, content_type="application/json").status_code == 400


def test_ten_megabytes_are_too_much(put, held):
    answer = put(choice="full", comment="x" * 10_000_000)
    assert answer.status_code == 413
    assert answer.json["problems"][0]["message"] == "内容太大"
    assert not held()


def test_a_submitted_assessment_is_frozen(member, town, put, answered, held):
    answered({"skills.1a": Chosen("full")})
    first = member.post(f"/assessments/{town.open.id}/submit", data={"agreed": "1"})
    assert first.location.endswith(f"/assessments/{town.open.id}/result")
    assert member.post(f"/assessments/{town.open.id}/submit", data={"agreed": "1"}).location == first.location
    answer = put("skills.1b", choice="full")
    assert answer.status_code == 409
    assert answer.json["problems"][0]["code"] == "answer-frozen"
    assert "skills.1b" not in held()
    page = member.get(first.location).text
    assert re.search(r'class="code">[0-9a-f]{64}<', page)
    assert "disabled" in member.get(f"/assessments/{town.open.id}/skills").text


def test_an_empty_assessment_is_not_submitted(member, town):
    assert member.post(f"/assessments/{town.open.id}/submit", data={"agreed": "1"}).status_code == 400


def test_the_page_works_without_javascript(member, town, held):
    path = f"/assessments/{town.open.id}/skills"
    sent = fields(member.get(path).text) | {
        "choice-skills.1a": "full",
        "choice-skills.1b": "not-applicable",
        "reason-skills.1b": "没有新员工",
        "comment-skills.1a": "一行\r\n两行",
        "then": "next",
    }
    assert member.post(path, data=sent).location.endswith("/shape")
    assert held()["skills.1a"].comment == "一行\n两行"
    assert held()["skills.1b"].answer == NotApplicable("没有新员工")
    assert member.post(path, data=sent).status_code == 302  # a double click changes nothing
    assert {entry.version for entry in held().values()} == {1}


def test_an_untouched_field_does_not_overwrite_a_colleague(member, town, put, held):
    path = f"/assessments/{town.open.id}/skills"
    sent = fields(member.get(path).text)
    put("skills.1a", choice="full")
    assert member.post(path, data=sent | {"choice-skills.1b": "part", "then": "here"}).status_code == 302
    assert held()["skills.1a"].answer == Chosen("full")
    assert held()["skills.1b"].answer == Chosen("part")


def test_a_page_in_conflict_shows_both_and_keeps_what_was_typed(member, town, put, held):
    path = f"/assessments/{town.open.id}/skills"
    sent = fields(member.get(path).text) | {"choice-skills.1a": "none", "comment-skills.1a": "我的备注"}
    put("skills.1a", choice="full", comment="同事的备注")
    answer = member.post(path, data=sent)
    assert answer.status_code == 409
    assert "同事的备注" in answer.text
    assert "我的备注" in answer.text
    assert held()["skills.1a"].answer == Chosen("full")
    again = fields(answer.text) | {"comment-skills.1a": "我的备注"}
    assert again["choice-skills.1a"] == "none"
    assert member.post(path, data=again).status_code == 302
    assert held()["skills.1a"].answer == Chosen("none")


def test_a_refused_page_saves_nothing_and_keeps_what_was_typed(member, town, held):
    path = f"/assessments/{town.open.id}/skills"
    sent = fields(member.get(path).text) | {"choice-skills.1a": "full", "choice-skills.1b": "not-applicable"}
    answer = member.post(path, data=sent)
    assert answer.status_code == 400
    assert fields(answer.text)["choice-skills.1a"] == "full"
    assert not held()
    mended = fields(answer.text) | {"reason-skills.1b": "没有"}
    assert member.post(path, data=mended).status_code == 302
    assert set(held()) == {"skills.1a", "skills.1b"}


def test_clearing_without_javascript(member, town, put, held):
    put("skills.1a", choice="full")
    path = f"/assessments/{town.open.id}/skills"
    member.post(path, data=fields(member.get(path).text) | {"clear": "skills.1a"})
    assert held()["skills.1a"].answer is None


def test_a_page_of_long_chinese_comments_fits(member, town):
    path = f"/assessments/{town.open.id}/shape"
    sent = fields(member.get(path).text)
    sent |= {name.replace("seen-", "comment-"): "长" * 5000 for name in list(sent) if name.startswith("seen-")}
    assert member.post(path, data=sent).status_code == 302


def test_the_number_of_statements_is_small_and_constant(member, town, put, statements, sqlite_store, small):
    def counted(version):
        counts = []
        for act in (
            lambda: member.get(f"/assessments/{town.open.id}/skills"),
            lambda: put("skills.1a", choice=("full", "part")[version % 2], version=version),
        ):
            statements.clear()
            assert act().status_code == 200
            counts.append(len(statements))
        return counts

    assert max(counted(0)) <= 15  # the first save of an item inserts it, and a row of the audit log
    counted(1)  # the second one finds the row of the audit log, which is not asked for again within the hour
    few = counted(2)
    assert few[0] <= 15
    assert few[1] == 5  # who asks; the assessment; the answer; its history; that kept figures are stale
    with sqlite_store.write() as c:
        for year in range(2000, 2100):
            found = start_assessment(c, town.people["enterprise"], town.mine.id, small, "discrete", year)
            if year != 2024:
                save_answer(c, town.people["enterprise"], found.id, small, "skills.1a", Chosen("full"), "", 0)
    assert counted(3) == few


def test_a_made_up_version_of_an_open_item_is_no_conflict(member, town):
    path = f"/assessments/{town.open.id}/skills"
    sent = fields(member.get(path).text) | {"choice-skills.1b": "not-applicable", "reason-skills.1b": ""}
    name, value = next((name, value) for name, value in sent.items() if name == "seen-skills.1b")
    answer = member.post(path, data=sent | {name: "7-" + value.partition("-")[2]})
    assert answer.status_code == 400
