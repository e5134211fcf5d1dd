"""Rooms and items: what may follow what, and that one of two who act at the same time is told."""

import pytest

from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.deletion import request_deletion
from maturity.store.enterprises.organisations import add_member
from maturity.store.origins.archive import delete_organisation
from maturity.store.workshop import items, rooms, settling
from maturity.store.workshop.creation import RoomDraft, create_room
from maturity.store.workshop.items import discuss, open_items, reveal, vote_again
from maturity.store.workshop.results import mark, results_of
from maturity.store.workshop.rooms import act_on_room, room, rooms_of, take_over
from maturity.store.workshop.rounds import rounds_of
from maturity.store.workshop.settling import Settlement, park, reopen_item, settle
from maturity.workshop.rules import STANDARD

from .conftest import FUNCTIONS


def code_of(caught):
    return caught.value.problems[0].code


def test_a_room_goes_its_way(running):
    assert running.room.state == "running"
    running.act("pause", "resume", "close")
    assert running.room.closed_at is not None
    running.act("reopen")
    assert (running.room.sitting, running.room.state) == (2, "running")
    running.act("close", "discard")
    with pytest.raises(Conflict) as caught:
        running.act("reopen")
    assert code_of(caught) == "workshop-act"
    assert caught.value.current.state == "discarded"


def test_the_second_of_two_acts_is_told_the_state_now(running, store):
    counter = running.room.counter
    running.act("pause")
    with pytest.raises(Conflict) as caught, store.write() as c:
        act_on_room(c, running.person, running.id, "close", counter)
    assert code_of(caught) == "workshop-moved"
    assert (caught.value.current.state, caught.value.current.counter) == ("paused", counter + 1)
    assert running.room.state == "paused"


def test_every_act_on_items_needs_the_counter_that_was_seen(running, store):
    running.open(0)
    running.votes(0, *["most"] * 6)
    old = running.room.counter - 1
    one = running.items[0]
    acts = (
        lambda c: open_items(c, running.person, running.id, old, [running.items[1].id]),
        lambda c: reveal(c, running.person, running.id, old),
        lambda c: discuss(c, running.person, running.id, old, one.id),
        lambda c: vote_again(c, running.person, running.id, old, one.id),
        lambda c: items.postpone(c, running.person, running.id, old, [running.items[1].id]),
        lambda c: settle(c, running.person, running.id, old, running.questionnaire, []),
        lambda c: park(c, running.person, running.id, old, one.id, "缺记录", "", None),
        lambda c: reopen_item(c, running.person, running.id, old, one.id),
        lambda c: rooms.set_locked(c, running.person, running.id, old, locked=True),
        lambda c: rooms.nudge(c, running.person, running.id, old),
        lambda c: rooms.renew_wall(c, running.person, running.id, old),
        lambda c: take_over(c, running.person, running.id, old),
    )
    before = running.room, running.items
    for act in acts:
        with pytest.raises(Conflict) as caught, store.write() as c:
            act(c)
        assert code_of(caught) == "workshop-moved"
    assert (running.room, running.items) == before


def test_another_enterprises_room_does_not_exist(running, world, store):
    for id in (running.id, "0" * 32, "x"):
        with pytest.raises(NotFound), store.read() as c:
            room(c, world.theirs.person, id)
    with store.read() as c:
        assert rooms_of(c, world.theirs.person) == []
        assert [one.id for one in rooms_of(c, running.person)] == [running.id]


def test_a_co_facilitator_takes_over_by_an_act(running, world, store):
    with store.write() as c:
        second = add_person(c, email="second@example.com", name="Second", role="consultant")
        add_member(c, world.ours.organisation.id, second.id, "assessor")
    with pytest.raises(Forbidden) as caught, store.write() as c:
        act_on_room(c, second, running.id, "pause", running.room.counter)
    assert code_of(caught) == "workshop-facilitator"
    with store.write() as c:
        assert take_over(c, second, running.id, running.room.counter).led_by(second)
    with pytest.raises(Forbidden):
        running.act("pause")


def test_a_viewer_sees_and_does_not_run(running, world, store, small):
    with store.write() as c:
        viewer = add_person(c, email="viewer@example.com", name="Viewer", role="enterprise")
        add_member(c, world.ours.organisation.id, viewer.id, "viewer")
        assert room(c, viewer, running.id).role == "viewer"
    for work in (take_over, lambda c, *args: act_on_room(c, *args[:2], "pause", args[2])):
        with pytest.raises(Forbidden), store.write() as c:
            work(c, viewer, running.id, running.room.counter)
    with pytest.raises(Forbidden), store.write() as c:
        create_room(c, viewer, world.ours.assessment.id, small, RoomDraft("研讨", ["skills.1a"], FUNCTIONS))


def test_all_mistakes_of_a_room_are_told_at_once(world, store, small):
    draft = RoomDraft(" ", ["nothing"], ["a", "a"], "loose", 1)
    with pytest.raises(Refusal) as caught, store.write() as c:
        create_room(c, world.ours.person, world.ours.assessment.id, small, draft)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["workshop-title", "workshop-items", "workshop-rule", "workshop-minutes", "workshop-functions"]


def test_a_room_of_an_assessor_settles_assessed_values(running, world, store, small):
    assert running.room.target == "answers"
    with store.write() as c:
        who = add_person(c, email="assessor@example.com", name="Assessor", role="consultant")
        add_member(c, world.ours.organisation.id, who.id, "assessor")
        made = create_room(c, who, world.ours.assessment.id, small, RoomDraft("评审", ["skills.1a"], FUNCTIONS))
    assert made.target == "assessed"


def test_agreement_settles_without_a_reason_and_the_lead_with_one(running):
    running.open(0, 1)
    running.votes(0, *["most"] * 10, *["full"] * 2)
    running.votes(1, *["part"] * 6, *["most"] * 6)
    running.do(reveal)
    first, second = running.items[:2]
    running.do(settle, running.questionnaire, [Settlement(first.id, "agreed", "most")])
    with pytest.raises(Refusal) as caught:
        running.do(settle, running.questionnaire, [Settlement(second.id, "decided", "part")])
    assert code_of(caught) == "workshop-reason"
    running.do(settle, running.questionnaire, [Settlement(second.id, "decided", "part", "两条线没有记录")])
    assert [(one.state, one.kind, one.choice) for one in running.items[:2]] == [
        ("settled", "agreed", "most"),
        ("settled", "decided", "part"),
    ]
    running.do(reopen_item, second.id)
    assert (running.items[1].state, running.items[1].kind) == ("discussing", None)


@pytest.mark.parametrize(
    ("kind", "choice", "code"),
    [
        ("agreed", "cannot-judge", "workshop-settled"),
        ("agreed", "not-applicable", "workshop-settled"),
        ("agreed", "nothing", "workshop-settled"),
        ("agreed", None, "workshop-settled"),
        ("not-applicable", "most", "workshop-settled"),
        ("mean", "most", "workshop-settled"),
        ("not-applicable", None, "workshop-reason"),
    ],
)
def test_what_cannot_be_settled_is_refused_and_nothing_is_written(running, kind, choice, code):
    running.open(0, 1)
    running.votes(0, *["most"] * 12)
    running.do(reveal)
    before = running.room, running.items
    first, second = running.items[:2]
    with pytest.raises(Refusal) as caught:
        running.do(
            settle,
            running.questionnaire,
            [Settlement(first.id, "agreed", "most"), Settlement(second.id, kind, choice)],
        )
    assert code in {problem.code for problem in caught.value.problems}
    assert (running.room, running.items) == before


def test_an_item_is_parked_with_what_is_missing_and_opened_again(running):
    one = running.items[0]
    with pytest.raises(Refusal):
        running.do(park, one.id, " ", "", None)
    running.do(park, one.id, "设备台账", "李工", None)
    assert (running.items[0].state, running.items[0].owner) == ("parked", "李工")
    running.open(0)
    assert (running.items[0].state, running.items[0].reason, running.items[0].round) == ("open", "", 1)


def test_a_void_round_is_kept_and_does_not_count(running, store):
    running.open(0)
    running.votes(0, *["most"] * 12)
    running.do(vote_again, running.items[0].id, "void")
    with store.read() as c:
        assert [one.state for one in rounds_of(c, running.id)[running.items[0].id]] == ["void", "open"]
    running.votes(0, *["full"] * 12)
    running.do(reveal)
    with store.read() as c:
        (told,) = results_of(c, running.id)[running.items[0].id]
        assert rounds_of(c, running.id)[running.items[0].id][0].seats == 12
    assert dict(told.votes) == {"full": 12}


def test_the_mark_of_a_room_changes_with_all_that_a_page_shows(meeting, store):
    def text():
        with store.read() as c:
            return mark(c, meeting.id).text

    seen = [text()]

    def changed():
        seen.append(text())
        return seen[-1] != seen[-2]

    meeting.join("生产", "IT", "IT", "IT", "IT")
    assert changed()
    meeting.act("start")
    assert changed()
    meeting.open(0, 1)
    assert changed()
    meeting.votes(0, "most")
    assert changed()
    meeting.votes(0, "full")
    assert not changed(), "a vote that is changed tells nothing"
    meeting.join("IT")
    assert changed()
    with store.read() as c:
        found = mark(c, meeting.id)
    assert (found.present, found.cast, found.expected) == (6, 1, 12)
    with store.read() as c:
        assert mark(c, "0" * 32) is None


def test_a_rule_is_kept_with_its_version(meeting):
    assert (meeting.room.rule, meeting.room.rule_version) == ("standard", STANDARD.version)


def test_rooms_go_with_their_enterprise(running, world, store):
    running.open(0)
    running.votes(0, "most")
    with store.write() as c:
        request_deletion(c, world.ours.person, world.ours.organisation.id, world.ours.organisation.facts.name)
        delete_organisation(c, world.ours.organisation.id)
        assert rooms.room_by_id(c, running.id) is None


def test_the_modules_of_acts_are_those_that_this_file_tries():
    tried = {"open_items", "reveal", "discuss", "vote_again", "postpone", "settle", "park", "reopen_item"}
    acts = {
        name
        for module in (items, settling)
        for name, work in vars(module).items()
        if getattr(work, "__module__", "") == module.__name__ and "counter" in getattr(work, "__annotations__", {})
    }
    assert acts == tried
