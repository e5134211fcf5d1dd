"""What becomes of a vote, and of the wall, when the network or the server fails: in a real browser."""

import json
import sqlite3
from contextlib import closing
from itertools import count

import pytest
from playwright.sync_api import expect

from maturity.questionnaire import load
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import sign_up
from maturity.store.workshop import rooms
from maturity.store.workshop.creation import RoomDraft, create_room
from maturity.store.workshop.items import items_of, open_items
from maturity.store.workshop.results import mark

from .enterprise import send

pytestmark = pytest.mark.browser
PASSWORD = "quiet river lantern"
_NUMBERS = count(1)


@pytest.fixture
def meeting(world, facts):
    """(address, store, facilitator, id of a room in its lobby)."""
    address, store = world
    with store.write() as c:
        number = next(_NUMBERS)
        email = f"lead{number}@example.com"
        person = add_person(c, email=email, name="Lead", role="enterprise", password=PASSWORD)
        firm = sign_up(c, facts(number), person.id)
        assessment = start_assessment(c, person, firm.id, load(), "discrete", 2026)
        items = [item.id for item in load().areas[0].items[:2]]
        room = create_room(c, person, assessment.id, load(), RoomDraft("Talk", items, ["IT"]))
        rooms.act_on_room(c, person, room.id, "welcome", 1)
    return address, store, person, room


def test_a_vote_waits_until_it_has_arrived_and_is_counted_once(meeting, chromium):
    address, store, person, room = meeting
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        phone = context.new_page()
        phone.goto(f"{address}/w/{room.code}?lang=en")
        phone.locator("[name=function]").check()
        phone.locator("form:has(#alias) button").click()
        phone.locator(".ballot").first.click()
        with store.write() as c:
            rooms.act_on_room(c, person, room.id, "start", 2)
            open_items(c, person, room.id, 3, [one.id for one in items_of(c, room.id)])
        expect(phone.locator("form[data-vote]")).to_be_visible()
        fails = ["busy", "portal", "lost"]

        def fail(route):
            if not fails:
                return route.continue_()
            kind = fails.pop(0)
            if kind == "busy":  # the database was locked
                told = json.dumps({"problems": [{"code": "store-locked", "message": "", "remedy": ""}]})
                return route.fulfill(status=503, content_type="application/json", body=told)
            if kind == "portal":  # the page of a hotel
                return route.fulfill(status=200, content_type="text/html", body="<h1>Welcome, please sign in</h1>")
            answer = route.fetch()  # it arrives, but its answer does not
            assert answer.json() == {"saved": True}
            return route.abort()

        context.route("**/vote", fail)
        question = phone.locator("h1.question").inner_text()
        phone.locator(".votes .ballot").nth(1).click()
        expect(phone.locator("#line")).to_contain_text("sent by itself")
        phone.wait_for_function(
            "q => document.querySelector('h1.question')?.innerText !== q", arg=question, timeout=20000
        )
        assert fails == []
        expect(phone.locator("#line")).to_be_hidden()
        with store.read() as c:
            assert mark(c, room.id).cast == 1
        phone.route(
            "**/state?*", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Portal</p>")
        )
        expect(phone.locator("#line")).to_contain_text("Connection lost", timeout=15000)
        phone.unroute("**/state?*")
        expect(phone.locator("#line")).to_be_hidden(timeout=15000)


def test_a_wall_that_is_cut_off_shows_its_age_and_catches_up(meeting, chromium):
    address, store, person, room = meeting
    with chromium.new_context(viewport={"width": 1280, "height": 720}) as context:
        lead = context.new_page()
        lead.clock.install()
        lead.goto(f"{address}/sign-in?lang=en")
        lead.fill("[name=email]", person.email)
        lead.fill("[name=password]", PASSWORD)
        send(lead, "main button.button")
        lead.goto(f"{address}/assessments/{room.assessment_id}/workshops/{room.id}")
        lead.goto(address + lead.locator("a[target=_blank]").get_attribute("href"))
        expect(lead.locator("[data-count=present]").first).to_have_text("0")
        context.set_offline(True)
        expect(lead.locator(".age")).to_contain_text("seconds old", timeout=15000)
        with store.write() as c:
            rooms.act_on_room(c, person, room.id, "start", 2)
        lead.clock.fast_forward("05:00")
        expect(lead.locator(".age")).to_contain_text("5 minutes old", timeout=15000)
        expect(lead.locator("h1")).to_contain_text("Scan")
        context.set_offline(False)
        expect(lead.locator(".age")).to_be_hidden(timeout=15000)
        expect(lead.locator("h1")).to_contain_text("next item")
        lead.keyboard.press("b")
        expect(lead.locator("h1")).to_be_hidden()
        with store.write() as c:
            rooms.renew_wall(c, person, room.id, 3)
        expect(lead.locator("#live")).to_have_count(0, timeout=15000)


@pytest.fixture
def signed_in(meeting, chromium):
    """`open_window()`: another device of the facilitator, on the page of the room, with what its page asked for."""
    address, _, person, room = meeting
    contexts = []

    def open_window():
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{address}/sign-in?lang=en")
        page.fill("[name=email]", person.email)
        page.fill("[name=password]", PASSWORD)
        send(page, "main button.button")
        page.goto(f"{address}/assessments/{room.assessment_id}/workshops/{room.id}")
        return page

    yield open_window
    for context in contexts:
        context.close()


def test_the_second_of_two_tabs_and_a_new_device_are_told_the_state_now_and_go_on(meeting, signed_in):
    """The tab does not hear from the server for a while, so that it acts on what it shows; the answer is a 409, whose
    page stands at the room's own address, and catches up by itself.
    """
    _, store, person, room = meeting
    first = signed_in()
    second = first.context.new_page()
    second.goto(first.url)
    second.route("**/state?*", lambda route: route.abort())
    send(first, first.get_by_role("button", name="Start", exact=True))
    with second.expect_response(lambda answer: answer.request.method == "POST") as told:
        send(second, second.get_by_role("button", name="Start", exact=True))
    assert told.value.status == 409
    expect(second.locator(".mistakes")).to_be_visible()
    expect(second.get_by_role("button", name="Open the vote", exact=True)).to_be_visible()
    assert second.url == first.url
    second.unroute("**/state?*")
    device = signed_in()
    send(device, device.get_by_role("button", name="Open the vote", exact=True))
    for page in (first, second):
        expect(page.get_by_role("button", name="Reveal", exact=True)).to_be_visible()
    send(second, second.get_by_role("button", name="Reveal", exact=True))
    expect(first.get_by_role("button", name="Reveal", exact=True)).to_have_count(0)
    with store.read() as c:
        assert {one.state for one in items_of(c, room.id)} == {"revealed"}
        assert rooms.room(c, person, room.id).counter == 5, "each act was taken once"


def test_a_vote_waits_in_the_phone_while_another_program_locks_the_database(meeting, chromium):
    """For longer than the server waits itself, so that the phone is told to come again."""
    address, store, person, room = meeting
    with store.write() as c:
        rooms.act_on_room(c, person, room.id, "start", 2)
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        phone = context.new_page()
        phone.goto(f"{address}/w/{room.code}?lang=en")
        phone.locator("[name=function]").check()
        send(phone, "form:has(#alias) button")
        with store.write() as c:
            open_items(c, person, room.id, 3, [items_of(c, room.id)[0].id])
        expect(phone.locator("form[data-vote]")).to_be_visible(timeout=15000)
        with closing(sqlite3.connect(store.engine.url.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with phone.expect_response("**/vote") as told:
                phone.locator(".votes .ballot").nth(1).click()
            assert told.value.status == 503
            expect(phone.locator("#line")).to_contain_text("sent by itself")
            other.execute("ROLLBACK")
        expect(phone.locator("h1")).to_contain_text("Votes cast: 1", timeout=20000)
        expect(phone.locator("#line")).to_be_hidden(timeout=15000)
        with store.read() as c:
            assert mark(c, room.id).cast == 1
