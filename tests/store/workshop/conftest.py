"""A room on the enterprise's open assessment, with as many seats as a test wants."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from maturity.store.sealing import Sealer
from maturity.store.workshop.creation import RoomDraft, create_room
from maturity.store.workshop.items import items_of, open_items
from maturity.store.workshop.printed import close_room
from maturity.store.workshop.rooms import act_on_room, room
from maturity.store.workshop.seats import Newcomer, join
from maturity.store.workshop.votes import cast_vote
from maturity.workshop import secrecy

SEALER = Sealer("key of this installation", "workshop totals")
FUNCTIONS = ("生产", "质量", "IT")


@pytest.fixture(autouse=True)
def cheap_secrets(monkeypatch):
    monkeypatch.setattr(secrecy, "COST", {"time_cost": 1, "memory_cost": 8, "parallelism": 1})


class Meeting:
    """A workshop and its phones; every method is a transaction of its own."""

    def __init__(self, store, person, assessment, questionnaire, items=None):
        self.store, self.person, self.questionnaire, self.phones = store, person, questionnaire, []
        items = items or [item.id for item in questionnaire.items_of("discrete")][:6]
        with store.write() as c:
            made = create_room(c, person, assessment.id, questionnaire, RoomDraft("研讨", items, FUNCTIONS))
        self.id = made.id

    @property
    def room(self):
        with self.store.read() as c:
            return room(c, self.person, self.id)

    @property
    def items(self):
        with self.store.read() as c:
            return items_of(c, self.id)

    def do(self, work, *args, **named):
        counter = self.room.counter
        with self.store.write() as c:
            return work(c, self.person, self.id, counter, *args, **named)

    def act(self, *names):
        for name in names:
            counter = self.room.counter
            with self.store.write() as c:
                if name == "close":
                    close_room(c, self.person, self.id, counter, SEALER)
                else:
                    act_on_room(c, self.person, self.id, name, counter)

    def join(self, *functions):
        for number, function in enumerate(functions):
            code = secrecy.new_seat_code()
            secret = secrecy.seat_secret(code, self.room.salt)
            with self.store.write() as c:
                who = Newcomer(f"席{len(self.phones) + 1}", function, number == 0)
                seat = join(c, self.id, secrecy.seat_key(secret), f"device{len(self.phones)}", who)
            self.phones.append(SimpleNamespace(code=code, secret=secret, seat=seat, device=seat.device))
        return self

    def open(self, *places):
        found = self.items
        self.do(open_items, [found[place].id for place in places])

    def vote(self, phone, place, vote, round=None, confidence=""):
        one = self.items[place]
        with self.store.write() as c:
            cast_vote(
                c,
                self.id,
                phone.secret,
                phone.device,
                self.questionnaire,
                one.id,
                one.round if round is None else round,
                vote,
                confidence,
            )

    def votes(self, place, *votes):
        for phone, vote in zip(self.phones, votes, strict=False):
            self.vote(phone, place, vote)


@pytest.fixture
def empty_pages(store):
    """On PostgreSQL votes lie in the order in which they are written: no row goes to space that was used before, which
    vacuum finds in any page and at any time.
    """
    if store.engine.dialect.name == "postgresql":
        with store.write() as c:
            c.execute(text("TRUNCATE workshop_votes"))
            c.execute(text("ALTER TABLE workshop_votes SET (autovacuum_enabled = off)"))


@pytest.fixture
def meeting(world, store, small):
    """A room in the lobby."""
    made = Meeting(store, world.ours.person, world.ours.assessment, small)
    made.act("welcome")
    return made


@pytest.fixture
def running(meeting):
    """A running room with twelve seats: five of production, four of quality, three of IT."""
    meeting.join(*["生产"] * 5, *["质量"] * 4, *["IT"] * 3)
    meeting.act("start")
    return meeting
