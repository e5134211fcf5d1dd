"""Where many say that an item does not apply, that is voted on by itself: as secretly, by the same people."""

from datetime import date

import pytest
from sqlalchemy import update

from maturity.answers import NotApplicable
from maturity.errors import Conflict, Refusal
from maturity.report import build_minutes
from maturity.store.schema import workshop_rooms, workshop_seats
from maturity.store.workshop.items import reveal, reveal_if_all_voted, vote_again
from maturity.store.workshop.minutes import minutes_dossier
from maturity.store.workshop.results import results_of, verdict_of
from maturity.store.workshop.rounds import rounds_of
from maturity.store.workshop.seats import leave
from maturity.store.workshop.settling import Settlement, park, settle
from maturity.store.workshop.stayers import stayers_of
from maturity.store.workshop.workbooks import take_workbooks
from maturity.workshop.secrecy import seat_key

from .conftest import SEALER
from .test_remote import Panel
from .test_votes import held, linked, results
from .test_workbooks import returned, seated

__all__ = ["seated"]
DOUBTED = ["not-applicable"] * 5 + ["most"] * 7


@pytest.fixture
def doubted(running):
    """Five of twelve said that the first item does not apply."""
    running.open(0)
    running.votes(0, *DOUBTED)
    running.do(reveal)
    return running


def again(meeting, act):
    meeting.do(vote_again, meeting.items[0].id, act)


def voted(meeting, act, *votes):
    """A round by an act, its votes revealed; returns what the rule says of them."""
    again(meeting, act)
    meeting.votes(0, *votes)
    meeting.do(reveal)
    return verdict(meeting)


def verdict(meeting):
    item = meeting.questionnaire.item(meeting.items[0].item)
    return verdict_of(meeting.room, meeting.questionnaire, item, results(meeting))


def questions(meeting):
    with meeting.store.read() as c:
        return [(one.state, one.question) for one in rounds_of(c, meeting.id)[meeting.items[0].id]]


def minutes_of(meeting, sitting=1):
    with meeting.store.read() as c:
        day = date(2026, 11, 28)
        found = minutes_dossier(c, meeting.person, meeting.room, meeting.questionnaire, sitting, day, SEALER)
    return found, str(build_minutes(found, "zh")).replace("\\xa0", "\u00a0")


def test_what_applies_is_voted_on_again_without_not_applicable(doubted):
    assert verdict(doubted).outcome == "applicability"
    assert voted(doubted, "applicability", *["applicable"] * 9, *["not-applicable"] * 3).outcome == "applies"
    again(doubted, "again")
    with pytest.raises(Refusal, match="workshop-vote"):
        doubted.vote(doubted.phones[0], 0, "not-applicable")
    doubted.votes(0, *["most"] * 12)
    doubted.do(reveal)
    assert (verdict(doubted).outcome, verdict(doubted).tally.n) == ("agreed", 12)
    asked = ["answer", "applicability", "applicable"]
    assert questions(doubted) == [("revealed", one) for one in asked]
    doubted.do(settle, doubted.questionnaire, [Settlement(doubted.items[0].id, "agreed", "most")])


def test_what_does_not_apply_is_settled_with_a_reason(doubted):
    assert voted(doubted, "applicability", "applicable", *["not-applicable"] * 10).outcome == "not-applicable"
    one = doubted.items[0]
    with pytest.raises(Refusal, match="workshop-reason"):
        doubted.do(settle, doubted.questionnaire, [Settlement(one.id, "not-applicable", None)])
    doubted.do(settle, doubted.questionnaire, [Settlement(one.id, "not-applicable", None, "没有这道工序")])
    doubted.act("close")
    found, printed = minutes_of(doubted)
    assert found.items[0].settled == NotApplicable("没有这道工序")
    assert (found.items[0].verdict.tally.counts, found.items[0].rounds) == ((10, 1), 2)
    assert "适用\u00a01、不适用\u00a010" in printed


def test_minutes_tell_that_it_was_voted_on_first_and_print_the_last_round_alone(doubted):
    voted(doubted, "applicability", *["applicable"] * 9, *["not-applicable"] * 3)
    voted(doubted, "again", *["most"] * 12)
    doubted.act("close")
    found, printed = minutes_of(doubted)
    assert (found.items[0].applicability, found.items[0].rounds) == (True, 3)
    assert "先表决了是否适用" in printed
    assert "三分之一以上的票认为不适用时，先表决是否适用，至少 2/3 的票相同才算" in printed
    assert "不适用\u00a0" not in printed


def test_rounds_of_either_kind_are_counted_and_compared_apart(doubted):
    for number, votes in enumerate(([6, 6], [4, 8 - 1], [7, 5]), 1):
        found = voted(doubted, "applicability", *["applicable"] * votes[0], *["not-applicable"] * votes[1])
        assert (found.outcome, found.last) == ("divided", number == 3)
    found = voted(doubted, "again", *["part"] * 6, *["most"] * 6)
    assert (found.outcome, found.last) == ("not-agreed", False), (
        "the second round on the answer, after five of them all"
    )
    assert voted(doubted, "again", *["none"] * 6, *["full"] * 6).last


def test_it_is_as_secret_as_every_vote(doubted):
    again(doubted, "applicability")
    votes = ["applicable", "not-applicable", "cannot-judge"] * 4
    doubted.votes(0, *votes)
    assert results(doubted)[-1].round.round == 1, "nothing is known before the reveal"
    for phone in doubted.phones[:2]:
        doubted.vote(phone, 0, "applicable")
    doubted.do(reveal)
    rows = [tuple(map(str, row)) for row in held(doubted)]
    assert len(rows) == 24
    assert len({row[0] for row in rows}) == 24, "one key a seat and round"
    assert linked(rows, [tuple(map(str, row)) for row in held(doubted, workshop_seats)]) == 0
    with pytest.raises(Conflict, match="workshop-late"):
        doubted.vote(doubted.phones[0], 0, "applicable")


def test_newcomers_do_not_vote_on_it_and_one_who_leaves_makes_it_start_anew(doubted):
    doubted.join("IT")
    again(doubted, "applicability")
    with pytest.raises(Conflict, match="workshop-newcomer"):
        doubted.vote(doubted.phones[-1], 0, "applicable")
    doubted.votes(0, *["applicable"] * 12)
    doubted.do(reveal)
    leaver = doubted.phones[0]
    with doubted.store.write() as c:
        leave(c, doubted.id, seat_key(leaver.secret), leaver.device)
    again(doubted, "again")
    doubted.vote(doubted.phones[-1], 0, "most")
    asked = [("void", "answer"), ("void", "applicability"), ("open", "applicable")]
    assert questions(doubted) == asked, "that it applies stays settled"


def test_a_void_round_asks_the_same_again(doubted):
    again(doubted, "applicability")
    doubted.vote(doubted.phones[0], 0, "applicable")
    again(doubted, "void")
    asked = [("revealed", "answer"), ("void", "applicability"), ("open", "applicability")]
    assert questions(doubted) == asked
    doubted.do(park, doubted.items[0].id, "缺工艺图", "", None)
    doubted.open(0)
    assert questions(doubted)[-1] == ("open", "applicability")


def test_a_parked_item_starts_anew_where_one_has_left_since(doubted):
    """Its first totals are on the wall and in minutes: those of one fewer beside them would tell a vote."""
    doubted.do(park, doubted.items[0].id, "缺工艺图", "", None)
    doubted.act("close")
    assert "不适用\u00a05" in minutes_of(doubted)[1]
    leaver = doubted.phones[-1]
    with doubted.store.write() as c:
        leave(c, doubted.id, seat_key(leaver.secret), leaver.device)
    doubted.act("reopen")
    doubted.open(0)
    doubted.votes(0, *DOUBTED[:-1])
    doubted.do(reveal)
    assert [state for state, _ in questions(doubted)] == ["void", "revealed"]
    doubted.act("close")
    assert "不适用\u00a05" not in minutes_of(doubted, 2)[1]


def test_a_room_reveals_it_by_itself_once_all_have_said_that_it_does_not_apply(doubted):
    with doubted.store.write() as c:
        c.execute(update(workshop_rooms).values(auto_reveal=True))
    again(doubted, "applicability")
    doubted.votes(0, *["not-applicable"] * 12)
    with doubted.store.write() as c:
        assert reveal_if_all_voted(c, doubted.id)


def test_workbooks_vote_on_answers_alone(seated):
    """One leaves after the first round: all present vote anew, but a workbook does not say whether it applies."""
    seated.join("IT", "IT", "IT")
    seated.open(0)
    seated.votes(0, *["not-applicable"] * 2)
    seated.do(reveal)
    with seated.store.write() as c:
        c.execute(update(workshop_seats).where(workshop_seats.c.id == seated.phones[-1].seat.id).values(state="left"))
    again(seated, "applicability")
    told = seated.do(take_workbooks, returned(seated), seated.codes)
    assert {problem.code for one in told for problem in one.problems} == {"ballot-late"}


def test_from_afar_whether_it_applies_is_asked_of_all_and_the_answer_next(meeting):
    panel = Panel(meeting, 9)
    panel.open()
    panel.all_vote(*["not-applicable"] * 4, *["most"] * 5)
    meeting.act("start")
    panel.reveal()
    first = meeting.items[0].id
    for act, votes in (("applicability", ["applicable"] * 9), ("again", ["most"] * 9)):
        panel.open(**{first: act})
        panel.all_vote(*votes)
        panel.reveal()
    assert panel.told() == [{"not-applicable": 4, "most": 5}, {"applicable": 9}, {"most": 9}]
    with meeting.store.read() as c:
        assert stayers_of(c, meeting.id) == {}
        assert results_of(c, meeting.id)[first][-1].round.question == "applicable"
