"""Administrators find people, disable them at once everywhere, and reset what they lost."""

import pytest

from maturity.store.accounts import people, second_factor, tokens
from maturity.store.accounts.people import add_person
from maturity.store.sealing import Sealer
from maturity.web import create_app

from ..conftest import PASSWORD

STRANGER = {"email": "stranger@example.com", "password": PASSWORD}


@pytest.fixture
def boss(client_of, town):
    return client_of(town.people["administrator"])


def test_people_are_found_by_name_role_and_state_on_pages_that_follow_on(boss, sqlite_store, town):
    with sqlite_store.write() as c:
        for number in range(52):
            add_person(c, email=f"p{number:02}@example.com", name=f"某人 {number}", role="analyst")
        people.disable(c, people.find_person(c, "p07@example.com").id, None)
    first = boss.get("/people?search=某人").text
    assert ("p49@example.com" in first, "p50@example.com" in first) == (True, False)
    second = boss.get("/people?search=某人&after=p49@example.com").text
    assert ("p48@example.com" in second, "p51@example.com" in second) == (False, True)
    found = boss.get("/people?state=disabled").text
    assert ("p07@example.com" in found, "p08@example.com" in found) == (True, False)
    assert "p07@example.com" not in boss.get("/people?search=P0&state=active").text
    assert "stranger@example.com" not in boss.get("/people?role=analyst").text
    assert boss.get("/people?role=king&state=x&after=%00").status_code in (200, 400)
    assert boss.get(f"/people/{'0' * 32}").status_code == 404


def test_who_is_disabled_is_out_at_once_in_every_process_and_in_again_when_enabled(boss, config, town, sqlite_store):
    here, there = (create_app(config).test_client() for _ in range(2))
    for client in (here, there):
        assert client.post("/sign-in", data=STRANGER).status_code == 302
        assert client.get("/password").status_code == 200
    with sqlite_store.write() as c:
        token = tokens.issue_token(c, "reset", town.stranger.id, 1)
    assert boss.post(f"/people/{town.stranger.id}/disable").status_code == 302
    assert [client.get("/password").status_code for client in (here, there)] == [302, 302]
    answer = here.post("/sign-in", data=STRANGER, follow_redirects=True)
    assert "账户已停用" in answer.text
    assert here.get("/password").status_code == 302
    assert "账户已停用" not in here.post("/sign-in", data={**STRANGER, "password": "x"}, follow_redirects=True).text
    assert here.get(f"/reset/{token}").status_code == 404
    page = boss.get(f"/people/{town.stranger.id}").text
    assert "停用，自" in page
    assert boss.post(f"/people/{town.stranger.id}/enable").status_code == 302
    assert here.get("/password").status_code == 302  # the old sessions stay over
    assert here.post("/sign-in", data=STRANGER).headers["Location"] == "/"


def test_a_link_made_for_a_disabled_account_lets_nobody_in(boss, app, town, sqlite_store):
    boss.post(f"/people/{town.stranger.id}/disable")
    with sqlite_store.write() as c:
        token = tokens.issue_token(c, "reset", town.stranger.id, 1)
    client = app.test_client()
    assert client.post(f"/reset/{token}", data={"password": "another river lantern"}).headers["Location"] == "/sign-in"
    assert client.get("/password").status_code == 302


def test_the_last_administrator_stays(boss, town):
    own = town.people["administrator"].id
    assert "最后一位管理员" in boss.post(f"/people/{own}/disable").text
    assert "停用账户" not in boss.get(f"/people/{own}").text
    assert boss.get("/people").status_code == 200


def test_a_lost_second_factor_is_reset(boss, town, sqlite_store, client_of):
    sealer = Sealer("key", "second factor")
    with sqlite_store.write() as c:
        second_factor.begin(c, town.stranger, sealer)
    client = client_of(town.stranger)
    assert boss.post(f"/people/{town.stranger.id}/second-factor").status_code == 302
    with sqlite_store.read() as c:
        assert second_factor.second_factor(c, town.stranger.id, sealer) is None
    assert client.get("/password").status_code == 302
    assert boss.post(f"/people/{'0' * 32}/second-factor").status_code == 404


def test_a_disabled_account_is_erased_once_its_address_is_typed(boss, client_of, town, sqlite_store):
    who = town.people["consultant"]
    own = client_of(who).post("/account/data")
    assert (own.json["account"]["email"], own.mimetype) == (who.email, "application/json")
    path = f"/people/{who.id}"
    assert boss.post(f"{path}/erase", data={"email": who.email}).status_code == 400
    boss.post(f"{path}/disable")
    assert boss.post(f"{path}/erase", data={"email": "other@example.com"}).status_code == 400
    assert boss.post(f"{path}/erase", data={"email": f" {who.email.upper()}"}).status_code == 302
    assert who.email not in boss.get("/people").text
    assert who.email not in boss.get("/audit").text
    assert "注销账户" not in boss.get(path).text
