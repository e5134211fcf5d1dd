"""Votes on numbers, and workshops on a questionnaire without levels."""

import re
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from maturity.quantities import Quantity
from maturity.questionnaire import load
from maturity.store.assessments.assessments import start_assessment
from maturity.store.workshop.results import results_of
from maturity.web import create_app

from .conftest import Meeting
from .test_applicability import ASKED, buttons, pages, primary, vote_all

GREEN = load("green-factory-2016")
NUMBERS = [item for item in GREEN.items if isinstance(item.asks, Quantity)]


@pytest.fixture
def app(config):
    return create_app({**config, "QUESTIONNAIRE": None})


@pytest.fixture
def lobby(app, client_of, town, sqlite_store):
    """A room on the areas that ask for numbers, with six phones."""
    who = town.people["enterprise"]
    with sqlite_store.write() as c:
        begun = start_assessment(c, who, town.mine.id, GREEN, next(iter(GREEN.profiles)), 2025)
    area = NUMBERS[0].area
    made = Meeting(app, client_of(who), sqlite_store, SimpleNamespace(open=begun, people=town.people), [area])
    made.act("welcome")
    made.phones = [made.phone(f"席{number}", "生产") for number in range(6)]
    return made


@pytest.fixture
def numbers(lobby):
    """The room, running."""
    lobby.act("start")
    return lobby


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_practice_item_has_choices_where_only_items_have(lobby, language):
    phone = lobby.phones[0]
    page = phone.client.get(f"{phone.seat}?lang={language}").text
    form = page.partition("/practice")[2].partition("</form>")[0]
    assert re.findall(r'class="ballot">([^<]+)<', form) == (["是", "否"] if language == "zh" else ["Yes", "No"])


def place_of(meeting):
    return next(place for place, one in enumerate(meeting.items) if one.item == NUMBERS[0].id)


def test_numbers_are_voted_on_by_amount_and_settled_by_the_median(numbers):
    place = place_of(numbers)
    numbers.open(place)
    page = numbers.phones[0].client.get(numbers.phones[0].seat).text
    assert 'name="number"' in page
    assert f"您给出的数（{NUMBERS[0].asks.unit.name('zh')}）" in page
    for number, phone in enumerate(numbers.phones):
        told = numbers.vote(phone, place, "number", number=f"{100 + number}.5")
        assert told.json == {"saved": True}, told.json
    assert numbers.vote(numbers.phones[0], place, "number", number="many").status_code == 400
    assert numbers.vote(numbers.phones[0], place, "number", number="").status_code == 400
    numbers.act("reveal")
    numbers.act("discuss", item=numbers.items[place].id)
    room, wall = numbers.client.get(numbers.path).text, numbers.app.test_client().get(numbers.wall()).text
    for page in (room, wall):
        assert "102.5" in page
        assert "四分位数" in page
        assert 'class="bars"' not in page
    unit = NUMBERS[0].asks.unit.name("zh")
    assert f"达成一致：中位数 102.5 {unit}，多数与它接近。" in room
    one = numbers.items[place]
    assert numbers.act("settle", item=one.id, kind="agreed", choice="102.5").status_code == 302
    assert numbers.items[place].choice == "205/2", "kept exactly"
    assert f"一致：102.5 {unit}" in numbers.app.test_client().get(numbers.wall()).text
    assert "102.5" in numbers.client.get(numbers.path).text


def test_numbers_far_apart_are_no_agreement(numbers):
    place = place_of(numbers)
    numbers.open(place)
    for number, phone in enumerate(numbers.phones):
        numbers.vote(phone, place, "number", number=str(100 * (number + 1)))
    numbers.act("reveal")
    unit = NUMBERS[0].asks.unit.name("zh")
    told = f"尚未一致：各人给出的数从 100 到 600 {unit}，相差较大。"
    assert told in numbers.client.get(numbers.path).text
    for choice in ("", "abc", "-5"):
        refused = numbers.act("settle", item=numbers.items[place].id, kind="decided", choice=choice, reason="账上")
        assert refused.status_code == 400, choice


def test_whether_a_number_applies_is_voted_on_before_the_number(numbers):
    place = place_of(numbers)
    numbers.open(place)
    for phone, vote in zip(numbers.phones, ["not-applicable"] * 3 + ["100"] * 3, strict=True):
        assert numbers.vote(phone, place, "number" if vote == "100" else vote, number=vote).json == {"saved": True}
    numbers.act("reveal")
    assert "6 票中有 3 票认为不适用" in pages(numbers)[1]
    assert primary(numbers) == "表决是否适用"
    item = numbers.items[place].id
    numbers.act("applicability", item=item)
    wall, room, phone = pages(numbers)
    assert all(ASKED in page for page in (wall, room, phone))
    assert 'name="number"' not in phone
    vote_all(numbers, place, *["applicable"] * 6)
    numbers.act("reveal")
    assert 'class="bars"' in pages(numbers)[0]
    numbers.act("again", item=item)
    phone = pages(numbers)[2]
    assert 'name="number"' in phone
    assert buttons(phone) == ["number", "cannot-judge"]


def test_every_item_of_the_room_can_be_voted_on(numbers):
    for place in range(min(4, len(numbers.items))):
        numbers.open(place)
        assert 'name="vote"' in numbers.phones[0].client.get(numbers.phones[0].seat).text
        numbers.act("park", item=numbers.items[place].id, reason="缺")


def test_numbers_are_written_on_paper_and_in_workbooks_too(numbers):
    place = place_of(numbers)
    area, path = NUMBERS[0].area, numbers.path
    seats = {"counter": str(numbers.room.counter), "function": "生产", "number": "4"}
    numbers.client.post(f"{path}/paper/seats", data=seats)
    sheet = numbers.client.get(f"{path}/paper/{area}").text
    assert f'class="line-box">{NUMBERS[0].asks.unit.name("zh")}<' in sheet
    packed = numbers.client.post(
        f"{path}/workbooks/seats", data={"counter": str(numbers.room.counter), "number": ["1", "0"]}
    )
    numbers.open(place)
    lines = "1: 100.5\n2: 101\n3: 99\n4: ?"
    sent = {"counter": str(numbers.room.counter), "area": area, "first": lines, "second": lines}
    assert numbers.client.post(f"{path}/paper/votes", data=sent).status_code == 302
    assert numbers.state().json["cast"] == 4
    with ZipFile(BytesIO(packed.data)) as archive:
        book = load_workbook(BytesIO(archive.read(archive.namelist()[0])))
    rows = {row[0].value: row[4] for row in book.worksheets[0].iter_rows(min_row=7)}
    rows[NUMBERS[0].id].value = 98.25
    book.save(kept := BytesIO())
    kept.seek(0)
    form = {"counter": str(numbers.room.counter), "workbooks": (kept, "W1.xlsx")}
    assert "1 票" in numbers.client.post(f"{path}/workbooks", data=form).text
    numbers.act("reveal")
    with numbers.store.read() as c:
        told = results_of(c, numbers.id)[numbers.items[place].id][0]
    assert told.votes == {"201/2": 1, "101": 1, "99": 1, "393/4": 1, "cannot-judge": 1}
