"""Guessing passwords ends soon, for all processes together, and never keeps an owner out of his account."""

import pytest

from maturity.store.accounts import tokens
from maturity.store.accounts.people import set_password
from maturity.web import create_app

from .conftest import PASSWORD

HOME = "192.0.2.7"
VICTIM = "stranger@example.com"


@pytest.fixture
def guarded(config, town):
    return create_app({**config, "RATELIMIT_ENABLED": True})


def sign_in(app, address, password=PASSWORD, email=VICTIM):
    form = {"email": email, "password": password}
    return app.test_client().post("/sign-in", data=form, environ_base={"REMOTE_ADDR": address})


@pytest.fixture
def flooded(guarded):
    """The owner signed in from home once; then many addresses guess."""
    assert sign_in(guarded, HOME).status_code == 302
    statuses = [sign_in(guarded, f"198.51.100.{number}", "").status_code for number in range(35)]
    assert (set(statuses[:29]), set(statuses[29:])) == ({400}, {429})
    return guarded


def test_guessing_from_many_addresses_ends_and_the_owner_gets_in(flooded):
    assert sign_in(flooded, "198.51.100.200").status_code == 429  # even with the password: a guess may be right
    assert sign_in(flooded, HOME).status_code == 302
    assert sign_in(flooded, "198.51.100.1", email="enterprise@example.com").status_code == 400  # others do not suffer


def test_the_owner_gets_in_from_anywhere_with_a_link(flooded, town, sqlite_store):
    with sqlite_store.write() as c:
        token = tokens.issue_token(c, "reset", town.stranger.id, 1)
    client = flooded.test_client()
    at = {"REMOTE_ADDR": "203.0.113.9"}
    guesses = [client.post("/reset/guess", data={"password": "x"}, environ_base=at).status_code for _ in range(21)]
    assert (set(guesses[:20]), guesses[20]) == ({404}, 429)
    new = {"password": "green mountain kettle"}
    assert client.post(f"/reset/{token}", data=new, environ_base=at).status_code == 302
    assert sign_in(flooded, "203.0.113.9", "green mountain kettle").status_code == 302  # and it is familiar now


def test_an_address_full_of_guesses_keeps_no_colleague_out_who_was_there(guarded):
    sign_in(guarded, HOME)
    assert [sign_in(guarded, HOME, "", "enterprise@example.com").status_code for _ in range(21)][-1] == 429
    assert sign_in(guarded, HOME).status_code == 302
    assert [sign_in(guarded, HOME, "").status_code for _ in range(21)][-1] == 429  # a familiar address may not guess on


def test_another_spelling_of_the_account_is_the_same_account(flooded):
    assert sign_in(flooded, "198.51.100.201", "", " STRANGER@Example.com ").status_code == 429


def test_a_network_of_ipv6_is_one_address(guarded):
    statuses = [sign_in(guarded, f"2001:db8:1:2::{number:x}", "", "x").status_code for number in range(1, 22)]
    assert (set(statuses[:20]), statuses[20]) == ({400}, 429)
    assert sign_in(guarded, "2001:db8:1:3::1", "", "x").status_code == 400


def test_a_new_password_leaves_familiar_addresses_familiar(flooded, town, sqlite_store):
    with sqlite_store.write() as c:
        set_password(c, town.stranger.id, "green mountain kettle")
    assert sign_in(flooded, HOME, "green mountain kettle").status_code == 302


def test_a_port_that_a_proxy_adds_makes_no_other_address_and_shares_none(guarded):
    for start in ("192.0.2.{}:50001", "[2001:db8:1:{}::1]:443"):
        here, there = start.format(8), start.format(9)
        statuses = [sign_in(guarded, here, "", "x").status_code for _ in range(21)]
        assert (set(statuses[:20]), statuses[20]) == ({400}, 429)
        other_port = here[: here.rindex(":")] + ":99"
        assert sign_in(guarded, other_port, "", "x").status_code == 429
        assert sign_in(guarded, there, "", "x").status_code == 400


def test_a_stolen_session_does_not_guess_the_password_from_many_addresses(guarded, town, sqlite_store):
    client = guarded.test_client()
    assert client.post("/sign-in", data={"email": VICTIM, "password": PASSWORD}).status_code == 302
    guess = {"old": "guess", "password": "green mountain kettle"}

    def change(number):
        return client.post("/password", data=guess, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"}).status_code

    statuses = [change(number) for number in range(21)]
    assert (set(statuses[:20]), statuses[20]) == ({400}, 429)
    with sqlite_store.write() as c:  # the owner has another way
        token = tokens.issue_token(c, "reset", town.stranger.id, 1)
    new = {"password": "green mountain kettle"}
    assert guarded.test_client().post(f"/reset/{token}", data=new).status_code == 302
