"""Brought in from elsewhere, in real Chromium: who is of elsewhere is marked, and an analyst decides what counts."""

import re
import shutil
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from maturity.answers import Chosen
from maturity.questionnaire import load, only
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments import discussion
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.assessments.assessments import assessments_of, start_assessment
from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.evidence.files import Files
from maturity.store.submissions.snapshots import snapshot
from maturity.store.submissions.submissions import submit
from maturity.transfer import pack, unpack
from maturity.transfer.keys import load_signer

from .enterprise import PASSWORD, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LONG = "示例精密机械制造（苏州工业园区）股份有限公司第二分厂"
LOOKS = {
    "zh-1440": ("zh", {"width": 1440, "height": 900}),
    "en-390": ("en", {"width": 390, "height": 844}),
}


@pytest.fixture(scope="module")
def brought(world, facts, tmp_path_factory, upgraded_sqlite):
    """What an owner took along from another instance and brought in here, unsigned; and an analyst."""
    address, store = world
    q, base = load(), tmp_path_factory.mktemp("brought")
    shutil.copy(upgraded_sqlite, base / "there.db")
    there, files = open_store(f"sqlite:///{base / 'there.db'}"), Files(base / "there")
    with there.write() as c:
        owner = add_person(c, email="owner@there.example", name="彼处负责人", role="enterprise")
        assessor = add_person(c, email="assessor@there.example", name="彼处评审员", role="consultant")
        firm = sign_up(c, facts(1, name=LONG), owner.id)
        add_member(c, firm.id, assessor.id, "assessor")
        for year in (2023, 2024, 2025):
            found = start_assessment(c, owner, firm.id, q, "discrete", year)
            save_answers(c, owner, found.id, q, [AnswerChange(item.id, Chosen("most"), "", 0) for item in q.items])
            discussion.add_comment(c, assessor, found.id, q, q.items[0].id, "请补签到表。")
            if year < 2025:
                submit(c, owner, found.id, q, 1)
    pack(there, files, owner, firm.id, base / "a.zip", load_signer(base / "key"))
    there.close()
    with store.write() as c:
        people = {
            name: add_person(c, email=f"{name}@here.example", name=name, role=role, password=PASSWORD)
            for name, role in (("owner", "enterprise"), ("analyst", "analyst"))
        }
    unpack(store, Files(base / "here"), people["owner"], base / "a.zip", only(q), load_signer(base / "own"))
    with store.read() as c:
        rounds = {one.year: one.id for one in assessments_of(c, people["owner"])}
    return SimpleNamespace(address=address, store=store, q=q, rounds=rounds)


@pytest.fixture(params=["zh-1440", pytest.param("en-390", marks=pytest.mark.thorough)])
def page_of(request, chromium, brought):
    language, size = LOOKS[request.param]
    contexts = []

    def open_page(who):
        contexts.append(chromium.new_context(viewport=size))
        page = contexts[-1].new_page()
        page.goto(f"{brought.address}/sign-in?lang={language}")
        page.fill("[name=email]", f"{who}@here.example")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def counted(brought, year=2024):
    with brought.store.read() as c:
        return len(snapshot(c, brought.q, year).matrix)


def test_an_analyst_accepts_and_refuses_what_was_brought_in(page_of, brought):
    page = page_of("analyst")
    page.goto(f"{brought.address}/brought-in")
    expect(page.locator("tbody tr")).to_have_count(2)
    assert_accessible(page)
    assert "cmmm" not in page.inner_text("main"), "no id on a page"
    box = page.locator("[value=refuse]").first.bounding_box()
    assert box["x"] + box["width"] <= page.viewport_size["width"], "the decision is in sight"
    row = page.locator("tbody tr", has_text="2024")
    row.locator("[value=accept]").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert counted(brought) == 1
    page.goto(f"{brought.address}/brought-in?state=accepted")
    assert_accessible(page)
    page.locator("tbody tr", has_text="2024").locator("[value=refuse]").click()
    expect(page.locator("tbody tr")).to_have_count(0)
    assert_accessible(page)
    assert counted(brought) == 0
    page.goto(f"{brought.address}/brought-in?state=refused")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert_accessible(page)
    with brought.store.write() as c:  # as it was, for the other look
        c.exec_driver_sql("UPDATE submissions SET origin = 'waiting'")


def test_authors_of_elsewhere_are_marked(page_of, brought):
    page = page_of("owner")
    page.goto(f"{brought.address}/assessments/{brought.rounds[2025]}/items/{brought.q.items[0].id}")
    expect(page.locator("main")).to_contain_text(re.compile("彼处评审员(（外部）| \\(other installation\\))"))
    assert_accessible(page)


def test_rounds_of_elsewhere_are_marked_on_the_first_page(page_of, brought):
    page = page_of("owner")
    expect(page.locator(".firm .origin")).to_have_count(2)  # 2023 and 2024; 2025 is still open
    assert_accessible(page)


def test_the_comparison_of_rounds_is_read_on_a_phone_without_scrolling_tables(page_of, brought):
    page = page_of("owner")
    page.goto(f"{brought.address}/assessments/{brought.rounds[2024]}/compare")
    assert_accessible(page)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        tables = "[...document.querySelectorAll('.scroll:not(.picture)')]"
        assert not page.evaluate(f"{tables}.filter(e => e.scrollWidth > e.clientWidth + 1).length"), width
