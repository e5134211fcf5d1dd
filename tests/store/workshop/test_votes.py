"""Seats and votes: one a seat, changeable until the reveal, and nobody's."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter

import pytest
from sqlalchemy import select, text

from maturity.errors import Conflict, NotFound, Refusal
from maturity.store import open_store
from maturity.store.schema import audit_log, metadata, workshop_electors, workshop_seats, workshop_votes
from maturity.store.workshop.items import reveal, vote_again
from maturity.store.workshop.notes import add_dissent, add_note, mark_unclear, notes_of
from maturity.store.workshop.results import mark, results_of
from maturity.store.workshop.rooms import set_locked
from maturity.store.workshop.rounds import rounds_of
from maturity.store.workshop.seats import Newcomer, bring, join, leave, remove_seat, seat, seats_of
from maturity.store.workshop.votes import may_vote, own_votes
from maturity.workshop.secrecy import new_seat_code, seat_key, seat_secret

from .test_rooms import code_of


def results(meeting, place=0):
    with meeting.store.read() as c:
        return results_of(c, meeting.id).get(meeting.items[place].id, [])


def held(meeting, table=workshop_votes):
    with meeting.store.read() as c:
        return c.execute(select(table)).all()


def test_a_vote_can_be_repeated_and_changed_until_the_reveal(running):
    running.open(0)
    phone = running.phones[0]
    for vote in ("part", "part", "most"):
        running.vote(phone, 0, vote, confidence="know")
    running.votes(0, *["most"] * 11)
    with running.store.read() as c:
        assert own_votes(c, running.id, phone.secret, running.items) == {(running.items[0].id, 1): ("most", "")}
        assert mark(c, running.id).cast == 11
    running.do(reveal)
    with pytest.raises(Conflict) as caught:
        running.vote(phone, 0, "full")
    assert code_of(caught) == "workshop-late"
    assert dict(results(running)[0].votes) == {"most": 11}
    assert results(running)[0].round.seats == 12


def test_nothing_is_shown_before_the_reveal_and_nothing_of_fewer_than_four(running):
    running.open(0)
    running.votes(0, "most", "most", "most")
    assert results(running) == []
    running.do(reveal)
    (told,) = results(running)
    assert (told.cast, told.shown, dict(told.votes)) == (3, False, {})


@pytest.mark.parametrize("vote", ["", "nothing", "most ", "x" * 200, "1"])
def test_a_forged_vote_is_not_counted(running, vote):
    running.open(0)
    with pytest.raises(Refusal) as caught:
        running.vote(running.phones[0], 0, vote)
    assert code_of(caught) == "workshop-vote"
    assert held(running) == []


def test_votes_on_other_items_rounds_and_rooms_are_not_counted(running, store):
    running.open(0)
    for place, round in ((1, 1), (0, 0), (0, 2)):
        with pytest.raises(Conflict) as caught:
            running.vote(running.phones[0], place, "most", round=round)
        assert code_of(caught) == "workshop-late"
    running.act("pause")
    with pytest.raises(Conflict):
        running.vote(running.phones[0], 0, "most")
    assert held(running) == []


def test_the_later_of_two_phones_has_the_seat(running, store):
    running.open(0)
    phone = running.phones[0]
    with store.write() as c:
        bring(c, running.id, seat_key(phone.secret), "another")
    with pytest.raises(Conflict) as caught:
        running.vote(phone, 0, "most")
    assert code_of(caught) == "workshop-seat-elsewhere"
    phone.device = "another"
    running.vote(phone, 0, "most")
    assert len(held(running)) == 1


def test_a_seat_code_of_another_room_or_of_nobody_brings_nothing(running, store):
    secret = seat_secret(new_seat_code(), running.room.salt)
    with pytest.raises(Refusal) as caught, store.write() as c:
        bring(c, running.id, seat_key(secret), "device")
    assert code_of(caught) == "workshop-code"
    with pytest.raises(NotFound), store.read() as c:
        seat(c, "0" * 32, seat_key(running.phones[0].secret), running.phones[0].device)


def test_nobody_joins_a_room_that_is_locked_closed_or_not_open_yet(running, store):
    def try_joining():
        with pytest.raises(Refusal) as caught, store.write() as c:
            join(c, running.id, "k" * 64, "device", Newcomer("甲", "IT"))
        return code_of(caught)

    running.do(set_locked, locked=True)
    assert try_joining() == "workshop-code"
    running.do(set_locked, locked=False)
    running.act("close")
    assert try_joining() == "workshop-code"
    assert len(held(running, workshop_seats)) == 12


@pytest.mark.parametrize(
    ("alias", "function", "codes"),
    [
        ("", "IT", ["workshop-alias"]),
        ("\u202e\u200b", "IT", ["workshop-alias"]),
        ("\u200d\u200c\u200d", "IT", ["workshop-alias"]),
        ("长" * 41, "财务", ["workshop-alias", "workshop-function"]),
    ],
)
def test_mistakes_of_a_newcomer(running, store, alias, function, codes):
    with pytest.raises(Refusal) as caught, store.write() as c:
        join(c, running.id, "k" * 64, "device", Newcomer(alias, function))
    assert [problem.code for problem in caught.value.problems] == codes


def test_names_are_kept_as_text_without_controls_and_told_apart(running, store):
    for number, alias in enumerate(("<b>甲</b>", "\u202e甲", "甲", "🙂", "长" * 40, "长" * 40)):
        with store.write() as c:
            join(c, running.id, f"{number:064}", "device", Newcomer(alias, "IT"))
    with store.read() as c:
        names = [one.alias for one in seats_of(c, running.id)][12:]
    assert names == ["<b>甲</b>", "甲", "甲 (2)", "🙂", "长" * 40, "长" * 36 + " (2)"]


def test_names_that_differ_in_joiners_alone_are_told_apart(running, store):
    """They look alike in some scripts, and where two pictures make no third."""
    for number, alias in enumerate(("🙂🙂", "🙂\u200d🙂", "👩\u200d🏭", "دادا", "د\u200cادا", "نمی\u200cشود")):
        with store.write() as c:
            join(c, running.id, f"{number:064}", "device", Newcomer(alias, "IT"))
    with store.read() as c:
        names = [one.alias for one in seats_of(c, running.id)][12:]
    told = ["🙂🙂", "🙂\u200d🙂 (2)", "👩\u200d🏭", "دادا", "د\u200cادا (2)", "نمی\u200cشود"]
    assert names == told


def test_the_201st_seat_is_refused(meeting, store, monkeypatch):
    monkeypatch.setattr("maturity.store.workshop.seats.SEATS_MOST", 3)
    meeting.join("IT", "IT", "IT")
    with pytest.raises(Refusal) as caught:
        meeting.join("IT")
    assert code_of(caught) == "workshop-full"
    meeting.do(remove_seat, meeting.phones[0].seat.id)
    meeting.join("IT")


def test_newcomers_vote_while_the_first_round_is_open_and_later_from_the_next_item_on(running):
    running.open(0)
    running.join("IT")
    running.vote(running.phones[-1], 0, "most")
    running.votes(0, *["most"] * 6)
    running.do(reveal)
    running.join("IT")
    running.do(vote_again, running.items[0].id)
    with pytest.raises(Conflict) as caught:
        running.vote(running.phones[-1], 0, "most")
    assert code_of(caught) == "workshop-newcomer"
    with running.store.read() as c:
        assert running.items[0].id not in may_vote(c, running.phones[-1].seat.id)
        assert rounds_of(c, running.id)[running.items[0].id][1].seats == 13


def test_a_newcomer_takes_the_functions_from_the_votes(running):
    """Four of IT voted as others; the fifth, who came later, would be the only one kept under IT."""
    running.open(0)
    running.votes(0, *["most"] * 12)
    assert {row.function for row in held(running)} == {"生产", "other"}
    running.join("IT", "IT")
    running.vote(running.phones[-1], 0, "none")
    assert {row.function for row in held(running)} == {""}


def test_votes_are_kept_under_functions_of_five_or_more(running):
    running.open(0)
    running.votes(0, *["most"] * 12)
    sizes = Counter(row.function for row in held(running, workshop_electors))
    assert sizes == {"生产": 5, "other": 7}


def test_one_who_leaves_between_rounds_cannot_be_found_by_subtraction(running):
    running.open(0)
    running.votes(0, *["most"] * 11, "none")
    running.do(reveal)
    with running.store.write() as c:
        leave(c, running.id, seat_key(running.phones[-1].secret), running.phones[-1].device)
    running.do(vote_again, running.items[0].id)
    running.votes(0, *["most"] * 11)
    running.do(reveal)
    (told,) = results(running)
    assert (told.round.round, told.round.seats) == (2, 11)


def test_of_three_who_leave_the_votes_are_missing(running):
    running.open(0)
    running.votes(0, *["most"] * 9, *["none"] * 3)
    running.do(reveal)
    for phone in running.phones[-3:]:
        running.do(remove_seat, phone.seat.id)
    running.do(vote_again, running.items[0].id)
    running.votes(0, *["most"] * 9)
    running.do(reveal)
    first, second = results(running)
    assert (first.cast, second.cast, second.round.seats) == (12, 9, 12)


def dump(meeting):
    """Every row of every table, as somebody with a copy of the database has it."""
    with meeting.store.read() as c:
        return {
            table.name: [tuple(map(str, row)) for row in c.execute(text(f"SELECT * FROM {table.name}"))]
            for table in metadata.sorted_tables
        }


def linked(rows, seats):
    """How many of the rows share a value with exactly one seat."""
    of = {value: row[0] for row in seats for value in row if len(value) >= 32}
    return sum(len({of[value] for value in row if value in of}) == 1 for row in rows)


def test_a_copy_of_the_database_leads_from_no_seat_to_a_vote(running):
    running.open(0, 1)
    for place in (0, 1):
        running.votes(place, *["none", "part", "most", "full"] * 3)
    for revealed in (False, True):
        if revealed:
            running.do(reveal)
        found = dump(running)
        votes, seats = found["workshop_votes"], found["workshop_seats"]
        assert linked(votes, seats) == 0
        with_seats = [(*row, seats[number % 12][0]) for number, row in enumerate(votes)]
        assert linked(with_seats, seats) == 24, "where votes name their seat, the same attack finds all"
        everything = [value for rows in found.values() for row in rows for value in row]
        for phone in running.phones:
            assert not any(phone.code in value or phone.secret in value for value in everything)
        keys = {row[0] for row in votes}
        elsewhere = [value for name, rows in found.items() if name != "workshop_votes" for row in rows for value in row]
        assert not any(key in value for key in keys for value in elsewhere)


def test_the_order_of_the_rows_is_not_that_of_the_votes(running, empty_pages):
    running.open(0)
    cast = ["full", "none", "most", "part"] * 3
    running.votes(0, *cast)
    keys = [row[0] for row in dump(running)["workshop_votes"]]
    assert keys == sorted(keys)
    running.do(reveal)
    votes = [row[3] for row in dump(running)["workshop_votes"]]
    if running.store.engine.dialect.name == "postgresql":
        assert votes == sorted(cast)
    assert {column.name for column in workshop_votes.columns} == {
        *("key", "item_id", "round", "vote", "function", "confidence", "before")
    }
    with running.store.read() as c:
        kept = set(c.scalars(select(workshop_votes.c.before)))
    assert kept == {""}, "a vote carries the one before in open rounds without a meeting alone, see test_remote.py"


def test_the_log_tells_of_joins_and_acts_and_of_no_vote(running):
    with running.store.read() as c:
        before = len(c.execute(select(audit_log)).all())
    running.open(0)
    running.votes(0, *["none"] * 12)
    with running.store.read() as c:
        rows = c.execute(select(audit_log)).all()
    assert len(rows) == before + 1
    assert sum(row.action == "workshop.join" for row in rows) == 12
    assert not any("none" in str(row.detail) for row in rows)


def test_notes_and_dissent(running):
    running.open(0)
    running.votes(0, *["most"] * 12)
    phone, one = running.phones[0], running.items[0]
    with pytest.raises(Conflict), running.store.write() as c:
        add_dissent(c, running.id, seat_key(phone.secret), phone.device, one.id, "不同意", signed=True)
    running.do(reveal)
    with running.store.write() as c:
        add_dissent(c, running.id, seat_key(phone.secret), phone.device, one.id, "不同意", signed=True)
        add_dissent(c, running.id, seat_key(phone.secret), phone.device, one.id, "没有记录", signed=False)
        add_note(c, running.person, running.id, one.id, "argument", "两条线有记录")
        mark_unclear(c, running.person, running.id, one.id)
        found = notes_of(c, running.id)[one.id]
    assert sorted((note.kind, note.words, note.signed) for note in found) == [
        ("argument", "两条线有记录", ""),
        ("dissent", "不同意", "席1"),
        ("dissent", "没有记录", ""),
    ]
    assert running.items[0].unclear == 1
    for words in ("", "x" * 10_000):
        with pytest.raises(Refusal), running.store.write() as c:
            add_note(c, running.person, running.id, one.id, "argument", words)


def test_votes_and_the_reveal_at_the_same_time_lose_nothing(running):
    """A vote is either counted or told that it is too late."""
    running.open(0)
    running.votes(0, *["most"] * 6)
    told, gate = [], threading.Barrier(7)

    def vote(phone):
        gate.wait()
        try:
            running.vote(phone, 0, "full", round=1)
            told.append("counted")
        except Refusal as refusal:
            told.append(refusal.problems[0].code)

    threads = [threading.Thread(target=vote, args=(phone,)) for phone in running.phones[6:]]
    for thread in threads:
        thread.start()
    gate.wait()
    running.do(reveal)
    for thread in threads:
        thread.join()
    assert set(told) <= {"counted", "workshop-late"}
    assert results(running)[0].votes["full"] == told.count("counted")


_CHILD = """
import sys
from maturity.questionnaire import read
from maturity.store import open_store
from maturity.store.workshop.votes import cast_vote
url, room, item, secret, device, file = sys.argv[1:]
small, store = read(open(file, encoding="utf-8").read(), "small.yaml"), open_store(url)
for number in range(100000):
    with store.write() as c:
        cast_vote(c, room, secret, device, small, item, 1, ("none", "part", "most", "full")[number % 4])
    print(number, flush=True)
"""


def test_a_killed_server_comes_back_in_the_state_it_was_in(running, request):
    if running.store.engine.dialect.name != "sqlite":
        pytest.skip("the server of PostgreSQL is not ours to kill")
    running.open(0)
    running.votes(0, *["most"] * 3)
    phone, url = running.phones[3], running.store.engine.url.render_as_string()
    file = request.config.rootpath / "tests" / "questionnaires" / "valid" / "small.yaml"
    words = [running.id, running.items[0].id, phone.secret, phone.device, str(file)]
    child = subprocess.Popen([sys.executable, "-c", _CHILD, url, *words], stdout=subprocess.PIPE, text=True)
    last = [child.stdout.readline() for _ in range(20)][-1]
    os.kill(child.pid, signal.SIGKILL)
    rest = child.communicate()[0].split()
    number = int(([last.strip(), *rest])[-1])
    again = open_store(url)
    try:
        with again.read() as c:
            (kept,) = own_votes(c, running.id, phone.secret, running.items).values()
            assert mark(c, running.id).cast == 4
    finally:
        again.close()
    choices = ("none", "part", "most", "full")
    assert kept[0] in (choices[number % 4], choices[(number + 1) % 4]), "what was acknowledged, or the one after it"
    assert running.items[0].state == "open"
