"""Cookies that are copied, links that are old, and the time a page takes."""

import statistics
import time

import pytest

from .conftest import MANY, PASSWORD

NEW = "green mountain kettle"


def test_cookies_are_for_this_site_over_https_and_hidden_from_scripts(visitor):
    cookie = visitor().get("/sign-in").header("Set-Cookie")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    answer = visitor().get("/sign-in")
    assert answer.header("Strict-Transport-Security")
    assert answer.header("Cache-Control") == "no-store"
    assert "Secure" not in visitor().get("/sign-in", X_Forwarded_Proto="http").header("Set-Cookie")


def test_a_copied_cookie_is_worth_nothing_after_signing_out(sign_up):
    owner = sign_up()
    thief, before = owner.browser.copy(), owner.browser.copy()
    assert thief.get(f"/assessments/{owner.assessment}").status == 200
    assert owner.browser.send("/sign-out", "/password").status == 302
    for copy in (thief, before):
        assert copy.get(f"/assessments/{owner.assessment}").header("Location").startswith("/sign-in")


def test_a_copied_cookie_is_worth_nothing_after_a_new_password(sign_up):
    owner = sign_up()
    thief = owner.browser.copy()
    assert owner.browser.send("/password", old=PASSWORD, password=NEW).status == 302
    assert owner.browser.get("/password").status == 200
    assert thief.get("/password").status == 302
    assert thief.put(f"/assessments/{owner.assessment}/flags/x", {"flagged": True}, "/sign-in").status == 401


def test_a_session_planted_before_signing_in_is_not_the_one_after(visitor, sign_up):
    owner, planted = sign_up(), visitor()
    planted.get("/sign-in")
    victim = planted.copy()
    assert victim.sign_in(owner.email, PASSWORD).status == 302
    assert planted.get("/password").status == 302


@pytest.mark.parametrize("by", ["link", "password"])
def test_a_new_password_ends_every_link_made_before(by, sign_up, visitor, reset_links):
    owner = sign_up()
    for _ in range(2):
        assert visitor().send("/forgotten", email=owner.email).status == 200
    first, second = reset_links(owner.email, 2)
    if by == "link":
        assert visitor().send(first, password=NEW).status == 302
    else:
        assert owner.browser.send("/password", old=PASSWORD, password=NEW).status == 302
    for old in (first, second):
        assert visitor().get(old).status == 404
        assert visitor().ask("POST", old, {"password": PASSWORD, "csrf_token": "x"}).status in (400, 404)
    assert visitor().sign_in(owner.email, PASSWORD).status == 400
    assert visitor().sign_in(owner.email, NEW).status == 302


@pytest.mark.parametrize(("path", "more"), [("/forgotten", {}), ("/sign-in", {"password": "not this one"})])
def test_no_page_tells_by_its_time_who_has_an_account(path, more, sign_up, visitor):
    """Both in turn, and the rank test of Mann and Whitney: which of two times is longer is as good as chance."""
    rounds, times = 400 if MANY else (24 if path == "/forgotten" else 12), {True: [], False: []}
    for number in range(rounds):
        if number % 24 == 0:  # an account that is asked for more often is throttled
            owner = sign_up()
        browser = visitor()
        token = browser.token(path)
        for known in (True, False) if number % 2 else (False, True):
            email = owner.email if known else f"nobody{number}@demo.example"
            browser.get("/privacy")  # what the request before left to be done is done
            begun = time.perf_counter()
            browser.ask("POST", path, {"email": email, "csrf_token": token, **more})
            times[known].append(time.perf_counter() - begun)
    longer = sum((a > b) + (a == b) / 2 for a in times[True] for b in times[False]) / rounds**2
    chance = ((2 * rounds + 1) / (12 * rounds**2)) ** 0.5
    assert abs(longer - 0.5) < 4 * chance, (longer, {known: statistics.median(each) for known, each in times.items()})
