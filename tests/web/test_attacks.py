"""Attacks on the application as an operator runs it: `maturity serve`, and gunicorn with two processes."""

import json
import re
from types import SimpleNamespace

import pytest

from maturity.questionnaire import load
from maturity.store import open_store, tokens
from maturity.store.assessments import start
from maturity.store.organisations import sign_up
from maturity.store.people import add_person

from .conftest import PASSWORD
from .servers import running
from .test_proxies import KINDS, Attempts

EMAIL = "victim@example.com"


@pytest.fixture(params=KINDS)
def scene(request, tmp_path, facts):
    """A running server, and a person with an open assessment."""
    with running(request.param, tmp_path) as server:
        store = open_store(f"sqlite:///{tmp_path}/maturity.sqlite3")
        with store.write() as c:
            person = add_person(c, email=EMAIL, name="Victim", role="enterprise", password=PASSWORD)
            firm = sign_up(c, facts(1), person.id)
            found = start(c, person, firm.id, load(), "discrete", 2024)
            links = [tokens.issue(c, "reset", person.id, 1) for _ in range(2)]
        yield SimpleNamespace(server=server, assessment=found.id, links=links)
        store.close()


class Browser:
    """Keeps its cookie, and sends the token of the session."""

    def __init__(self, server, cookie=""):
        self.server, self.cookie = server, cookie

    def ask(self, method, path, form=None, body=None, **headers):
        answer = self.server.ask(method, path, form, body, Cookie=self.cookie, **headers)
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                self.cookie = value.partition(";")[0]
        return answer

    def send(self, path, **form):
        return self.ask("POST", path, form | {"csrf_token": self.token(path)})

    def token(self, path="/sign-in"):
        page = self.ask("GET", path if path != "/sign-out" else "/password")
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]


def test_copied_cookies_old_links_and_crafted_requests(scene):
    browser = Browser(scene.server)
    assert browser.send("/sign-in", email=EMAIL, password=PASSWORD).status == 302
    copy = Browser(scene.server, browser.cookie)
    assert copy.ask("GET", "/password").status == 200

    path = f"/assessments/{scene.assessment}/answers/{load().items_of('discrete')[0].id}"
    sent = {"Content_Type": "application/json", "X_CSRFToken": browser.token("/password")}
    for version in ("9" * 19, "9" * 5000, '"٣"', "-1", "1e400", "[" * 100_000 + "]" * 100_000):
        answer = browser.ask("PUT", path, body=f'{{"choice": "full", "version": {version}}}'.encode(), **sent)
        assert answer.status < 500, version[:20]
        assert json.loads(answer.text)

    assert browser.send("/sign-out").status == 302
    assert copy.ask("GET", "/password").status == 302

    stranger = Browser(scene.server)
    first, second = (f"/reset/{link}" for link in scene.links)
    assert stranger.send(first, password="green mountain kettle").status == 302
    assert Browser(scene.server).ask("GET", second).status == 404


def test_two_processes_count_together(tmp_path):
    with running("gunicorn", tmp_path) as server:
        statuses = Attempts(server).statuses(30, "192.0.2.1")
    assert (set(statuses[:20]), set(statuses[20:])) == ({400}, {429})
