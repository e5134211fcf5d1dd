"""The attacks of a copy of the database on this room, and on one whose votes are anonymous in the view alone.

There, as in other tools, the pages do not show whose a vote is, but what is kept leads from the one to the other. An
attack tells something only where it succeeds there.
"""

import re

import pytest
from sqlalchemy import select, text, update

from maturity.store.origins.archive import organisation_rows
from maturity.store.schema import metadata, workshop_rooms, workshop_seats, workshop_votes
from maturity.store.workshop import remote, votes, workbooks
from maturity.store.workshop.items import reveal, vote_again
from maturity.store.workshop.results import mark
from maturity.workshop import secrecy

from .conftest import Meeting
from .test_remote import Panel
from .test_workbooks import returned, seated

__all__ = ["seated"]
CAST = ["none", "part", "most", "full"] * 3


def by_stored_words(dump, room):
    """Attack: every word of a copy of the database is tried as the secret of a seat. The votes that it finds."""
    rows = dump["workshop_votes"]
    words = {str(value) for name, found in dump.items() if name != "workshop_votes" for row in found for value in row}
    places = {(row.item_id, row.round) for row in rows}
    keys = {secrecy.vote_key(word, room, *place) for word in words if len(word) >= 8 for place in places}
    return [row for row in rows if row.key in keys]


def copy(meeting):
    with meeting.store.read() as c:
        return {name: c.execute(select(table)).all() for name, table in metadata.tables.items()}


@pytest.mark.parametrize("weak", [False, True], ids=["as it is", "anonymous in the view alone"])
def test_no_word_that_is_stored_opens_a_vote_before_or_after_the_reveal(running, monkeypatch, weak):
    if weak:  # the votes are kept under what the seat is known by
        monkeypatch.setattr(
            votes, "vote_key", lambda secret, *place: secrecy.vote_key(secrecy.seat_key(secret), *place)
        )
    running.open(0)
    running.votes(0, *CAST)
    for number in range(2):
        found = by_stored_words(copy(running), running.id)
        assert len(found) == (12 if weak else 0)
        if not number:
            running.do(reveal)
    running.do(vote_again, running.items[0].id)
    running.votes(0, *CAST)
    assert len(by_stored_words(copy(running), running.id)) == (24 if weak else 0), "nor do two rounds together"


def naive_finish(c, room_id, _secret, seat_id):
    present = select(workshop_rooms.c.remote).where(workshop_rooms.c.id == room_id).scalar_subquery()
    c.execute(update(workshop_seats).where(workshop_seats.c.id == seat_id).values(finished=present))


@pytest.mark.parametrize("weak", [False, True], ids=["as it is", "each seat by itself"])
def test_transactions_of_the_database_lead_from_no_seat_to_its_last_vote(world, store, small, weak):
    """Attack on PostgreSQL: it tells which transaction wrote a row; who finished is written after the last vote."""
    if store.engine.dialect.name != "postgresql":
        pytest.skip("SQLite keeps no transactions beside its rows")
    made = Meeting(store, world.ours.person, world.ours.assessment, small, [small.items[0].id])
    made.act("welcome")
    panel = Panel(made, 8)
    panel.finish = naive_finish if weak else remote.finish
    panel.open()
    panel.all_vote(*CAST[:8])
    with store.read() as c:
        seats = [row.xmin for row in c.execute(text("SELECT xmin::text::int AS xmin FROM workshop_seats"))]
        rows = [row.xmin for row in c.execute(text("SELECT xmin::text::int AS xmin FROM workshop_votes"))]
    alone = [seat for seat in seats if seats.count(seat) == 1]
    last = {max((vote for vote in rows if vote <= seat), default=None) for seat in alone} - {None}
    assert len(last) == (8 if weak else 0)
    assert panel.missing() == set()


def test_rows_do_not_stand_in_the_order_of_the_workbooks(seated):
    """Attack: a copy has the rows as they lie in the table; workbooks come in the order of the names of their seats."""
    order = {secret: number for number, secret in enumerate(seated.codes.values())}
    seated.do(workbooks.take_workbooks, returned(seated), seated.codes)
    with seated.store.read() as c:
        keys = [row[0] for row in c.execute(text("SELECT * FROM workshop_votes"))]
        assert mark(c, seated.id).cast == len(keys) == 24
    whose = {
        secrecy.vote_key(secret, seated.id, one.id, 1): number
        for secret, number in order.items()
        for one in seated.items
    }
    assert [whose[key] for key in keys] != sorted(whose.values()), "this order tells whose they are"
    assert keys == sorted(keys)


def test_what_an_enterprise_takes_away_holds_nothing_of_its_votes(running):
    running.open(0)
    running.votes(0, *CAST)
    running.do(reveal)
    with running.store.read() as c:
        rows = organisation_rows(c, running.room.organisation_id)
        keys = [*c.scalars(select(workshop_votes.c.key)), *c.scalars(select(workshop_seats.c.key))]
    assert "workshop_votes" not in rows
    assert rows["workshop_totals"] == [], "the sitting is not closed"
    told = str(rows)
    assert len(keys) == 24
    assert not any(key in told for key in keys)
    logged = [row for row in rows["audit_log"] if row["action"].startswith("workshop.")]
    assert len(logged) > 12
    assert not re.search(r"\b(none|part|most|full)\b", str([row["detail"] for row in logged]))
