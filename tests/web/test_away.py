"""The database goes away while people are signed in: every answer is a whole page or JSON that says so."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.web import create_app
from maturity.web.settings import read_settings

from .test_access import routes

READ_ONLY = "PRAGMA query_only = ON"  # SQLite answers as for a file that it may not write


def signed_in(app, person):
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{person.id}.{person.stamp}"
    return client


@pytest.fixture
def away(sqlite_store, member, tmp_path):
    """The client of a person who was signed in when the database went away."""
    assert member.get("/").status_code == 200
    os.rename(sqlite_store.engine.url.database, tmp_path / "away.db")
    return member


def test_every_page_says_that_the_database_is_away(app, away):
    for _, method, path in routes(app):
        with away.open(path, method=method) as answer:
            assert answer.status_code != 500
            assert answer.data


def test_a_lost_postgresql_is_told_and_the_next_request_works(config, postgresql_store, postgresql_url):
    """Its connections are ended by an administrator of the server; then it is not there at all."""
    with postgresql_store.write() as c:
        who = add_person(c, email="a@example.com", name="A", role="enterprise")
    store = open_store(postgresql_url)
    client = signed_in(create_app({**config, "STORE": store}), who)
    assert client.get("/password").status_code == 200
    with postgresql_store.read() as c:
        others = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        assert c.scalar(text(f"{others} AND datname = current_database()")) >= 1
    assert client.get("/password").status_code in (200, 503)
    assert client.get("/password").status_code == 200
    store.close()

    gone = make_url(postgresql_url).set(host="127.0.0.1", port=1).render_as_string(hide_password=False)
    away = signed_in(create_app({**config, "STORE": open_store(gone)}), who)
    for path in ("/", "/password"):
        answer = away.get(path)
        assert answer.status_code == 503
        assert "连不上数据库" in answer.text


def test_a_locked_file_is_busy_and_one_that_cannot_be_written_says_so(config, sqlite_store, town):
    client = signed_in(create_app(config), town.people["enterprise"])
    path = f"/assessments/{town.open.id}/answers/skills.1a"
    answer = {"choice": "full", "version": 0}
    with sqlite_store.write():  # somebody else is writing, for longer than anybody waits
        locked = client.put(path, json=answer)
        assert client.get("/").status_code == 200  # readers go on
    assert locked.status_code == 503
    assert locked.json["problems"][0]["code"] == "store-locked"
    event.listen(sqlite_store.engine, "before_cursor_execute", lambda c, cursor, *_: cursor.execute(READ_ONLY))
    told = client.put(path, json=answer)
    assert told.status_code == 503
    assert told.json["problems"][0]["code"] == "store-read-only"


@pytest.mark.parametrize("path", ["/", "/password", "/sign-in"])
def test_a_page_and_a_script_are_told(away, path):
    page = away.get(path)
    assert page.status_code == 503
    assert "连不上数据库" in page.text
    assert page.headers["Retry-After"]
    told = away.get(path, headers={"Accept": "application/json"})
    assert told.status_code == 503
    assert told.json["problems"][0]["code"] == "store-unreachable"


def test_a_path_that_is_none_is_still_not_found(away):
    assert away.get("/no-such-page").status_code == 404


def test_processes_that_start_at_once_share_one_key(tmp_path):
    config = {"DATA_DIR": tmp_path / "var"}
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: read_settings(config).secret_key, range(8)))
    assert len(keys) == 1
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["secret-key"]
    assert ((tmp_path / "var").stat().st_mode & 0o777, (tmp_path / "var/secret-key").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
