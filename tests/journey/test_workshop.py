"""A workshop from the lobby to its minutes: facilitator, scribe, wall and twelve phones, four of them in windows, on a
server that is killed under their votes.
"""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from docx import Document
from playwright.sync_api import expect
from sqlalchemy import func, insert, select

from maturity.answers import Chosen
from maturity.questionnaire import load
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import saved_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import sign_up
from maturity.store.schema import memberships, workshop_votes
from maturity.store.workshop import items

from .enterprise import assert_accessible
from .workshop_room import (
    PASSWORD,
    Phone,
    Site,
    Stage,
    assert_accessible_in_the_dark_too,
    assert_read_from_afar,
    press_choice,
    vote,
)

pytestmark = pytest.mark.browser
WINDOWS, PHONES = 4, 12
# by item the ranks of the twelve votes: agreed, on both sides of the pass mark, at either end, agreed …
FIRST = ([3] * 12, [1, 2] * 6, [0, 3] * 6, [2] * 12, [2] * 11 + [3], [3] * 12)
AGREED = {"1a": "full", "2b": "most", "3a": "most", "3b": "full"}


@pytest.fixture
def begun(tmp_path, facts):
    """(site, store, assessment, address of its workshops); a scribe is an assessor there."""
    url = f"sqlite:///{tmp_path}/maturity.sqlite3"
    store = open_store(url)
    store.upgrade()
    with store.write() as c:
        lead, scribe = (
            add_person(c, email=f"{name}@example.com", name=name, role="consultant", password=PASSWORD)
            for name in ("lead", "scribe")
        )
        firm = sign_up(c, facts(1), lead.id)
        c.execute(insert(memberships).values(organisation_id=firm.id, person_id=scribe.id, role="assessor"))
        assessment = start_assessment(c, lead, firm.id, load(), "discrete", 2026)
    site = Site(tmp_path, url)
    try:
        yield site, store, assessment, f"{site.address}/assessments/{assessment.id}/workshops"
    finally:
        site.close()
        store.close()


def test_a_workshop_with_twelve_phones(begun, chromium):
    site, store, assessment, page = begun
    stage = Stage(chromium, site, page, ("lead@example.com", "scribe@example.com"))
    try:
        others = [Phone(site, stage.code, f"P{number}", "Production") for number in range(WINDOWS, PHONES)]
        windows = [stage.phone(number) for number in range(WINDOWS)]
        expect(stage.wall.locator("[data-count=present]").first).to_have_text(str(PHONES))
        assert_accessible_in_the_dark_too(stage.wall)
        room = stage.lead.url.rsplit("/", 1)[1]
        stage.press("Start")
        stage.press("Open the vote")
        ids = ballots(store, room)
        first_round(stage, store, windows, others, ids)
        reveal(stage, windows)
        second_round(stage, store, windows, others, ids[1])
        settle_and_park(stage, windows)
        accept(stage)
        with store.read() as c:
            kept = {id.rsplit(".")[-1]: one.answer for id, one in saved_answers(c, assessment).items()}
        assert kept == {place: Chosen(choice) for place, choice in (AGREED | {"1b": "none"}).items()}
        minutes(stage)
    finally:
        stage.close()


def ballots(store, room):
    """The ids of the room's items in the order of voting."""
    with store.read() as c:
        return [one.id for one in items.items_of(c, room)]


def cast(store):
    with store.read() as c:
        return c.scalar(select(func.count()).select_from(workshop_votes))


def first_round(stage, store, windows, others, ids):
    """All vote on six items. The server is killed while eight phones and one in a window send their second votes; one
    window loses the network at the third, after which another goes on with another phone.
    """
    for page in windows:
        expect(page.locator("h1.question")).to_be_visible()
    for page in windows[:2]:
        assert_accessible_in_the_dark_too(page)
    for page, number in zip(windows, range(WINDOWS), strict=True):
        vote(page, FIRST[0][number])
    with ThreadPoolExecutor(len(others)) as pool:
        list(pool.map(lambda one: one.vote(ids[0], 1, FIRST[0][0]), others))
        stage.site.kill()
        sent = [pool.submit(one.vote, ids[1], 1, FIRST[1][WINDOWS + place]) for place, one in enumerate(others)]
        press_choice(windows[1], FIRST[1][1])
        expect(windows[1].locator("#line")).to_contain_text("by itself", timeout=15000)
        assert cast(store) == PHONES, "what was acknowledged is kept, what was not has not come"
        stage.site.start()
        assert all(one.result() > 1 for one in sent), "each was sent again until it had arrived"
        expect(windows[1].locator("#line")).to_be_hidden(timeout=20000)
        for number in (0, 2, 3):
            vote(windows[number], FIRST[1][number])
        assert cast(store) == 2 * PHONES
        for place in range(2, len(ids)):
            list(
                pool.map(
                    lambda pair, at=place: pair[1].vote(ids[at], 1, FIRST[at][WINDOWS + pair[0]]), enumerate(others)
                )
            )
    lose_the_network(windows[3], FIRST[2][3])
    for number in (0, 1, 2):
        vote(windows[number], FIRST[2][number])
    windows[2] = another_phone(stage, windows[2])
    for ranks in FIRST[3:]:
        for number, page in enumerate(windows):
            vote(page, ranks[number])
    assert cast(store) == 6 * PHONES
    expect(stage.wall.locator("[data-count=cast]")).to_have_text(str(6 * PHONES))
    assert "中位数" not in stage.wall.content(), "nothing is told before the reveal"


def lose_the_network(page, rank):
    page.context.set_offline(True)
    press_choice(page, rank)
    expect(page.locator("#line")).to_contain_text("by itself", timeout=15000)
    page.context.set_offline(False)
    expect(page.locator("#line")).to_be_hidden(timeout=20000)


def another_phone(stage, page):
    """The seat of a phone, brought to another one by its code; the first is told."""
    code = "".join(page.locator(".seat-line .room-code").inner_text().split())
    other = stage.window(390, 844)
    other.goto(f"{stage.site.address}/w/{stage.code}?lang=zh")
    other.locator("details.bring summary").click()
    other.fill("#seat", code)
    other.locator("details.bring button").click()
    expect(other.locator("h1.question")).to_be_visible()
    page.reload()
    expect(page.locator("h1")).to_have_text("找回席位")
    return other


def reveal(stage, windows):
    """The agreed items are accepted in one act; the scribe writes down what is said on the contested one."""
    lead, wall = stage.lead, stage.wall
    lead.reload()
    stage.press("Reveal")
    assert_accessible(lead)
    expect(wall.locator("h1")).to_contain_text("4")
    stage.press("Accept 4 agreed items")
    stage.press("Discuss")
    expect(wall.locator("table.bars")).to_be_visible()
    for page in (wall, lead):
        expect(page.locator(".timer")).to_be_visible()
        expect(page.locator(".timer")).to_contain_text("3")
    expect(stage.scribe.locator("details.scribe summary")).to_be_visible()
    stage.scribe.locator("details.scribe summary").click()
    stage.scribe.fill("#note-words", "二号线没有记录。")
    stage.press("记下", stage.scribe)
    assert stage.scribe.get_by_role("button", name="确定", exact=True).count() == 0, "a scribe does not settle"
    lead.reload()
    expect(lead.locator(".notes-list")).to_contain_text("二号线没有记录。")
    assert_accessible_in_the_dark_too(lead)
    lead.goto(f"{lead.url}?lang=zh")
    assert_accessible_in_the_dark_too(lead)
    lead.goto(f"{lead.url.partition('?')[0]}?lang=en")
    look_at_the_wall(stage)
    expect(windows[0].locator("table.bars")).to_be_visible()
    for page in windows[:2]:
        assert_accessible_in_the_dark_too(page)


def look_at_the_wall(stage):
    """In both sizes, languages and schemes: large enough, and without scrolling."""
    wall = stage.wall
    for width, height, language in ((1280, 720, "en"), (1920, 1080, "zh")):
        wall.set_viewport_size({"width": width, "height": height})
        wall.goto(f"{wall.url.partition('?')[0]}?lang={language}")
        assert_accessible_in_the_dark_too(wall)
        assert_read_from_afar(wall)
        assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight"), "the wall does not scroll"
        assert wall.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") >= 40


def second_round(stage, store, windows, others, item):
    """The contested item is voted on again, and stays contested."""
    stage.press("Vote again")
    ranks = [0] * 6 + [3] * 6
    for number, page in enumerate(windows):
        expect(page.locator("form[data-vote]")).to_be_visible()
        vote(page, ranks[number])
    for place, one in enumerate(others):
        one.vote(item, 2, ranks[WINDOWS + place])
    assert cast(store) == 7 * PHONES
    stage.lead.reload()
    stage.press("Reveal")


def settle_and_park(stage, windows):
    """One writes dissent, the facilitator decides with a reason and parks the last item."""
    lead, wall, phone = stage.lead, stage.wall, windows[1]
    phone.locator("details", has=phone.locator("#words")).locator("summary").click()  # of the item just revealed
    phone.fill("#words", "Two lines keep no records.")
    stage.press("Lock")
    expect(phone.locator("#line")).to_contain_text("not sent yet")
    assert phone.input_value("#words") == "Two lines keep no records.", "what is written stays while the room moves on"
    stage.press("Send", phone)
    expect(phone.locator("[role=status]").filter(has_text="noted")).to_be_visible()
    expect(phone.locator("#line")).to_be_hidden()
    lead.reload()
    lead.fill("#reason", "Records were shown for one line only.")
    stage.press("Settle")
    stage.press("Discuss")
    lead.locator("summary", has_text="Park").click()
    lead.fill("#missing", "The plan of last year")
    stage.press("Park")
    expect(lead.get_by_text("All items are dealt with")).to_be_visible()
    stage.press("Close the workshop")
    assert "Settled: 5, parked: 1." in lead.content()
    expect(wall.locator("main")).to_contain_text("确定 5 条，搁置 1 条。")


def accept(stage):
    """The results become answers; the parked item an action."""
    lead = stage.lead
    lead.get_by_role("link", name="Results and minutes").click()
    expect(lead.locator("#effect")).to_contain_text("After accepting the 5 chosen")
    assert_accessible(lead)
    stage.press("Accept the chosen results")
    expect(lead.locator("main")).to_contain_text("5 results accepted")


def minutes(stage):
    """The minutes hold what was settled, totals, argument, dissent and what is parked, and a place to sign."""
    address = stage.lead.url.partition("/outcome")[0]
    answer = stage.lead.request.get(f"{address}/minutes-1.docx?language=en")
    assert answer.status == 200
    document = Document(io.BytesIO(answer.body()))
    told = "\n".join(
        [one.text for one in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    for words in (
        *("Decided by the lead", "Records were shown for one line only.", "Two lines keep no records."),
        *("The plan of last year", "signature and date"),
    ):
        assert words in told
    assert "P0" not in told, "nobody agreed to be named"
