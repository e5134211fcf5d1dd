"""The detail export on its page: begun once, told how far it is, stopped, handed to nobody else."""

import csv
import io
import re

import pytest

from maturity.answers import Chosen
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer
from maturity.store.submissions.submissions import submit

from ...working import work

ASKED = {"year": "2024", "what": "all", "suffix": ".csv", "reason": "年度报告"}


def finished(client):
    return ended(client, "已完成")


def ended(client, words):
    work(client)
    page = client.get("/detail").text
    assert words in page
    return page


def address(page, part):
    return page.split(f'/{part}" download')[0].rsplit('href="', 1)[1] + f"/{part}"


def test_an_export_is_made_beside_the_page_and_handed_over(analyst):
    assert analyst.post("/detail", data=ASKED).location == "/detail"
    page = finished(analyst)
    with analyst.get(address(page, "file")) as answer:
        assert "maturity-small-all-2024-internal.csv" in answer.headers["Content-Disposition"]
        head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert len(rows) == 30
    assert not {"organisation", "name", "credit_code"} & set(head)
    assert "skills.1a" in head
    with analyst.get(address(page, "manifest")) as answer:
        assert answer.json["rows"] == 30 if answer.is_json else b'"rows": 30' in answer.data


def test_it_belongs_to_who_asked_and_is_logged(analyst, client_of, town, sqlite_store):
    analyst.post("/detail", data=ASKED)
    page = finished(analyst)
    administrator = client_of(town.people["administrator"])
    assert "我的任务</h2>" not in administrator.get("/detail").text
    assert administrator.get(address(page, "file")).status_code == 404
    with sqlite_store.write() as c:
        other = add_person(c, email="other@example.com", name="other", role="analyst")
    assert client_of(other).get(address(page, "file")).status_code == 404
    assert client_of(town.people["enterprise"]).get("/detail").status_code == 403
    with sqlite_store.read() as c:
        rows = c.exec_driver_sql("SELECT person_id, detail FROM audit_log WHERE action = 'detail.export'").all()
    assert [row[0] for row in rows] == [town.people["analyst"].id]


def test_what_nobody_offers_is_refused_and_a_year_without_records_says_so(analyst):
    assert analyst.post("/detail", data={**ASKED, "what": "names"}).status_code == 400
    assert analyst.post("/detail", data={**ASKED, "suffix": ".exe"}).status_code == 400
    analyst.post("/detail", data={**ASKED, "year": "2001"})
    page = ended(analyst, "没有完成")
    assert "2001" in page.split('class="mistake"')[1]


@pytest.fixture
def one(sqlite_store, town, small, client_of):
    """The only enterprise of its year has submitted; a client of the analyst who is curious."""
    who = town.people["enterprise"]
    with sqlite_store.write() as c:
        save_answer(c, who, town.open.id, small, "skills.1a", Chosen("full"), "", 0)
        submit(c, who, town.open.id, small, 1)
    return client_of(town.people["analyst"])


def test_the_only_enterprise_of_a_year_is_not_singled_out_by_one_person(one, client_of, town, member):
    assert one.post("/detail", data={**ASKED, "reason": " "}).status_code == 400
    assert "等待中的申请" not in one.get("/detail").text
    one.post("/detail", data=ASKED)
    page = one.get("/detail").text
    assert "我的任务</h2>" not in page
    assert "等待另一人同意" in page
    administrator = client_of(town.people["administrator"])
    path = re.search(r"/detail/requests/[0-9a-f]+", administrator.get("/detail").text)[0]
    assert one.post(f"{path}/approve").status_code == 403
    assert "1 家企业" in page
    english = client_of(town.people["administrator"], "en").get("/detail").text
    assert "1 enterprise " in english
    assert "1 enterprises" not in english
    one.post(f"{path}/make")
    assert "少于 10 家" in ended(one, "没有完成")
    assert administrator.post("/detail", data=ASKED).status_code == 403
    assert administrator.post(f"{path}/make").status_code == 403
    assert "还没有人导出过" in member.get(f"/enterprises/{town.mine.id}/exports").text
    assert administrator.post(f"{path}/approve").status_code == 302
    one.post(f"{path}/make")
    with one.get(address(finished(one), "file")) as answer:
        assert town.mine.id not in answer.text
    seen = member.get(f"/enterprises/{town.mine.id}/exports").text
    assert "年度报告" in seen
    assert town.people["analyst"].name in seen
    assert client_of(town.stranger).get(f"/enterprises/{town.mine.id}/exports").status_code == 404


def test_a_request_is_declined_withdrawn_and_leaves_the_list(one, client_of, town, sqlite_store):
    administrator = client_of(town.people["administrator"])
    for closing, action in ((administrator, "detail.decline"), (one, "detail.withdraw")):
        one.post("/detail", data=ASKED)
        path = re.search(r"/detail/requests/[0-9a-f]+", administrator.get("/detail").text)[0]
        assert closing.post(f"{path}/close").status_code == 302
        assert 'id="requests"' not in administrator.get("/detail").text
        assert administrator.post(f"{path}/approve").status_code == 400
        with sqlite_store.read() as c:
            assert action in c.exec_driver_sql("SELECT action FROM audit_log").scalars().all()


def test_an_export_that_was_made_is_on_no_list(analyst):
    analyst.post("/detail", data=ASKED)
    assert 'id="requests"' not in finished(analyst)


def test_one_that_ends_unexpectedly_says_so_with_its_number(analyst, client_of, town, monkeypatch, caplog):
    def broken(*args):
        raise RuntimeError("a fault")

    monkeypatch.setattr("maturity.web.publications.microdata.requested", broken)
    analyst.post("/detail", data=ASKED)
    page = ended(analyst, "没有完成，没有留下结果")
    assert "意外中断" in page
    id = re.search(r"编号 ([0-9a-f]{32})", page)[1]
    assert id in caplog.text
    english = client_of(town.people["analyst"], "en").get("/detail").text
    assert f"tell the operator the number {id}" in english
