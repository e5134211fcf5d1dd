"""The privacy notice on its pages, and where an enterprise agrees to it."""

import re

import pytest

from maturity.answers import Chosen
from maturity.classification.credit_code import complete
from maturity.store.accounts import privacy

from ... import letters
from ..conftest import FORM, PASSWORD

CODE = complete("93000000PR000001")


@pytest.fixture
def administrator(client_of, town):
    return client_of(town.people["administrator"])


def test_everybody_reads_it_and_every_page_leads_there(client_of, town):
    for who in (None, *town.people.values()):
        client = client_of(who)
        assert 'href="/privacy"' in client.get("/password" if who else "/").text.split("<footer")[1]
        page = client.get("/privacy")
        assert page.status_code == 200
        assert "看不到任何答案和得分" in page.text
    assert "They see no answers" in client_of(None, "en").get("/privacy").text
    assert client_of(None).get("/privacy?version=7").status_code == 404


def test_an_administrator_edits_it_and_nothing_is_lost(administrator, member):
    sent = {"zh": "第一段。\r\n\r\n<b>第二段</b>。", "en": "One.", "version": "1"}
    assert member.post("/privacy/edit", data=sent).status_code == 403
    assert administrator.post("/privacy/edit", data=sent).location == "/privacy"
    page = administrator.get("/privacy").text
    assert "<p>第一段。</p>" in page
    assert "&lt;b&gt;" in page
    assert "看不到任何答案和得分" in member.get("/privacy?version=1").text
    late = administrator.post("/privacy/edit", data={**sent, "zh": "我的改动"})
    assert late.status_code == 409
    assert "我的改动" in late.text  # typed text stays
    assert administrator.post("/privacy/edit", data={**sent, "en": "", "version": "2"}).status_code == 400


def test_signing_up_needs_consent_and_records_it(app, client_of, sqlite_store):
    client = app.test_client()
    for agreed in ("", "2", "٣"):
        answer = client.post("/sign-up", data=FORM | {"credit_code": CODE, "agreed": agreed})
        assert answer.status_code == 400
        assert 'id="agreed-mistake"' in answer.text
    assert letters.sign_up(client, FORM | {"credit_code": CODE}, PASSWORD).status_code == 302
    with sqlite_store.read() as c:
        assert c.exec_driver_sql("SELECT version, occasion FROM consents").all() == [(1, "sign-up")]


def test_a_link_agrees_to_nothing_that_was_not_read(app, administrator, sqlite_store):
    """The notice changes between the form of signing up and the link in the mail."""
    client = app.test_client()
    with letters.written(client) as links:
        assert client.post("/sign-up", data=FORM | {"credit_code": CODE}).status_code == 200
    assert administrator.post("/privacy/edit", data={"zh": "新", "en": "new", "version": "1"}).status_code == 302
    assert client.post(links[-1], data={"password": PASSWORD}).status_code == 400
    with sqlite_store.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM consents").scalar() == 0
        email = FORM["email"]
        assert c.exec_driver_sql("SELECT count(*) FROM people WHERE email = ?", (email,)).scalar() == 0


def test_another_enterprise_needs_consent_too(member):
    sent = FORM | {"credit_code": CODE, "agreed": ""}
    assert 'id="agreed-mistake"' in member.post("/enterprises/new", data=sent).text
    assert member.post("/enterprises/new", data=sent | {"agreed": "1"}).status_code == 302


def test_submitting_asks_shows_and_asks_again_after_a_new_version(member, answered, town, administrator, sqlite_store):
    answered({"skills.1a": Chosen("full")})
    path = f"/assessments/{town.open.id}"
    asks = re.compile(r'type="checkbox" name="agreed" value="(\d+)" required')
    assert asks.search(member.get(f"{path}/review").text)[1] == "1"
    refused = member.post(f"{path}/submit")
    assert refused.status_code == 400
    assert "还没有同意隐私说明" in refused.text
    with sqlite_store.write() as c:
        privacy.record_consent(c, town.people["enterprise"].id, town.mine.id, 1, "sign-up")
    assert not asks.search(member.get(f"{path}/review").text)
    administrator.post("/privacy/edit", data={"zh": "新", "en": "new", "version": "1"})
    assert asks.search(member.get(f"{path}/review").text)[1] == "2"
    assert "新的一版" in member.post(f"{path}/submit", data={"agreed": "1"}).text
    assert member.post(f"{path}/submit", data={"agreed": "2"}).status_code == 302
    facts = member.get(f"/enterprises/{town.mine.id}").text.split('id="consents"')[1]
    assert facts.index("第 2 版") < facts.index("第 1 版")
