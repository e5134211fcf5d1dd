"""What can go wrong on a phone."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from maturity.answers import Chosen
from maturity.errors import Busy, Problem
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.schema import workshop_rooms, workshop_votes
from maturity.store.submissions.submissions import submit
from maturity.store.types import now
from maturity.web import create_app

from .conftest import Meeting


def votes(running):
    with running.store.read() as c:
        return c.execute(select(workshop_votes)).all()


@pytest.mark.parametrize("code", ["ZZZZZZ", "abc", "O0O0O0", "%20", "AB2C3D'"])
def test_a_wrong_code_and_a_closed_room_get_one_answer(running, client_of, code):
    client = client_of()
    wrong = client.get(f"/w/{code}")
    assert wrong.status_code == 404
    room = running.room.code
    running.act("lock")
    locked = client.get(f"/w/{room}")
    running.act("close")
    closed = client.get(f"/w/{room}")
    taken = client.post(f"/w/{room}", data={"alias": "甲", "function": "IT"})

    def words(page):
        return re.sub(r'nonce="[^"]+"|[?&]v=\w+|/w/[^"?]+', "", page.text)

    assert {answer.status_code for answer in (wrong, locked, closed, taken)} == {404}
    assert words(locked) == words(closed) == words(wrong)
    assert client.get(f"/w/{room}/seat").status_code == 404


def test_codes_are_guessed_ten_times_a_minute_and_right_ones_are_not_counted(config, town, client_of, meeting):
    app = create_app({**config, "RATELIMIT_ENABLED": True})
    for _ in range(15):
        assert app.test_client().get(f"/w/{meeting.room.code}").status_code == 200
    found = [app.test_client().get(f"/w/ZZZZZ{digit}").status_code for digit in "23456789ABCD"]
    assert found == [404] * 10 + [429] * 2
    assert app.test_client().get(f"/w/{meeting.room.code}").status_code == 429


def test_those_who_mistype_codes_hold_up_nobody_with_a_seat_in_the_same_network(config, meeting):
    app = create_app({**config, "RATELIMIT_ENABLED": True})
    room, seated, forger = meeting.room.code, app.test_client(), app.test_client()
    assert seated.post(f"/w/{room}", data={"alias": "甲", "function": "IT"}).status_code == 302
    forger.set_cookie("seat", f"{'0' * 64}.{'0' * 32}.ABCDEFGH.1.{'0' * 32}", path="/w")
    assert [forger.get(f"/w/ZZZZZ{digit}").status_code for digit in "23456789ABCD"] == [404] * 10 + [429] * 2
    assert forger.get(f"/w/{room}/seat").status_code == 429
    assert seated.get(f"/w/{room}/seat").status_code == 200


def test_a_seat_is_looked_up_once_a_request(config, running, statements):
    app = create_app({**config, "RATELIMIT_ENABLED": True})
    phone, room = app.test_client(), running.room.code
    phone.post(f"/w/{room}", data={"alias": "甲", "function": "IT"})
    running.open(0)
    vote = {"item": running.items[0].id, "round": "1", "vote": "most"}
    for ask in (lambda: phone.get(f"/w/{room}/seat"), lambda: phone.post(f"/w/{room}/vote", data=vote)):
        statements.clear()
        assert ask().status_code in (200, 302)
        assert sum('workshop_seats."key" = ' in one for one in statements) == 1


def test_a_seat_code_is_tried_five_times_a_minute(config, town, meeting):
    app = create_app({**config, "RATELIMIT_ENABLED": True})
    path = f"/w/{meeting.room.code}/bring"
    found = [app.test_client().post(path, data={"seat": "ABCDEFGH"}).status_code for _ in range(6)]
    assert found == [404] * 5 + [429]


def test_a_typed_code_leads_on(client_of, meeting):
    code = meeting.room.code
    answer = client_of().get("/w", query_string={"code": f" {code[:3].lower()}-{code[3:]} "})
    assert answer.location == f"/w/{code}"
    assert client_of().get("/w", query_string={"code": "nothing"}).status_code == 404


def test_a_reload_is_the_same_person_and_another_device_brings_seat_and_votes_back(running, app):
    running.open(0)
    phone = running.phones[0]
    running.vote(phone, 0, "most")
    assert app.test_client().get(phone.seat).status_code == 403, "a private window has no seat"
    for _ in range(2):
        assert "大" in phone.client.get(phone.seat).text
    assert phone.client.get(f"/w/{running.room.code}").location == phone.seat
    other = app.test_client()
    answer = other.post(f"/w/{running.room.code}/bring", data={"seat": f"{phone.code[:4]} {phone.code[4:].lower()}"})
    assert answer.location == phone.seat
    assert "已投 1 票" in other.get(phone.seat).text
    told = phone.client.get(phone.seat)
    assert (told.status_code, "另一台设备" in told.text) == (403, True)
    assert running.vote(phone, 0, "none").status_code == 409
    assert [row.vote for row in votes(running)] == ["most"]


def test_a_vote_after_the_reveal_is_not_counted(running):
    running.open(0)
    running.act("reveal")
    answer = running.vote(running.phones[0], 0, "most")
    assert answer.status_code == 409
    assert "没有计入" in answer.json["problems"][0]["message"]
    assert votes(running) == []


def test_other_items_rounds_and_forged_words_are_not_counted(running, meeting):
    running.open(0)
    phone, one, two = running.phones[0], *running.items[:2]
    for sent in (
        {"item": two.id, "round": "1", "vote": "most"},
        {"item": "0" * 32, "round": "1", "vote": "most"},
        {"item": one.id, "round": "9", "vote": "most"},
        {"item": one.id, "round": "x", "vote": "most"},
        {"item": one.id, "round": "1", "vote": "everything"},
        {"item": one.id, "round": "1", "vote": "number", "number": "1"},
        {"item": one.id, "round": "1", "vote": "most", "confidence": "very"},
        {},
    ):
        answer = phone.client.post(f"/w/{running.room.code}/vote", data=sent, headers={"Accept": "application/json"})
        assert answer.status_code in (400, 409), sent
        assert answer.json["problems"][0]["remedy"]
    assert votes(running) == []


def test_the_phone_works_without_scripts(running):
    running.open(0, 1)
    phone, (one, two) = running.phones[0], running.items[:2]
    page = phone.client.get(phone.seat).text
    assert f'value="{one.id}"' in page
    answer = phone.client.post(f"/w/{running.room.code}/vote", data={"item": one.id, "round": "1", "vote": "most"})
    assert answer.location == phone.seat
    assert f'value="{two.id}"' in phone.client.get(phone.seat).text
    late = phone.client.post(f"/w/{running.room.code}/vote", data={"item": one.id, "round": "2", "vote": "most"})
    assert (late.status_code, "没有计入" in late.text) == (409, True)
    assert 'aria-pressed="true"' in phone.client.get(f"{phone.seat}?item={one.id}").text


def test_mistakes_when_joining_are_told_and_nothing_typed_is_lost(meeting, client_of):
    answer = client_of().post(f"/w/{meeting.room.code}", data={"alias": "", "function": "财务", "own_area": "yes"})
    assert answer.status_code == 400
    assert "称呼为空" in answer.text
    assert "职能不在清单里" in answer.text
    assert 'value="yes" checked' in answer.text


def test_a_removed_seat_is_told_and_its_code_brings_nothing_back(running, app):
    with running.store.read() as c:
        from maturity.store.workshop.seats import seats_of

        first = seats_of(c, running.id)[0]
    running.act("remove-seat", seat=first.id)
    phone = running.phones[0]
    assert phone.client.get(phone.seat).status_code == 403
    assert app.test_client().post(f"/w/{running.room.code}/bring", data={"seat": phone.code}).status_code == 404
    assert phone.client.get(f"/w/{running.room.code}?new=yes").status_code == 200


def test_leaving_and_coming_back(running):
    phone = running.phones[0]
    assert phone.client.post(f"/w/{running.room.code}/leave").location == "/w"
    assert running.state().json["present"] == 5
    phone.client.post(f"/w/{running.room.code}/bring", data={"seat": phone.code})
    assert phone.client.get(phone.seat).status_code == 200
    assert running.state().json["present"] == 6


def test_dissent_is_written_after_the_reveal_signed_or_not(running):
    running.open(0)
    for phone in running.phones:
        running.vote(phone, 0, "most")
    one, phone = running.items[0], running.phones[0]
    path = f"/w/{running.room.code}/dissent"
    assert phone.client.post(path, data={"item": one.id, "words": "早"}).status_code == 409
    running.act("reveal")
    assert phone.client.post(path, data={"item": one.id, "words": " "}).status_code == 400
    assert phone.client.post(path, data={"item": one.id, "words": "不同意", "signed": "yes"}).status_code == 302
    page = running.client.get(running.path).text
    assert "不同意" in page
    assert "席0" in page


def test_dissent_on_whatever_has_a_result_is_written_until_the_end(running):
    running.open(0, 1, 2)
    for phone in running.phones:
        for place, vote in ((0, "most"), (1, "full"), (2, "none")):
            running.vote(phone, place, vote)
    running.act("reveal")
    first, second, third = (one.id for one in running.items[:3])
    running.act("settle", consent="yes", item=[first, second])
    running.act("discuss", item=third)
    running.act("park", item=third, reason="缺台账")
    phone = running.phones[0]
    page = phone.client.get(phone.seat).text
    listed = page.partition("已有结果的条目")[2]
    assert [listed.count(f'name="item" value="{id}"') for id in (first, second, third)] == [1, 1, 0]
    assert f'name="item" value="{third}"' in page, "the one that is shown has its own place"
    sent = {"item": first, "words": "只有一条线"}
    answer = phone.client.post(f"/w/{running.room.code}/dissent", data=sent, follow_redirects=True)
    assert "您的不同意见已记下" in answer.text
    running.open(3)
    assert "已有结果的条目" not in phone.client.get(phone.seat).text, "a vote has the page to itself"
    running.act("reveal")
    running.act("close")
    page = phone.client.get(phone.seat).text
    assert "研讨会已结束" in page
    assert "已有结果的条目" not in page
    assert "离开研讨会" not in page


def test_a_phone_says_where_the_room_is_when_nothing_is_voted_on(running):
    phone = running.phones[0]
    running.open(0, 1)
    for each in running.phones[:3]:
        running.vote(each, 0, "none")
    for each in running.phones[3:]:
        running.vote(each, 0, "full")
    running.act("reveal")
    assert "需要讨论 2 条" in phone.client.get(phone.seat).text
    assert "您已加入" not in phone.client.get(phone.seat).text


def test_the_secret_stays_on_the_phone(running):
    phone = running.phones[0]
    cookie = phone.client.get_cookie("seat", path=f"/w/{running.room.code}")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    page = phone.client.get(phone.seat).text
    secret = cookie.value.split(".")[0]
    assert secret not in page
    other = phone.client.get(running.wall()).text
    assert secret not in other
    phone.client.set_cookie("seat", "x.y.z.1", path=f"/w/{running.room.code}")
    assert phone.client.get(phone.seat).status_code == 403


def test_the_log_of_the_server_holds_no_link_to_a_wall(running):
    from maturity.web.redaction import redacted

    assert running.id not in redacted(f'"GET {running.wall()} HTTP/1.1" 200')


def test_wechats_browser_breaks_no_step(meeting):
    agent = {"User-Agent": "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.49 NetType/WIFI"}
    client = meeting.app.test_client()
    code = meeting.room.code
    assert client.get(f"/w/{code}", headers=agent).status_code == 200
    assert client.post(f"/w/{code}", data={"alias": "微", "function": "IT"}, headers=agent).status_code == 302
    assert client.post(f"/w/{code}/practice", headers=agent).status_code == 302
    meeting.act("start")
    meeting.open(0)
    assert 'name="vote"' in client.get(f"/w/{code}/seat", headers=agent).text


def test_no_more_than_four_taps_lead_from_the_picture_to_the_first_vote(meeting):
    """Function, join, practice, vote: the name is filled in."""
    page = meeting.app.test_client().get(f"/w/{meeting.room.code}").text
    assert re.search(r'id="alias"[^>]*value="参加者"', page)
    phone = meeting.phone("参加者")
    assert "练习题" in phone.client.get(phone.seat).text
    phone.client.post(f"/w/{meeting.room.code}/practice")
    assert "您已加入" in phone.client.get(phone.seat).text
    meeting.act("start")
    meeting.open(0)
    assert 'name="vote"' in phone.client.get(phone.seat).text


def test_a_code_expires_and_a_seat_of_another_room_votes_nowhere_else(running, meeting, client_of, town):
    other = Meeting(running.app, client_of(town.people["enterprise"]), running.store, town)
    other.act("welcome")
    stranger = other.phone("乙")
    other.act("start")
    running.open(0)
    one = running.items[0]
    stranger.client.set_cookie("seat", stranger.client.get_cookie("seat", path=f"/w/{other.room.code}").value, path="/")
    answer = stranger.client.post(f"/w/{running.room.code}/vote", data={"item": one.id, "round": "1", "vote": "most"})
    assert answer.status_code in (403, 404)
    mine = stranger.client.post(f"/w/{other.room.code}/vote", data={"item": one.id, "round": "1", "vote": "most"})
    assert mine.status_code == 409
    assert votes(running) == []
    with running.store.write() as c:
        c.execute(update(workshop_rooms).values(expires_at=now() - timedelta(days=1)))
    assert client_of().get(f"/w/{running.room.code}").status_code == 404
    assert running.phones[0].client.get(running.phones[0].seat).status_code == 200, "who is in stays in"


def test_a_room_goes_on_when_its_assessment_is_submitted_meanwhile(running, town, small):
    who = town.people["enterprise"]
    with running.store.write() as c:
        changes = [AnswerChange(item.id, Chosen("full"), "", 0) for item in small.items_of("discrete")]
        save_answers(c, who, town.open.id, small, changes)
        submit(c, who, town.open.id, small, 1)
    running.open(0)
    for phone in running.phones:
        assert running.vote(phone, 0, "most").json == {"saved": True}
    running.act("reveal")
    assert running.client.get(running.path).status_code == 200
    assert running.client.get(f"/assessments/{town.open.id}/workshops").status_code == 200


def test_while_the_database_is_locked_a_phone_is_told_to_try_again(running, monkeypatch):
    running.open(0)
    monkeypatch.setattr("maturity.store.workshop.votes.cast_vote", locked)
    answer = running.vote(running.phones[0], 0, "most")
    assert (answer.status_code, answer.json["problems"][0]["code"]) == (503, "store-locked")
    monkeypatch.undo()
    for _ in range(2):
        assert running.vote(running.phones[0], 0, "most").json == {"saved": True}
    assert len(votes(running)) == 1


def locked(*args, **named):
    raise Busy(Problem("store-locked"))
