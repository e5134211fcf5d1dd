"""Accepting results and downloading minutes through the pages."""

import re
from io import BytesIO

import docx
import pytest
from sqlalchemy import update

from maturity.answers import Chosen
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import saved_answers
from maturity.store.assessments.assessments import assessment
from maturity.store.assessments.findings import findings_of
from maturity.store.enterprises.organisations import add_member
from maturity.store.planning.actions import actions_of
from maturity.store.schema import workshop_seats
from maturity.store.submissions.submissions import submit
from maturity.store.workshop.seats import seats_of

from .conftest import Meeting


def settle(meeting, place, choice="most"):
    one = meeting.items[place]
    sent = {"kind": "decided" if choice else "not-applicable", "choice": choice, "reason": "看过记录"}
    assert meeting.act("settle", item=one.id, **sent).status_code == 302


def answers(meeting):
    with meeting.store.read() as c:
        return saved_answers(c, assessment(c, meeting.town.people["enterprise"], meeting.town.open.id))


def save(meeting, place, choice):
    item, held = meeting.items[place].item, answers(meeting)
    version = held[item].version if item in held else 0
    sent = {"choice": choice, "comment": "", "version": version}
    answer = meeting.client.put(f"/assessments/{meeting.town.open.id}/answers/{item}", json=sent)
    assert answer.status_code == 200, answer.text


def accept(meeting, *places, client=None, **changes):
    held, items = answers(meeting), meeting.items
    ids = [items[place].item for place in places]
    seen = {f"seen-{id}": str(held[id].version if id in held else 0) for id in ids}
    sent = {"counter": str(meeting.room.counter), "item": ids, **seen, **changes}
    return (client or meeting.client).post(f"{meeting.path}/outcome", data=sent)


@pytest.fixture
def closed(running):
    """A closed room: two items settled, one parked, six votes on the first."""
    running.open(0, 1)
    for phone in running.phones:
        running.vote(phone, 0, "most")
    running.act("reveal")
    settle(running, 0)
    settle(running, 1, "")
    running.act("park", item=running.items[2].id, reason="缺台账", owner="李工", due="2026-12-31")
    running.act("close")
    return running


def outcome(meeting, client=None, **query):
    return (client or meeting.client).get(f"{meeting.path}/outcome", query_string=query)


def test_results_are_shown_with_their_effect_and_accepted(closed):
    assert "结果与纪要" in closed.client.get(closed.path).text
    page = outcome(closed).text
    assert re.search(r"采纳选中的 \d 条之后", page)
    assert "A1" in page
    assert "看过记录" in page
    before = {id: one.version for id, one in answers(closed).items()}
    assert "采纳选中的结果" in page
    shown = accept(closed, 0, then="effect")
    assert shown.status_code == 200
    assert {id: one.version for id, one in answers(closed).items()} == before, "looking writes nothing"
    assert accept(closed, 0, 1).status_code == 302
    held, items = answers(closed), closed.items
    assert held[items[0].item].answer.choice == "most"
    assert held[items[1].item].answer.reason == "看过记录"
    told = outcome(closed).text
    assert "已采纳" in told
    assert 'name="item"' not in told
    with closed.store.read() as c:
        about = assessment(c, closed.town.people["enterprise"], closed.town.open.id)
        assert "缺台账" in {one.draft.words for one in actions_of(c, about)}


def test_a_newer_answer_is_a_conflict_and_not_chosen(closed):
    save(closed, 0, "none")
    page = outcome(closed).text
    assert "研讨会开始后有人改过回答" in page
    box = re.search(rf'<input type="checkbox" name="item" value="{closed.items[0].item}"([^>]*)>', page)
    assert "checked" not in box[1]


def test_an_answer_that_changes_after_the_page_was_read_is_told(closed):
    sent = {f"seen-{closed.items[0].item}": "0"}
    save(closed, 0, "none")
    answer = accept(closed, 0, **sent)
    assert answer.status_code == 409
    assert "下面已是最新的回答" in answer.text
    assert answers(closed)[closed.items[0].item].answer.choice == "none"
    assert closed.room.state == "closed"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"item": []}, 400),
        ({"item": ["nothing"], "seen-nothing": "0"}, 400),
        ({"counter": "1"}, 409),
        ({"counter": "x"}, 400),
    ],
)
def test_forged_forms_write_nothing(closed, changes, status):
    before = {id: one.version for id, one in answers(closed).items()}
    answer = accept(closed, 0, **changes)
    assert answer.status_code == status
    assert "mistakes" in answer.text
    assert (closed.room.state, {id: one.version for id, one in answers(closed).items()}) == ("closed", before)


def test_a_room_that_changes_no_answer_is_accepted_all_the_same(running):
    save(running, 0, "most")
    running.open(0)
    running.act("reveal")
    settle(running, 0)
    running.act("close")
    page = outcome(running).text
    assert "采纳并完成" in page
    assert "没有要改的回答" in page
    assert accept(running).status_code == 302
    assert running.room.state == "accepted"
    page = outcome(running).text
    assert "主持人决定 · 已采纳" in page
    assert "采纳并完成" not in page
    minutes = running.client.get(f"{running.path}/minutes-1.html?show=1").text
    assert "未采用" not in minutes


def test_accepting_is_no_plain_act(closed):
    assert closed.act("accept").status_code == 404
    assert closed.room.state == "closed"


def test_results_after_submission_stay_in_the_minutes(closed, answered, small):
    answered({item.id: Chosen("part") for item in small.items_of("discrete")})
    with closed.store.write() as c:
        about = assessment(c, closed.town.people["enterprise"], closed.town.open.id)
        submit(c, closed.town.people["enterprise"], about.id, small, 1)
    page = outcome(closed).text
    assert "回答不能再改" in page
    assert "采纳选中的结果" not in page
    answer = accept(closed, 0)
    assert answer.status_code == 409
    assert closed.room.state == "closed"


def test_before_the_end_there_is_nothing_to_accept_and_no_minutes(running):
    page = outcome(running).text
    assert "研讨会还没有结束" in page
    assert "minutes-1" not in page
    assert running.client.get(f"{running.path}/minutes-1.docx").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_minutes_are_downloaded_in_both_languages(closed, language):
    answer = closed.client.get(f"{closed.path}/minutes-1.docx?language={language}")
    assert answer.status_code == 200
    words = " ".join(paragraph.text for paragraph in docx.Document(BytesIO(answer.data)).paragraphs)
    assert ("研讨会纪要" if language == "zh" else "Minutes of a workshop") in words
    shown = closed.client.get(f"{closed.path}/minutes-1.html?language={language}&show=1")
    assert "Content-Disposition" not in shown.headers or "attachment" not in shown.headers["Content-Disposition"]
    for wrong in ("minutes-2.docx", "minutes-1.exe", "minutes-0.docx"):
        assert closed.client.get(f"{closed.path}/{wrong}").status_code == 404


def test_every_sitting_has_its_minutes(closed):
    closed.act("reopen")
    closed.act("close")
    page = outcome(closed, sitting=1).text
    assert page.count("minutes-1.docx") == 2
    assert "第 2 次" in page
    assert outcome(closed, sitting=9).text.count("minutes-2.docx") == 2


def test_minutes_keep_their_totals_when_one_leaves_and_the_others_vote_anew(closed):
    before = closed.client.get(f"{closed.path}/minutes-1.html?show=1&language=zh").text
    closed.act("reopen")
    with closed.store.write() as c:
        c.execute(
            update(workshop_seats).where(workshop_seats.c.id == seats_of(c, closed.id)[0].id).values(state="left")
        )
    for act in ("reopen-item", "again"):
        assert closed.act(act, item=closed.items[0].id).status_code == 302
    assert "大部分满足\u00a06" in before
    assert closed.client.get(f"{closed.path}/minutes-1.html?show=1&language=zh").text == before


def test_a_seat_that_agrees_to_be_named_is(meeting):
    code = meeting.room.code
    for number, form in enumerate(({"named": "yes"}, {"named": "yes"})):
        sent = {"alias": f"甲{number}", "function": "IT", **form}
        assert meeting.app.test_client().post(f"/w/{code}", data=sent).status_code == 302
    meeting.act("start")
    meeting.act("close")
    page = meeting.client.get(f"{meeting.path}/minutes-1.html?show=1").text
    assert re.findall(r"<td class=\"text \">(甲\d)</td>", page) == ["甲0", "甲1"]


def test_an_assessors_room_writes_findings_and_an_owner_is_told_who_may_accept(app, client_of, sqlite_store, town):
    with sqlite_store.write() as c:
        who = add_person(c, email="judge@example.com", name="Judge", role="consultant")
        add_member(c, town.open.organisation_id, who.id, "assessor")
    lead = client_of(who)
    held = Meeting(app, lead, sqlite_store, town)
    for act in ("welcome", "start"):
        held.act(act)
    held.open(0)
    held.act("reveal")
    settle(held, 0, "part")
    held.act("close")
    page = lead.get(f"{held.path}/outcome").text
    assert "企业的回答不变" in page
    item = held.items[0].item
    sent = {"counter": str(held.room.counter), "item": [item], f"seen-{item}": "0"}
    assert "只有评审员可以采纳" in client_of(town.people["enterprise"]).get(f"{held.path}/outcome").text
    assert lead.post(f"{held.path}/outcome", data=sent).status_code == 302
    with sqlite_store.read() as c:
        assert findings_of(c, assessment(c, who, town.open.id))[item].answer.choice == "part"


@pytest.mark.parametrize("role", ["viewer", "assessor"])
def test_who_may_not_answer_accepts_no_answers_and_plans_none(closed, client_of, role):
    with closed.store.write() as c:
        who = add_person(c, email="who@example.com", name="Who", role="enterprise")
        add_member(c, closed.town.open.organisation_id, who.id, role)
    client = client_of(who)
    assert accept(closed, 0, client=client).status_code == 403
    if role == "assessor":
        assert closed.act("take-over", client).status_code == 302
        assert accept(closed, 0, client=client).status_code == 403
        assert "只有负责人和填写人可以采纳" in outcome(closed, client).text
    assert client.post(f"{closed.path}/actions").status_code == 403
    assert closed.room.state == "closed"


def test_rooms_of_other_assessments_are_not_found(closed, client_of, town):
    other = closed.path.replace(town.open.id, town.foreign.id)
    for client in (closed.client, client_of(town.stranger)):
        assert client.get(f"{other}/outcome").status_code == 404
        assert client.get(f"{other}/minutes-1.docx").status_code == 404
    assert client_of(town.stranger).get(f"{closed.path}/outcome").status_code == 404


def test_the_outcome_is_in_english_for_english_readers(closed, client_of, town):
    page = outcome(closed, client_of(town.people["enterprise"], "en")).text
    words = re.sub(r">中文<|示例企业 \d|研讨|看过记录|缺台账|李工", "", re.sub(r"<script.*?</script>", "", page))
    assert not re.search("[\u4e00-\u9fff]", words), re.findall("[\u4e00-\u9fff]+", words)


def test_the_page_takes_the_same_statements_whatever_was_settled(closed, statements):
    def asked():
        statements.clear()
        outcome(closed)
        return len(statements)

    before = asked()
    closed.act("reopen")
    for place in range(3, 6):
        closed.open(place)
        closed.act("reveal")
        settle(closed, place)
    closed.act("close")
    assert asked() == before


def test_the_author_sees_which_items_mean_other_things_to_others(running, client_of, town):
    boss = client_of(town.people["administrator"], "en")
    assert 'id="unclear"' not in boss.get("/questionnaires").text
    first, second = running.items[:2]
    for one in (second, first, second):
        assert running.act("unclear", item=one.id).status_code == 302
    page = boss.get("/questionnaires").text
    section = page.partition('id="unclear"')[2].partition("</section>")[0]
    found = re.findall(r'<span class="muted code">(.*?)</span>.*?>(\d+)</td>.*?>(\d+)</td>', section, re.S)
    assert found == [(second.item, "2", "1"), (first.item, "1", "1")]
    assert "示例企业" not in page
