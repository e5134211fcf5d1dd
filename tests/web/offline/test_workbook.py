"""The page of the offline workbook and its download."""

import io

import pytest

from maturity.answers import Chosen
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import add_member
from maturity.store.submissions import submissions

from ...exports.questionnaires.filling import shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def fetched(client, aid, tmp_path, query=""):
    with client.get(f"/assessments/{aid}/questionnaire.xlsx{query}") as answer:
        assert answer.status_code == 200
        assert answer.mimetype == XLSX
        path = tmp_path / answer.headers["Content-Disposition"].split("filename=")[1].strip('"')
        path.write_bytes(answer.data)
    return path


def test_the_download_holds_the_answers_in_either_language(member, town, answered, tmp_path):
    answered({"sales.1a": Chosen("most")})
    path = fetched(member, town.open.id, tmp_path, "?language=zh")
    assert path.name == "questionnaire-2024-zh.xlsx"
    assert shown(path, "zh")["sales.1a"] == ("大部分满足", "", "")
    path = fetched(member, town.open.id, tmp_path, "?language=en")
    assert shown(path, "en")["sales.1a"] == ("Mostly met", "", "")
    assert fetched(member, town.open.id, tmp_path, "?language=xx").name == "questionnaire-2024-zh.xlsx"


def test_the_blank_one_holds_none(member, town, answered, tmp_path):
    answered({"sales.1a": Chosen("most")})
    path = fetched(member, town.open.id, tmp_path, "?language=zh&blank=1")
    assert path.name == "questionnaire-2024-zh-blank.xlsx"
    assert shown(path, "zh")["sales.1a"] == ("", "", "")


def test_downloading_twice_gives_the_same_bytes(member, town, answered, tmp_path):
    answered({"sales.1a": Chosen("most")})
    one = fetched(member, town.open.id, tmp_path).read_bytes()
    assert fetched(member, town.open.id, tmp_path).read_bytes() == one


@pytest.mark.parametrize("page", ["workbook", "questionnaire.xlsx"])
def test_a_viewer_and_an_assessor_may_have_it_and_a_stranger_may_not(client_of, town, sqlite_store, page):
    address = f"/assessments/{town.open.id}/{page}"
    assert client_of(town.stranger).get(address).status_code == 404
    assert client_of().get(address).status_code == 302
    assert client_of(town.people["analyst"]).get(address).status_code == 403
    for role in ("viewer", "assessor"):
        with sqlite_store.write() as c:
            person = add_person(c, email=f"a-{role}@example.com", name=role, role="enterprise")
            add_member(c, town.mine.id, person.id, role)
        with client_of(person).get(address) as answer:
            assert answer.status_code == 200


def test_the_page_offers_a_copy_once_it_is_submitted(member, town, sqlite_store, small, answered):
    answered({item.id: Chosen("full") for item in small.items_of("discrete")})
    page = member.get(f"/assessments/{town.open.id}/workbook").text
    assert page.count("questionnaire.xlsx?") == 4
    with sqlite_store.write() as c:
        submissions.submit(c, town.people["enterprise"], town.open.id, small, 1)
    page = member.get(f"/assessments/{town.open.id}/workbook").text
    assert "这次评估已提交" in page
    assert page.count("questionnaire.xlsx?") == 2


def test_the_number_of_queries_does_not_grow_with_the_answers(member, town, small, answered, statements):
    counts = []
    for answers in ({}, {item.id: Chosen("full") for item in small.items_of("discrete")}):
        answered(answers)
        statements.clear()
        member.get(f"/assessments/{town.open.id}/questionnaire.xlsx").close()
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_file_that_was_not_chosen_is_no_mistake_in_a_workbook(member, town):
    for sent in ({}, {"workbook": (io.BytesIO(b""), "")}, {"workbook": (io.BytesIO(b"x"), "answers.docx")}):
        page = member.post(f"/assessments/{town.open.id}/workbook", data=sent)
        assert page.status_code == 400
        told = page.text.split('class="mistakes"')[1].split("</div>")[0]
        assert "没有导入" in told
        assert "处要改" not in told
    assert "没有选择文件" in member.post(f"/assessments/{town.open.id}/workbook", data={}).text
