"""Workbooks of seats in the store: their votes are those of a phone with the same code, once a seat."""

import pytest

from maturity.errors import Conflict, Refusal
from maturity.store.workshop.results import mark
from maturity.store.workshop.workbooks import add_workbook_seats, take_workbooks
from maturity.workshop.secrecy import new_seat_code, seat_key, seat_secret
from maturity.workshop.workbook import Returned


@pytest.fixture
def seated(meeting):
    """A running room with four seats that have workbooks; `codes` by secret."""
    meeting.codes = {code: seat_secret(code, meeting.room.salt) for code in (new_seat_code() for _ in range(4))}
    meeting.names = meeting.do(add_workbook_seats, [(seat_key(secret), "生产") for secret in meeting.codes.values()])
    meeting.act("start")
    return meeting


def returned(seated, vote="most", room=None):
    votes = {one.item: vote for one in seated.items}
    return [Returned(f"{code}.xlsx", room or seated.room.code, code, votes) for code in seated.codes]


def test_votes_are_kept_once_a_seat_whatever_is_sent_again(seated):
    for _ in range(2):
        told = seated.do(take_workbooks, returned(seated), seated.codes)
        assert [one.seat for one in told] == seated.names == ["W1", "W2", "W3", "W4"]
        assert [(one.counted, one.problems) for one in told] == [(6, ())] * 4
        with seated.store.read() as c:
            assert mark(c, seated.id).cast == 24


def test_workbooks_of_another_room_count_nothing(seated):
    told = seated.do(take_workbooks, returned(seated, room="ABCDEF"), seated.codes)
    assert [[problem.code for problem in one.problems] for one in told] == [["ballot-room"]] * 4
    with seated.store.read() as c:
        assert mark(c, seated.id).cast == 0


def test_a_room_that_does_not_run_takes_none_and_opens_nothing(seated):
    seated.act("pause")
    with pytest.raises(Conflict):
        seated.do(take_workbooks, returned(seated), seated.codes)
    assert {one.state for one in seated.items} == {"waiting"}


def test_seats_that_cannot_be_are_refused(meeting):
    for seats, code in (([("k" * 64, "厨房")], "workshop-function"), ([], "paper-number")):
        with pytest.raises(Refusal) as caught:
            meeting.do(add_workbook_seats, seats)
        assert caught.value.problems[0].code == code
