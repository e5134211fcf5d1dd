"""The calendar of releases: everybody reads it, analysts edit it, calendar programs follow it."""

import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from maturity.questionnaire import load
from maturity.store.publications import calendar
from maturity.store.schema.publications import releases
from maturity.store.types import new_id, now

PLANNED = {"plan": "cmmm/standard", "year": "2025", "status": "provisional", "day": "2026-03-31"}


@pytest.fixture(scope="session")
def small():
    """The shipped questionnaire instead: its plans are shipped too."""
    return load()


@pytest.fixture
def analyst(client_of, town):
    return client_of(town.people["analyst"])


def entries(store):
    with store.read() as c:
        return calendar.planned_releases(c)


def test_an_analyst_plans_and_everybody_reads(analyst, client_of, town, sqlite_store):
    assert "现在没有计划中的发布" in client_of(None).get("/calendar").text
    assert analyst.post("/calendar", data=PLANNED).location == "/calendar"
    for who in (None, *town.people.values()):
        page = client_of(who).get("/calendar")
        assert "2026-03-31" in page.text
        assert "初步数" in page.text
    assert "provisional" in client_of(None, "en").get("/calendar").text
    assert 'action="/calendar' not in client_of(None).get("/calendar").text
    with sqlite_store.read() as c:
        (said,) = c.exec_driver_sql("SELECT detail FROM audit_log WHERE action = 'calendar.plan'").scalars()
    assert "2026-03-31" in said


def test_nobody_else_edits_it(analyst, client_of, town, sqlite_store):
    analyst.post("/calendar", data=PLANNED)
    (one,) = entries(sqlite_store)
    for role in ("enterprise", "consultant", "administrator"):
        client = client_of(town.people[role])
        assert client.post("/calendar", data=PLANNED | {"status": "final"}).status_code == 403
        assert client.post(f"/calendar/{one.id}", data={"remove": "1", "version": "1"}).status_code == 403
    assert client_of(None).post("/calendar", data=PLANNED).status_code == 401
    assert entries(sqlite_store) == [one]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"day": "2026-02-30"}, "不是可用的日期"),
        ({"day": ""}, "不是可用的日期"),
        ({"day": "1999-12-31"}, "不是可用的日期"),
        ({"year": "1999"}, "不在 2000 至 2099 之间"),
    ],
)
def test_what_is_refused_stays_on_the_page(analyst, sqlite_store, more, words):
    answer = analyst.post("/calendar", data=PLANNED | more)
    assert answer.status_code == 400
    assert words in answer.text
    assert entries(sqlite_store) == []


def test_the_same_figures_stand_there_once(analyst, sqlite_store):
    assert analyst.post("/calendar", data=PLANNED).status_code == 302
    answer = analyst.post("/calendar", data=PLANNED | {"day": "2026-04-30"})
    assert answer.status_code == 400
    assert "日程里已有" in answer.text
    assert [one.day for one in entries(sqlite_store)] == [date(2026, 3, 31)]


def test_nobody_overwrites_what_another_has_just_changed(analyst, sqlite_store):
    analyst.post("/calendar", data=PLANNED)
    (one,) = entries(sqlite_store)
    assert analyst.post(f"/calendar/{one.id}", data={"day": "2026-04-15", "version": "1"}).status_code == 302
    late = analyst.post(f"/calendar/{one.id}", data={"day": "2026-05-15", "version": "1"})
    assert late.status_code == 409
    assert "别人刚改过" in late.text
    assert analyst.post(f"/calendar/{one.id}", data={"remove": "1", "version": "1"}).status_code == 409
    assert [each.day for each in entries(sqlite_store)] == [date(2026, 4, 15)]
    assert analyst.post(f"/calendar/{one.id}", data={"remove": "1", "version": "2"}).status_code == 302
    assert entries(sqlite_store) == []
    assert analyst.post(f"/calendar/{one.id}", data={"remove": "1", "version": "2"}).status_code == 404
    assert analyst.post("/calendar/nonsense", data={"remove": "1", "version": "2"}).status_code == 404


def test_calendar_programs_read_it_and_see_changes(analyst, client_of, sqlite_store):
    analyst.post("/calendar", data=PLANNED)
    (one,) = entries(sqlite_store)
    for sequence, language, words in ((0, "zh", "初步数"), (1, "en", "(provisional)")):
        answer = client_of(None).get(f"/calendar.ics?language={language}")
        assert answer.mimetype == "text/calendar"
        (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
        assert (event["dtstart"].dt, event["sequence"]) == (entries(sqlite_store)[0].day, sequence)
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
        assert words in event["summary"]
        assert event["uid"] == f"{one.id}@maturity"
        assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
        analyst.post(f"/calendar/{one.id}", data={"day": "2026-04-15", "version": "1"})


def test_what_was_released_is_told_with_its_day_but_not_under_embargo(analyst, client_of, sqlite_store, small):
    analyst.post("/calendar", data=PLANNED)
    values = {
        **{"questionnaire": small.id, "questionnaire_version": small.version, "year": 2025, "plan": "standard"},
        **{
            "plan_digest": "x",
            "snapshot": "x",
            "threshold": 5,
            "statistics": 10,
            "told": "{}",
            "status": "provisional",
        },
    }
    later = now() + timedelta(days=3)
    with sqlite_store.write() as c:
        c.execute(releases.insert().values(id=new_id(), checksum="a", at=now(), embargo=later, **values))
    assert "已经发布" not in client_of(None).get("/calendar").text
    with sqlite_store.write() as c:
        c.execute(releases.insert().values(id=new_id(), checksum="b", at=now() - timedelta(days=9), **values))
    page = client_of(None).get("/calendar").text
    assert "已经发布" in page
    assert re.search(r"原计划\s+2026-03-31", page)
    assert "现在没有计划中的发布" in page
