"""The database goes away while people are signed in: every answer is a whole page or JSON that says so."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from maturity.web.settings import read_settings

from .test_access import routes


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
