"""Guessing passwords through the operator's proxy, from one address, from many, and with addresses made up."""

from .browser import Browser
from .conftest import PASSWORD
from .servers import running

OFTEN, ACCOUNT = 20, 30  # a minute and address; an hour and account


def guesses(browser, count, email="", claimed=str):
    """The statuses of `count` attempts with one session; `claimed(number)` is what the client says of itself."""
    token = browser.token("/sign-in")
    form = {"email": email or f"{browser.address}@demo.example", "password": "", "csrf_token": token}
    return [browser.ask("POST", "/sign-in", form, claimed=claimed(number)).status for number in range(count)]


def at_one_account(browser, email, count):
    """The statuses of `count` attempts at an account, each from an address of its own."""
    form = {"email": email, "password": "", "csrf_token": browser.token("/sign-in")}
    statuses = []
    for _ in range(count):
        browser.address = Browser(browser.server).address
        statuses.append(browser.ask("POST", "/sign-in", form).status)
    return statuses


def test_one_address_is_stopped_by_all_workers_together(visitor):
    statuses = guesses(visitor(), 2 * OFTEN, claimed=lambda number: "")
    assert (set(statuses[:OFTEN]), set(statuses[OFTEN:])) == ({400}, {429})


def test_made_up_addresses_bypass_nothing_and_block_nobody(visitor):
    victim = visitor()
    guesser = visitor()
    statuses = guesses(guesser, OFTEN + 5, claimed=lambda number: f"{victim.address}, 198.51.100.{number}")
    assert (set(statuses[:OFTEN]), set(statuses[OFTEN:])) == ({400}, {429})
    assert guesses(victim, 1) == [400]


def test_many_addresses_at_one_account_are_stopped_and_its_owner_gets_in(sign_up, visitor, reset_links):
    owner, other = sign_up(), sign_up()
    mallory = visitor()
    statuses = at_one_account(mallory, owner.email, ACCOUNT + 10)
    stop = statuses.index(429)
    assert stop <= ACCOUNT
    assert set(statuses[stop:]) == {429}
    assert visitor().sign_in(owner.email, PASSWORD).status == 429  # a right guess is not told from a wrong one
    assert visitor(owner.browser.address).sign_in(owner.email, PASSWORD).status == 302  # from where its owner was
    assert mallory.send("/sign-in", email=other.email, password=PASSWORD).status == 302  # nobody else suffers
    assert visitor().send("/forgotten", email=owner.email).status == 200
    (link,) = reset_links(owner.email, 1)
    away = visitor()
    assert away.send(link, password="green mountain kettle").status == 302
    assert away.get("/password").status == 200
    assert visitor(away.address).sign_in(owner.email, "green mountain kettle").status == 302


def test_without_a_proxy_nothing_that_the_client_says_of_itself_is_believed(tmp_path):
    with running("serve", tmp_path) as server:
        guesser = Browser(server)
        told = guesser.get("/sign-in", claimed="192.0.2.1", X_Forwarded_Proto="https", X_Forwarded_Host="evil.example")
        assert "Secure" not in told.header("Set-Cookie")
        assert "evil.example" not in told.text
        assert guesser.get("/sign-in", Host="evil.example").status == 400
        statuses = guesses(guesser, OFTEN + 1, claimed=lambda number: f"192.0.2.{number}")
        assert (set(statuses[:OFTEN]), statuses[OFTEN]) == ({400}, 429)
