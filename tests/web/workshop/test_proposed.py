"""What the facilitator is offered first in each state, and what the wall and the agenda say of a stack."""

import re

import pytest
from sqlalchemy import insert

from maturity.answers import Chosen
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.flags import set_flag
from maturity.store.schema import findings
from maturity.store.types import now


def primary(running):
    """The labels of the buttons that are primary on the facilitator's page; they press at the space bar."""
    page = running.client.get(running.path).text.partition('id="live"')[2].partition("</main>")[0]
    return re.findall(r'class="button"[^>]*data-key="space[^"]*"[^>]*>([^<]+)<', page), page


def revealed(running, *votes):
    """The first item, revealed alone after `votes`."""
    running.open(0)
    for phone, vote in zip(running.phones, votes, strict=True):
        running.vote(phone, 0, vote)
    running.act("reveal")


@pytest.mark.parametrize(
    ("votes", "label"),
    [
        (["most"] * 6, "确定"),
        (["part", "most"] * 3, "再投一轮"),
        (["cannot-judge"] * 5 + ["most"], "搁置"),
        (["not-applicable"] * 3 + ["most"] * 3, "表决是否适用"),
    ],
)
def test_the_primary_button_is_what_the_rule_proposes(running, votes, label):
    revealed(running, *votes)
    found, page = primary(running)
    assert found == [label]
    assert len(re.findall(r'class="button"', page)) == 1, "there is one primary button"


def test_after_the_last_round_the_lead_decides(running):
    revealed(running, *["part", "most"] * 3)
    for votes in (["none", "full"], ["part", "most"]):
        running.act("again", item=running.items[0].id)
        for phone, vote in zip(running.phones, votes * 3, strict=True):
            running.vote(phone, 0, vote)
        running.act("reveal")
    assert running.items[0].round == 3
    assert primary(running)[0] == ["确定"]


def test_a_stack_on_the_wall_has_its_choices_and_the_lobby_the_rule(meeting, client_of):
    wall, visitor = meeting.wall(), client_of()
    for page in (visitor.get(wall).text, meeting.client.get(meeting.path).text):
        assert "投票保密，最多 3 轮。" in page
        assert "三分之二选同一项" in page
    meeting.act("start")
    meeting.open(0, 1)
    stack = visitor.get(wall).text
    assert [word in stack for word in ("全部满足", "大部分满足", "部分满足", "不满足")] == [True] * 4


def test_the_agenda_tells_how_far_votes_lie_apart(running):
    running.open(0, 1)
    for number, phone in enumerate(running.phones):
        running.vote(phone, 0, ("none", "full")[number % 2])
        running.vote(phone, 1, "most")
    assert "不满足 – 全部满足" not in running.client.get(running.path).text
    running.act("reveal")
    page = running.client.get(running.path).text
    assert "已公布 · 不满足 – 全部满足" in page
    assert "已公布 · 大部分满足" in page


def test_areas_to_choose_from_tell_what_is_doubtful_in_them(member, town, sqlite_store, small):
    person, found, item = town.people["enterprise"], town.open, small.areas[0].items[0].id
    with sqlite_store.write() as c:
        set_flag(c, person, found.id, small, item, flagged=True)
        save_answer(c, person, found.id, small, item, Chosen("full"), "", 0)
        values = {"assessment_id": found.id, "item": item, "choice": "part", "version": 1}
        c.execute(insert(findings).values(**values, at=now(), by=person.id, words="看过"))
    page = member.get(f"/assessments/{found.id}/workshops").text
    assert page.count("待定 1") == 1
    assert page.count("评审不同 1") == 1
