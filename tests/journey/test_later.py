"""The second year in real Chromium: a new round, an assessor's findings, the comparison, the place among peers."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from maturity.answers import Chosen
from maturity.questionnaire import load
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.submissions.submissions import Record, add_graded, submit

from .enterprise import PASSWORD, assert_accessible, send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
FIRST = load().areas[0]


@pytest.fixture(scope="module")
def later(world, facts):
    """An enterprise with a submitted round of 2024, an assessor, and forty peers of the same year."""
    address, store = world
    q = load()
    with store.write() as c:
        owner, assessor = (
            add_person(c, email=f"{name}@demo.example", name=name, role=role, password=PASSWORD)
            for name, role in (("owner", "enterprise"), ("assessor", "consultant"))
        )
        firm = sign_up(c, facts(1), owner.id)
        add_member(c, firm.id, assessor.id, "assessor")
        last = start_assessment(c, owner, firm.id, q, "discrete", 2024)
        choices = ("full", "most", "part", "full", "none")
        changes = [AnswerChange(item.id, Chosen(choices[item.position % 5]), "", 0) for item in q.items]
        save_answers(c, owner, last.id, q, changes)
        submit(c, owner, last.id, q, 1)
        codes = (bytes(1 + (n * (place + 3)) % 4 for place in range(len(q.items))) for n in range(40))
        add_graded(c, q, [Record(facts(100 + n), "discrete", 2024, code) for n, code in enumerate(codes)])
    return SimpleNamespace(address=address, last=f"{address}/assessments/{last.id}")


@pytest.fixture
def signed_in(chromium, later):
    """`signed_in("owner", javaScriptEnabled=False)`: a page of that person's."""
    opened = []

    def enter(name, language="zh", **options):
        opened.append(chromium.new_context(viewport={"width": 390, "height": 844}, **options))
        page = opened[-1].new_page()
        page.goto(f"{later.address}/sign-in?lang={language}")
        page.fill("[name=email]", f"{name}@demo.example")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        return page

    yield enter
    for context in opened:
        context.close()


def test_a_new_round_is_confirmed_changed_and_compared(signed_in, later):
    page = signed_in("owner")
    page.goto(f"{later.last}/next")
    assert_accessible(page)
    page.fill("[name=year]", "2025")
    send(page, "main form button")
    new = page.url
    page.goto(f"{new}/{FIRST.id}")
    assert_accessible(page)
    waiting = page.locator("[data-carried]")
    expect(waiting).to_have_count(len(FIRST.items))
    changed = page.locator(f'[id="item-{FIRST.items[1].id}"]')
    changed.get_by_label("不满足", exact=True).check()
    expect(changed.locator("[data-carried]")).to_have_count(0)  # whoever changes an answer confirms it
    page.locator(f'[id="item-{FIRST.items[0].id}"] [name=confirm]').click()
    expect(waiting).to_have_count(len(FIRST.items) - 2)
    page.get_by_role("button", name="全部确认").click()
    expect(waiting).to_have_count(0)
    page.goto(f"{new}/review")
    expect(page.locator("#submit-assessment")).to_have_count(0)
    expect(page.get_by_text("条沿用上一轮的答案没有确认")).to_be_visible()
    page.goto(f"{new}/compare")
    assert_accessible(page)
    expect(page.locator("#pair .differences tbody tr")).to_have_count(1)


def test_an_assessor_without_javascript_is_read_by_the_owner(signed_in, later):
    page = signed_in("assessor", java_script_enabled=False)
    page.goto(f"{later.last}/assess/{FIRST.id}")
    item = page.locator(f'[id="item-{FIRST.items[0].id}"]')
    item.get_by_label("不满足", exact=True).check()
    item.get_by_label("评审意见").fill("规划里没有写明年份。")
    page.get_by_role("button", name="保存", exact=True).click()
    owner = signed_in("owner")
    for name in ("assessed", f"assess/{FIRST.id}", "explain?open=all", "meaning", "peers"):
        owner.goto(f"{later.last}/{name}")
        assert_accessible(owner)
    expect(owner.get_by_text("本企业之外约 40 家")).to_be_visible()
    owner.goto(f"{later.last}/assessed")
    expect(owner.locator("#differences tbody tr")).to_have_count(1)
    expect(owner.locator("#differences")).to_contain_text("规划里没有写明年份。")
