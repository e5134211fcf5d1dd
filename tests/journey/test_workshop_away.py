"""Workshops without phones, or without a meeting, as those see them who run them and vote: on paper, and from afar."""

import pytest
from playwright.sync_api import expect

from maturity.questionnaire import load
from maturity.store.workshop.items import items_of
from maturity.store.workshop.remote import claim, finish
from maturity.store.workshop.results import mark, results_of
from maturity.store.workshop.seats import seats_of
from maturity.store.workshop.votes import cast_vote
from maturity.workshop.secrecy import new_seat_code, seat_key, seat_secret

from .enterprise import assert_accessible, send
from .test_workshop_network import meeting, signed_in

pytestmark = pytest.mark.browser
__all__ = ["meeting", "signed_in"]


@pytest.fixture
def lead(signed_in):
    """The facilitator's window on the page of the room."""
    return signed_in()


def send_by_name(page, words):
    send(page, page.get_by_role("button", name=words, exact=True).first)


def told(store, room):
    with store.read() as c:
        return [dict(one.votes) for one in results_of(c, room.id)[items_of(c, room.id)[0].id]]


def test_votes_on_paper_from_the_sheets_to_the_reveal(meeting, lead):
    _, store, _, room = meeting
    lead.get_by_role("link", name="Paper ballots").click()
    lead.fill("#number", "5")
    send_by_name(lead, "Add seats")
    assert_accessible(lead)
    with lead.context.expect_page() as opened:
        lead.locator("a[target=_blank]").first.click()
    sheets = opened.value
    expect(sheets.locator(".sheet")).to_have_count(5)
    assert_accessible(sheets)
    sheets.close()
    paper = lead.url
    lead.locator(".kicker a").last.click()
    send_by_name(lead, "Start")
    send_by_name(lead, "Open the vote")
    lead.goto(paper)
    ballots = "1: 4 3\n2: 4 3\n3: 4 2\n4: 4 2\n5: 1 -"
    lead.fill("[name=first]", ballots)
    lead.fill("[name=second]", ballots.replace("5: 1", "5: 2"))
    send_by_name(lead, "Compare and count")
    expect(lead.locator("main")).to_contain_text("Ballot 5, item 1")
    with store.read() as c:
        assert mark(c, room.id).cast == 0, "nothing is counted while the two differ"
    assert lead.input_value("[name=first]").split() == ballots.split(), "what was typed is kept"
    lead.fill("[name=second]", ballots)
    send_by_name(lead, "Compare and count")
    lead.goto(paper.removesuffix("/paper"))
    expect(lead.locator("[data-count=cast]")).to_have_text("9")
    send_by_name(lead, "Reveal")
    assert told(store, room) == [{"none": 4, "full": 1}], "the first box of a ballot is the highest choice"


class Member:
    """Who votes from afar without a window."""

    def __init__(self, store, room, seat):
        self.store, self.room, self.seat = store, room, seat
        self.secret = seat_secret(new_seat_code(), room.salt)
        with store.write() as c:
            claim(c, room.id, seat.id, seat.link, seat_key(self.secret), f"device{seat.id[:6]}")

    def vote(self, vote):
        with self.store.write() as c:
            for one in items_of(c, self.room.id):
                if one.state == "open":
                    cast = (load(), one.id, one.round, vote, "", "pepper")
                    cast_vote(c, self.room.id, self.secret, f"device{self.seat.id[:6]}", *cast)
        with self.store.write() as c:
            finish(c, self.room.id, self.secret, self.seat.id)


def test_two_rounds_from_afar_from_the_link_to_the_result(meeting, lead, chromium):
    address, store, _, room = meeting
    lead.get_by_role("link", name="Voting from afar").click()
    lead.fill("#people", "\n".join(f"Expert {number}, IT" for number in range(8)))
    send_by_name(lead, "Invite")
    lead.fill("#closes-open", "2090-12-01T18:00")
    send_by_name(lead, "Begin this round")
    assert_accessible(lead)
    remote, link = lead.url, lead.locator(".panel .address").first.inner_text()
    with store.read() as c:
        seats = {seat.alias: seat for seat in seats_of(c, room.id)}
    first = lead.locator(".panel li").first.inner_text().splitlines()[0]
    others = [Member(store, room, seat) for alias, seat in seats.items() if not first.startswith(alias)]
    for number, other in enumerate(others):
        other.vote("none" if number % 2 else "full")
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        phone = context.new_page()
        phone.set_default_timeout(60_000)
        phone.goto(f"{address}/w/{link.partition('/w/')[2]}?lang=en")
        assert_accessible(phone)
        send_by_name(phone, "Vote on this device")
        phone.locator("details", has=phone.locator("#argument")).locator("summary").click()
        phone.fill("#argument", "No record of last year.")
        send_by_name(phone, "Save the reason")
        for _ in range(2):
            question = phone.locator("h1.question").inner_text()
            phone.locator(".votes .ballot").nth(3).click()
            expect(phone.locator("h1.question", has_text=question)).to_have_count(0)
        assert "Not agreed" not in phone.content(), "no results while the round is open"
        lead.goto(remote)
        expect(lead.locator("main")).to_contain_text("8 of 8")
        lead.locator(".kicker a").last.click()
        send_by_name(lead, "Start")
        send_by_name(lead, "Reveal")
        lead.goto(remote)
        lead.fill("#closes-open", "2090-12-02T18:00")
        send_by_name(lead, "Begin this round")
        expect(phone.locator("table.bars")).to_be_visible(timeout=20_000)
        for words in ("No record of last year.", "Not agreed", "Your vote in the round before"):
            expect(phone.locator("main")).to_contain_text(words)
        assert_accessible(phone)
        phone.locator(".votes .ballot").nth(0).click()
        expect(phone.locator("#line")).to_be_hidden()
    for other in others:
        other.vote("full")
    lead.goto(remote.removesuffix("/remote"))
    send_by_name(lead, "Reveal")
    assert told(store, room)[-1] == {"full": 8}
    expect(lead.locator("main")).to_contain_text("Accept")
