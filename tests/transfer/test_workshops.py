"""Workshops in the archive of an enterprise: minutes come back as they were, and no vote leads to a seat."""

import json
from datetime import date
from zipfile import ZipFile

import pytest
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import func, select, update

from maturity.errors import Refusal
from maturity.intake.logos import read_logo
from maturity.questionnaire import only
from maturity.report import build_minutes
from maturity.store import schema as tables
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import sign_up
from maturity.store.evidence.files import Files
from maturity.store.origins.row_values import default_of
from maturity.store.workshop.archive import printed_rounds
from maturity.store.workshop.items import items_of, open_items, reveal, vote_again
from maturity.store.workshop.minutes import minutes_dossier
from maturity.store.workshop.results import RoundVotes, results_of
from maturity.store.workshop.rooms import act_on_room, room
from maturity.store.workshop.rounds import Round
from maturity.store.workshop.seats import Newcomer, join
from maturity.store.workshop.settling import reopen_item
from maturity.store.workshop.votes import cast_vote
from maturity.transfer import pack, unpack, workshops
from maturity.transfer.keys import load_signer
from maturity.workshop.secrecy import seat_key, vote_key

from ..pictures import logo
from ..store.workshop.conftest import SEALER
from .rooms import SECRETS, VOTES, hold_workshop
from .test_transfer import changed, rewritten

DAY = date(2026, 11, 28)


class Firm:
    """An enterprise with an assessment, and its archives."""

    def __init__(self, store, small, facts, folder):
        self.store, self.small, self.folder = store, small, folder
        with store.write() as c:
            self.owner = add_person(c, email="owner@demo.example", name="王主任", role="enterprise")
            self.id = sign_up(c, facts(1), self.owner.id).id
            self.assessment = start_assessment(c, self.owner, self.id, small, "discrete", 2025).id

    def hold(self, **named):
        with self.store.write() as c:
            return hold_workshop(c, self.owner, self.assessment, self.small, **named)

    def archive(self, name="a.zip"):
        path = self.folder / name
        pack(self.store, Files(self.folder / "files"), self.owner, self.id, path, load_signer(self.folder))
        return path

    def read(self, path):
        with ZipFile(path) as package:
            return {
                name: json.loads(package.read(f"data/workshop_{name}.json"))
                for name in ("rooms", "items", "rounds", "totals", "seats", "notes", "outcomes")
            }


@pytest.fixture
def firm(store, small, facts, tmp_path):
    return Firm(store, small, facts, tmp_path)


@pytest.fixture
def lite(sqlite_store, small, facts, tmp_path):
    return Firm(sqlite_store, small, facts, tmp_path)


def minutes(store, person, id, small, sitting=1):
    with store.read() as c:
        return minutes_dossier(c, person, room(c, person, id), small, sitting, DAY, SEALER)


def act(c, person, id, *names):
    for name in names:
        act_on_room(c, person, id, name, room(c, person, id).counter)


def test_minutes_come_back_as_they_were(firm, elsewhere, small, tmp_path):
    id = firm.hold()
    before = minutes(firm.store, firm.owner, id, small)
    store, files, person = elsewhere
    unpack(store, files, person, firm.archive(), only(small), load_signer(tmp_path / "own"))
    after = minutes(store, person, id, small)
    assert after.elsewhere
    assert not before.elsewhere
    assert (after.facilitator, after.names) == ("王主任", before.names)
    assert [one.verdict for one in after.items] == [one.verdict for one in before.items]
    assert after.items == before.items
    printed = str(build_minutes(after, "zh"))
    assert printed.replace("（外部带入）", "") == str(build_minutes(before, "zh"))
    pack(store, files, person, firm.id, tmp_path / "second.zip", load_signer(tmp_path))
    one, two = firm.read(firm.archive("again.zip")), firm.read(tmp_path / "second.zip")
    led = {"elsewhere": "王主任", "facilitator_id": person.id, "by": person.id}
    assert [{**row, **led} for row in one.pop("rooms")] == two.pop("rooms")
    assert one == two


def test_rows_of_before_a_column_have_what_the_database_gives_them():
    told = {"vote_seconds": 45, "auto_reveal": False, "consultant": "", "elsewhere": None}
    assert {name: default_of(tables.workshop_rooms.c[name]) for name in told} == told
    assert default_of(tables.workshop_rounds.c.question) == "answer"
    with pytest.raises(ValueError, match="title"):
        default_of(tables.workshop_rooms.c.title)


def test_nothing_leads_from_a_seat_to_a_vote(firm):
    id = firm.hold()
    path = firm.archive()
    with ZipFile(path) as package:
        whole = "".join(package.read(name).decode() for name in package.namelist())
    with firm.store.read() as c:
        item = items_of(c, id)[0].id
        codes = c.execute(select(tables.workshop_rooms.c.code, tables.workshop_rooms.c.salt)).one()
        keys = (
            c.scalars(select(tables.workshop_seats.c.key)).all() + c.scalars(select(tables.workshop_votes.c.key)).all()
        )
        written = c.scalars(select(tables.workshop_notes.c.id)).all()
    secrets = [seat_key(SECRETS[0]), vote_key(SECRETS[0], id, item, 1), *codes, *keys, *written, "guess"]
    assert [secret for secret in secrets if secret in whole] == []
    told = firm.read(path)
    assert told["totals"] == [
        {"item_id": item, "round": 1, "vote": "full", "number": 2},
        {"item_id": item, "round": 1, "vote": "most", "number": 3},
    ]
    assert {name for row in told["seats"] for name in row} == {
        *("room_id", "alias", "function", "own_area", "named", "joined_at"),
    }


def test_fewer_than_four_votes_are_in_no_archive(lite):
    lite.hold(votes=VOTES[:3])
    assert lite.read(lite.archive())["totals"] == []


def test_nobody_is_named_unless_all_agreed(lite):
    id = lite.hold()
    assert {row["alias"] for row in lite.read(lite.archive())["seats"]} >= {"席1", "席2"}
    with lite.store.write() as c:
        some = select(func.min(tables.workshop_seats.c.id)).scalar_subquery()
        c.execute(update(tables.workshop_seats).where(tables.workshop_seats.c.id == some).values(named=False))
    told = lite.read(lite.archive("b.zip"))["seats"]
    assert len(told) == 5
    assert {(row["room_id"], row["alias"], row["named"]) for row in told} == {(id, "", False)}


def test_an_open_round_is_in_no_archive(lite, small):
    id = lite.hold()
    with lite.store.write() as c:
        act(c, lite.owner, id, "reopen")
        first = items_of(c, id)[0].id
        reopen_item(c, lite.owner, id, room(c, lite.owner, id).counter, first)
        vote_again(c, lite.owner, id, room(c, lite.owner, id).counter, first)
        for number, vote in enumerate(("none", "none", "none", "none", "none")):
            cast_vote(c, id, SECRETS[number], f"device{number}", small, first, 2, vote)
    told = lite.read(lite.archive())
    assert {row["round"] for row in told["rounds"]} == {row["round"] for row in told["totals"]} == {1}
    with lite.store.write() as c:
        reveal(c, lite.owner, id, room(c, lite.owner, id).counter)
    told = lite.read(lite.archive("b.zip"))
    assert {row["round"] for row in told["totals"]} == {1}, "what no minutes print yet waits for them"


def test_only_the_first_of_two_totals_that_tell_a_vote_when_subtracted_is_kept():
    def told(number, cast=6):
        return RoundVotes(Round("i", number, "revealed", cast, None, None), cast)

    assert [one.round.round for one in printed_rounds([told(1), told(2), told(3)], [1, 3])] == [1, 3]
    assert printed_rounds([told(2)], [1, 2]) == [], "the first was printed and counts no more"
    assert printed_rounds([told(1, 3)], [1]) == []
    assert printed_rounds([], [0]) == []


def test_a_room_from_elsewhere_goes_on_with_those_who_join(lite, elsewhere, small, tmp_path):
    id = lite.hold()
    with lite.store.write() as c:
        act(c, lite.owner, id, "reopen")
        first = items_of(c, id)[0].id
        reopen_item(c, lite.owner, id, room(c, lite.owner, id).counter, first)
        vote_again(c, lite.owner, id, room(c, lite.owner, id).counter, first)
    store, files, person = elsewhere
    unpack(store, files, person, lite.archive(), only(small), load_signer(tmp_path))
    with store.write() as c:
        assert (room(c, person, id).state, room(c, person, id).joinable) == ("paused", True)
        for number in range(4):
            join(c, id, seat_key(SECRETS[number]), f"device{number}", Newcomer(f"甲{number}", "function"))
        act(c, person, id, "resume")
        open_items(c, person, id, room(c, person, id).counter, [first])
        round = items_of(c, id)[0].round
        for number in range(4):
            cast_vote(c, id, SECRETS[number], f"device{number}", small, first, round, "full")
        reveal(c, person, id, room(c, person, id).counter)
    with store.read() as c:
        assert results_of(c, id)[first][-1].votes == {"full": 4}


def test_an_item_decided_elsewhere_is_voted_on_again_by_those_who_are_here(lite, elsewhere, small, tmp_path):
    id = lite.hold()
    store, files, person = elsewhere
    unpack(store, files, person, lite.archive(), only(small), load_signer(tmp_path))
    with store.write() as c:
        act(c, person, id, "reopen")
        for number in range(4):
            join(c, id, seat_key(SECRETS[number]), f"device{number}", Newcomer(f"甲{number}", "function"))
        first = items_of(c, id)[0].id
        reopen_item(c, person, id, room(c, person, id).counter, first)
        vote_again(c, person, id, room(c, person, id).counter, first)
        cast_vote(c, id, SECRETS[0], "device0", small, first, 2, "full")
        assert room(c, person, id).elsewhere is None


def _first(name, value):
    return lambda rows: rows[0].__setitem__(name, value)


FORGED = {
    "an unknown rule": ("rooms", _first("rule", "mine")),
    "a room of nobody": ("rooms", _first("facilitator_id", "f" * 32)),
    "a state that is none": ("rooms", _first("state", "open")),
    "an item that is none": ("items", _first("item", "nothing.1a")),
    "somebody else's room": ("items", _first("room_id", "f" * 32)),
    "a result that is no choice": (
        "items",
        lambda rows: next(r for r in rows if r["kind"]).__setitem__("choice", "perfect"),
    ),
    "settled without a choice": ("items", lambda rows: next(r for r in rows if r["kind"]).__setitem__("choice", None)),
    "a vote that is none": ("totals", _first("vote", "perfect")),
    "a vote on somebody else's item": ("totals", _first("item_id", "f" * 32)),
    "votes of a round that was not revealed": ("totals", _first("round", 2)),
    "more votes than seats": ("totals", _first("number", 199)),
    "less than no vote": ("totals", _first("number", -1)),
    "an open round": ("rounds", _first("state", "open")),
    "a round to come": ("rounds", _first("round", 9)),
    "a round that asks for something else": ("rounds", _first("question", "weather")),
    "an answer where it was asked whether it applies": ("rounds", _first("question", "applicability")),
    "a sitting without results": ("outcomes", lambda rows: rows.pop()),
    "a name that is too long": ("seats", _first("alias", "x" * 41)),
    "a key": ("seats", _first("key", "a" * 64)),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_workshop_is_refused(kind, lite, elsewhere, small, tmp_path):
    table, change = FORGED[kind]
    lite.hold()
    bad = changed(lite.archive(), tmp_path / "bad.zip", rewritten(f"workshop_{table}", change))
    store, files, person = elsewhere
    with pytest.raises(Refusal, match="archive-row"):
        unpack(store, files, person, bad, only(small), load_signer(tmp_path))
    with store.read() as c:
        assert c.scalar(select(func.count()).select_from(tables.organisations)) == 0


@pytest.mark.parametrize(
    "change",
    [_first("image", b"GIF89a".hex()), _first("image", ""), _first("room_id", "f" * 32), _first("room_id", None)],
    ids=["no picture", "nothing", "of somebody else's room", "of nobody"],
)
def test_a_forged_logo_is_refused(change, lite, elsewhere, small, tmp_path):
    lite.hold()
    bad = changed(lite.archive(), tmp_path / "bad.zip", rewritten("logos", change))
    store, files, person = elsewhere
    with pytest.raises(Refusal, match="archive-row"):
        unpack(store, files, person, bad, only(small), load_signer(tmp_path))
    with store.read() as c:
        assert c.scalar(select(func.count()).select_from(tables.logos)) == 0


def test_what_a_logo_hides_stays_outside(lite, elsewhere, small, tmp_path):
    id = lite.hold()
    hidden = logo(pnginfo=_info()) + b"<script>Secret</script>"
    bad = changed(lite.archive(), tmp_path / "bad.zip", rewritten("logos", _first("image", hidden.hex())))
    store, files, person = elsewhere
    unpack(store, files, person, bad, only(small), load_signer(tmp_path))
    assert minutes(store, person, id, small).firm_logo == read_logo(logo(), "a.png")


def _info():
    found = PngInfo()
    found.add_text("Author", "Secret")
    return found


def test_votes_without_end_are_refused(lite, elsewhere, small, tmp_path, monkeypatch):
    lite.hold()
    monkeypatch.setattr(workshops, "MOST_VOTES", 4)
    store, files, person = elsewhere
    with pytest.raises(Refusal, match="archive-bomb"):
        unpack(store, files, person, lite.archive(), only(small), load_signer(tmp_path))
