"""Running a workshop through the pages: facilitator, wall, phones, in both languages."""

import re

import pytest
from sqlalchemy import text

from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import add_member

from .conftest import Meeting


def plain(page):
    return re.sub(r"<[^>]+>", " ", page)


def test_a_workshop_from_the_lobby_to_a_settled_item(running, client_of):
    wall = running.wall()
    visitor = client_of()
    assert visitor.get(wall).status_code == 200
    assert running.open(0, 1).status_code == 302
    for number, phone in enumerate(running.phones):
        assert running.vote(phone, 0, "most").json == {"saved": True}
        running.vote(phone, 1, "part" if number % 2 else "most")
    assert "中位数" not in visitor.get(wall).text
    running.act("reveal")
    page = running.client.get(running.path).text
    assert "采纳一致的 1 条" in page
    assert "3 票在及格线以下，3 票在及格线以上" in page
    first, second = running.items[:2]
    running.act("settle", consent="yes", item=first.id)
    running.act("discuss", item=second.id)
    told = visitor.get(wall).text
    assert "3 票在及格线以下" in told
    assert "及格线" in running.phones[0].client.get(running.phones[0].seat).text
    answer = running.act("settle", item=second.id, kind="decided", choice="part")
    assert answer.status_code == 400
    assert "需要写明理由" in answer.text
    assert running.act("settle", item=second.id, kind="decided", choice="part", reason="无记录").status_code == 302
    assert [one.kind for one in running.items[:2]] == ["agreed", "decided"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_state_of_every_page_is_in_the_language_of_its_reader(running, client_of, town, language):
    lead, visitor = client_of(town.people["enterprise"], language), client_of(None, language)
    phone = running.phones[0]
    phone.client.get(f"{phone.seat}?lang={language}")
    wall, seen = running.wall(), 0

    def look():
        for client, path in ((lead, running.path), (visitor, wall), (phone.client, phone.seat)):
            page = client.get(path)
            assert page.status_code == 200, path
            words = re.sub(r">中文<|示例企业 \d|研讨|生产|席\d", "", page.text)
            assert language == "zh" or not re.search("[\u4e00-\u9fff]", words), re.findall("[\u4e00-\u9fff]+", words)

    look()
    running.open(0, 1, 2)
    for act, form in (
        ("", {}),
        ("reveal", {}),
        ("discuss", {"item": running.items[1].id}),
        ("again", {"item": running.items[1].id}),
        ("pause", {}),
        ("resume", {}),
        ("reveal", {}),
        ("note", {"item": running.items[1].id, "kind": "argument", "words": "plain"}),
        ("park", {"item": running.items[1].id, "reason": "plain", "owner": "plain"}),
        ("close", {}),
    ):
        if act == "reveal":
            for number, each in enumerate(running.phones):
                running.vote(each, 0, "most")
                running.vote(each, 1, ("none", "full", "cannot-judge")[number % 3], confidence="guess")
        if act:
            assert running.act(act, **form).status_code == 302, act
            seen += 1
        look()
    assert seen == 9
    enter = visitor.get("/w").text
    assert visitor.get(f"/w/{running.room.code}").status_code == 404
    assert language == "zh" or not re.search("[\u4e00-\u9fff]", enter.replace(">中文<", ""))


def test_two_tabs_of_the_facilitator_and_a_double_click(running):
    counter = running.room.counter
    running.open(0)
    again = running.act("open", counter=counter, item=running.items[0].id)
    assert again.status_code == 409
    assert "已有变化" in again.text
    assert f'value="{running.room.counter}"' in again.text, "the page shows the state now"
    for wrong in ("", "x", "-1"):
        assert running.act("reveal", counter=wrong).status_code == 400
    assert running.items[0].state == "open"


def test_an_assessor_runs_a_room_and_a_second_person_takes_over(running, sqlite_store, town, client_of):
    with sqlite_store.write() as c:
        who = add_person(c, email="assessor@example.com", name="评审", role="consultant")
        add_member(c, town.mine.id, who.id, "assessor")
    assessor = client_of(who)
    made = assessor.post(
        f"/assessments/{town.open.id}/workshops",
        data={"title": "评审会", "area": "skills", "functions": "IT", "rule": "strict", "minutes": "30"},
    )
    assert made.status_code == 302
    assert "作废" in assessor.get(made.location).text
    assert running.act("pause", client=assessor).status_code == 403
    assert "接手主持" in assessor.get(running.path).text
    assert (
        running.act("note", client=assessor, item=running.items[0].id, kind="argument", words="记录").status_code == 302
    )
    assert running.act("take-over", client=assessor).status_code == 302
    assert running.act("pause").status_code == 403
    assert running.act("pause", client=assessor).status_code == 302


def test_mistakes_of_a_new_room_are_told_at_once_with_what_was_typed(member, town):
    sent = {"title": " ", "functions": "IT\nIT", "rule": "standard", "minutes": "2"}
    answer = member.post(f"/assessments/{town.open.id}/workshops", data=sent)
    assert answer.status_code == 400
    for words in ("研讨会没有名称", "没有选择要表决的内容", "职能清单不可用", "预计时长 2 不可用"):
        assert words in answer.text
    assert "IT\nIT" in answer.text


def test_the_wall_has_a_link_of_its_own_that_can_be_revoked(running, client_of):
    wall = running.wall()
    visitor = client_of()
    assert visitor.get(wall).headers["Referrer-Policy"] == "strict-origin"
    running.act("renew-wall")
    assert visitor.get(wall).status_code == 404
    assert visitor.get(running.wall()).status_code == 200
    for wrong in ("/wall/x", f"/wall/{running.id}", f"/wall/{running.id}{'0' * 32}", "/wall/é"):
        assert visitor.get(wrong).status_code == 404


def test_a_room_under_another_assessment_does_not_exist(running, client_of, town, sqlite_store, small):
    stranger = client_of(town.stranger)
    assert stranger.get(running.path).status_code == 404
    assert stranger.get(f"/assessments/{town.foreign.id}/workshops/{running.id}").status_code == 404
    assert stranger.post(f"/assessments/{town.foreign.id}/workshops/{running.id}/pause").status_code == 404
    assert running.client.post(f"{running.path}/explode", data={"counter": "1"}).status_code == 404


def test_the_state_is_asked_for_each_second_and_tells_counts_alone(running):
    first = running.state()
    assert set(first.json) == {"since", "counter", "present", "cast", "expected", "nudges"}
    assert running.state(first.json["since"]).status_code == 204
    running.open(0)
    running.vote(running.phones[0], 0, "most")
    told = running.state(first.json["since"]).json
    assert (told["cast"], told["expected"], told["present"]) == (1, 6, 6)
    running.act("nudge")
    assert running.state().json["nudges"] == 1
    assert running.app.test_client().get(f"/workshops/{'0' * 32}/state").status_code == 404


def test_the_state_takes_one_statement_and_a_page_a_constant_number(running, statements):
    def count(ask):
        statements.clear()
        ask()
        return len([one for one in statements if not one.startswith(("PRAGMA", "BEGIN", "COMMIT"))])

    assert count(running.state) == 1
    page = count(lambda: running.client.get(running.path))
    wall, phone = running.wall(), running.phones[0]
    before = (page, count(lambda: running.client.get(wall)), count(lambda: phone.client.get(phone.seat)))
    running.open(0, 1, 2, 3)
    for each in running.phones:
        for place in range(4):
            running.vote(each, place, "most")
    running.act("reveal")
    after = (
        count(lambda: running.client.get(running.path)),
        count(lambda: running.client.get(wall)),
        count(lambda: phone.client.get(phone.seat)),
    )
    assert after == before


def test_names_with_markup_are_text_everywhere(meeting, client_of):
    meeting.phone("<b>甲</b>")
    for page in (meeting.client.get(meeting.path), client_of().get(meeting.wall())):
        assert "&lt;b&gt;甲&lt;/b&gt;" in page.text
        assert "<b>甲" not in page.text


def test_two_hundred_seats_with_long_names(meeting, sqlite_store):
    from maturity.store.workshop.seats import Newcomer, join

    with sqlite_store.write() as c:
        for number in range(200):
            join(c, meeting.id, f"{number:064}", "device", Newcomer("长名字" * 13, "IT"))
    assert meeting.state().json["present"] == 200
    assert meeting.client.get(meeting.path).status_code == 200


def test_a_submitted_assessment_keeps_its_rooms(running, town):
    answer = running.client.get(f"/assessments/{town.open.id}/workshops")
    assert "研讨" in plain(answer.text)


def test_whoever_is_contested_is_asked_for_arguments_and_certainty_is_counted_from_four_on(running):
    running.open(0, 1)
    for number, phone in enumerate(running.phones):
        running.vote(phone, 0, ("none", "full")[number % 2], confidence="guess" if number < 3 else "")
        running.vote(phone, 1, ("part", "most")[number % 2], confidence="show" if number < 4 else "")
    running.act("reveal")
    first, second = running.items[:2]
    running.act("discuss", item=first.id)
    page, wall = running.client.get(running.path).text, running.app.test_client().get(running.wall()).text
    for each in (page, wall):
        assert "为什么是“不满足”？" in each
        assert 'data-elapsed="' in each
    assert "凭印象 3" not in page, "three are too few"
    running.act("discuss", item=second.id)
    assert "能出示证据 4" in running.client.get(running.path).text


def test_anybody_pulls_an_item_out_of_what_is_accepted_at_once_unnamed(running):
    running.open(0, 1)
    for phone in running.phones:
        running.vote(phone, 0, "most")
        running.vote(phone, 1, "full")
    running.act("reveal")
    first, second = running.items[:2]
    phone, counter = running.phones[2], running.room.counter
    assert "要讨论这一条" in phone.client.get(phone.seat).text
    assert phone.client.post(f"/w/{running.room.code}/pull", data={"item": first.id}).status_code == 302
    late = running.act("settle", counter=counter, consent="yes", item=[first.id, second.id])
    assert late.status_code == 409, "the facilitator is told before anything is accepted"
    assert "采纳一致的 1 条" in late.text
    running.act("settle", consent="yes", item=[second.id])
    page = running.client.get(running.path).text
    assert first.id in page
    assert "去讨论" in page
    with running.store.read() as c:
        rows = c.execute(text("SELECT detail FROM audit_log WHERE action = 'workshop.note'")).scalars().all()
    assert len(rows) == 1
    assert "seat" not in rows[0]
    for item in (first.id, second.id, "0" * 32, ""):
        again = phone.client.post(f"/w/{running.room.code}/pull", data={"item": item})
        assert again.status_code in (404, 409)


def test_the_wall_lists_what_is_contested_in_the_order_of_the_facilitators_page(running, client_of):
    running.open(0, 1, 2)
    for number, phone in enumerate(running.phones):
        for place, votes in ((0, ("part", "most")), (1, ("none", "full")), (2, ("part", "full"))):
            running.vote(phone, place, votes[number % 2])
    running.act("reveal")
    pages = [running.client.get(running.path).text.partition("需要讨论")[2], client_of().get(running.wall()).text]
    assert "还有 3 条需要讨论" in pages[1]
    assert "0 条" not in pages[1].partition("<section")[2]
    words = [running.board_words(place) for place in range(3)]
    orders = [sorted(words, key=page.index) for page in pages]
    assert orders[0] == orders[1] != words


def test_the_wall_says_what_was_agreed_on_where_nothing_is_contested(running, client_of):
    running.open(0, 1)
    for phone in running.phones:
        for place in range(2):
            running.vote(phone, place, "most")
    running.act("reveal")
    for page in (client_of().get(running.wall()).text, running.client.get(running.path).text):
        assert "已公布 2 条，全部达成一致" in page
        assert all(running.board_words(place) in page for place in range(2))


def test_a_parked_item_has_no_timer_and_says_what_is_missing(running, client_of):
    running.open(0)
    running.act("reveal")
    running.act("park", item=running.items[0].id, reason="缺台账")
    page = client_of().get(running.wall()).text
    assert "搁置，缺：缺台账" in page
    assert "data-elapsed" not in page


def test_any_area_of_the_agenda_can_be_opened(running):
    page = running.client.get(running.path).text
    assert page.count("表决这一部分") == 2
    running.open(*[place for place, one in enumerate(running.items) if one.item.startswith("shape")])
    assert "表决这一部分" not in running.client.get(running.path).text


def test_agreement_with_a_dissenting_note_is_offered_as_such(running):
    running.open(0)
    for phone in running.phones:
        running.vote(phone, 0, "most")
    running.act("reveal")
    one = running.items[0]
    assert '<option value="agreed" selected>' in running.client.get(running.path).text
    running.act("note", item=one.id, kind="dissent", words="两条线没有记录")
    assert '<option value="dissent" selected>' in running.client.get(running.path).text


def test_a_wall_shows_the_code_from_when_people_can_join(app, member, sqlite_store, town):
    made = Meeting(app, member, sqlite_store, town)
    wall = made.wall()
    assert made.room.code[:3] not in app.test_client().get(wall).text
    made.act("welcome")
    assert made.room.code[:3] in app.test_client().get(wall).text
