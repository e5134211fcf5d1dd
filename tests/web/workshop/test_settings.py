"""What is set for a room: timers, automatic reveal, names; used again for the next client; rooms on the home page."""

import re
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from sqlalchemy import update

from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import sign_up
from maturity.store.schema import workshop_rooms
from maturity.store.types import now

from .test_outcome import settle

SETTINGS = {
    "title": "第二车间研讨会",
    "area": ["shape"],
    "functions": "工艺\r\nIT\r\n",
    "rule": "strict",
    "minutes": "40",
    "vote_seconds": "30",
    "discuss_minutes": "5",
    "auto_reveal": "yes",
    "consultant": "远见咨询有限公司",
}


@pytest.fixture
def made(member, town):
    """The address of a room with settings of its own."""
    answer = member.post(f"/assessments/{town.open.id}/workshops", data=SETTINGS)
    assert answer.status_code == 302, answer.text
    return answer.location


def test_a_room_is_the_template_of_the_next_clients(made, member, town, sqlite_store, facts, small, client_of):
    with sqlite_store.write() as c:
        person = town.people["enterprise"]
        next_client = sign_up(c, facts(77), person.id)
        other = start_assessment(c, person, next_client.id, small, "discrete", 2026)
    listing = f"/assessments/{other.id}/workshops"
    found = member.get(f"{listing}?like={made.rsplit('/', 1)[1]}").text
    assert "第二车间研讨会 · " in member.get(listing).text
    assert 'value="第二车间研讨会"' in found
    assert "工艺\nIT</textarea>" in found
    boxes = re.findall(r'name="(area|rule|auto_reveal)" value="([^"]+)" (checked)?', found)
    assert [(name, value) for name, value, checked in boxes if checked] == [
        ("area", "shape"),
        ("rule", "strict"),
        ("auto_reveal", "yes"),
    ]
    values = dict(re.findall(r'name="(minutes|vote_seconds|discuss_minutes|consultant)"[^>]* value="([^"]*)"', found))
    assert values == {name: SETTINGS[name] for name in ("minutes", "vote_seconds", "discuss_minutes", "consultant")}
    stranger = f"/assessments/{town.foreign.id}/workshops?like={made.rsplit('/', 1)[1]}"
    assert client_of(town.stranger).get(stranger).status_code == 404, "another's room is no template"


def test_mistakes_of_timers_and_names_are_told(member, town):
    sent = {**SETTINGS, "vote_seconds": "601", "discuss_minutes": "61", "consultant": "咨" * 201}
    answer = member.post(f"/assessments/{town.open.id}/workshops", data=sent)
    assert answer.status_code == 400
    assert "0 到 600 秒" in answer.text
    assert "咨询机构的名称超过 200 字" in answer.text


def test_rooms_stand_on_the_home_page_until_they_are_done_with(made, member, meeting):
    home = member.get("/").text
    assert made in home
    assert meeting.path in home
    meeting.act("close")
    assert meeting.path in member.get("/").text, "its results wait to be accepted"
    meeting.act("discard")
    assert meeting.path not in member.get("/").text


def timers(page):
    return re.findall(r'class="timer[^>]*data-elapsed="(\d+)" data-limit="(\d+)"', page)


def test_the_time_is_shown_to_all_and_ends_nothing(running, client_of):
    wall, lead, phone = running.wall(), running.client, running.phones[0]
    running.open(0, 1)
    with running.store.write() as c:
        c.execute(update(workshop_rooms).values(shown_at=now() - timedelta(seconds=500)))
    assert running.items[0].state == "open"
    pages = [client_of().get(wall).text, lead.get(running.path).text, phone.client.get(phone.seat).text]
    assert [[limit for _, limit in timers(page)] for page in pages] == [["90"]] * 3
    assert all(500 <= int(elapsed) < 600 for page in pages for elapsed, _ in timers(page))


def test_the_last_vote_reveals_where_the_room_is_set_so(made, running):
    with running.store.write() as c:
        c.execute(update(workshop_rooms).where(workshop_rooms.c.id == running.id).values(auto_reveal=True))
    running.open(0)
    for phone in running.phones:
        assert running.items[0].state == "open"
        assert running.vote(phone, 0, "most").json == {"saved": True}
    assert running.items[0].state == "revealed"


def test_a_room_that_is_behind_offers_to_move_what_matters_least_to_the_end(running):
    with running.store.write() as c:
        c.execute(update(workshop_rooms).values(started_at=now() - timedelta(minutes=45)))
    page = running.client.get(running.path).text
    sent = re.search(r'action="[^"]+/postpone".*?</form>', page, re.S)[0]
    ids = re.findall(r'name="item" value="([^"]+)"', sent)
    assert ids
    assert running.act("postpone", item=ids).status_code == 302
    assert [one.id for one in running.items][-len(ids) :] == ids


def test_minutes_name_the_firm_and_the_time_of_each_area(made, member, running):
    with running.store.write() as c:
        c.execute(update(workshop_rooms).values(consultant="远见咨询有限公司"))
    running.open(0)
    with running.store.write() as c:
        c.execute(update(workshop_rooms).values(shown_at=now() - timedelta(minutes=7)))
    running.act("reveal")
    settle(running, 0)
    running.act("close")
    answer = running.client.get(f"{running.path}/minutes-1.docx")
    document = docx.Document(BytesIO(answer.data))
    told = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*told, *(one.text for one in document.paragraphs)])
    assert "远见咨询有限公司" in words
    assert "主持人 远见咨询有限公司 " in words
    assert "计划与实际时间" in words
    assert "7" in told
    assert "1 轮、7 分钟" in words
