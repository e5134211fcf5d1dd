"""What is published is offered beside the shipped one; what is withdrawn is not, but goes on where it began."""

import re

import pytest

from maturity.questionnaire import read
from maturity.store.assessments import assessments

from .conftest import FILE, NEXT


@pytest.fixture
def begin(member, town):
    def do(year="2025"):
        return member.post("/assessments/new?questionnaire=harbour", data={"organisation": town.mine.id, "year": year})

    return do


def offered(member):
    found = set(re.findall(r"questionnaire=([a-z0-9-]+)", member.get("/assessments/new").text))
    return {id for id in found if not id.startswith(("green-", "four-"))}


def test_a_published_version_is_offered_and_a_later_one_takes_its_place(member, town, publish, begin):
    assert offered(member) == {"cmmm"}
    publish(FILE)
    assert offered(member) == {"cmmm", "harbour"}
    first = begin("2024").location
    publish(NEXT)
    second = begin("2025").location
    for address, words, others in ((first, "Anchor up", "Anchor weighed"), (second, "Anchor weighed", "Anchor up")):
        page = member.get(f"{address}/berths?lang=en").text
        assert words in page
        assert others not in page
    assert member.get("/").status_code == 200


def test_a_withdrawn_one_is_not_offered_and_what_was_begun_is_finished(member, town, publish, withdraw, begin):
    found = publish(FILE)
    address = begin().location
    withdraw(found)
    assert offered(member) == {"cmmm"}
    refused = begin("2026")
    assert refused.status_code == 400
    assert "这份问卷已停用" in refused.text
    assert "这一版问卷已停用。 这次评估可以照常填完并提交。 不能再用它开始新的一轮。" in member.get(address).text
    for item in read(FILE.decode()).items:
        assert member.put(f"{address}/answers/{item.id}", json={"choice": "always", "version": 0}).status_code == 200
    assert member.post(f"{address}/submit", data={"agreed": "1"}).status_code == 302
    for page in ("", "/berths", "/result", "/explain", "/report", "/report.docx", "/questionnaire.xlsx", "/compare"):
        with member.get(address + page) as answer:
            assert answer.status_code == 200, page
    assert member.get(f"{address}/next").status_code == 400  # a new round is a new assessment
    assert f"{address}/next" not in member.get(address).text
    publish(NEXT)
    assert f"{address}/next" in member.get(address).text
    assert "不能再用它" not in member.get(address).text
    assert member.get(f"{address}/next").status_code == 200
    assert member.get("/").status_code == 200


def test_an_area_assigned_in_a_version_of_before_is_shown_as_it_was(member, town, publish, begin, sqlite_store):
    publish(FILE)
    address = begin().location
    member.post(f"{address}/duties", data={"person-watch": town.people["enterprise"].id, "seen-watch": ""})
    publish(NEXT.replace(b'zh: "\xe5\x80\xbc\xe7\x8f\xad"', b'zh: "\xe5\x80\xbc\xe5\xae\x88"'))
    assert "值班" in member.get("/").text
    assert "值守" not in member.get("/").text


def test_an_answer_asks_nothing_of_the_library(member, town, sqlite_store, statements, publish):
    publish(FILE)
    answer = member.post("/assessments/new?questionnaire=cmmm", data={"organisation": town.mine.id, "year": "2025"})
    with sqlite_store.read() as c:
        found = assessments.assessment(c, town.people["enterprise"], answer.location.rsplit("/", 1)[1])
    statements.clear()
    path = f"/assessments/{found.id}/answers/organisation-strategy.1a"
    assert member.put(path, json={"choice": "full", "version": 0}).status_code == 200
    assert not [one for one in statements if "questionnaires" in one]
    statements.clear()
    begun = member.post(
        "/assessments/new?questionnaire=harbour", data={"organisation": town.mine.id, "year": "2025"}
    ).location
    counts = []
    for _ in range(2):
        statements.clear()
        assert member.get(f"{begun}/berths").status_code == 200
        counts.append(sum("FROM questionnaires" in one for one in statements))
    assert counts[1] == 0, "the version is known: it never changes"
