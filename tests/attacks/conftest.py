"""One live server of each kind for all attacks, behind a proxy, with people who signed up by its pages.

By default `maturity serve` on SQLite, or two workers on PostgreSQL where workers count; thorough runs try both on all.
MATURITY_ATTACKS=all crosses both with both databases, and makes the attacks longer.
"""

import itertools
import os
import re
import time
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from maturity.classification.credit_code import complete
from maturity.questionnaire import load
from maturity.store import open_store
from maturity.store.accounts.people import add_person

from .browser import Browser
from .servers import running

PASSWORD = "quiet river lantern"
MANY = os.environ.get("MATURITY_ATTACKS") == "all"
KINDS = [("serve", "sqlite"), ("workers", "postgresql")]
KINDS += [("workers", "sqlite"), ("serve", "postgresql")] if MANY else []
WORKERS = {"test_races", "test_workers", "test_failing", "test_many"}  # what several processes may do to each other
NUMBERS = itertools.count(1)


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item):
    item.add_marker(pytest.mark.xdist_group("attacks"))
    kind = item.callspec.params.get("server") if hasattr(item, "callspec") else None
    if kind is not None and not MANY and kind != KINDS[item.path.stem in WORKERS]:
        item.add_marker(pytest.mark.thorough)


@pytest.fixture(scope="session", params=KINDS, ids="-".join)
def server(request, tmp_path_factory):
    """A server of each kind, behind one proxy."""
    kind, database = request.param
    url = empty_database(request.getfixturevalue("postgresql_url"), kind) if database == "postgresql" else ""
    with running(kind, tmp_path_factory.mktemp("attacked"), url, MATURITY_PROXIES="1") as server:
        yield server
    if url:
        drop_database(url)


def empty_database(server, name):
    """A new database beside that of the tests."""
    url = make_url(server).set(database=f"{make_url(server).database}_{name}")
    administer(server, f"CREATE DATABASE {url.database}")
    return url.render_as_string(hide_password=False)


def drop_database(url):
    administer(make_url(url).set(database="postgres"), f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def administer(url, *statements):
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def operator(server):
    """What the operator of the server may do beside it: open its store."""
    store = open_store(server.database)
    yield store
    store.close()


@pytest.fixture
def visitor(server):
    """`visitor(address)`: a browser without an account."""
    return lambda address="": Browser(server, address)


@pytest.fixture
def sign_up(server):
    """`sign_up()`: an enterprise and its person, by the page, signed in, with an assessment of 2024."""

    def do():
        number = next(NUMBERS)
        browser, email = Browser(server), f"owner{number}@demo.example"
        form = {
            "name": f"示例机械 {number}",
            "credit_code": complete(f"93000000ATK{number:05d}"),
            "division": "34",
            "production_type": "discrete",
            "city": "江苏省 苏州市",
            "headcount": "350",
            "revenue_10k": "12000.5",
            "founded": "1998",
            "ownership": "",
            "person_name": f"王敏 {number}",
            "email": email,
            "agreed": "1",
        }
        assert browser.send("/sign-up", **form).status == 200
        (link,) = letters(server, email, "sign-up", 1)
        assert browser.send(link, password=PASSWORD).status == 302
        page = browser.get("/assessments/new?questionnaire=cmmm").text
        firm = re.search(r'value="([0-9a-f]{32})"', page)[1]
        started = browser.send("/assessments/new", organisation=firm, year="2024")
        assessment = re.search(r"/assessments/([0-9a-f]{32})", started.header("Location"))[1]
        return SimpleNamespace(browser=browser, email=email, firm=firm, assessment=assessment, facts=form)

    return do


@pytest.fixture
def staff(server, operator):
    """`staff("analyst")`: somebody of that role, made by the operator, signed in."""

    def do(role):
        email = f"{role}{next(NUMBERS)}@demo.example"
        with operator.write() as c:
            add_person(c, email=email, name=f"{role} 示例", role=role, password=PASSWORD)
        browser = Browser(server)
        browser.email = email
        assert browser.sign_in(email, PASSWORD).status == 302
        return browser

    return do


@pytest.fixture
def reset_links(server):
    """`reset_links(email, count)`: the links that the server has written to this address, the latest `count`."""
    return lambda email, count: letters(server, email, "reset", count)


def letters(server, email, kind, count):
    """The links of a kind in the latest `count` letters to `email`: without a mail server they are in the log."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        lines = [line for line in server.log.read_text("utf-8").splitlines() if f"for {email}" in line]
        found = [match[0] for match in (re.search(rf"/{kind}/[\w.-]+", line) for line in lines) if match]
        if len(found) >= count:
            return found[-count:]
        time.sleep(0.05)
    raise AssertionError(f"no {count} letters for {email}")


@pytest.fixture(scope="session")
def items():
    return [item.id for item in load().items_of("discrete")]
