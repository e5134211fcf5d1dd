"""What a room settled becomes answers or assessed values, and nothing that somebody wrote meanwhile is lost."""

from datetime import date

import pytest
from sqlalchemy import select

from maturity.answers import Chosen, NotApplicable
from maturity.errors import Conflict, Forbidden, Refusal
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import AnswerChange, save_answers, saved_answers
from maturity.store.assessments.assessments import assessment, tailor
from maturity.store.assessments.findings import FindingChange, findings_of, record_findings
from maturity.store.enterprises.deletion import request_deletion
from maturity.store.enterprises.organisations import add_member
from maturity.store.origins.archive import delete_organisation
from maturity.store.planning.actions import actions_of
from maturity.store.schema import answer_history
from maturity.store.workshop.items import reveal
from maturity.store.workshop.notes import Unclear, mark_unclear, unclear_items
from maturity.store.workshop.outcome import accept, plan_parked, proposals_of
from maturity.store.workshop.rooms import take_over
from maturity.store.workshop.settling import Settlement, park, reopen_item, settle
from maturity.store.workshop.sittings import openings_of, outcomes_of, sittings_of

from .conftest import Meeting
from .test_rooms import code_of


def answer(meeting, place, choice, version=0, comment=""):
    item = meeting.items[place].item
    with meeting.store.write() as c:
        about = meeting.room.assessment_id
        change = AnswerChange(item, Chosen(choice), comment, version)
        save_answers(c, meeting.person, about, meeting.questionnaire, [change])


def settled(meeting, *choices):
    """Vote on the first items and settle them by the lead; "" for not applicable."""
    meeting.open(*range(len(choices)))
    meeting.do(reveal)
    done = [
        Settlement(one.id, "decided" if choice else "not-applicable", choice or None, "看过记录")
        for one, choice in zip(meeting.items, choices, strict=False)
    ]
    meeting.do(settle, meeting.questionnaire, done)


def proposals(meeting):
    with meeting.store.read() as c:
        return proposals_of(c, meeting.person, meeting.room, meeting.questionnaire)


def answers(meeting):
    with meeting.store.read() as c:
        return saved_answers(c, assessment(c, meeting.person, meeting.room.assessment_id))


def take(meeting, *places):
    chosen = [proposals(meeting)[place] for place in places]
    return meeting.do(accept, meeting.questionnaire, {one.item.id: one.version for one in chosen})


@pytest.fixture
def lobby(meeting):
    return meeting.join(*["生产"] * 6)


def test_results_become_answers_with_history_and_those_left_out_do_not(lobby):
    answer(lobby, 0, "part", comment="见台账")
    lobby.act("start")
    settled(lobby, "most", "full", "")
    lobby.act("close")
    assert [one.standing for one in proposals(lobby)] == ["change"] * 3
    assert proposals(lobby)[0].opened == Chosen("part")
    assert take(lobby, 0, 2).state == "accepted"
    held, items = answers(lobby), lobby.items
    assert (held[items[0].item].answer, held[items[0].item].comment) == (Chosen("most"), "见台账")
    assert held[items[0].item].version == 2
    assert held[items[2].item].answer == NotApplicable("看过记录")
    assert items[1].item not in held
    with lobby.store.read() as c:
        rows = c.execute(select(answer_history.c.choice).where(answer_history.c.item == items[0].item)).scalars()
        assert sorted(rows) == ["most", "part"]
        kept = outcomes_of(c, lobby.id)[1]
    assert [kept[one.id].accepted for one in items[:4]] == [True, False, True, None]


def test_what_is_answered_like_that_already_stands_and_a_room_that_changes_nothing_is_finished(lobby):
    answer(lobby, 0, "most")
    lobby.act("start")
    settled(lobby, "most")
    lobby.act("close")
    with lobby.store.write() as c:
        who = add_person(c, email="assessor@example.com", name="Assessor", role="consultant")
        add_member(c, lobby.room.organisation_id, who.id, "assessor")
        taken_over = take_over(c, who, lobby.id, lobby.room.counter)
    with pytest.raises(Forbidden), lobby.store.write() as c:
        accept(c, who, lobby.id, taken_over.counter, lobby.questionnaire, {})
    lobby.do(take_over)
    assert take(lobby).state == "accepted"
    assert answers(lobby)[lobby.items[0].item].version == 1, "nothing is written anew"
    with lobby.store.read() as c:
        assert outcomes_of(c, lobby.id)[1][lobby.items[0].id].accepted


def test_what_stands_already_is_accepted_beside_what_is_chosen(lobby):
    answer(lobby, 0, "most")
    lobby.act("start")
    settled(lobby, "most", "full", "part")
    lobby.act("close")
    with pytest.raises(Refusal):
        take(lobby)
    take(lobby, 1)
    with lobby.store.read() as c:
        kept = outcomes_of(c, lobby.id)[1]
    assert [kept[one.id].accepted for one in lobby.items[:3]] == [True, True, False]


def test_a_newer_answer_is_a_conflict_and_one_written_after_the_page_is_refused(lobby):
    lobby.act("start")
    settled(lobby, "most", "most")
    lobby.act("close")
    answer(lobby, 0, "none")
    assert [one.standing for one in proposals(lobby)] == ["conflict", "change"]
    seen = proposals(lobby)
    answer(lobby, 1, "full")
    with pytest.raises(Conflict) as caught:
        lobby.do(accept, lobby.questionnaire, {one.item.id: one.version for one in seen})
    assert code_of(caught) == "answer-stale"
    assert lobby.room.state == "closed"
    assert answers(lobby)[lobby.items[0].item].answer == Chosen("none"), "nothing half-written"
    take(lobby, 0, 1)
    assert answers(lobby)[lobby.items[0].item].answer == Chosen("most")


def test_an_item_that_was_tailored_away_is_not_accepted(world, store, small):
    wanted = [small.items_of("discrete")[0].id, *(item.id for item in small.area("sales").items)]
    held = Meeting(store, world.ours.person, world.ours.assessment, small, wanted)
    held.act("welcome")
    held.join(*["生产"] * 6).act("start")
    settled(held, "most", "most")
    held.act("close")
    with store.write() as c:
        about = assessment(c, held.person, held.room.assessment_id)
        tailor(c, held.person, about.id, small, {"sales": "无此业务"}, about.version)
    assert [one.standing for one in proposals(held)] == ["change", "gone"]
    for places in ((0, 1), ()):
        with pytest.raises(Refusal) as caught:
            take(held, *places)
        assert code_of(caught) == "workshop-outcome"
    assert answers(held) == {}


def test_a_room_of_assessors_writes_assessed_values(world, store, small):
    with store.write() as c:
        who = add_person(c, email="assessor@example.com", name="Assessor", role="consultant")
        add_member(c, world.ours.organisation.id, who.id, "assessor")
    held = Meeting(store, who, world.ours.assessment, small)
    held.act("welcome")
    held.join(*["生产"] * 6)
    first, second = (one.item for one in held.items[:2])
    with store.write() as c:
        record_findings(c, who, held.room.assessment_id, small, [FindingChange(first, Chosen("part"), "现场", 0)])
    held.act("start")
    settled(held, "most", "none")
    held.do(park, held.items[2].id, "缺设备台账", "李工", None)
    held.act("close")
    assert [one.opened for one in proposals(held)] == [Chosen("part"), None]
    take(held, 0, 1)
    with store.read() as c:
        about = assessment(c, who, held.room.assessment_id)
        found = findings_of(c, about)
        assert (found[first].answer, found[first].words) == (Chosen("most"), "现场")
        assert (found[second].answer, found[second].words) == (Chosen("none"), "看过记录")
        assert saved_answers(c, about) == {}
        assert actions_of(c, about) == []
    with pytest.raises(Forbidden), store.write() as c:
        plan_parked(c, who, held.id, small)
    with store.write() as c:
        assert plan_parked(c, world.ours.person, held.id, small) == 1
        assert plan_parked(c, world.ours.person, held.id, small) == 0


def test_parked_items_become_actions_with_owner_and_date(lobby):
    lobby.act("start")
    settled(lobby, "most")
    lobby.do(park, lobby.items[1].id, "缺设备台账", "李工", date(2026, 12, 31))
    lobby.act("close")
    take(lobby, 0)
    with lobby.store.read() as c:
        (made,) = actions_of(c, assessment(c, lobby.person, lobby.room.assessment_id))
    kept = made.draft
    assert (kept.words, kept.item, kept.owner, kept.due) == (
        "缺设备台账",
        lobby.items[1].item,
        "李工",
        date(2026, 12, 31),
    )


def test_an_assessor_does_not_turn_an_owners_room_into_answers(lobby, world, store):
    lobby.act("start")
    settled(lobby, "most")
    lobby.act("close")
    with store.write() as c:
        who = add_person(c, email="assessor@example.com", name="Assessor", role="consultant")
        add_member(c, world.ours.organisation.id, who.id, "assessor")
        counter = take_over(c, who, lobby.id, lobby.room.counter).counter
    seen = {one.item.id: one.version for one in proposals(lobby)}
    with pytest.raises(Forbidden), store.write() as c:
        accept(c, who, lobby.id, counter, lobby.questionnaire, seen)
    assert (lobby.room.state, answers(lobby)) == ("closed", {})


def test_results_are_accepted_once_and_only_of_a_closed_room(lobby):
    lobby.act("start")
    settled(lobby, "most")
    with pytest.raises(Conflict) as caught:
        take(lobby, 0)
    assert code_of(caught) == "workshop-act"
    lobby.act("close")
    take(lobby, 0)
    with pytest.raises(Conflict) as caught:
        take(lobby, 0)
    assert code_of(caught) == "workshop-act"


def test_reopening_begins_a_sitting_with_the_answers_of_then(lobby):
    lobby.act("start")
    settled(lobby, "most")
    lobby.act("close")
    answer(lobby, 0, "none")
    lobby.act("reopen")
    lobby.do(reopen_item, lobby.items[0].id)
    lobby.do(settle, lobby.questionnaire, [Settlement(lobby.items[0].id, "decided", "full", "新记录")])
    lobby.act("close")
    one = lobby.items[0]
    with lobby.store.read() as c:
        assert openings_of(c, lobby.id, 1) == {}
        assert openings_of(c, lobby.id, 2)[one.id].answer == Chosen("none")
        kept = outcomes_of(c, lobby.id)
        assert [kept[sitting][one.id].choice for sitting in (1, 2)] == ["most", "full"]
        assert all(held.closed_at >= held.opened_at for held in sittings_of(c, lobby.id))
    assert [found.standing for found in proposals(lobby)] == ["change"]


def test_a_room_that_was_never_started_has_no_sitting(lobby):
    lobby.act("close")
    with lobby.store.read() as c:
        assert (sittings_of(c, lobby.id), outcomes_of(c, lobby.id)) == ([], {})
    with pytest.raises(Refusal):
        lobby.do(accept, lobby.questionnaire, {})


def test_sittings_go_with_their_enterprise(lobby, world, store):
    lobby.act("start")
    settled(lobby, "most")
    lobby.act("close")
    with store.write() as c:
        request_deletion(c, world.ours.person, world.ours.organisation.id, world.ours.organisation.facts.name)
        delete_organisation(c, world.ours.organisation.id)
        assert sittings_of(c, lobby.id) == []


def test_marks_of_unclear_items_are_counted_over_workshops(lobby, world, store, small):
    other = Meeting(store, world.ours.person, world.ours.assessment, small)
    for held, place in ((lobby, 1), (other, 1), (other, 1), (other, 0)):
        with store.write() as c:
            mark_unclear(c, held.person, held.id, held.items[place].id)
    first, second = (one.item for one in lobby.items[:2])
    with store.read() as c:
        assert unclear_items(c) == [Unclear("small", "1", second, 3, 2), Unclear("small", "1", first, 1, 1)]
        assert len(unclear_items(c, 1)) == 1
