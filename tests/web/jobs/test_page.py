"""The page of one's jobs: it follows them without a script, hands files to who asked, and stops what goes on."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from maturity.store.accounts.people import add_person
from maturity.store.jobs import claims, queue
from maturity.store.schema import people

from ...working import work
from ..publications.test_microdata import ASKED

RELOAD = '<noscript><meta http-equiv="refresh"'


@pytest.fixture
def asked(analyst):
    """A client whose export waits, and the address of its job."""
    analyst.post("/detail", data=ASKED)
    return analyst, re.search(r"/jobs/[0-9a-f]{32}", analyst.get("/jobs").text)[0]


def test_it_is_loaded_again_without_a_script_until_everything_has_ended(asked, sqlite_store):
    client, _ = asked
    page = client.get("/jobs").text
    assert RELOAD in page.split("</head>")[0]
    assert 'data-watch="/jobs"' in page
    assert "等待中" in page
    with sqlite_store.write() as c:
        job = claims.claim(c, ["microdata"], timedelta())
        claims.keep(c, job, timedelta(), 12, 30)
    page = client.get("/jobs").text
    assert "进行中：12 / 30" in page
    assert '<progress max="30" value="12"' in page
    work(client)
    page = client.get("/jobs").text
    assert RELOAD not in page
    assert "data-watch" not in page


def test_the_file_is_for_who_asked_as_long_as_their_role_allows_it(asked, client_of, sqlite_store, town, small):
    client, job = asked
    assert client.get(f"{job}/file").status_code == 404  # not yet
    work(client)
    with client.get(f"{job}/file") as answer:
        assert answer.status_code == 200
    for part in ("other", "..%2Ffile"):
        assert client.get(f"{job}/{part}").status_code == 404
    with sqlite_store.write() as c:
        other = client_of(add_person(c, email="other@example.com", name="other", role="analyst"))
    for one in (other, client_of(town.people["administrator"])):
        assert one.get(f"{job}/file").status_code == one.post(f"{job}/stop").status_code == 404
        assert job not in one.get("/jobs").text
    with sqlite_store.write() as c:
        c.execute(update(people).where(people.c.id == town.people["analyst"].id).values(role="consultant"))
    assert client.get(f"{job}/file").status_code == 404


def test_who_lost_the_role_gets_nothing_made(asked, sqlite_store, town):
    client, job = asked
    with sqlite_store.write() as c:
        c.execute(update(people).where(people.c.id == town.people["analyst"].id).values(role="consultant"))
    work(client)
    with sqlite_store.read() as c:
        found = queue.job(c, town.people["analyst"].id, job.rpartition("/")[2])
    assert (found.state, found.problems[0].code) == ("failed", "job-not-allowed")


def test_one_stops_a_job_and_returns_to_where_one_was(asked):
    client, job = asked
    assert client.post(f"{job}/stop", data={"next": "/detail"}).location == "/detail"
    assert "任务已停止" in client.get("/detail").text
    assert "已停止，没有留下结果" in client.get("/jobs").text
    assert client.post(f"{job}/stop", data={"next": "//evil.example"}).location == "/jobs"


def test_a_sixth_job_is_refused_where_it_was_asked_for(analyst):
    for year in range(2001, 2006):
        assert analyst.post("/detail", data=ASKED | {"year": str(year)}).status_code == 302
    refused = analyst.post("/detail", data=ASKED | {"year": "2006"})
    assert refused.status_code == 503
    assert "已有 5 个任务没有结束" in refused.text
    assert "年度报告" in refused.text
