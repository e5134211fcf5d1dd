"""Two-step sign-in on the pages: set up by a code, asked for after the password, not to be gone around."""

import re
from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import select

from maturity.store.accounts import second_factor as factor
from maturity.store.accounts import tokens
from maturity.store.schema import audit_log
from maturity.web import create_app

from ..conftest import PASSWORD

STRANGER = {"email": "stranger@example.com", "password": PASSWORD}


@pytest.fixture
def client(app, town):
    """A client of the stranger's who has signed in with the password."""
    client = app.test_client()
    assert client.post("/sign-in", data=STRANGER).status_code == 302
    return client


@pytest.fixture
def clock(monkeypatch):
    def turn(seconds):
        monkeypatch.setattr(factor, "now", lambda: datetime.fromtimestamp(1_800_000_000 + seconds, UTC))

    turn(0)
    return turn


def turn_on(client):
    """Set it up; returns the TOTP and the recovery codes."""
    assert client.post("/second-factor/begin", data={"password": PASSWORD}).status_code == 302
    page = client.get("/second-factor").text
    assert "<svg" in page
    totp = pyotp.TOTP(re.search(r'<p class="code">([A-Z2-7 ]+)</p>', page)[1].replace(" ", ""))
    done = client.post("/second-factor/confirm", data={"code": totp.at(factor.now().timestamp())})
    assert done.status_code == 200
    return totp, re.findall(r'class="code">(\w{4}-\w{4}-\w{4}-\w{4})<', done.text)


def inside(client):
    return client.get("/password").status_code == 200


def test_after_the_password_a_code_is_asked_for_and_works_once(client, app, clock, sqlite_store):
    other = app.test_client()
    other.post("/sign-in", data=STRANGER)
    totp, codes = turn_on(client)
    assert len(codes) == factor.RECOVERY_CODES
    assert (inside(client), inside(other)) == (True, False)
    clock(60)
    asked = other.post("/sign-in", data={**STRANGER, "next": "/password"})
    assert asked.headers["Location"] == "/sign-in/code"
    assert not inside(other)
    assert other.post("/sign-in/code", data={"code": "000000"}).status_code == 400
    done = other.post("/sign-in/code", data={"code": totp.at(factor.now().timestamp())})
    assert done.headers["Location"] == "/password"
    assert inside(other)
    third = app.test_client()
    third.post("/sign-in", data=STRANGER)
    assert third.post("/sign-in/code", data={"code": totp.at(factor.now().timestamp())}).status_code == 400
    assert third.post("/sign-in/code", data={"code": codes[3]}).status_code == 302
    assert inside(third)
    with sqlite_store.read() as c:
        actions = c.scalars(select(audit_log.c.action)).all()
    assert actions.count("person.second-factor") == 2
    assert actions.count("person.refused") == 2


def test_without_the_password_there_is_no_page_for_the_code(app, client, clock):
    turn_on(client)
    assert app.test_client().get("/sign-in/code").headers["Location"] == "/sign-in"
    late = app.test_client()
    late.post("/sign-in", data=STRANGER)
    with late.session_transaction() as session:
        who, stamp, _, *rest = session["second"]
        session["second"] = [who, stamp, 0, *rest]
    assert late.get("/sign-in/code").status_code == 302


def test_a_link_to_set_a_password_does_not_go_around_it(app, client, clock, sqlite_store, town):
    turn_on(client)
    with sqlite_store.write() as c:
        token = tokens.issue_token(c, "reset", town.stranger.id, 1)
    other = app.test_client()
    done = other.post(f"/reset/{token}", data={"password": "another river lantern"})
    assert done.headers["Location"] == "/sign-in/code"
    assert not inside(other)


def test_tries_are_few_on_the_page_and_more_than_the_password_is_needed_to_wait_it_out(app, client, clock):
    totp, _ = turn_on(client)
    clock(60)
    other = app.test_client()
    other.post("/sign-in", data=STRANGER)
    pages = [other.post("/sign-in/code", data={"code": "000000"}).text for _ in range(factor.TRIES + 1)]
    assert "试的次数太多" in pages[-1]
    assert "试的次数太多" not in pages[-2]
    assert other.post("/sign-in/code", data={"code": totp.at(factor.now().timestamp())}).status_code == 400


def test_every_change_asks_for_the_password_and_it_can_be_turned_off(client, clock):
    _, codes = turn_on(client)
    for path in ("begin", "codes", "remove"):
        assert client.post(f"/second-factor/{path}", data={"password": "wrong"}).status_code == 400
    fresh = client.post("/second-factor/codes", data={"password": PASSWORD})
    assert codes[0] not in fresh.text
    assert len(re.findall(r"\w{4}-\w{4}-\w{4}-\w{4}", fresh.text)) == factor.RECOVERY_CODES
    assert client.post("/second-factor/begin", data={"password": PASSWORD}).status_code == 400
    assert client.post("/second-factor/remove", data={"password": PASSWORD}).status_code == 302
    client.post("/sign-out")
    assert client.post("/sign-in", data=STRANGER).headers["Location"] == "/"


def test_a_changed_password_keeps_the_session_that_a_code_began(config, town, clock):
    client = create_app({**config, "SECOND_FACTOR": "enterprise"}).test_client()
    client.post("/sign-in", data=STRANGER)
    turn_on(client)
    changed = client.post("/password", data={"old": PASSWORD, "password": "quiet river 9 lantern"})
    assert changed.status_code == 302
    assert inside(client)


def test_who_has_to_use_it_sees_nothing_else_before_and_cannot_turn_it_off(config, town, clock, client_of):
    app = create_app({**config, "SECOND_FACTOR": "enterprise, analyst"})
    client = app.test_client()
    client.post("/sign-in", data=STRANGER)
    assert client.get("/assessments/new").headers["Location"] == "/second-factor"
    assert client.post("/assessments/new", data={}).status_code == 403
    assert client.get("/second-factor").status_code == 200
    assert client.get("/privacy").status_code == 200
    turn_on(client)
    assert client.get("/assessments/new").status_code == 200
    refused = client.post("/second-factor/remove", data={"password": PASSWORD})
    assert "不能关闭" in refused.text
    assert client.post("/sign-out").status_code == 302
