"""The page of the audit log: who did what and for whom, found again, exported, and never with names of enterprises."""

import csv
import io
import re

import pytest

from maturity.store.audit.kinds import KINDS
from maturity.store.audit.verification import verify
from maturity.store.enterprises import audit
from maturity.web.accounts.audit_words import _WORDS

from ...attachments import pdf
from ..conftest import PASSWORD


@pytest.fixture
def boss(client_of, town):
    return client_of(town.people["administrator"])


def cells(page):
    """The texts of the cells of every row: when, who, what, for whom, request."""
    rows = re.findall(r'<tr>\s*(<td class="muted".*?)</tr>', page, re.S)
    return [[re.sub(r"<.*?>", "", cell).strip() for cell in re.split(r"</t[dh]>", row)][:5] for row in rows]


def test_sign_ins_and_refusals_are_told_with_their_request(app, boss, town, sqlite_store):
    client = app.test_client()
    refused = client.post("/sign-in", data={"email": "stranger@example.com", "password": "wrong"})
    client.post("/sign-in", data={"email": "nobody@example.com", "password": "my secret"})
    client.post("/sign-in", data={"email": "stranger@example.com", "password": PASSWORD})
    page = boss.get("/audit?kind=sign-in").text
    (entered, unknown, tried) = cells(page)
    assert entered[1:4] == ["stranger", "登录成功", ""]
    assert unknown[1:4] == ["未登录的人", "登录被拒绝", ""]
    assert tried[3:] == ["stranger（stranger@example.com）", refused.headers["X-Request-ID"]]
    assert "nobody" not in page
    assert "secret" not in page
    assert len(cells(boss.get(f"/audit?search={refused.headers['X-Request-ID']}").text)) == 1
    with sqlite_store.read() as c:
        assert verify(c).faults == []


def test_who_reads_evidence_and_takes_data_along_is_told_without_the_name_of_the_enterprise(client_of, boss, town):
    owner = client_of(town.people["enterprise"])
    base = f"/assessments/{town.open.id}"
    owner.post(f"{base}/items/skills.1a/files", data={"file": (io.BytesIO(pdf()), "a.pdf")})
    (file,) = re.findall(rf"{base}/evidence/\w+/file", owner.get(f"{base}/evidence").text)
    for _ in range(2):  # told once an hour
        assert owner.get(file).status_code == 200
    owner.get(f"/enterprises/{town.mine.id}/data.zip").close()
    page = boss.get("/audit?kind=reading&search=enterprise@").text
    assert [row[2] for row in cells(page)] == ["下载了企业的全部数据", "下载了证据文件"]
    assert re.search("企业 [0-9A-F]{6}", page)
    assert town.mine.facts.name not in page
    assert "下载了一份证据文件" in owner.get(f"/enterprises/{town.mine.id}/log").text


def test_an_export_has_what_the_filters_leave_and_no_formula(boss, sqlite_store, town):
    with sqlite_store.write() as c:
        audit.record(c, None, "instance.trust", detail={"name": "=1+1"})
    with boss.post("/audit/export", data={"kind": "rights", "since": "2020-01-01", "until": "nonsense"}) as answer:
        assert answer.mimetype == "text/csv"
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {row[4] for row in rows[1:]} == {"instance.trust", "organisation.add-member"}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "导出了审计日志" in boss.get("/audit").text


def test_a_page_takes_the_same_number_of_queries_and_leads_to_the_next(boss, sqlite_store, town, statements):
    del statements[:]
    boss.get("/audit")
    few = len(statements)
    with sqlite_store.write() as c:
        for role in ["analyst"] * 60:
            audit.record(c, town.people[role].id, "person.set-role", detail={"person": town.stranger.id})
    del statements[:]
    page = boss.get("/audit").text
    assert len(statements) == few
    (more,) = re.findall(r'href="(/audit\?before=[^"]*)"', page)
    assert 0 < len(cells(boss.get(more.replace("&amp;", "&")).text)) < 50


@pytest.mark.parametrize("query", ["before=x", "before=2026-01-01/x", "since=9&until=0000", "kind=x", "search=%00"])
def test_what_makes_no_sense_is_ignored(boss, query):
    assert boss.get(f"/audit?{query}").status_code in (200, 400)


def test_every_action_has_words():
    assert set(_WORDS) == {action for actions in KINDS.values() for action in actions}
