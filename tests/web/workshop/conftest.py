"""A room made by the enterprise's member, and phones that join it through the pages."""

import re
from html import unescape
from types import SimpleNamespace

import pytest

from maturity.store.workshop.items import items_of
from maturity.store.workshop.rooms import room as room_of
from maturity.workshop import secrecy


@pytest.fixture(autouse=True)
def cheap_secrets(monkeypatch):
    monkeypatch.setattr(secrecy, "COST", {"time_cost": 1, "memory_cost": 8, "parallelism": 1})


class Meeting:
    """A workshop as the pages know it."""

    def __init__(self, app, client, store, town, areas=("skills", "shape")):
        self.app, self.client, self.store, self.town = app, client, store, town
        self.questionnaire = app.config["QUESTIONNAIRE"]
        form = {
            "title": "研讨",
            "area": list(areas),
            "functions": "生产\r\nIT\r\n",
            "rule": "standard",
            "minutes": "60",
            "vote_seconds": "45",
            "discuss_minutes": "3",
        }
        answer = client.post(f"/assessments/{town.open.id}/workshops", data=form)
        assert answer.status_code == 302, answer.text
        self.path, self.id = answer.location, answer.location.rsplit("/", 1)[1]

    @property
    def room(self):
        with self.store.read() as c:
            return room_of(c, self.town.people["enterprise"], self.id)

    @property
    def items(self):
        with self.store.read() as c:
            return items_of(c, self.id)

    def act(self, name, client=None, counter=None, **form):
        sent = {"counter": str(self.room.counter if counter is None else counter), **form}
        return (client or self.client).post(f"{self.path}/{name}", data=sent)

    def phone(self, alias="甲", function="IT", language=None):
        client = self.app.test_client()
        if language:
            client.get(f"/w/{self.room.code}?lang={language}")
        answer = client.post(f"/w/{self.room.code}", data={"alias": alias, "function": function})
        assert answer.status_code == 302, answer.text
        cookie = client.get_cookie("seat", path=f"/w/{self.room.code}")
        return SimpleNamespace(client=client, seat=f"/w/{self.room.code}/seat", code=cookie.value.split(".")[2])

    def vote(self, phone, place, vote, **named):
        one = self.items[place]
        sent = {"item": one.id, "round": str(one.round), "vote": vote, **named}
        return phone.client.post(f"/w/{self.room.code}/vote", data=sent, headers={"Accept": "application/json"})

    def open(self, *places):
        items = self.items
        return self.act("open", item=[items[place].id for place in places])

    def board_words(self, place):
        """The text of an item in Chinese."""
        return self.questionnaire.item(self.items[place].item).text.zh

    def wall(self):
        found = re.search(r'href="(/wall/[^"]+)"', self.client.get(self.path).text)
        return unescape(found[1])

    def state(self, since=""):
        return self.app.test_client().get(f"/workshops/{self.id}/state?since={since}")


@pytest.fixture
def meeting(app, member, sqlite_store, town):
    """A room in the lobby."""
    made = Meeting(app, member, sqlite_store, town)
    made.act("welcome")
    return made


@pytest.fixture
def running(meeting):
    """A running room with six phones."""
    meeting.phones = [meeting.phone(f"席{number}", "生产" if number else "IT") for number in range(6)]
    meeting.act("start")
    return meeting
