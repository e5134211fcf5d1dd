"""Sessions: listed with their devices, ended one by one or all, and worth nothing afterwards."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from maturity.store.accounts import people
from maturity.store.accounts import sessions as stored
from maturity.store.schema import audit_log
from maturity.store.schema.access import sessions

from ..conftest import PASSWORD

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0"


@pytest.fixture
def enter(app, town):
    """`enter(agent)`: a client of the stranger's who has signed in with such a browser."""

    def make(agent=""):
        client = app.test_client()
        answer = client.post(
            "/sign-in", data={"email": "stranger@example.com", "password": PASSWORD}, headers={"User-Agent": agent}
        )
        assert answer.status_code == 302
        return client

    return make


def inside(client):
    return client.get("/password").status_code == 200


def listed(client):
    page = client.get("/password").text
    return re.findall(r'<li><span><span class="strong">(.*?)</li>', page, re.S)


def test_devices_are_listed_in_words_and_this_one_is_marked(enter):
    laptop, phone, other = enter(WINDOWS), enter(PHONE), enter("<script>curl")
    rows = listed(laptop)
    assert len(rows) == 3
    (own,) = [row for row in rows if "（当前）" in row]
    assert "Chrome · Windows" in own
    assert "<button" not in own
    assert [row for row in rows if "WeChat · iPhone" in row and "<button" in row]
    assert [row for row in rows if "未知设备" in row]
    assert "curl" not in "".join(rows)
    assert "WeChat" in next(row for row in listed(phone) if "（当前）" in row)
    assert inside(other)


def test_one_is_ended_and_the_others_go_on(enter, sqlite_store):
    laptop, phone, other = enter(WINDOWS), enter(PHONE), enter()
    (row,) = [row for row in listed(laptop) if "WeChat" in row]
    (id,) = re.findall(r'name="session" value="(\w+)"', row)
    assert laptop.post("/sessions/end", data={"session": id}).status_code == 302
    assert (inside(laptop), inside(phone), inside(other)) == (True, False, True)
    with sqlite_store.read() as c:
        assert "person.end-session" in c.scalars(select(audit_log.c.action)).all()


def test_all_others_are_ended_at_once_and_signing_out_ends_this_one(enter, app):
    laptop, phone, other = enter(WINDOWS), enter(PHONE), enter()
    assert laptop.post("/sessions/end", data={"session": "others"}).status_code == 302
    assert (inside(laptop), inside(phone), inside(other)) == (True, False, False)
    assert len(listed(laptop)) == 1
    assert 'value="others"' not in laptop.get("/password").text  # nothing is left to end
    again, cookie = enter(PHONE), laptop.get_cookie("maturity").value
    laptop.post("/sign-out")
    copied = app.test_client()
    copied.set_cookie("maturity", cookie)
    assert (inside(laptop), inside(copied), inside(again)) == (False, False, True)


def test_nobody_ends_the_session_of_another(enter, client_of, town, sqlite_store):
    laptop = enter(WINDOWS)
    with sqlite_store.read() as c:
        id = c.scalar(select(sessions.c.id))
    client_of(town.people["enterprise"]).post("/sessions/end", data={"session": id})
    assert inside(laptop)


def test_a_new_password_and_time_end_sessions(enter, town, sqlite_store):
    laptop, phone = enter(WINDOWS), enter(PHONE)
    with sqlite_store.write() as c:
        c.execute(update(sessions).values(used_at=datetime.now(UTC) - timedelta(hours=stored.HOURS, minutes=1)))
    assert (inside(laptop), inside(phone)) == (False, False)
    laptop = enter(WINDOWS)
    with sqlite_store.write() as c:
        people.set_password(c, town.stranger.id, "green mountain kettle")
        assert c.scalars(select(sessions.c.id)).all() == []
    assert not inside(laptop)


def test_the_time_of_last_use_is_written_now_and_then(enter, sqlite_store, statements):
    laptop = enter(WINDOWS)
    statements.clear()
    assert inside(laptop)
    assert not [one for one in statements if one.startswith("UPDATE")]
    old = datetime.now(UTC) - timedelta(minutes=6)
    with sqlite_store.write() as c:
        c.execute(update(sessions).values(used_at=old))
    assert inside(laptop)
    with sqlite_store.read() as c:
        assert c.scalar(select(sessions.c.used_at)) > old


@pytest.mark.parametrize(("hours", "lives"), [("20", False), ("30", True), ("0", True)])
def test_a_session_ends_after_the_hours_of_the_setting_however_often_it_is_used(
    enter, sqlite_store, monkeypatch, hours, lives
):
    monkeypatch.setenv("MATURITY_SESSION_HOURS", hours)
    client = enter()
    with sqlite_store.write() as c:
        c.execute(update(sessions).values(began_at=datetime.now(UTC) - timedelta(hours=25)))
    assert inside(client) is lives
    assert len(listed(enter())) == (2 if lives else 1)
