"""The vote on whether an item applies, as the facilitator, the wall, the phones, paper and members from afar see it."""

import re

from .conftest import Meeting

DOUBTED = ("not-applicable",) * 2 + ("most",) * 4
ASKED = "这一条适用于本企业吗？"


def vote_all(meeting, place, *votes):
    for phone, vote in zip(meeting.phones, votes, strict=False):
        assert meeting.vote(phone, place, vote).json == {"saved": True}


def primary(meeting):
    """The words of the facilitator's one primary button."""
    page = meeting.client.get(meeting.path).text
    (found,) = re.findall(r'<button class="button"[^>]*>([^<]+)</button>', page.split('class="room-aside"')[0])
    return found


def buttons(page):
    return re.findall(r'name="vote" value="([^"]+)"', page)


def doubted(meeting):
    meeting.open(0)
    vote_all(meeting, 0, *DOUBTED)
    meeting.act("reveal")
    return meeting.items[0].id


def pages(meeting):
    wall = meeting.app.test_client().get(meeting.wall()).text
    return wall, meeting.client.get(meeting.path).text, meeting.phones[0].client.get(meeting.phones[0].seat).text


def test_the_primary_button_leads_from_the_doubt_to_the_answer(running):
    item = doubted(running)
    assert primary(running) == "表决是否适用"
    assert running.act("applicability", item=item).status_code == 302
    wall, room, phone = pages(running)
    assert all(ASKED in page for page in (wall, room, phone))
    assert buttons(phone) == ["applicable", "not-applicable", "cannot-judge"]
    assert re.findall(r"<li>([^<]+)</li>", wall.split("wall-choices")[1].split("</ol>")[0]) == ["适用", "不适用"]
    assert running.vote(running.phones[0], 0, "most").status_code == 400
    vote_all(running, 0, *["applicable"] * 5, "not-applicable")
    assert not any('class="bars"' in page for page in pages(running)), "nothing before the reveal"
    running.act("reveal")
    assert all("适用：6 票中 5 票认为适用。" in page for page in pages(running))
    assert primary(running) == "表决结果"
    running.act("again", item=item)
    wall, room, phone = pages(running)
    assert buttons(phone) == ["full", "most", "part", "none", "cannot-judge"]
    assert "是否适用已经表决过" in phone
    assert ASKED not in wall + room + phone
    assert running.vote(running.phones[0], 0, "not-applicable").status_code == 400


def test_what_was_voted_not_to_apply_is_settled_by_the_primary_button_with_a_reason(running):
    item = doubted(running)
    running.act("applicability", item=item)
    vote_all(running, 0, "applicable", *["not-applicable"] * 5)
    running.act("reveal")
    assert all("不适用：6 票中 5 票认为不适用。" in page for page in pages(running))
    assert primary(running) == "确定"
    room = pages(running)[1]
    assert '<option value="not-applicable" selected>' in room
    assert "表决结果" not in room, "the answer to what does not apply is not voted on"
    assert running.act("settle", item=item, kind="not-applicable", choice="").status_code == 400
    assert running.act("settle", item=item, kind="not-applicable", reason="没有这道工序").status_code == 302
    assert running.items[0].kind == "not-applicable"
    assert "不适用：不适用" in pages(running)[0]


def test_a_divided_room_votes_on_it_again_and_the_lead_may_go_on(running):
    item = doubted(running)
    running.act("applicability", item=item)
    vote_all(running, 0, *["applicable"] * 3, *["not-applicable"] * 3)
    running.act("reveal")
    assert all("是否适用尚未一致：3 票认为适用，3 票认为不适用。" in page for page in pages(running))
    assert primary(running) == "表决是否适用"
    running.act("applicability", item=item)
    vote_all(running, 0, *["applicable"] * 3, *["not-applicable"] * 3)
    running.act("reveal")
    assert primary(running) == "确定", "nothing has moved"
    running.act("again", item=item)
    assert "not-applicable" not in buttons(pages(running)[2])


def test_paper_votes_on_it_by_its_own_boxes(running):
    item, area = doubted(running), "skills"
    sent = {"counter": str(running.room.counter), "function": "生产", "number": "4"}
    assert running.client.post(f"{running.path}/paper/seats", data=sent).status_code == 302
    running.act("void", item=item)  # so that the new seats may vote on it
    vote_all(running, 0, *DOUBTED)
    running.act("reveal")
    running.act("applicability", item=item)
    assert ASKED in running.client.get(f"{running.path}/paper/{area}").text
    assert "1 是适用，N 是不适用" in running.client.get(f"{running.path}/paper").text
    for marks, status in (("1: 1\n2: 1\n3: 2\n4: ?", 400), ("1: 1\n2: 1\n3: N\n4: ?", 302)):
        lines = {"counter": str(running.room.counter), "area": area, "first": marks, "second": marks}
        assert running.client.post(f"{running.path}/paper/votes", data=lines).status_code == status
    running.act("reveal")
    assert "适用：3 票" in pages(running)[0] or "没有结果" in pages(running)[0]


def test_from_afar_the_next_round_asks_it_of_the_items_in_doubt(app, member, sqlite_store, town):
    made = Meeting(app, member, sqlite_store, town)
    made.act("welcome")
    made.phones = [made.phone(f"席{number}", "IT") for number in range(6)]
    closes = {"closes": "2090-01-01T18:00", "zone": "Asia/Shanghai"}

    def open_remote():
        sent = {"counter": str(made.room.counter), **closes}
        assert made.client.post(f"{made.path}/remote/open", data=sent).status_code == 302

    def reveal(place, *votes):
        vote_all(made, place, *votes)
        made.act("reveal")

    open_remote()
    for place in range(1, len(made.items)):
        vote_all(made, place, *["most"] * 6)
    made.act("start")
    reveal(0, *DOUBTED)
    open_remote()
    phone = made.phones[0].client.get(made.phones[0].seat).text
    assert ASKED in phone
    assert "上一轮" in phone
    reveal(0, *["not-applicable"] * 6)
    page = made.client.get(f"{made.path}/remote").text
    assert "1 条表决为不适用" in page
    assert 'name="closes"' not in page, "there is nothing to vote on any more"
