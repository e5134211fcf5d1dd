"""Accounts: both or neither on sign-up, no hints to strangers, links that work once, nobody sent elsewhere."""

import logging
import re
import time
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from maturity.classification.credit_code import complete
from maturity.questionnaire.facts import FACTS
from maturity.store.accounts import passwords, people, tokens
from maturity.store.enterprises import organisations
from maturity.store.schema import audit_log
from maturity.web import create_app, first_start_link
from maturity.web.accounts import mail

from ... import letters
from ...working import work
from ..conftest import FORM, PASSWORD

CODE = complete("93000000TXT00077")


@pytest.fixture
def client(app):
    return app.test_client()


def sign_in(client, next="", **changes):
    form = {"email": "stranger@example.com", "password": PASSWORD, "next": next}
    return client.post("/sign-in", data=form | changes)


def test_signing_up_makes_enterprise_and_person(client, sqlite_store):
    answer = letters.sign_up(client, FORM | {"credit_code": CODE}, PASSWORD)
    assert answer.location == "/assessments/new"
    with sqlite_store.read() as c:
        who = people.find_person(c, "new@example.com")
        (firm,) = organisations.organisations_of(c, who)
    assert (firm.facts.city, firm.facts.credit_code) == ("320500", CODE)
    assert "示例机械有限公司" in client.get("/assessments/new?questionnaire=small").text


def test_every_mistake_is_shown_beside_its_field_and_nothing_typed_is_lost(client, sqlite_store):
    wrong = {"credit_code": "123", "city": "亚特兰蒂斯", "headcount": "很多", "email": "nobody"}
    answer = client.post("/sign-up", data=FORM | wrong)
    assert answer.status_code == 400
    for field in wrong:
        assert f'id="{field}-mistake"' in answer.text, field
    for value in ("示例机械有限公司", "亚特兰蒂斯", "很多", "王敏"):
        assert f'value="{value}"' in answer.text
    assert re.search(r'value="34"[^>]*selected', answer.text)
    with sqlite_store.read() as c:
        assert not people.people(c)


def test_an_empty_form_asks_for_every_field_once(client):
    answer = client.post("/sign-up", data={})
    assert answer.status_code == 400
    assert answer.text.count('class="mistake"') == len(FORM.keys() - FACTS.keys())
    assert "“name”" not in client.post("/sign-up", data=dict.fromkeys(FORM, " ")).text


def test_a_credit_code_that_is_taken_is_refused_whole(client, town, sqlite_store):
    for email in ("new@example.com", "stranger@example.com"):  # and it tells nothing of the address
        form = FORM | {"credit_code": town.mine.facts.credit_code, "email": email}
        answer = client.post("/sign-up", data=form)
        assert answer.status_code == 400
        assert 'id="credit_code-mistake"' in answer.text
        assert 'id="email-mistake"' not in answer.text
    with sqlite_store.read() as c:
        assert people.find_person(c, "new@example.com") is None


def test_signing_up_does_not_tell_whether_an_address_has_an_account(app, town, sqlite_store, caplog):
    """Until now the form said so, to anybody: who uses the system is nobody's business but theirs."""
    answers = []
    for number, email in enumerate(("new@example.com", "stranger@example.com")):
        client = app.test_client()
        form = FORM | {"credit_code": complete(f"93000000TXT1{number:04d}"), "email": email}
        answers.append(bare(client.post("/sign-up", data=form | {"password": PASSWORD}).text).replace(email, ""))
        # nor by signing in with a password chosen on the way: there is none to sign in with yet
        answers[-1] += str(sign_in(client, email=email, password="yellow harbour spoon").status_code)
    assert answers[0] == answers[1]
    work(client)
    assert "stranger@example.com" in caplog.text
    assert "您已有账户" in caplog.text
    with sqlite_store.read() as c:
        assert len(organisations.organisations_of(c, town.stranger)) == 1


@pytest.fixture
def mailed(config, monkeypatch):
    """(a client of an application with a mail server, the addresses that letters went to)."""
    sent = []
    monkeypatch.setattr("maturity.web.accounts.mail.send", lambda url, to, *letter: sent.append(to))
    return create_app({**config, "MAIL_URL": "smtp://localhost/a@example.org"}).test_client(), sent


@pytest.mark.parametrize("email", ["ｎew@example.com", "New@ｅxample.com", "ne\u200bw@example.com"])
def test_the_link_goes_to_the_address_that_the_account_gets_however_it_was_spelled(mailed, email):
    client, sent = mailed
    form = FORM | {"credit_code": CODE, "email": email}
    assert client.post("/sign-up", data=form).status_code == 200
    work(client)
    assert sent == ["new@example.com"]


@pytest.mark.parametrize("email", ["new@example.com", "stranger@example.com"])
def test_nobody_is_flooded_with_letters_by_signing_up_in_his_name(mailed, town, email):
    client, sent = mailed
    for number in range(mail.LETTERS + 3):
        spelled = email.upper() if number % 2 else email
        answer = client.post("/sign-up", data=FORM | {"credit_code": CODE, "email": spelled})
        assert answer.status_code == 200
    work(client)
    assert sent == [email] * mail.LETTERS
    client.post("/sign-up", data=FORM | {"credit_code": CODE, "email": "other@example.com"})
    work(client)
    assert sent[-1] == "other@example.com"


def test_with_a_mail_server_nothing_is_written_before_the_link_is_opened(config, town, sqlite_store, monkeypatch):
    sent = []
    monkeypatch.setattr("maturity.web.accounts.mail.send", lambda *letter: sent.append(letter))
    client = create_app({**config, "MAIL_URL": "smtp://localhost/a@example.org"}).test_client()
    assert 'name="password"' not in client.get("/sign-up").text
    form = FORM | {"credit_code": CODE}
    emails = ("new@example.com", "stranger@example.com")
    pages = [client.post("/sign-up", data=form | {"email": email}).text.replace(email, "") for email in emails]
    assert bare(pages[0]) == bare(pages[1])
    assert client.post("/sign-up", data=form | {"email": "x"}).status_code == 400
    work(client)
    assert [letter[1] for letter in sent] == list(emails)
    with sqlite_store.read() as c:
        assert people.find_person(c, "new@example.com") is None
    link = re.findall(r"http://maturity\.example\.org(/sign-up/\S+)", sent[0][3])[0]
    assert client.get(link).status_code == 200
    assert client.get(f"{link}x").status_code == 404
    assert client.post(link, data={"password": "short"}).status_code == 400
    assert client.post(link, data={"password": PASSWORD}).location == "/assessments/new"
    assert client.post(link, data={"password": PASSWORD}).status_code == 400  # once
    assert "示例机械有限公司" in client.get("/assessments/new?questionnaire=small").text


def bare(page):
    """The page without what is drawn anew every time."""
    return re.sub(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"', "", page)


def test_a_wrong_password_says_no_more_than_an_unknown_address(client, town):
    pages = [sign_in(client, password="wrong"), sign_in(client, email="unknown@example.com")]
    assert [page.status_code for page in pages] == [400, 400]
    texts = {re.sub(r'value="[^"]*"|nonce="[^"]*"', "", page.text) for page in pages}
    assert len(texts) == 1


@pytest.mark.parametrize(
    "wish",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:x",
    ],
)
def test_nobody_is_sent_elsewhere(client, town, wish):
    assert sign_in(client, next=wish).location == "/"


def test_signing_in_leads_back(client, town):
    wish = client.get(f"/assessments/{town.foreign.id}/skills?x=1").location
    page = client.get(wish).text
    assert f'value="/assessments/{town.foreign.id}/skills?x=1"' in page
    assert sign_in(client, next=f"/assessments/{town.foreign.id}").location == f"/assessments/{town.foreign.id}"


def test_signing_out_ends_the_session_and_only_by_post(client, town):
    sign_in(client)
    assert client.get("/sign-out").status_code == 405
    assert client.get("/password").status_code == 200
    client.post("/sign-out")
    assert client.get("/password").status_code == 302


def test_changing_the_password(client, town):
    sign_in(client)
    assert client.post("/password", data={"old": "wrong", "password": "green mountain kettle"}).status_code == 400
    assert client.post("/password", data={"old": PASSWORD, "password": "green mountain kettle"}).status_code == 302
    assert client.get("/password").status_code == 200
    assert sign_in(client, password="green mountain kettle").status_code == 302


def test_a_forgotten_password(client, town, caplog):
    with caplog.at_level(logging.WARNING, "maturity.web"):
        known = client.post(
            "/forgotten", data={"email": "stranger@example.com"}, headers={"Host": "maturity.example.org"}
        )
        unknown = client.post("/forgotten", data={"email": "nobody@example.com"})
        work(client)
    assert known.status_code == unknown.status_code == 200
    assert "stranger" in known.text
    (link,) = re.findall(r"http://maturity\.example\.org(/reset/\S+)", caplog.text)
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "short"}).status_code == 400
    assert client.post(link, data={"password": "green mountain kettle"}).status_code == 302
    assert client.get(link).status_code == 404
    assert sign_in(client, password="green mountain kettle").status_code == 302


def test_only_a_few_reset_mails_an_hour_and_each_link_works(client, town, caplog):
    for _ in range(5):
        client.post("/forgotten", data={"email": "stranger@example.com"})
    work(client)
    found = re.findall(r"http://maturity\.example\.org(/reset/\S+)", caplog.text)
    assert len(found) == 3
    assert {client.get(link).status_code for link in found} == {200}


def test_no_page_takes_longer_for_an_address_with_an_account(config, town, monkeypatch):
    """A slow mail server and a slow hash, for a stranger as for an account: neither shows in the time a page takes."""
    verify = passwords._HASHER.verify
    slow = SimpleNamespace(hash=passwords._HASHER.hash, verify=lambda *given: (time.sleep(0.4), verify(*given)))
    monkeypatch.setattr(passwords, "_HASHER", slow)
    monkeypatch.setattr("maturity.web.accounts.mail.send", lambda *letter, **words: time.sleep(0.4))
    client = create_app({**config, "MAIL_URL": "smtp://localhost/a@example.org"}).test_client()
    for path in ("/forgotten", "/sign-in"):
        fastest = []  # of three: whatever else the machine does only adds to it
        for email in ("stranger@example.com", "nobody@example.com"):
            times = []
            for _ in range(3):
                begin = time.perf_counter()
                client.post(path, data={"email": email, "password": "not this one"})
                times.append(time.perf_counter() - begin)
            fastest.append(min(times))
        assert abs(fastest[0] - fastest[1]) < 0.2, (path, fastest)
    work(client)


def test_a_poisoned_host_reaches_nobody(client, town, caplog):
    answer = client.post("/forgotten", data={"email": "stranger@example.com"}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in caplog.text
    assert "/reset/" not in caplog.text


def test_the_first_administrator(app, client, sqlite_store):
    link = first_start_link(app)
    assert link.startswith("http://maturity.example.org/setup/")
    path = link.removeprefix("http://maturity.example.org")
    form = {"name": "管理员", "email": "root@example.com", "password": PASSWORD}
    assert client.get(path).status_code == 200
    assert client.post(path, data=form | {"email": "x"}).status_code == 400
    assert client.post(path, data=form).status_code == 302
    assert client.get("/people").status_code == 200
    assert first_start_link(app) is None
    assert app.test_client().post(path, data=form).status_code == 404


def test_a_second_set_up_link_makes_nobody(app, client, town, sqlite_store):
    with sqlite_store.write() as c:
        token = tokens.issue_token(c, "setup", None, 1)
    form = {"name": "管理员", "email": "root@example.com", "password": PASSWORD}
    assert client.post(f"/setup/{token}", data=form).status_code == 403


def test_people_are_administered(client_of, town, sqlite_store):
    client = client_of(town.people["administrator"])
    answer = client.post("/people", data={"name": "新分析员", "email": "fresh@example.com", "role": "analyst"})
    (link,) = re.findall(r"http://maturity\.example\.org(/reset/[\w-]+)", answer.text)
    assert client_of().get(link).status_code == 200
    offered = client.get("/people").text.split('id="add-person"')[1]
    assert re.findall(r'<option value="(\w+)"', offered) == ["consultant", "analyst", "administrator"]
    assert client.post("/people", data={"name": "", "email": "x", "role": "king"}).status_code == 400
    assert client.post(f"/people/{town.stranger.id}/role", data={"role": "consultant"}).status_code == 302
    with sqlite_store.read() as c:
        assert people.person(c, town.stranger.id).role == "consultant"
    own = town.people["administrator"].id
    assert "最后一位管理员" in client.post(f"/people/{own}/role", data={"role": "analyst"}).text
    assert "/reset/" in client.post(f"/people/{town.stranger.id}/reset").text


def test_a_copied_cookie_does_not_outlive_signing_out(app, client, town):
    sign_in(client)
    copied = app.test_client()
    copied.set_cookie("maturity", client.get_cookie("maturity").value)
    assert copied.get("/password").status_code == 200
    client.post("/sign-out")
    assert copied.get("/password").status_code == 302


@pytest.mark.parametrize("way", ["change", "another link"])
def test_a_reset_link_is_dead_once_the_password_was_changed(client, town, sqlite_store, way):
    with sqlite_store.write() as c:
        first, second = (tokens.issue_token(c, "reset", town.stranger.id, 1) for _ in range(2))
    if way == "change":
        sign_in(client)
        client.post("/password", data={"old": PASSWORD, "password": "green mountain kettle"})
    else:
        client.post(f"/reset/{second}", data={"password": "green mountain kettle"})
    answer = client.post(f"/reset/{first}", data={"password": "yellow harbour spoon"})
    assert answer.status_code == 404
    assert sign_in(client, password="green mountain kettle").status_code == 302


def test_a_link_of_an_administrator_says_in_the_log_who_made_it(client_of, town, sqlite_store):
    administrator = town.people["administrator"]
    client_of(administrator).post(f"/people/{town.stranger.id}/reset")
    log = audit_log.c
    query = select(log.organisation_id, log.person_id, log.detail).where(log.action == "token.issue").order_by(log.id)
    told = (administrator.id, {"person": town.stranger.id, "purpose": "reset"})
    with sqlite_store.read() as c:  # once for the administrators, once for the owners of the member's enterprise
        assert c.execute(query).all() == [(None, *told), (town.theirs.id, *told)]


def test_the_owner_is_told_that_an_administrator_made_a_link_also_when_it_was_used(app, client_of, town, client):
    page = client_of(town.people["administrator"]).post(f"/people/{town.stranger.id}/reset").text
    (link,) = re.findall(r"http://maturity\.example\.org(/reset/[\w-]+)", page)
    thief = app.test_client()
    assert thief.post(link, data={"password": "yellow harbour spoon"}).status_code == 302
    sign_in(client, password="yellow harbour spoon")
    page = client.get("/").text
    assert "管理员 administrator 在 20" in page
    assert "生成过设置密码的链接" in page


def test_the_name_of_the_enterprise_is_no_password(client):
    answer = letters.sign_up(client, FORM | {"credit_code": CODE}, "示例机械有限公司2024")
    assert answer.status_code == 400
    assert "企业名称" in answer.text


def test_two_who_change_the_facts_both_see_them(member, town):
    path, form = f"/enterprises/{town.mine.id}", FORM | {"credit_code": town.mine.facts.credit_code, "version": "1"}
    assert member.post(path, data=form | {"name": "改名一"}).status_code == 302
    answer = member.post(path, data=form | {"name": "改名二"})
    assert answer.status_code == 409
    assert "改名一" in answer.text
    assert 'value="改名二"' in answer.text
    assert 'name="version" value="2"' in answer.text


def test_doors_close_after_too_many_attempts(config, town):
    client = create_app({**config, "RATELIMIT_ENABLED": True}).test_client()
    statuses = [sign_in(client, email="nobody", password="").status_code for _ in range(21)]
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {400}
    assert client.get("/sign-in").status_code == 200


def test_ownership_may_be_stated_changed_and_left_open(member, town):
    path = f"/enterprises/{town.mine.id}"
    form = FORM | {"credit_code": town.mine.facts.credit_code}
    assert '<option value="state" selected' not in member.get(path).text
    assert member.post(path, data=form | {"version": "1", "ownership": "state"}).status_code == 302
    assert '<option value="state" selected' in member.get(path).text
    refused = member.post(path, data=form | {"version": "2", "ownership": "crown"})
    assert refused.status_code == 400
    assert "不在分类中" in refused.text
    assert member.post(path, data=form | {"version": "2", "ownership": ""}).status_code == 302
    assert '<option value="state" selected' not in member.get(path).text


def test_a_password_that_is_refused_behind_a_link_says_why(client, town, sqlite_store):
    with sqlite_store.write() as c:
        token = tokens.issue_token(c, "reset", town.stranger.id, 2)
    answer = client.post(f"/reset/{token}", data={"password": "short"})
    assert answer.status_code == 400
    assert 'id="password-mistake"' in answer.text
    with letters.written(client) as links:
        client.post("/sign-up", data=FORM | {"credit_code": CODE})
    assert 'id="password-mistake"' in client.post(links[-1], data={"password": "short"}).text
