"""Workbooks of seats through the pages: downloaded as one zip, filled in, brought back, whole or not."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from maturity.store.workshop.results import results_of
from maturity.store.workshop.seats import seats_of


def downloaded(meeting, **numbers):
    """The workbooks of new seats by file name; `numbers` how many of each function."""
    functions = meeting.room.functions
    sent = {"counter": str(meeting.room.counter), "number": [str(numbers.get(name, 0)) for name in functions]}
    answer = meeting.client.post(f"{meeting.path}/workbooks/seats", data=sent)
    assert answer.status_code == 200, answer.text
    with ZipFile(BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def filled(data, *votes):
    """The workbook with the words of these votes, for all items in turn."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    for row in range(7, sheet.max_row + 1):
        sheet.cell(row, 5).value = votes[(row - 7) % len(votes)]
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def sent(meeting, files, counter=None):
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    packed.seek(0)
    form = {"counter": str(meeting.room.counter if counter is None else counter), "workbooks": (packed, "back.zip")}
    return meeting.client.post(f"{meeting.path}/workbooks", data=form)


def cast(meeting):
    return meeting.state().json["cast"]


@pytest.fixture
def offline(meeting):
    """A running room with five seats that have workbooks."""
    meeting.books = downloaded(meeting, 生产=3, IT=2)
    meeting.act("start")
    return meeting


def test_a_zip_is_the_first_round_of_all_items_and_twice_the_same_is_one_vote(offline):
    assert sorted(offline.books) == ["W1-生产.xlsx", "W2-生产.xlsx", "W3-生产.xlsx", "W4-IT.xlsx", "W5-IT.xlsx"]
    back = {name: filled(data, "大部分满足") for name, data in offline.books.items()}
    page = sent(offline, back).text
    assert "已计入 5 份" in page
    assert cast(offline) == 5 * len(offline.items)
    assert {one.state for one in offline.items} == {"open"}
    name, blank = "W2-生产.xlsx", len(offline.items) // 2
    page = sent(offline, back | {name: filled(offline.books[name], "不满足", None)}).text
    assert f"{blank} 条空白" in page
    assert cast(offline) == 5 * len(offline.items) - blank, "the last workbook counts, with what it leaves blank"
    offline.act("reveal")
    with offline.store.read() as c:
        told = results_of(c, offline.id)[offline.items[0].id][0]
    assert dict(told.votes) == {"most": 4, "none": 1}


def test_bad_workbooks_are_named_by_file_and_seat_and_the_others_count(offline, app, town):
    names = sorted(offline.books)
    good = {name: filled(data, "部分满足") for name, data in offline.books.items()}
    removed = load_workbook(BytesIO(good[names[1]]))
    removed.worksheets[0].delete_rows(8, 2)
    shortened = BytesIO()
    removed.save(shortened)
    files = {
        names[0]: filled(offline.books[names[0]], "部分满足", "也许"),
        names[1]: shortened.getvalue(),
        names[2]: good[names[2]],
        "copy.xlsx": filled(offline.books[names[3]], "不满足"),
        names[3]: good[names[3]],
        "notes.txt": b"hello",
        "broken.xlsx": b"PK\x03\x04 not a workbook",
        "other.xlsx": offline.client.get(f"/assessments/{town.open.id}/questionnaire.xlsx?blank=1").data,
        "__MACOSX/._W1.xlsx": b"",
    }
    page = " ".join(re.sub(r"<[^>]+>", " ", sent(offline, files).text).split())
    assert "这次上传的 8 份" in page
    assert "已计入 1 份" in page
    assert "没有计入 7 份" in page
    for words in (
        f"W1 {names[0]} 中 E8 写的是“也许”",
        f"W2 {names[1]} 缺少 2 个条目",
        "W4 copy.xlsx：同一席位有两份不同的工作簿",
        f"W4 {names[3]}：同一席位有两份不同的工作簿",
        "席位不明 notes.txt 不是 .xlsx 文件",
        "other.xlsx 不是席位工作簿",
    ):
        assert words in page, words
    assert "broken.xlsx" in page
    assert cast(offline) == len(offline.items)


def test_a_workbook_of_a_removed_seat_or_after_the_reveal_is_named_too(offline):
    back = {name: filled(data, "大部分满足") for name, data in offline.books.items()}
    with offline.store.read() as c:
        first = seats_of(c, offline.id)[0]
    offline.act("remove-seat", seat=first.id)
    assert "属于另一场研讨会，或它的席位已被移除" in sent(offline, back).text
    assert cast(offline) == 4 * len(offline.items)
    offline.act("reveal")
    late = sent(offline, back).text
    assert late.count("第一轮已经公布") == 4
    offline.act("again", item=offline.items[0].id)
    sent(offline, back)
    assert cast(offline) == 0, "a workbook never counts in a second round"


def test_the_seat_code_in_a_workbook_brings_the_seat_to_a_phone_and_the_vote_stays_one(offline):
    name = sorted(offline.books)[0]
    sent(offline, {name: filled(offline.books[name], "大部分满足")})
    code = load_workbook(BytesIO(offline.books[name])).worksheets[0]["A3"].value
    client = offline.app.test_client()
    assert client.post(f"/w/{offline.room.code}/bring", data={"seat": code}).status_code == 302
    one = offline.items[0]
    form = {"item": one.id, "round": "1", "vote": "none"}
    client.post(f"/w/{offline.room.code}/vote", data=form)
    assert cast(offline) == len(offline.items)


def test_the_database_holds_no_code_of_a_workbook_and_no_way_from_a_seat_to_its_votes(offline):
    sent(offline, {name: filled(data, "大部分满足") for name, data in offline.books.items()})
    codes = [load_workbook(BytesIO(data)).worksheets[0]["A3"].value for data in offline.books.values()]
    with offline.store.read() as c:
        dump = {
            name: [[str(value) for value in row] for row in c.exec_driver_sql(f"SELECT * FROM {name}")]
            for name in ("workshop_seats", "workshop_votes", "workshop_electors", "audit_log", "workshop_rooms")
        }
    texts = {value for rows in dump.values() for row in rows for value in row}
    assert not any(code in text for code in codes for text in texts)
    seats = {value for row in dump["workshop_seats"] for value in row if len(value) >= 32}
    assert not seats & {value for row in dump["workshop_votes"] for value in row}


def test_what_is_no_zip_and_who_does_not_lead_is_refused(offline, client_of):
    form = {"counter": str(offline.room.counter), "workbooks": (BytesIO(b"nothing"), "a.zip")}
    answer = offline.client.post(f"{offline.path}/workbooks", data=form)
    assert answer.status_code == 400
    assert "不是 zip 压缩包" in answer.text
    stale = sent(offline, {}, counter=1)
    assert stale.status_code == 409
    assert cast(offline) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_in_the_language_of_its_reader(offline, client_of, town, language):
    page = client_of(town.people["enterprise"], language).get(f"{offline.path}/workbooks").text
    words = re.sub(r">中文<|示例企业 \d|研讨|生产", "", page)
    assert language == "zh" or not re.search("[\u4e00-\u9fff]", words)
