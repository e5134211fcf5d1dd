"""What no browser sends, a database that goes away, and processes that start at once: never a 500, never silence."""

import os
import stat
import struct
import subprocess
import time
from contextlib import contextmanager

import pytest
from sqlalchemy.engine import make_url

from .browser import Browser
from .conftest import MANY, administer, drop_database, empty_database
from .servers import command, environment, free_port, wait_for

NUMBERS = ("9" * 19, "9" * 5000, "٣", "²", "-1", "1e400", "NaN", "0x1f", "")
NEGATIVE = (
    b"PK\x03\x04"
    + bytes(100)
    + b"PK\x01\x02"
    + bytes(42)
    + b"PK\x05\x06"
    + struct.pack("<HHHHIIH", 0, 0, 1, 1, 46, 0xFFFFFFF0, 0)
)


def test_no_number_and_no_json_makes_the_program_fail(sign_up, staff, items):
    owner, analyst = sign_up(), staff("analyst")
    base = f"/assessments/{owner.assessment}"
    bodies = [f'{{"choice": "full", "version": {number or "null"}}}'.encode() for number in NUMBERS]
    bodies += [b"[" * 100_000, b'{"a":' * 100_000, b"{", b"\xff", b'{"choice": "\\ud800", "version": 0}']
    for body in bodies:
        answer = owner.browser.put(f"{base}/answers/{items[0]}", body, "/password")
        assert answer.status < 500, body[:40]
        assert answer.json
    token = owner.browser.token("/password")
    for number in NUMBERS:
        form = {"version": number, "area": number or "1", "words": "x", "until": "9999-12-31T23:59:59-23:59"}
        for path in (f"{base}/actions", f"{base}/scope", f"{base}/seen", f"/enterprises/{owner.firm}"):
            assert owner.browser.ask("POST", path, form | {"csrf_token": token}).status < 500, (path, number[:20])
    assert owner.browser.ask("POST", f"{base}/actions", {"words": "x", "area": "1", "csrf_token": token}).status == 400
    token = analyst.token("/password")
    for number in NUMBERS:
        assert analyst.ask("POST", "/detail", {"year": number, "what": "all", "csrf_token": token}).status == 400


@pytest.mark.parametrize("data", [NEGATIVE, NEGATIVE[:60], b"PK\x05\x06" + b"\xff" * 18, b"", b"[" * 100_000])
def test_no_archive_with_negative_offsets_makes_the_program_fail(data, sign_up, items):
    owner = sign_up()
    base = f"/assessments/{owner.assessment}"
    assert owner.browser.upload("/enterprises/import", "data", "a.zip", data).status == 400
    assert owner.browser.upload(f"{base}/workbook", "workbook", "a.xlsx", data).status == 400
    page = f"{base}/items/{items[0]}"
    assert 400 <= owner.browser.upload(f"{page}/files", "file", "a.docx", data, page).status < 500


@contextmanager
def away(server):
    """The database is not there for a while."""
    url = make_url(server.database)
    if url.get_backend_name() == "sqlite":
        os.rename(url.database, f"{url.database}.away")
        try:
            yield
        finally:
            os.rename(f"{url.database}.away", url.database)
        return
    there = url.set(database="postgres")
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{url.database}'"
    administer(there, f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false", end)
    try:
        yield
    finally:
        administer(there, f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")


def test_a_database_that_goes_away_is_told_and_comes_back(server, sign_up, items):
    owner = sign_up()
    base = f"/assessments/{owner.assessment}"
    token = owner.browser.token("/password")
    with away(server):
        for browser in (owner.browser, Browser(server)):
            for path in ("/", "/sign-in", base, f"{base}/result", "/password"):
                answer = browser.get(path)
                assert answer.status in ((503,) if browser is owner.browser else (200, 302, 503)), path
                assert answer.status < 503 or "连不上数据库" in answer.text
            assert browser.get("/no-such-page").status == 404
        saved = owner.browser.ask(
            "PUT",
            f"{base}/answers/{items[0]}",
            body=b'{"choice": "full", "version": 0}',
            Content_Type="application/json",
            X_CSRFToken=token,
        )
        assert saved.status == 503
        assert saved.json["problems"][0]["code"] == "store-unreachable"
        assert owner.browser.get("/").header("Retry-After")
    until = time.monotonic() + 20
    while owner.browser.get(base).status != 200 and time.monotonic() < until:
        time.sleep(0.1)
    assert owner.browser.put(f"{base}/answers/{items[0]}", {"choice": "full", "version": 0}, "/password").status == 200


def test_nothing_that_the_server_keeps_is_open_to_other_accounts(server, sign_up, items):
    owner = sign_up()
    page = f"/assessments/{owner.assessment}/items/{items[0]}"
    assert owner.browser.upload(f"{page}/files", "file", "a.pdf", b"%PDF-1.4\n%%EOF\n", page).status in (302, 400)
    for path in server.folder.rglob("*"):
        mode, wanted = stat.S_IMODE(path.stat().st_mode), 0o700 if path.is_dir() else 0o600
        assert mode == wanted, (path, oct(mode))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"] if MANY else ["sqlite"])
def test_three_servers_that_start_first_at_once(database, tmp_path, request):
    url = f"sqlite:///{tmp_path}/maturity.sqlite3"
    if database == "postgresql":
        url = empty_database(request.getfixturevalue("postgresql_url"), "first")
    words, ports = environment(tmp_path / "var", url), [free_port() for _ in range(3)]
    with (tmp_path / "log").open("wb") as log:
        started = [subprocess.Popen(command("serve", port), env=words, stdout=log, stderr=log) for port in ports]
        try:
            for process, port in zip(started, ports, strict=True):
                wait_for(port, process)
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(30)
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")
    if database == "postgresql":
        drop_database(url)
