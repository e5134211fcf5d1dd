"""The attacks of a copy of the database on this room, and on one whose votes are anonymous in the view alone.

There, as in other tools, the pages do not show whose a vote is, but what is kept leads from the one to the other. An
attack tells something only where it succeeds there.
"""

import json
import re
from collections import Counter
from itertools import pairwise

import pytest
from sqlalchemy import select, text, update

from maturity.store.copies import taking
from maturity.store.origins.archive import organisation_rows
from maturity.store.schema import metadata, workshop_rooms, workshop_seats, workshop_votes
from maturity.store.sealing import Sealer
from maturity.store.workshop import remote, rounds, votes, workbooks
from maturity.store.workshop.items import reveal, vote_again
from maturity.store.workshop.results import mark
from maturity.store.workshop.seats import leave
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
def test_transactions_of_the_database_lead_from_no_seat_to_its_last_vote(world, store, small, monkeypatch, weak):
    """Attack on PostgreSQL: it tells which transaction wrote a row; who finished is written after the last vote."""
    if store.engine.dialect.name != "postgresql":
        pytest.skip("SQLite keeps no transactions beside its rows")
    made = Meeting(store, world.ours.person, world.ours.assessment, small, [small.items[0].id])
    made.act("welcome")
    panel = Panel(made, 8)
    panel.finish = naive_finish if weak else remote.finish
    if weak:
        monkeypatch.setattr(votes, "level_votes", lambda *_: None)
    panel.open()
    panel.all_vote(*CAST[:8])
    with store.read() as c:
        seats = [row.xmin for row in c.execute(text("SELECT xmin::text::int AS xmin FROM workshop_seats"))]
        rows = [row.xmin for row in c.execute(text("SELECT xmin::text::int AS xmin FROM workshop_votes"))]
    alone = [seat for seat in seats if seats.count(seat) == 1]
    last = {max((vote for vote in rows if vote <= seat), default=None) for seat in alone} - {None}
    assert len(last) == (8 if weak else 0)
    assert panel.missing() == set()


def by_transactions(meeting):
    """The keys of votes in the order in which PostgreSQL knows them to have come, as far as it tells: by the
    transaction that wrote a row, then as the rows lie; on SQLite as they lie.
    """
    with meeting.store.read() as c:
        if meeting.store.engine.dialect.name == "sqlite":
            return [row.key for row in c.execute(text("SELECT * FROM workshop_votes"))]
        return list(c.scalars(text("SELECT key FROM workshop_votes ORDER BY xmin::text::bigint, ctid")))


@pytest.mark.parametrize("weak", [False, True], ids=["as it is", "rows as they come"])
@pytest.mark.parametrize("changes", [0, 1])
def test_a_list_of_who_voted_when_leads_to_no_row_of_a_copy(running, empty_pages, monkeypatch, weak, changes):
    """Attack: who watched people press, or has a log of another server with their addresses, has the order of votes."""
    if running.store.engine.dialect.name == "sqlite" and weak:
        pytest.skip("there, rows lie by their keys whatever is done")
    if weak:
        monkeypatch.setattr(votes, "level_votes", lambda *_: None)
    running.open(0)
    running.votes(0, *CAST)
    came = [secrecy.vote_key(phone.secret, running.id, running.items[0].id, 1) for phone in running.phones]
    for _ in range(changes):
        running.vote(running.phones[0], 0, "full")
        came = [*came[1:], came[0]]
    kept = by_transactions(running)
    assert (kept == came) == weak
    assert (kept == sorted(kept)) != weak, "the order of their keys, which only the phones can make"


@pytest.mark.parametrize("weak", [False, True], ids=["as it is", "page by page"])
def test_a_list_of_who_voted_when_leads_to_no_place_in_a_backup_of_sqlite(running, tmp_path, monkeypatch, weak):
    """Attack: SQLite finds rows by their keys, but fills the pages of its file from the end, as rows come."""
    if running.store.engine.dialect.name != "sqlite":
        pytest.skip("of PostgreSQL rows are copied")
    if weak:
        monkeypatch.setattr(taking, "_level_votes", lambda _: None)
    running.open(0)
    running.votes(0, *CAST)
    came = [secrecy.vote_key(phone.secret, running.id, running.items[0].id, 1) for phone in running.phones]
    copied = taking.copy_database(running.store, str(tmp_path / "scratch"), lambda name: (tmp_path / name).open("wb"))
    file = (tmp_path / taking.SQLITE_PART).read_bytes()
    kept = sorted(came, key=lambda key: -file.index(key.encode()))
    assert (kept == came) == weak
    assert (kept == sorted(came)) != weak
    assert copied.rows["workshop_votes"] == 12


@pytest.mark.parametrize("weak", [False, True], ids=["as it is", "rows as they come"])
def test_rows_do_not_stand_in_the_order_of_the_workbooks(seated, empty_pages, monkeypatch, weak):
    """Attack: a copy has the rows as they lie in the table; workbooks come in the order of the names of their seats.
    One that comes by itself is the last.
    """
    if seated.store.engine.dialect.name == "sqlite" and weak:
        pytest.skip("there, rows lie by their keys whatever is done")
    if weak:
        monkeypatch.setattr(workbooks, "level_votes", lambda *_: None)
    *others, last = returned(seated)
    seated.do(workbooks.take_workbooks, others, seated.codes)
    seated.do(workbooks.take_workbooks, [last], seated.codes)
    with seated.store.read() as c:
        assert mark(c, seated.id).cast == 24
    secret = list(seated.codes.values())[-1]
    alone = {secrecy.vote_key(secret, seated.id, one.id, 1) for one in seated.items}
    assert (set(by_transactions(seated)[-6:]) == alone) == weak


def by_subtraction(totals):
    """Attack: of one who left, the vote by which the totals of two rounds differ, and by nothing else; else None."""
    for before, after in pairwise(totals):
        if (before - after).total() == 1 and not after - before:
            return next(iter(before - after))
    return None


def leaves(meeting):
    phone = meeting.phones.pop()
    with meeting.store.write() as c:
        leave(c, meeting.id, secrecy.seat_key(phone.secret), phone.device)


def votes_again_without_one(running):
    """Between two sittings one leaves; all others vote "most" on the first item once more."""
    running.act("close")
    leaves(running)
    running.act("reopen")
    running.do(vote_again, running.items[0].id)
    running.votes(0, *["most"] * 11)
    running.do(reveal)


def by_printed(printed, now):
    """Attack: the totals that a copy of the database keeps for minutes, set against those of the round of now."""
    try:
        before = Counter(json.loads(printed)["votes"])
    except ValueError:
        return None
    return by_subtraction([before, now])


@pytest.mark.parametrize("weak", [False, True], ids=["as it is", "printed totals as plain text"])
def test_what_is_kept_of_printed_minutes_tells_no_vote_by_subtraction(running, monkeypatch, weak):
    if weak:
        monkeypatch.setattr(Sealer, "seal", lambda _, text: text)
    for place, first in enumerate(([*["most"] * 11, "none"], ["most"] * 12)):
        running.open(place)
        running.votes(place, *first)
        running.do(reveal)
    votes_again_without_one(running)
    told = copy(running)
    first, other = (running.items[place].id for place in range(2))
    printed = {row.item_id: row.printed for row in told["workshop_outcomes"] if row.printed}
    now = Counter(row.vote for row in told["workshop_votes"] if row.item_id == first)
    assert now == {"most": 11}
    assert by_printed(printed[first], now) == ("none" if weak else None)
    assert len(printed[first]) == len(printed[other]), "nor does its length tell on how many choices votes were"


@pytest.mark.parametrize("weak", [False, True], ids=["as it is", "a leaver is only missing"])
def test_one_who_leaves_between_rounds_is_in_no_copy_and_in_no_archive(running, monkeypatch, weak):
    """The leaver voted "none", all others "most" in both rounds."""
    if weak:
        monkeypatch.setattr(rounds, "LEFT_LEAST", 1)
    running.open(0)
    running.votes(0, *["most"] * 11, "none")
    running.do(reveal)
    votes_again_without_one(running)
    running.act("close")
    told = copy(running)
    counted = {number: Counter(row.vote for row in told["workshop_votes"] if row.round == number) for number in (1, 2)}
    assert by_subtraction(list(counted.values())) == ("none" if weak else None)
    with running.store.read() as c:
        archived = organisation_rows(c, running.room.organisation_id)["workshop_totals"]
    taken = {
        number: Counter({row["vote"]: row["number"] for row in archived if row["round"] == number}) for number in (1, 2)
    }
    assert by_subtraction(list(taken.values())) == ("none" if weak else None)


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
