"""What the log holds, and what it never does: answers, passwords, links that let in, addresses."""

import io
import json
import logging

import pytest
from sqlalchemy import insert

from maturity.store.accounts import people
from maturity.store.schema import people as table
from maturity.web import create_app
from maturity.web.operation.logs import Lines, Objects, logging_begun

from ..test_access import routes

MARK = "Planted7Marker"
ADDRESS = "203.0.113.77"


@pytest.fixture(params=[Lines, Objects], ids=["text", "json"])
def log(request, monkeypatch):
    """What is written to the log, with the access log on, as text or as JSON."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root, access = logging.getLogger(), logging.getLogger("maturity.access")
    root.addHandler(handler)
    monkeypatch.setattr(access, "level", logging.INFO)
    access.manager._clear_cache()
    yield written
    root.removeHandler(handler)
    access.manager._clear_cache()


def test_no_request_leaves_what_was_sent_in_the_log(config, town, log, monkeypatch):
    app = create_app({**config, "PROXIES": "1"})
    app.testing = False  # faults are answered and logged
    client, person = app.test_client(), town.people["enterprise"]
    with client.session_transaction() as session:
        session["_user_id"] = f"{person.id}.{person.stamp}"
    headers = {"X-Forwarded-For": ADDRESS, "User-Agent": MARK, "Referer": f"http://localhost/{MARK}", "X-Extra": MARK}
    save = f"/assessments/{town.open.id}/answers/skills.1a"
    assert client.put(save, json={"choice": "full", "comment": MARK, "version": 0}, headers=headers).status_code == 200
    sent = {"email": f"{MARK}@example.com", "password": MARK, "name": MARK, "reason": MARK, "comment": MARK}
    for _, method, path in routes(app):
        for query in ("", f"?q={MARK}"):
            client.open(path.replace("0" * 32, MARK) + query, method=method, data=sent, headers=headers).close()
    for path in (f"/reset/{MARK}", f"/setup/{MARK}", f"/join/{MARK}", f"/{MARK}", "/sign-in"):
        client.post(path, data=sent, headers=headers)

    def fault(*_):
        with app.extensions["maturity"].store.write() as c:
            c.execute(insert(table).values(id="x" * 32, email=f"{MARK}@example.com"))

    monkeypatch.setattr(people, "sign_in", fault)
    client = app.test_client()
    assert client.post("/sign-in", data=sent, headers=headers).status_code == 500
    written = log.getvalue()
    assert len(written.splitlines()) > 200
    assert "IntegrityError" in written
    assert f"/assessments/{town.open.id}" not in written
    assert "PUT /assessments/<aid>/answers/<item> 200" in written
    assert MARK not in written
    assert ADDRESS not in written


def test_letters_that_have_no_server_are_whole_and_everything_else_has_no_address(log):
    logging.getLogger("maturity.web").warning("for %s: %s", "a@example.com", "/reset/abc", extra={"letter": True})
    logging.getLogger("maturity.web").warning("for %s: %s", "b@example.com", "http://x/reset/abc?next=1")
    first, second = log.getvalue().splitlines()
    assert "for a@example.com: /reset/abc" in first
    assert "for …: http://x/reset/…?next=1" in second


def test_rows_that_databases_repeat_are_left_out(log):
    logging.getLogger("maturity.store").error("no\nDETAIL:  Key (email)=(a) exists.\nHINT: none")
    assert "Key" not in log.getvalue()


def test_a_request_has_one_id_in_every_entry_and_in_its_answer(app, log):
    told = app.test_client().get("/sign-in", headers={"X-Request-ID": "from-a-stranger"})
    id = told.headers["X-Request-ID"]
    assert len(id) == 16
    (line,) = log.getvalue().splitlines()
    assert id in line
    if line.startswith("{"):
        entry = json.loads(line)
        assert (entry["request"], entry["route"], entry["status"], entry["method"]) == (id, "/sign-in", 200, "GET")
        assert entry["milliseconds"] >= 0


@pytest.mark.parametrize(
    ("given", "taken"), [("0a1b-2c3d", True), ("a b c d e", False), ("x" * 33, False), ("", False)]
)
def test_the_id_of_a_trusted_proxy_is_taken_over(config, given, taken):
    client = create_app({**config, "PROXIES": "1"}).test_client()
    assert (client.get("/sign-in", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given) is taken


def test_a_refused_host_is_answered_and_has_an_id(app):
    told = app.test_client().get("/", headers={"Host": "evil.example"})
    assert (told.status_code, len(told.headers["X-Request-ID"])) == (400, 16)


@pytest.mark.parametrize(("form", "access"), [("json", "on"), ("text", "off")])
def test_the_settings_say_how_it_is_written(monkeypatch, capsys, app, form, access):
    monkeypatch.setenv("MATURITY_LOG", form)
    monkeypatch.setenv("MATURITY_ACCESS_LOG", access)
    with logging_begun():
        logging.getLogger("maturity.web").info("hello")
        app.test_client().get("/health")
        app.test_client().get("/sign-in")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == (2 if access == "on" else 1)
    assert ("hello" in json.loads(lines[0])["message"]) if form == "json" else lines[0].endswith(" hello")
