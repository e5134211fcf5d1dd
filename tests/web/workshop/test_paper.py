"""Paper ballots through the pages: seats, sheets to print, entries typed twice."""

import re

import pytest


@pytest.fixture
def piled(meeting):
    """A running room with four phones and five seats on paper; all items of its first area are open."""
    for number in range(4):
        meeting.phone(f"席{number}")
    seats = {"counter": str(meeting.room.counter), "function": "生产", "number": "5"}
    assert meeting.client.post(f"{meeting.path}/paper/seats", data=seats).status_code == 302
    meeting.act("start")
    meeting.area = [place for place, one in enumerate(meeting.items) if one.item.startswith("skills")]
    meeting.open(*meeting.area)
    return meeting


def lines(piled, *votes):
    return "\n".join(f"{seat}: {' '.join([vote] * len(piled.area))}" for seat, vote in enumerate(votes, 1))


def enter(piled, first, second=None):
    sent = {"counter": str(piled.room.counter), "area": "skills"}
    sent |= {"first": first, "second": first if second is None else second}
    return piled.client.post(f"{piled.path}/paper/votes", data=sent)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sheet_a_seat_shows_number_function_and_four_boxes_an_item(piled, client_of, town, language):
    page = client_of(town.people["enterprise"], language).get(f"{piled.path}/paper/skills").text
    sheets = page.split('class="sheet"')[1:]
    assert len(sheets) == 5
    for number, sheet in enumerate(sheets, 1):
        assert (f"{number} 号" if language == "zh" else f"No. {number}") in sheet
        assert "生产" in sheet
        assert re.findall(r'class="box">(.)<', sheet) == ["1", "2", "3", "4", "N", "?"] * len(piled.area)
    words = re.sub("生产|研讨|>中文<", "", page)
    assert language == "zh" or not re.search("[\u4e00-\u9fff]", words)


def test_two_entries_that_agree_are_counted(piled):
    assert enter(piled, lines(piled, "3", "2", "2", "1", "-")).status_code == 302
    assert piled.state().json["cast"] == 4 * len(piled.area)
    again = enter(piled, lines(piled, "3", "2", "2", "1"))
    assert again.status_code == 400
    assert "1 号选票已经计过票" in again.text
    assert piled.state().json["cast"] == 4 * len(piled.area)


def test_differences_are_shown_by_seat_and_place_and_nothing_is_counted(piled):
    first = lines(piled, "3", "2", "2", "1")
    answer = enter(piled, first, first.replace("2: 2", "2: 4", 1).replace("4: 1", "5: 1"))
    assert answer.status_code == 400
    assert "2 号选票第 1 条：第一次是“2”，第二次是“4”" in answer.text
    assert "4 号选票只在两次录入中的一次里" in answer.text
    assert answer.text.count("1: 3 ") >= 2, "what was typed is still there"
    assert piled.state().json["cast"] == 0


def test_too_few_ballots_and_ballots_after_the_reveal_are_refused(piled):
    assert "至少录入 4 张" in enter(piled, lines(piled, "3", "2", "2")).text
    piled.act("reveal")
    late = enter(piled, lines(piled, "3", "2", "2", "1"))
    assert late.status_code >= 400
    piled.act("void", item=piled.items[piled.area[0]].id)
    assert piled.state().json["cast"] == 0


def test_a_page_of_another_assessment_or_area_is_not_there(piled, town):
    assert piled.client.get(f"{piled.path}/paper/nowhere").status_code == 404
    elsewhere = piled.path.replace(town.open.id, "0" * 32)
    assert piled.client.get(f"{elsewhere}/paper").status_code == 404


def test_the_page_tells_nothing_of_what_was_entered_on_paper(piled):
    """Whatever is typed, nobody's page differs in more than the number of votes."""
    pages = []
    for votes in ("3221", "1111"):
        enter(piled, lines(piled, *votes))
        page = piled.client.get(f"{piled.path}/paper").text
        pages.append(re.sub(r'nonce="[^"]+"|name="(csrf_token|origin|counter)" value="[^"]+"', "", page))
        for place in piled.area:
            piled.act("void", item=piled.items[place].id)
    assert re.sub("已计入.*", "", pages[0]) == re.sub("已计入.*", "", pages[1])
