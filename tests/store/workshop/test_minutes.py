"""Minutes from the tables of a workshop; successive ones and their files tell nobody's vote."""

import re
from datetime import date

import docx
import openpyxl
import pytest

from maturity.answers import Chosen
from maturity.errors import NotFound
from maturity.report import build_minutes, exporter
from maturity.store.accounts.people import add_person
from maturity.store.sealing import Sealer
from maturity.store.workshop import minutes
from maturity.store.workshop.items import reveal, vote_again
from maturity.store.workshop.minutes import minutes_dossier
from maturity.store.workshop.notes import add_dissent
from maturity.store.workshop.seats import Newcomer, join, leave
from maturity.store.workshop.settling import Settlement, park, reopen_item, settle
from maturity.workshop.secrecy import seat_key

from .conftest import FUNCTIONS, SEALER
from .test_outcome import answer, take

DAY = date(2026, 11, 27)


def dossier_of(meeting, sitting=1, person=None, sealer=SEALER):
    with meeting.store.read() as c:
        return minutes_dossier(c, person or meeting.person, meeting.room, meeting.questionnaire, sitting, DAY, sealer)


def decide(meeting, place, choice, reason="看过记录"):
    meeting.do(settle, meeting.questionnaire, [Settlement(meeting.items[place].id, "decided", choice, reason)])


def held(meeting, *votes):
    """A vote on the first item, revealed and decided."""
    meeting.open(0)
    meeting.votes(0, *votes)
    meeting.do(reveal)
    decide(meeting, 0, "most")


def leaves(meeting, place=-1):
    phone = meeting.phones.pop(place)
    with meeting.store.write() as c:
        leave(c, meeting.id, seat_key(phone.secret), phone.device)


def again(meeting, *votes):
    """A sitting in which the first item is voted on once more."""
    meeting.act("reopen")
    meeting.do(reopen_item, meeting.items[0].id)
    meeting.do(vote_again, meeting.items[0].id)
    meeting.votes(0, *votes)
    meeting.do(reveal)
    decide(meeting, 0, "most")
    meeting.act("close")


def test_minutes_hold_what_the_sitting_came_to(running):
    answer(running, 0, "part")
    running.open(0)
    running.votes(0, *["most"] * 8, *["full"] * 4)
    running.do(reveal)
    phone = running.phones[0]
    with running.store.write() as c:
        add_dissent(c, running.id, seat_key(phone.secret), phone.device, running.items[0].id, "没有记录", signed=False)
    decide(running, 0, "most")
    running.do(park, running.items[1].id, "缺台账", "李工", date(2026, 12, 31))
    with pytest.raises(NotFound):
        dossier_of(running)
    running.act("close")
    take(running, 0)
    told = dossier_of(running)
    assert told.functions == [("生产", 5), ("质量", 4), ("IT", 3)]
    assert (told.present, told.own_area, told.names) == (12, 1, ())
    first, second, third = told.items[:3]
    assert (first.kind, first.settled, first.reason) == ("decided", Chosen("most"), "看过记录")
    assert (first.verdict.tally.counts, first.rounds, first.accepted) == ((0, 0, 8, 4), 1, True)
    assert first.dissent == [("没有记录", "")]
    assert (second.state, second.owner, second.due) == ("parked", "李工", date(2026, 12, 31))
    assert (third.state, third.verdict, third.cast) == ("waiting", None, 0)
    assert [action.words for action in told.actions] == ["缺台账"]


def test_the_self_assessment_is_that_of_the_opening(meeting):
    meeting.join(*["生产"] * 6)
    answer(meeting, 0, "part")
    meeting.act("start")
    held(meeting, *["most"] * 6)
    meeting.act("close")
    answer(meeting, 0, "none", version=1)
    assert dossier_of(meeting).items[0].own == Chosen("part")


def test_names_are_given_only_where_everybody_agreed(meeting):
    for number, named in enumerate((True, True, False)):
        if number == 2:
            meeting.act("start", "close")
            assert dossier_of(meeting).names == ["甲0", "甲1"]
            meeting.act("reopen")
        with meeting.store.write() as c:
            join(c, meeting.id, f"{number:064}", "device", Newcomer(f"甲{number}", FUNCTIONS[0], named=named))
    meeting.act("close")
    assert dossier_of(meeting, 2).names == ()
    assert dossier_of(meeting, 1).present == 2, "who joined later is in no minutes of before"


def test_another_enterprise_reads_no_minutes(running, world, store):
    running.act("close")
    with pytest.raises(NotFound):
        dossier_of(running, person=world.theirs.person)
    with store.write() as c:
        stranger = add_person(c, email="x@example.com", name="X", role="consultant")
    with pytest.raises(NotFound):
        dossier_of(running, person=stranger)


def files(meeting, sitting, folder, sealer=SEALER):
    """All texts of the Word document and of the workbook of the minutes, their properties included."""
    report = build_minutes(dossier_of(meeting, sitting, sealer=sealer), "zh")
    document = docx.Document(str(exporter("docx")(report, folder / f"{sitting}.docx")))
    told = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    told += [paragraph.text for paragraph in document.paragraphs] + [str(document.core_properties.comments)]
    book = openpyxl.load_workbook(exporter("xlsx")(report, folder / f"{sitting}.xlsx"))
    told += [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return told


def totals(meeting, told):
    """By choice: the votes on the first item that the texts of a file tell; None where they tell none."""
    names = [choice.text.zh for choice in meeting.questionnaire.choices_of(meeting.questionnaire.items[0])]
    found = dict.fromkeys(names, 0)
    cells = [text for text in told if re.fullmatch(rf"(?:(?:{'|'.join(names)})\u00a0\d+、?)+", text)]
    for text in cells[:1]:
        found |= {name: int(votes) for name, votes in re.findall(r"([^、]+)\u00a0(\d+)", text)}
    return found if cells else None


def lost(before, after):
    """What an attacker learns who has both minutes and knows that one person left: the choice that lost one vote, where
    no other changed; None where nothing is learned.
    """
    if before is None or after is None:
        return None
    changed = {name: before[name] - after[name] for name in before if before[name] != after[name]}
    return next(iter(changed)) if list(changed.values()) == [1] else None


@pytest.mark.parametrize("joins", [0, 1])
def test_minutes_of_two_sittings_do_not_tell_how_one_voted_who_left_between_them(running, tmp_path, monkeypatch, joins):
    held(running, *["most"] * 11, "none")
    running.act("close")
    first = totals(running, files(running, 1, tmp_path))
    assert sum(first.values()) == 12
    running.act("reopen")
    running.act("close")
    leaves(running)
    running.act("reopen")
    running.join(*["IT"] * joins)
    running.act("close")
    again(running, *["most"] * (11 + joins))
    second = totals(running, files(running, 4, tmp_path))
    assert lost(first, second) is None
    assert second is None
    assert first == totals(running, files(running, 1, tmp_path)), "minutes say the same later"
    monkeypatch.setattr(minutes, "replaced", lambda *_: False)
    naive = totals(running, files(running, 4, tmp_path))
    expected = {name: before for name, before in first.items() if before == 1}
    if not joins:
        assert lost(first, naive) in expected, "where every round is printed, the same attack tells the vote"


@pytest.mark.parametrize("votes", [["most"] * 8 + ["full"] * 4, ["most"] * 2 + ["full"]])
def test_minutes_of_an_earlier_sitting_say_the_same_in_every_word_after_a_new_vote(running, tmp_path, votes):
    held(running, *votes)
    running.do(reopen_item, running.items[0].id)
    running.do(vote_again, running.items[0].id)
    running.votes(0, *votes)
    running.do(reveal)
    decide(running, 0, "full")
    running.act("close")
    before = files(running, 1, tmp_path)
    leaves(running)
    again(running, *["most"] * 11)
    assert files(running, 1, tmp_path) == before
    assert "2 轮" in " ".join(before)


def test_minutes_whose_totals_cannot_be_read_any_more_say_so(running, tmp_path):
    """With the key of another installation, as after a restore without its secret key."""
    held(running, *["most"] * 12)
    running.act("close")
    leaves(running)
    again(running, *["most"] * 11)
    told = files(running, 1, tmp_path, Sealer("another key", "workshop totals"))
    assert totals(running, told) is None
    assert "不印（见说明）" in told
    assert any("这次的票已经删除" in text for text in told)


def test_minutes_of_two_sittings_with_the_same_seats_are_both_printed(running, tmp_path):
    held(running, *["most"] * 6, *["part"] * 6)
    running.act("close")
    again(running, *["most"] * 11, "part")
    assert sum(totals(running, files(running, 1, tmp_path)).values()) == 12
    assert sum(totals(running, files(running, 2, tmp_path)).values()) == 12
    assert dossier_of(running, 2).items[0].last == Chosen("most")


def test_what_was_not_voted_on_again_reads_alike_in_every_minutes(running, tmp_path):
    held(running, *["most"] * 6, *["part"] * 6)
    running.act("close")
    leaves(running)
    running.act("reopen", "close")
    first, second = (totals(running, files(running, sitting, tmp_path)) for sitting in (1, 2))
    assert first == second


def test_minutes_hold_no_seat_no_key_and_no_function_beside_a_vote(running, tmp_path):
    held(running, *["most"] * 5, *["full"] * 7)
    running.act("close")
    told = "\n".join(files(running, 1, tmp_path))
    for phone in running.phones:
        for secret in (phone.code, phone.secret, seat_key(phone.secret), phone.seat.id, phone.device):
            assert secret not in told
    assert "席1" not in told, "nobody agreed to be named"
    assert all(not hasattr(item, "by_function") for item in dossier_of(running).items)
    for function in FUNCTIONS:
        assert not re.search(rf"{function}.{{0,20}}(lower|higher|低于|高于)", told)


def test_fewer_than_four_votes_are_printed_in_no_file(running, tmp_path):
    held(running, "most", "part", "full")
    running.act("close")
    told = files(running, 1, tmp_path)
    assert totals(running, told) is None
    assert any("少于 4 票" in text for text in told)
