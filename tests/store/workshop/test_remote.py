"""Rounds without a meeting: personal links, deadlines, drop-outs, and what must not be learnt from any of them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from maturity.errors import Conflict, NotFound, Refusal
from maturity.store.schema import metadata, workshop_rooms, workshop_rounds, workshop_votes
from maturity.store.types import now
from maturity.store.workshop.items import reveal, reveal_if_all_voted
from maturity.store.workshop.notes import argue, notes_of, own_arguments
from maturity.store.workshop.remote import (
    Invited,
    claim,
    deadline_of,
    finish,
    invite,
    missing,
    open_remote,
    renew_link,
    set_deadline,
)
from maturity.store.workshop.results import mark, results_of
from maturity.store.workshop.rooms import act_on_room
from maturity.store.workshop.rounds import rounds_of
from maturity.store.workshop.seats import bring, remove_seat, seats_of
from maturity.store.workshop.stayers import stayers_of
from maturity.store.workshop.votes import cast_vote
from maturity.workshop.secrecy import new_seat_code, seat_key, seat_secret

from .conftest import Meeting

PEPPER, ZONE = "key of the installation", "Asia/Shanghai"


def soon():
    return now() + timedelta(days=3)


class Panel:
    """A room with invited members; each method is a transaction of its own."""

    def __init__(self, meeting, size):
        self.meeting, self.members, self.finish = meeting, [], finish
        meeting.do(invite, [Invited(f"专家{n}", "生产" if n % 2 else "IT", f"e{n}@example.com") for n in range(size)])
        for seat in self.seats:
            code = new_seat_code()
            secret = seat_secret(code, meeting.room.salt)
            with meeting.store.write() as c:
                claim(c, meeting.id, seat.id, seat.link, seat_key(secret), f"d{seat.id[:8]}")
            self.members.append(SimpleNamespace(id=seat.id, secret=secret, code=code, device=f"d{seat.id[:8]}"))

    @property
    def seats(self):
        with self.meeting.store.read() as c:
            return sorted(seats_of(c, self.meeting.id), key=lambda seat: int(seat.alias[2:]))

    def open(self, *places, **acts):
        """Again on the items at these places, or by the acts by their ids."""
        held = self.meeting.items
        self.meeting.do(open_remote, soon(), ZONE, {held[place].id: "again" for place in places} | acts)

    def vote(self, member, place, vote):
        one = self.meeting.items[place]
        with self.meeting.store.write() as c:
            cast = (self.meeting.questionnaire, one.id, one.round, vote, "", PEPPER)
            cast_vote(c, self.meeting.id, member.secret, member.device, *cast)
        with self.meeting.store.write() as c:
            self.finish(c, self.meeting.id, member.secret, member.id)

    def all_vote(self, *votes):
        """Each vote by the member at its place on all open items; None for nothing."""
        for member, vote in zip(self.members, votes, strict=False):
            for place, one in enumerate(self.meeting.items):
                if vote and one.state == "open":
                    self.vote(member, place, vote)

    def reveal(self):
        self.meeting.do(reveal, PEPPER)

    def told(self, place=0):
        with self.meeting.store.read() as c:
            return [dict(one.votes) for one in results_of(c, self.meeting.id)[self.meeting.items[place].id]]

    def missing(self):
        with self.meeting.store.read() as c:
            return set(missing(c, self.meeting.room))


@pytest.fixture
def panel(world, store, small):
    """Nine members in the lobby of a room with three items."""
    items = [item.id for item in small.items_of("discrete")][:3]
    made = Meeting(store, world.ours.person, world.ours.assessment, small, items)
    made.act("welcome")
    return Panel(made, 9)


@pytest.fixture
def held(panel):
    """A first round in which nine voted; the room runs and has revealed it."""
    panel.open()
    panel.all_vote(*["none"] * 4, *["full"] * 5)
    panel.meeting.act("start")
    panel.reveal()
    return panel


def code_of(caught):
    return caught.value.problems[0].code


def test_the_first_round_runs_in_the_lobby_and_the_meeting_begins_at_the_reveal(panel):
    panel.open()
    panel.all_vote(*["most"] * 8, "full")
    with panel.meeting.store.read() as c:
        assert mark(c, panel.meeting.id).cast == 9 * 3
        assert deadline_of(c, panel.meeting.id).zone == ZONE
    panel.meeting.act("start")
    panel.reveal()
    assert panel.told() == [{"most": 8, "full": 1}]
    with panel.meeting.store.read() as c:
        assert deadline_of(c, panel.meeting.id) is None


def test_a_round_with_a_deadline_is_left_to_the_facilitator_also_where_rooms_reveal_by_themselves(panel, store):
    with store.write() as c:
        c.execute(update(workshop_rooms).values(auto_reveal=True))
    panel.open()
    panel.all_vote(*["most"] * 9)
    panel.meeting.act("start")
    with store.write() as c:
        assert not reveal_if_all_voted(c, panel.meeting.id)


def test_no_vote_and_no_argument_counts_after_the_deadline(panel, store):
    panel.open()
    first = panel.meeting.items[0]
    with store.write() as c:
        c.execute(update(workshop_rounds).values(closes_at=now() - timedelta(seconds=1)))
    member = panel.members[0]
    with pytest.raises(Conflict) as caught:
        panel.vote(member, 0, "most")
    assert code_of(caught) == "workshop-deadline-past"
    with store.write() as c, pytest.raises(Conflict) as caught:
        argue(c, panel.meeting.id, member.secret, member.device, first.id, "有记录")
    assert code_of(caught) == "workshop-deadline-past"
    panel.meeting.do(set_deadline, soon(), ZONE)
    panel.vote(member, 0, "most")
    with pytest.raises(Refusal) as caught:
        panel.meeting.do(set_deadline, now() - timedelta(minutes=1), ZONE)
    assert code_of(caught) == "workshop-deadline-past"


def test_a_link_brings_one_device_once_and_a_renewed_or_revoked_one_none(meeting, store):
    meeting.do(invite, [Invited("甲", "IT", ""), Invited("乙", "IT", ""), Invited("丙", "IT", "c@example.com")])
    with store.read() as c:
        first, second, third = sorted(seats_of(c, meeting.id), key=lambda seat: seat.alias, reverse=True)
    meeting.do(renew_link, second.id)
    meeting.do(remove_seat, third.id)
    with store.write() as c:
        claim(c, meeting.id, first.id, 1, "k" * 64, "device")
    for seat, link in ((first, 1), (second, 1), (third, 1), (second, 3)):
        with store.write() as c, pytest.raises(NotFound) as caught:
            claim(c, meeting.id, seat.id, link, "x" * 64, "other")
        assert code_of(caught) == "workshop-link"
    with pytest.raises(Conflict):
        meeting.do(renew_link, first.id)
    with store.read() as c:
        assert {seat.email for seat in seats_of(c, meeting.id)} == {""}, (
            "the address of a seat that was removed is gone"
        )
        aliases = {seat.alias for seat in seats_of(c, meeting.id)}
        assert "—" in aliases, "and its name"
        assert third.alias not in aliases
    assert meeting.room.locked, "nobody takes a second seat by the room's code"


def test_addresses_go_when_nobody_is_reminded_any_more(meeting, store):
    meeting.do(invite, [Invited("甲", "IT", "a@example.com")])
    meeting.act("close")
    with store.read() as c:
        assert [seat.email for seat in seats_of(c, meeting.id)] == ["a@example.com"]
    meeting.act("discard")
    with store.read() as c:
        assert [(seat.alias, seat.email) for seat in seats_of(c, meeting.id)] == [("甲", "")]


def test_only_the_missing_are_named_and_finishing_tells_nothing_else(panel):
    panel.open()
    panel.all_vote("most", None, "none")
    panel.vote(panel.members[3], 0, "most")
    assert panel.missing() == {member.id for member in panel.members} - {panel.members[0].id, panel.members[2].id}
    with panel.meeting.store.read() as c:
        assert results_of(c, panel.meeting.id) == {}


def test_the_next_round_is_of_the_contested_items_by_those_who_took_part(panel):
    panel.open()
    panel.all_vote(*["none"] * 4, *["full"] * 4, None)
    panel.meeting.act("start")
    panel.reveal()
    panel.open(0, 1)
    assert [one.state for one in panel.meeting.items] == ["open"] * 2 + ["revealed"]
    assert panel.missing() == {member.id for member in panel.members[:8]}
    with pytest.raises(Conflict) as caught:
        panel.vote(panel.members[8], 0, "most")
    assert code_of(caught) == "workshop-newcomer"


def test_nobody_is_invited_into_an_open_round_and_no_round_opens_beside_another(panel):
    panel.open()
    for work, *args in ((invite, [Invited("新人", "IT", "")]), (open_remote, soon(), ZONE, {})):
        with pytest.raises(Conflict) as caught:
            panel.meeting.do(work, *args)
        assert code_of(caught) == "workshop-act"


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([], "workshop-alias"),
        ([Invited("", "IT", "")], "workshop-alias"),
        ([Invited("甲", "厨房", "")], "workshop-function"),
        ([Invited("甲", "IT", "nowhere")], "account-email"),
        ([Invited("甲", "IT", "")] * 201, "workshop-full"),
    ],
)
def test_who_cannot_be_invited_is_named_and_nobody_is(meeting, people, code):
    with pytest.raises(Refusal) as caught:
        meeting.do(invite, people)
    assert code_of(caught) == code
    with meeting.store.read() as c:
        assert seats_of(c, meeting.id) == []


def test_arguments_wait_for_the_reveal_change_until_then_and_lead_to_no_vote(panel, store):
    panel.open()
    one, member = panel.meeting.items[0], panel.members[0]
    panel.vote(member, 0, "most")
    for words in ("初稿", "现场有记录"):
        with store.write() as c:
            argue(c, panel.meeting.id, member.secret, member.device, one.id, words)
    with store.read() as c:
        (note,) = notes_of(c, panel.meeting.id)[one.id]
        assert own_arguments(c, panel.meeting.id, member.secret, [one]) == {one.id: "现场有记录"}
        keys = list(c.scalars(select(workshop_votes.c.key)))
    assert (note.words, note.signed, note.round) == ("现场有记录", "", 1)
    assert not any(key.startswith(note.id) for key in keys)


def test_where_four_dropped_out_their_loss_is_shown_as_totals(held):
    held.open(0)
    held.all_vote(None, None, None, None, *["full"] * 5)
    held.reveal()
    assert held.told() == [{"none": 4, "full": 5}, {"full": 5}]
    with held.meeting.store.read() as c:
        assert {id: dict(found) for id, found in stayers_of(c, held.meeting.id).items()} == {
            held.meeting.items[0].id: {"full": 5}
        }


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_where_fewer_dropped_out_nothing_that_is_kept_tells_their_votes(held, gone):
    """Attack: who is missing is known by name, and the round before is subtracted from this one."""
    held.open(0)
    held.all_vote(*[None] * gone, *["none"] * (4 - gone), *["full"] * 5)
    held.reveal()
    with held.meeting.store.read() as c:
        assert stayers_of(c, held.meeting.id) == {}
        states = [one.state for one in rounds_of(c, held.meeting.id)[held.meeting.items[0].id]]
    assert states == (["revealed"] * 2 if gone == 3 else ["void", "revealed"])


def test_a_copy_of_the_database_in_an_open_round_leads_from_nobody_to_a_vote(held):
    """Attack: eight of nine have voted again; whose vote of the first round has no successor?"""
    held.open(0)
    held.all_vote(None, *["full"] * 8)
    with held.meeting.store.read() as c:
        dump = {name: c.execute(select(table)).all() for name, table in metadata.tables.items() if "workshop" in name}
    votes = [row for row in dump["workshop_votes"] if row.item_id == held.meeting.items[0].id]
    first, second = ([row for row in votes if row.round == round] for round in (1, 2))
    assert {row.before for row in first} == {""}
    assert len({row.before for row in second}) == 8, "equal votes are not equal there"
    seats = {str(value) for row in dump["workshop_seats"] for value in row if len(str(value)) >= 32}
    texts = {str(value) for row in votes for value in row}
    assert not seats & texts
    assert not any(
        member.code in str(row) or member.secret in str(row)
        for rows in dump.values()
        for row in rows
        for member in held.members
    )
    held.reveal()
    with held.meeting.store.read() as c:
        assert set(c.scalars(select(workshop_votes.c.before))) == {""}, "nothing of it stays"


def test_the_seat_code_brings_a_member_back_and_the_vote_stays_one(panel):
    panel.open()
    member = panel.members[0]
    panel.vote(member, 0, "most")
    with panel.meeting.store.write() as c:
        bring(c, panel.meeting.id, seat_key(member.secret), "new")
    member.device = "new"
    panel.vote(member, 0, "none")
    with panel.meeting.store.read() as c:
        assert mark(c, panel.meeting.id).cast == 1


def test_a_round_without_a_meeting_needs_a_room_that_is_open(meeting):
    meeting.act("start", "pause")
    with pytest.raises(Conflict):
        meeting.do(open_remote, soon(), ZONE, {})
    counter = meeting.room.counter
    with meeting.store.write() as c:
        act_on_room(c, meeting.person, meeting.id, "resume", counter)
    meeting.do(open_remote, soon(), ZONE, {})
    assert meeting.room.remote == 1
