"""Ballots on paper: counted beside phones, once a seat, and nobody's."""

import pytest
from sqlalchemy import select

from maturity.errors import Conflict, Refusal
from maturity.store.schema import audit_log, workshop_electors, workshop_seats, workshop_votes
from maturity.store.workshop.items import reveal, vote_again
from maturity.store.workshop.paper import add_paper_seats, cast_paper
from maturity.store.workshop.results import mark, results_of
from maturity.store.workshop.seats import remove_seat, seats_of


@pytest.fixture
def mixed(meeting):
    """A running room with five phones and six seats that vote on paper; its first two items are open."""
    meeting.join(*["生产"] * 5)
    meeting.do(add_paper_seats, "质量", 4)
    meeting.do(add_paper_seats, "IT", 2)
    meeting.act("start")
    meeting.open(0, 1)
    return meeting


def ballots(mixed, votes, places=(0, 1)):
    """By number of the seat the votes on the items at `places`, all alike."""
    return [(seat, {mixed.items[place].item: vote for place in places}) for seat, vote in votes.items()]


def cast(mixed, votes, places=(0, 1)):
    mixed.do(cast_paper, ballots(mixed, votes, places))


def codes(caught):
    return [problem.code for problem in caught.value.problems]


def totals(mixed, place=0):
    with mixed.store.read() as c:
        return [dict(one.votes) for one in results_of(c, mixed.id)[mixed.items[place].id]]


def test_paper_is_counted_beside_phones(mixed):
    mixed.votes(0, *["part"] * 5)
    cast(mixed, {1: "most", 2: "most", 3: "most", 4: "none"})
    with mixed.store.read() as c:
        found = mark(c, mixed.id)
        assert [seat.alias for seat in seats_of(c, mixed.id) if seat.paper] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert (found.present, found.cast, found.expected) == (11, 13, 22)
    mixed.do(reveal)
    assert totals(mixed) == [{"part": 5, "most": 3, "none": 1}]


def test_a_ballot_is_counted_once_a_round_and_a_refused_pile_leaves_nothing(mixed):
    cast(mixed, {1: "most", 2: "most", 3: "most", 4: "most"})
    with pytest.raises(Refusal) as caught:
        cast(mixed, {4: "none", 5: "none", 6: "none", 7: "none"})
    assert codes(caught) == ["paper-counted", "paper-seat"]
    mixed.do(reveal)
    assert totals(mixed) == [{"most": 4}]
    mixed.do(vote_again, mixed.items[0].id)
    cast(mixed, {1: "part", 2: "part", 3: "part", 4: "part"}, places=(0,))
    mixed.do(reveal)
    assert totals(mixed) == [{"most": 4}, {"part": 4}]


def test_paper_is_late_after_the_reveal_and_two_who_type_the_same_pile_count_it_once(mixed):
    pile, counter = ballots(mixed, {1: "most", 2: "most", 3: "most", 4: "most"}), mixed.room.counter
    for fails in (False, True):
        with mixed.store.write() as c:
            if not fails:
                cast_paper(c, mixed.person, mixed.id, counter, pile)
                continue
            with pytest.raises(Conflict) as caught:
                cast_paper(c, mixed.person, mixed.id, counter, pile)
            assert codes(caught) == ["workshop-moved"]
    mixed.do(reveal)
    with pytest.raises(Conflict) as caught:
        cast(mixed, {5: "most", 6: "most"})
    assert codes(caught) == ["workshop-late"]


def test_a_seat_that_was_removed_or_is_unknown_cannot_vote(mixed):
    with mixed.store.read() as c:
        gone = next(seat for seat in seats_of(c, mixed.id) if seat.paper == 2)
    mixed.do(remove_seat, gone.id)
    with pytest.raises(Refusal) as caught:
        cast(mixed, {1: "most", 2: "most", 3: "most", 12: "most"})
    assert codes(caught) == ["paper-seat", "paper-seat"]


@pytest.mark.parametrize(
    ("function", "number", "code"),
    [("厨房", 1, "workshop-function"), ("IT", 0, "paper-number"), ("IT", 201, "paper-number")],
)
def test_seats_that_cannot_be_are_refused(meeting, function, number, code):
    with pytest.raises(Refusal) as caught:
        meeting.do(add_paper_seats, function, number)
    assert codes(caught) == [code]


def test_a_copy_of_the_database_leads_from_no_seat_to_a_vote(mixed, empty_pages):
    """What is kept of a ballot is that it was counted: votes carry random keys, in their order, on every database."""
    cast(mixed, {1: "most", 2: "part", 3: "none", 4: "full"})
    with mixed.store.read() as c:
        kept = c.execute(select(workshop_votes)).all()
        seats = c.execute(select(workshop_seats.c.id, workshop_seats.c.key)).all()
        marked = [row.seat_id for row in c.execute(select(workshop_electors)) if row.counted]
        logged = [str(row.detail) for row in c.execute(select(audit_log))]
    assert len(marked) == len(set(marked)) * 2 == 8
    texts = {str(value) for row in kept for value in row}
    assert not texts & {value for row in seats for value in row}
    for item in {row.item_id for row in kept}:
        keys = [row.key for row in kept if row.item_id == item]
        assert keys == sorted(keys)
    assert not any(vote in line for line in logged for vote in ("most", "part", "none", "full"))
