"""What goes wrong around a workshop: going back, private windows, an assessment that goes away or gets another version,
names and reasons in any script; the rest of bad input is in `test_phone.py` and `test_room.py`.
"""

import re
from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pytest
from sqlalchemy import func, select

from maturity.store.origins.archive import delete_organisation
from maturity.store.schema import metadata, workshop_votes
from maturity.web import create_app

from .conftest import Meeting

ARABIC, EMOJI, MARKS = "ليلى", "👩🏽‍🏭🚧", "\u202eتخريب\u2066"


def kept(meeting):
    with meeting.store.read() as c:
        return c.execute(select(workshop_votes.c.vote, workshop_votes.c.round)).all()


def votes_in(page):
    """What the page would send for the choice "most"."""
    sent = dict(re.findall(r'name="(item|round)" value="([^"]+)"', page))
    return {**sent, "vote": "most"}


def test_going_back_after_a_vote_changes_the_vote_and_adds_none(running):
    """The page before is asked for anew, or sent again as it was."""
    running.open(0)
    phone, path = running.phones[0], f"/w/{running.room.code}/vote"
    page = phone.client.get(phone.seat)
    assert page.headers["Cache-Control"] == "no-store", "a browser does not show it from memory"
    old = votes_in(page.text)
    phone.client.post(path, data={**old, "vote": "none"})
    back = phone.client.get(phone.seat, query_string={"item": old["item"]}).text
    assert re.search(r'value="none" class="ballot chosen" aria-pressed="true"', back)
    for _ in range(2):
        assert phone.client.post(path, data=old).status_code == 302
    assert kept(running) == [("most", 1)]
    for other in running.phones[1:]:
        running.vote(other, 0, "none")
    running.act("reveal")
    running.act("again", item=old["item"])
    late = phone.client.post(path, data={**old, "vote": "full"})
    assert (late.status_code, "没有计入" in late.text) == (409, True), "the page of round 1 votes in no other round"
    assert ("full", 1) not in kept(running)
    assert all(round == 1 for _, round in kept(running))


def test_a_private_window_has_no_seat_takes_one_that_all_see_or_brings_the_first(running):
    running.open(0)
    phone, code = running.phones[0], running.room.code
    running.vote(phone, 0, "none")
    private = running.phone("席0")
    assert running.state().json["present"] == 7, "a second seat is seen by all"
    assert "席0 (2)" in running.client.get(running.path).text
    running.vote(private, 0, "most")
    assert sorted(vote for vote, _ in kept(running)) == ["most", "none"]
    window = running.app.test_client()
    assert window.post(f"/w/{code}/bring", data={"seat": phone.code}).status_code == 302
    assert window.post(f"/w/{code}/vote", data={"item": running.items[0].id, "round": "1", "vote": "part"})
    assert running.vote(phone, 0, "full").status_code == 409, "the window before has lost the seat, and is told"
    assert sorted(vote for vote, _ in kept(running)) == ["most", "part"]


def test_where_the_enterprise_is_deleted_meanwhile_every_device_is_told_and_nothing_stays(running):
    wall, room, phone = running.wall(), running.room, running.phones[0]
    running.open(0)
    running.vote(phone, 0, "most")
    item = running.items[0].id
    with running.store.write() as c:
        delete_organisation(c, running.town.mine.id)
    vote = phone.client.post(
        f"/w/{room.code}/vote",
        data={"item": item, "round": "1", "vote": "none"},
        headers={"Accept": "application/json"},
    )
    assert (vote.status_code, bool(vote.json["problems"][0]["remedy"])) == (404, True)
    assert (state := running.state()).status_code == 404
    assert state.json == {"gone": True}, "for which the script of every page loads it anew"
    for client, path in ((phone.client, phone.seat), (running.app.test_client(), wall), (running.client, running.path)):
        assert client.get(path).status_code == 404, path
    assert running.client.post(f"{running.path}/reveal", data={"counter": "1"}).status_code == 404
    with running.store.read() as c:
        left = {name: c.scalar(select(func.count()).select_from(table)) for name, table in metadata.tables.items()}
    assert not {name: number for name, number in left.items() if name.startswith("workshop") and number}


def test_another_version_of_the_questionnaire_changes_no_room_and_its_absence_is_told(running, config, small):
    """A room stays with the version of its assessment; where that was taken away, no vote is counted under another."""
    running.open(0)
    other = create_app({**config, "QUESTIONNAIRE": replace(small, version="2")})
    before = running.room.questionnaire_version
    phone = running.phones[0]
    cookie = phone.client.get_cookie("seat", path=f"/w/{running.room.code}").value
    moved = other.test_client()
    moved.set_cookie("seat", cookie, path=f"/w/{running.room.code}")
    sent = {"item": running.items[0].id, "round": "1", "vote": "most"}
    answer = moved.post(f"/w/{running.room.code}/vote", data=sent, headers={"Accept": "application/json"})
    assert answer.status_code < 500
    assert "problems" in answer.json
    assert moved.get(phone.seat).status_code < 500
    assert moved.get(running.wall()).status_code < 500
    assert kept(running) == []
    assert running.room.questionnaire_version == before
    assert running.vote(phone, 0, "most").json == {"saved": True}


def test_no_page_and_no_vote_depends_on_the_clock_of_a_phone(running):
    """Pages count seconds that the server tells; what a phone says of the time is not read."""
    running.open(0)
    phone = running.phones[0]
    page = phone.client.get(phone.seat, headers={"Date": "Fri, 01 Jan 2040 00:00:00 GMT"}).text
    assert re.search(r'data-elapsed="\d{1,2}"', page)
    assert not re.search(r"\b20\d\d-\d\d-\d\d", page)
    cookie = phone.client.get_cookie("seat", path=f"/w/{running.room.code}")
    assert cookie.max_age == 30 * 24 * 3600, "counted by the phone from when it came, not until a day"
    item = running.items[0].id
    late = {"Date": "Thu, 01 Jan 1970 00:00:00 GMT", "Accept": "application/json"}
    path = f"/w/{running.room.code}/vote"
    answer = phone.client.post(path, data={"item": item, "round": "1", "vote": "most"}, headers=late)
    assert answer.json == {"saved": True}


@pytest.fixture
def written(app, member, sqlite_store, town):
    """A room whose names, reason, dissent and parked action are in Arabic and emoji, with signs that turn text."""
    made = Meeting(app, member, sqlite_store, town)
    made.act("welcome")
    made.phones = []
    for number in range(5):
        client = app.test_client()
        form = {"alias": f"{ARABIC}{number}{EMOJI}{MARKS}", "function": "IT", "named": "yes"}
        assert client.post(f"/w/{made.room.code}", data=form).status_code == 302
        made.phones.append(client)
    made.act("start")
    made.open(0)
    for client in made.phones:
        client.post(f"/w/{made.room.code}/vote", data={"item": made.items[0].id, "round": "1", "vote": "most"})
    made.act("reveal")
    words = {"item": made.items[0].id, "words": f"لا توجد سجلات {EMOJI}{MARKS}", "signed": "yes"}
    assert made.phones[0].post(f"/w/{made.room.code}/dissent", data=words).status_code == 302
    sent = {"kind": "decided", "choice": "most", "reason": f"سبب {EMOJI}{MARKS}"}
    assert made.act("settle", item=made.items[0].id, **sent).status_code == 302
    made.act("park", item=made.items[1].id, reason=f"خطة {EMOJI}", owner=f"{ARABIC}{MARKS}")
    return made


def test_names_and_reasons_from_right_to_left_and_emoji_on_pages_and_in_all_minutes(written):
    page = written.client.get(written.path).text
    wall = written.app.test_client().get(written.wall()).text
    assert ARABIC in page
    written.act("close")
    told = {
        suffix: written.client.get(f"{written.path}/minutes-1.{suffix}") for suffix in ("docx", "xlsx", "pdf", "html")
    }
    assert {answer.status_code for answer in told.values()} == {200}
    document = docx.Document(BytesIO(told["docx"].data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    book = openpyxl.load_workbook(BytesIO(told["xlsx"].data))
    texts = {
        "docx": "\n".join([*cells, *(one.text for one in document.paragraphs)]),
        "xlsx": "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row),
        "html": told["html"].text,
        "outcome": written.client.get(f"{written.path}/outcome").text,
    }
    assert told["pdf"].data.startswith(b"%PDF")
    for kind, text in texts.items():
        names = [f"{ARABIC}4"] if kind in ("docx", "html") else []
        for words in ("سبب", "🚧") if kind == "outcome" else (*names, "سبب", "لا توجد سجلات", "🚧"):
            assert words in text, (kind, words)
    for kind, text in {**texts, "page": page, "wall": wall}.items():
        assert "\u202e" not in text, f"no sign that turns what follows it round: {kind}"
