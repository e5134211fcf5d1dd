"""What one process of the server does while another one begins: with two workers, requests come to either."""

import re
import time
from functools import partial

import pytest
from sqlalchemy import func, select

from maturity.questionnaire import load
from maturity.store import schema as tables
from maturity.store.submissions.submissions import Record, add_graded

from .conftest import MANY
from .test_races import at_once, posts

YEAR = 2033  # nobody else's
FILE = re.compile(r'href="(/jobs/[0-9a-f]+/file)"')


def until(check):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if found := check():
            return found
        time.sleep(0.05)
    raise AssertionError("nothing happened")


def test_an_export_outlives_the_first_use_of_another_worker(operator, staff, facts, items):
    with operator.write() as c:
        firms = [facts(90_000 + number) for number in range(12)]
        add_graded(c, load(), [Record(firm, "discrete", YEAR, bytes([1]) * len(items)) for firm in firms])
    asked = {"year": str(YEAR), "what": "scores", "suffix": ".csv", "reason": "yearbook"}
    first, second = staff("analyst"), staff("analyst")
    assert first.send("/detail", **asked).status == 302
    (path,) = until(lambda: FILE.findall(first.get("/detail").text))
    assert second.send("/detail", **asked).status == 302
    until(lambda: FILE.findall(second.get("/detail").text))
    for _ in range(12):  # both workers have answered
        assert FILE.findall(first.get("/detail").text) == [path]
        assert first.get(path).data.startswith(b"\xef\xbb\xbf")
        assert second.get(path).status == 404


def test_a_release_is_prepared_and_approved_once_by_whomever(server, operator, staff, facts, items):
    """Double clicks of the author, then everybody's approval at once, on every worker."""
    if server.kind == "serve" and not MANY:
        pytest.skip("takes ten seconds and needs two workers; MATURITY_ATTACKS=all tries it on one as well")
    cities = ["320500"] * 90 + ["430100"] * 90 + ["110000"] * 18 + ["320300"] * 2
    with operator.write() as c:
        rows = [
            Record(facts(30_000 + n, city=city), "discrete", 2036, bytes([1 + (n + n // 7) % 4]) * len(items))
            for n, city in enumerate(cities)
        ]
        add_graded(c, load(), rows)
    author, *others = (staff("analyst") for _ in range(3))
    form = {"plan": "flash", "year": "2036", "threshold": "5", "symbols": "gss", "status": "provisional"}
    at_once(*posts(author, "/releases", **form, beside="refuse", as_of="", embargo=""))
    over = partial(until, lambda: page if "data-watch" not in (page := author.get("/releases").text) else "")
    (id,) = set(re.findall(r"/releases/([0-9a-f]{32})/preview.zip", over()))
    found = at_once(
        *(call for one in (author, *others) for call in posts(one, f"/releases/{id}/approve", 2, words="")),
    )
    assert [answer.status for answer in found] == [403] * 2 + [302] * 4
    for one in others:
        until(lambda one=one: "data-watch" not in one.get("/releases").text)
    at_once(*posts(author, f"/releases/{id}/close", 2), *posts(others[0], f"/releases/{id}/close", 2))
    log, made = tables.audit_log, tables.releases
    with operator.read() as c:
        ends = [f"release.{end}" for end in ("approved", "rejected", "withdrawn")]
        decided = select(log.c.action).where(log.c.action.in_(ends))
        assert c.scalars(decided).all() == ["release.approved"]
        assert c.scalar(select(func.count()).select_from(made).where(made.c.preparation == id)) == 1
    assert others[1].get(f"/releases/{id}.zip").status == 200
