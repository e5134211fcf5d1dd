"""Attacks on the application as an operator runs it: `maturity serve`, and gunicorn with two processes."""

import json
import re
import time
from datetime import UTC, datetime
from io import BytesIO
from threading import Event, Thread
from types import SimpleNamespace
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import func, select

from maturity.questionnaire import load
from maturity.store import open_store, tokens
from maturity.store.assessments import start
from maturity.store.organisations import add_member, sign_up
from maturity.store.people import add_person
from maturity.store.schema import audit_log, organisations, people, submissions
from maturity.store.snapshots import snapshot
from maturity.store.submissions import Record, add_graded
from maturity.transfer import pack
from maturity.transfer.keys import signer

from ..intake.test_scan import FREEZING
from ..transfer.test_forged import forge
from ..transfer.test_transfer import changed, other_place
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

    def upload(self, path, field, name, data, page):
        """Send one file, as a browser does."""
        parts = {"csrf_token": (None, self.token(page).encode()), field: (name, data)}
        lines = []
        for key, (file, content) in parts.items():
            named = f'; filename="{file}"' if file else ""
            lines += [
                f'--edge\r\nContent-Disposition: form-data; name="{key}"{named}\r\n\r\n'.encode(),
                content,
                b"\r\n",
            ]
        body = b"".join([*lines, b"--edge--\r\n"])
        return self.ask("POST", path, body=body, Content_Type="multipart/form-data; boundary=edge")

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


class Watch:
    """Somebody else, who looks at a page all the time: `slowest` is the longest wait in seconds."""

    def __init__(self, server):
        self._server, self._done, self.slowest, self.looks = server, Event(), 0.0, 0

    def __enter__(self):
        self._thread = Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()

    def _look(self):
        while not self._done.is_set():
            begun = time.monotonic()
            assert self._server.ask("GET", "/sign-in").status == 200
            self.slowest, self.looks = max(self.slowest, time.monotonic() - begun), self.looks + 1
            time.sleep(0.05)


def test_a_crafted_workbook_keeps_nobody_waiting(scene, tmp_path):
    browser, page = Browser(scene.server), f"/assessments/{scene.assessment}/workbook"
    browser.send("/sign-in", email=EMAIL, password=PASSWORD)
    offline = browser.ask("GET", page.replace("workbook", "questionnaire.xlsx")).data
    with ZipFile(BytesIO(offline)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = max((name for name in parts if name.startswith("xl/worksheets/sheet")), key=lambda name: len(parts[name]))
    for kind in FREEZING:
        with ZipFile(tmp_path / "x.xlsx", "w", ZIP_DEFLATED, compresslevel=1) as package:
            for name, data in (parts | {sheet: b"<worksheet><sheetData><row>" + FREEZING[kind]}).items():
                package.writestr(name, data)
        with Watch(scene.server) as watch:
            answer = browser.upload(page, "workbook", "x.xlsx", (tmp_path / "x.xlsx").read_bytes(), page)
        assert 400 <= answer.status < 500, kind
        assert watch.looks
        assert watch.slowest < 3, (kind, watch.slowest)


def test_a_forged_archive_gains_nothing(scene, tmp_path, upgraded_sqlite, facts):
    store, files = other_place(tmp_path, upgraded_sqlite)
    items = len(load().items_of("discrete"))
    with store.write() as c:
        owner = add_person(c, email="owner@demo.example", name="Owner", role="enterprise")
        add_graded(c, load(), [Record(facts(7), "discrete", 2024, bytes([4]) * items)])
        firm = c.scalar(select(organisations.c.id))
        add_member(c, firm, owner.id, "owner")
    pack(store, files, owner, firm, tmp_path / "good.zip", signer(tmp_path / "elsewhere"))
    store.close()
    forged = changed(tmp_path / "good.zip", tmp_path / "forged.zip", forge)

    mallory = Browser(scene.server)
    mallory.send("/sign-in", email=EMAIL, password=PASSWORD)
    answer = mallory.upload("/enterprises/import", "data", "forged.zip", forged.read_bytes(), "/enterprises/import")
    assert answer.status == 302
    here = open_store(f"sqlite:///{tmp_path}/maturity.sqlite3")
    with here.read() as c:
        assert len(snapshot(c, load(), 2024).matrix) == 0
        assert c.scalar(select(func.count()).select_from(people)) == 1
        assert c.scalar(select(func.count()).where(audit_log.c.at < datetime(2020, 1, 1, tzinfo=UTC))) == 0
        assert c.execute(select(submissions.c.level, submissions.c.origin)).all() == [(0, "waiting")]
    here.close()
    assert Browser(scene.server).send("/sign-in", email="boss@demo.example", password=PASSWORD).status == 400
