"""Voting without a meeting through the pages: links, deadlines, the next round, reminders; and who learns nothing."""

import re
from html import unescape

import pytest

from maturity.store.workshop.seats import seats_of
from maturity.web.accounts import mail

PEOPLE = "\n".join(f"专家{n}，{'生产' if n % 2 else 'IT'}，e{n}@example.com" for n in range(9))


def act(meeting, name, **form):
    sent = {"counter": str(meeting.room.counter), **form}
    return meeting.client.post(f"{meeting.path}/remote/{name}", data=sent)


def until(meeting, name="open", closes="2090-12-01T18:00", zone="Asia/Shanghai"):
    return act(meeting, name, closes=closes, zone=zone)


def page(meeting, client=None):
    return (client or meeting.client).get(f"{meeting.path}/remote").text


def links(meeting):
    return [
        unescape(link).replace("http://localhost", "")
        for link in re.findall(r'class="address">([^<]+)<', page(meeting))
    ]


class Member:
    """Who opened a personal link, and took its seat."""

    def __init__(self, meeting, link):
        self.meeting, self.client = meeting, meeting.app.test_client()
        self.link = "/w/" + link.partition("/w/")[2]
        assert self.client.get(self.link).status_code == 200
        assert self.client.post(self.link).status_code == 302
        self.seat = f"/w/{meeting.room.code}/seat"

    def vote(self, place, vote):
        return self.meeting.vote(self, place, vote)

    def argue(self, place, words):
        form = {"item": self.meeting.items[place].id, "words": words}
        return self.client.post(f"/w/{self.meeting.room.code}/argument", data=form)


@pytest.fixture
def panel(meeting):
    """Nine invited members who opened their links; the first round is open."""
    assert act(meeting, "invite", people=PEOPLE).status_code == 302
    meeting.members = [Member(meeting, link) for link in links(meeting)]
    assert until(meeting).status_code == 302
    return meeting


def vote_all(panel, *votes):
    for member, vote in zip(panel.members, votes, strict=False):
        for place, one in enumerate(panel.items):
            if vote and one.state == "open":
                assert member.vote(place, vote).status_code == 200


def test_a_round_from_the_invitation_to_the_next_one(panel, client_of):
    vote_all(panel, *["none"] * 4, *["most"] * 4)
    panel.members[8].vote(0, "most")
    panel.members[0].argue(0, "现场没有记录")
    told = page(panel)
    assert "已投完 8 人，共 9 人" in told
    assert "2090-12-01 18:00 (Asia/Shanghai, UTC+08:00)" in told
    panel.act("start")
    panel.act("reveal")
    assert until(panel).status_code == 302
    second = panel.members[1].client.get(panel.members[1].seat).text
    assert "第 2 轮" in second
    assert 'class="bars"' in second, "the last distribution"
    assert "您上一轮选的是：不满足" in second
    assert "现场没有记录" in second
    assert "不满足" not in page(panel), "no results while a round is open"


def test_what_agreed_is_closed_with_the_next_round_and_stays_as_it_is(panel):
    for number, member in enumerate(panel.members):
        for place in range(len(panel.items)):
            member.vote(place, "most" if place or number % 2 else "none")
    panel.act("start")
    panel.act("reveal")
    assert "就此确定，不再改变" in page(panel)
    assert until(panel).status_code == 302
    states = [one.state for one in panel.items]
    assert states == ["open"] + ["settled"] * (len(states) - 1)
    late = panel.members[0].vote(1, "none")
    assert late.status_code == 409


def test_who_finds_a_link_that_was_used_sees_no_vote_and_takes_no_seat(panel):
    """Attack: the facilitator knows all links, and opens one after its member has voted."""
    member = panel.members[0]
    member.vote(0, "none")
    spy = panel.app.test_client()
    for answer in (spy.get(member.link), spy.post(member.link)):
        assert answer.status_code == 404
        assert "链接已经用过" in answer.text
        assert "不满足" not in answer.text
    assert spy.get_cookie("seat", path=f"/w/{panel.room.code}") is None
    assert panel.state().json["cast"] == 1
    assert member.client.get(member.link).status_code == 302, "its member comes back by it"


def test_a_link_that_was_changed_by_a_sign_or_belongs_to_another_room_opens_nothing(panel):
    link = panel.members[0].link
    for wrong in (
        link[:-1] + ("0" if link[-1] != "0" else "1"),
        link[:-32],
        link + "0",
        link.replace(panel.room.code, "ABCDEF"),
    ):
        assert panel.app.test_client().get(wrong).status_code == 404


def test_no_page_of_an_open_round_depends_on_what_was_voted_or_argued(panel, client_of):
    """Attack: the facilitator, the wall, another member and the state are watched while one member changes the vote."""
    vote_all(panel, *["most"] * 9)
    other = panel.members[1]

    def seen():
        pages = (page(panel), panel.client.get(panel.path).text, other.client.get(other.seat).text, panel.state().text)
        pages += (panel.app.test_client().get(panel.wall()).text,)
        return [re.sub(r'nonce="[^"]+"|name="(csrf_token|origin)" value="[^"]+"', "", one) for one in pages]

    before = seen()
    for vote in ("none", "full", "cannot-judge"):
        panel.members[0].vote(0, vote)
        panel.members[0].argue(0, f"因为 {vote}")
        assert seen() == before


def test_only_the_missing_are_reminded_by_text_or_mail(panel, monkeypatch):
    vote_all(panel, *["most"] * 7)
    told = page(panel)
    reminders = re.findall(r"mailto:(e\d@example.com)", told)
    assert reminders == ["e7@example.com", "e8@example.com"]
    assert panel.members[7].link in unescape(re.search(r'class="copied">(.*?)</pre>', told, re.S)[1])
    assert panel.members[0].link not in re.search(r'class="copied">(.*?)</pre>', told, re.S)[1]
    assert act(panel, "remind").status_code == 409, "no mail server is set"
    letters = []
    monkeypatch.setattr(mail, "post", lambda to, _subject, text, *, few: letters.append((to, text)))
    monkeypatch.setattr("maturity.web.workshop.remote._mail_url", lambda: "smtp://localhost/a@example.com")
    assert "给他们发邮件提醒" in page(panel)
    assert act(panel, "remind").status_code == 302
    assert [to for to, _ in letters] == ["e7@example.com", "e8@example.com"]
    assert all("/w/" in text and "UTC+08:00" in text for _, text in letters)


def test_a_panel_of_fewer_than_eight_is_said_to_be_small(meeting):
    act(meeting, "invite", people="甲,IT\n乙,IT")
    assert "少于 8 人的小组" in page(meeting)


@pytest.mark.parametrize(
    ("closes", "zone"), [("", "UTC"), ("soon", "UTC"), ("2090-01-01T10:00", "Mars"), ("2020-01-01T10:00", "UTC")]
)
def test_a_deadline_that_cannot_be_is_refused_beside_its_form(meeting, closes, zone):
    act(meeting, "invite", people=PEOPLE)
    answer = until(meeting, closes=closes, zone=zone)
    assert answer.status_code == 400
    assert "截止时间" in answer.text
    assert {one.state for one in meeting.items} == {"waiting"}


def test_a_link_renewed_by_the_facilitator_replaces_the_one_before(meeting):
    act(meeting, "invite", people="甲,IT")
    (old,) = links(meeting)
    with meeting.store.read() as c:
        (seat,) = seats_of(c, meeting.id)
    assert act(meeting, "renew", seat=seat.id).status_code == 302
    (new,) = links(meeting)
    visitor = meeting.app.test_client()
    paths = ["/w/" + link.partition("/w/")[2] for link in (old, new)]
    assert [visitor.get(path).status_code for path in paths] == [404, 200]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_in_the_language_of_its_reader(panel, client_of, town, language):
    lead, member = client_of(town.people["enterprise"], language), panel.members[0]
    member.client.get(f"{member.seat}?lang={language}")
    vote_all(panel, *["none"] * 4, *["most"] * 5)

    def look(*paths):
        for client, path in paths:
            words = re.sub(r">中文<|示例企业 \d|研讨|生产|专家\d", "", client.get(path).text)
            assert language == "zh" or not re.search("[\u4e00-\u9fff]", words), re.findall("[\u4e00-\u9fff]+", words)

    visitor = client_of(None, language)
    look((lead, f"{panel.path}/remote"), (member.client, member.seat), (visitor, member.link))
    panel.act("start")
    panel.act("reveal")
    look((lead, f"{panel.path}/remote"))
    until(panel)
    look((lead, f"{panel.path}/remote"), (member.client, member.seat))
    panel.act("reveal")
    panel.act("close")
    look((lead, f"{panel.path}/remote"))
