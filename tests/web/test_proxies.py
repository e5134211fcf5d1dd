"""Who asks, behind a proxy and without one, under both servers."""

import re

import pytest

from .servers import running

KINDS = ["serve", "gunicorn"]


class Attempts:
    """One browser that fails to sign in, from whatever addresses it is said to have."""

    def __init__(self, server):
        self.server, first = server, page(server)
        self.cookie = first.headers["Set-Cookie"].partition(";")[0]
        self.form = {
            "email": "x@example.com",
            "password": "",
            "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', first.text)[1],
        }

    def statuses(self, count, address):
        headers = {"Cookie": self.cookie, "X_Forwarded_For": address}
        return [self.server.ask("POST", "/sign-in", self.form, **headers).status for _ in range(count)]


def page(server, **headers):
    return server.ask("GET", "/sign-in", **headers)


@pytest.mark.parametrize("kind", KINDS)
def test_cookies_are_secure_behind_a_proxy(kind, tmp_path):
    with running(kind, tmp_path, MATURITY_PROXIES="1") as server:
        secure = page(server, X_Forwarded_For="192.0.2.1", X_Forwarded_Proto="https")
        assert "Secure" in secure.headers["Set-Cookie"]
        assert secure.headers["Strict-Transport-Security"]
        plain = page(server, X_Forwarded_For="192.0.2.1", X_Forwarded_Proto="http")
        assert "Secure" not in plain.headers["Set-Cookie"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_made_up_chain_of_addresses_bypasses_nothing(kind, tmp_path):
    with running(kind, tmp_path, MATURITY_PROXIES="1") as server:
        browser = Attempts(server)
        chains = [f"198.51.100.{number}, 192.0.2.9" for number in range(21)]
        statuses = [browser.statuses(1, chain)[0] for chain in chains]
        assert (set(statuses[:20]), statuses[20]) == ({400}, 429)
        assert browser.statuses(1, "192.0.2.10") == [400]


def test_without_the_setting_the_headers_are_ignored(tmp_path):
    with running("serve", tmp_path) as server:
        answer = page(server, X_Forwarded_For="192.0.2.1", X_Forwarded_Proto="https")
        assert "Secure" not in answer.headers["Set-Cookie"]
        assert "evil" not in page(server, X_Forwarded_Host="evil.example").text
        browser = Attempts(server)
        assert [browser.statuses(1, f"192.0.2.{number}")[0] for number in range(21)][-1] == 429
