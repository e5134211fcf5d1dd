"""What items take, the automatic reveal, and what waits until the end of the agenda."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from maturity.errors import Conflict
from maturity.store.schema import workshop_rooms, workshop_rounds
from maturity.store.types import now
from maturity.store.workshop import items
from maturity.store.workshop.items import discuss, postpone, reveal, reveal_if_all_voted
from maturity.store.workshop.remote import open_remote
from maturity.store.workshop.rooms import nudge
from maturity.store.workshop.settling import Settlement, settle
from maturity.store.workshop.times import minutes_met

from .test_minutes import dossier_of


def change(meeting, **values):
    with meeting.store.write() as c:
        c.execute(update(workshop_rooms).where(workshop_rooms.c.id == meeting.id).values(**values))


def pass_minutes(meeting, minutes):
    """As if the last act had been so long ago."""
    change(meeting, shown_at=now() - timedelta(minutes=minutes))


def all_voted(meeting):
    with meeting.store.write() as c:
        return reveal_if_all_voted(c, meeting.id)


def spent(meeting):
    return [round(one.spent / 60) for one in meeting.items]


def test_a_vote_is_shared_by_its_items_and_a_discussion_is_of_one(running):
    running.open(0, 1)
    running.votes(0, *["part", "most"] * 6)
    running.votes(1, *["most"] * 12)
    pass_minutes(running, 4)
    running.do(nudge)  # does not begin anew
    running.do(reveal)
    assert spent(running) == [2, 2, 0, 0, 0, 0]
    pass_minutes(running, 9)  # the list is shown: nobody's time
    running.do(discuss, running.items[0].id)
    pass_minutes(running, 5)
    running.act("pause")
    assert running.room.shown_at is None
    running.act("resume")
    pass_minutes(running, 1)
    chosen = [Settlement(running.items[place].id, "decided", "most", "看过") for place in (0, 1)]
    running.do(settle, running.questionnaire, chosen[:1])
    assert spent(running) == [8, 2, 0, 0, 0, 0]
    pass_minutes(running, 7)
    running.do(discuss, running.items[1].id)
    running.do(settle, running.questionnaire, chosen[1:])
    running.act("close")
    assert spent(running) == [8, 2, 0, 0, 0, 0]
    assert [round(one.seconds / 60) for one in dossier_of(running).items[:3]] == [8, 2, 0]
    running.act("reopen", "close")
    assert dossier_of(running, 2).items[0].seconds == 0, "minutes are those of their sitting"


def test_rounds_without_a_meeting_are_nobodys_time(running):
    """Three days of voting from afar lie between two halves of an hour."""
    begun = now() - timedelta(days=3, hours=1)
    running.do(open_remote, now() + timedelta(days=1), "UTC", {})
    running.votes(0, *["part", "most"] * 6)
    pass_minutes(running, 3 * 24 * 60)
    running.do(reveal)
    assert spent(running) == [0] * 6
    with running.store.write() as c:
        c.execute(update(workshop_rounds).values(opened_at=begun + timedelta(minutes=30)))
        c.execute(update(workshop_rounds).values(revealed_at=now() - timedelta(minutes=30)))
    with running.store.read() as c:
        assert minutes_met(c, running.id, begun, now()) == 60
        assert minutes_met(c, running.id, begun, begun + timedelta(minutes=40)) == 30
    running.do(discuss, running.items[0].id)
    pass_minutes(running, 5)
    running.act("pause")
    assert spent(running)[:2] == [5, 0]


def test_all_votes_end_a_round_where_the_room_is_set_so(running):
    running.open(0, 1)
    running.votes(0, *["most"] * 12)
    running.votes(1, *["part"] * 12)
    assert not all_voted(running), "only where it is set so"
    change(running, auto_reveal=True)
    running.act("pause")
    assert not all_voted(running)
    running.act("resume")
    assert all_voted(running)
    assert {one.state for one in running.items[:2]} == {"revealed"}
    assert not all_voted(running), "nothing is open"


@pytest.mark.parametrize(
    ("votes", "ends"),
    [
        (["most"] * 11, False),
        (["most"] * 6 + ["cannot-judge"] * 6, True),
        (["most"] * 5 + ["cannot-judge"] * 7, False),  # no quorum: the facilitator decides what follows
    ],
)
def test_a_round_ends_by_itself_with_every_vote_and_a_quorum(running, votes, ends):
    change(running, auto_reveal=True)
    running.open(0)
    running.votes(0, *votes)
    assert all_voted(running) is ends
    assert (running.items[0].state == "revealed") is ends


def test_three_seats_are_never_revealed_by_themselves(meeting):
    change(meeting, auto_reveal=True)
    meeting.join("IT", "IT", "IT")
    meeting.act("start")
    meeting.open(0)
    meeting.votes(0, *["most"] * 3)
    assert not all_voted(meeting)


def test_of_the_last_votes_at_the_same_time_one_ends_the_round(running):
    change(running, auto_reveal=True)
    running.open(0)
    running.votes(0, *["most"] * 8)
    before = running.room.counter

    def last(phone):
        running.vote(phone, 0, "most")
        return all_voted(running)

    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(last, running.phones[8:]))
    assert sum(ended) == 1
    assert running.room.counter == before + 1
    assert running.items[0].state == "revealed"


def test_what_matters_least_goes_to_the_end_of_the_agenda(running):
    ids = [one.id for one in running.items]
    running.open(0)
    running.do(postpone, [ids[2], ids[1]])
    assert [one.id for one in items_now(running)] == [ids[place] for place in (0, 3, 4, 5, 1, 2)]
    with pytest.raises(Conflict):
        running.do(postpone, [ids[0]])


def items_now(meeting):
    with meeting.store.read() as c:
        return items.items_of(c, meeting.id)
