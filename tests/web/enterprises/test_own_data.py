"""An enterprise's own data on its page: taken along, brought in, deleted, kept."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from maturity.answers import Chosen
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import add_member


@pytest.fixture
def base(town):
    return f"/enterprises/{town.mine.id}"


def test_the_page_counts_what_is_held_and_the_file_holds_it(member, base, answered, town):
    answered({"skills.1a": Chosen("full")})
    page = member.get(f"{base}/data").text
    assert "下载 zip 文件" in page
    assert "<dt>答案</dt><dd>1</dd>" in page
    assert "<dt>答案的全部版本</dt><dd>1</dd>" in page
    with member.get(f"{base}/data.zip") as answer:
        assert answer.mimetype == "application/zip"
        assert "manifest.json" in ZipFile(BytesIO(answer.data)).namelist()


def test_only_owners_see_it(client_of, town, base, sqlite_store):
    consultant = client_of(town.people["consultant"])  # an editor
    assert consultant.get(f"{base}/data").status_code == 403
    assert consultant.get(f"{base}/data.zip").status_code == 403
    assert consultant.post(f"{base}/delete", data={"name": town.mine.facts.name}).status_code == 403
    stranger = client_of(town.stranger)
    assert stranger.get(f"{base}/data").status_code == 404
    assert stranger.get(f"{base}/data.zip").status_code == 404
    assert f"{base}/data" not in consultant.get("/").text


def test_what_is_brought_in_twice_is_refused_with_the_place(member, base, town):
    with member.get(f"{base}/data.zip") as taken:
        data = taken.data
    answer = member.post("/enterprises/import", data={"data": (BytesIO(data), "a.zip")})
    assert answer.status_code == 400
    assert "没有导入任何内容" in answer.text
    assert "已经有了" in answer.text


def test_no_file_and_a_broken_one_are_told(member):
    assert "没有选择文件" in member.post("/enterprises/import", data={}).text
    answer = member.post("/enterprises/import", data={"data": (BytesIO(b"x"), "a.zip")})
    assert "不是 zip 文件" in answer.text


def test_deleting_asks_for_the_name_and_can_be_taken_back(member, base, town):
    wrong = member.post(f"{base}/delete", data={"name": "别的"})
    assert wrong.status_code == 400
    assert "不一致" in wrong.text
    assert member.post(f"{base}/delete", data={"name": town.mine.facts.name}).status_code == 302
    assert "撤销删除" in member.get(f"{base}/data").text
    assert "之后删除" in member.get("/").text
    assert member.get(f"/assessments/{town.open.id}").status_code == 200
    assert member.post(f"{base}/stay").status_code == 302
    assert "之后删除" not in member.get("/").text


def test_a_second_owner_may_take_it_back(member, base, town, client_of, sqlite_store):
    with sqlite_store.write() as c:
        other = add_person(c, email="second@demo.example", name="第二位", role="enterprise")
        add_member(c, town.mine.id, other.id, "owner")
    member.post(f"{base}/delete", data={"name": town.mine.facts.name})
    assert client_of(other).post(f"{base}/stay").status_code == 302
