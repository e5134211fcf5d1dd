"""A questionnaire of one's own in real Chromium: mistakes, draft, preview, publication; an enterprise answers it."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import sign_up
from maturity.store.schema import metadata

from ..conftest import FOREIGN_FILES
from .enterprise import PASSWORD, assert_accessible, send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
FILE = (FOREIGN_FILES / "harbour.yaml").read_text(encoding="utf-8")
LOOKS = {
    "zh-1440": ("zh", {"width": 1440, "height": 900}),
    "en-390": ("en", {"width": 390, "height": 844}),
}


@pytest.fixture(scope="module")
def cast(world, facts):
    """(address, store) with an administrator and the owner of an enterprise."""
    address, store = world
    with store.write() as c:
        add_person(c, email="boss@demo.example", name="示例管理员", role="administrator", password=PASSWORD)
        owner = add_person(c, email="owner@demo.example", name="示例负责人", role="enterprise", password=PASSWORD)
        sign_up(c, facts(1), owner.id)
    return address, store


@pytest.fixture(params=["zh-1440", pytest.param("en-390", marks=pytest.mark.thorough)])
def look(request):
    return LOOKS[request.param]


@pytest.fixture
def enter(chromium, cast, look):
    contexts = []

    def do(who, **options):
        contexts.append(chromium.new_context(viewport=look[1], **options))
        page = contexts[-1].new_page()
        page.goto(f"{cast[0]}/sign-in?lang={look[0]}")
        page.fill("[name=email]", f"{who}@demo.example")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        return page

    yield do
    for context in contexts:
        context.close()


def upload(page, address, text):
    page.goto(f"{address}/questionnaires")
    file = {"name": "harbour.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
    page.set_input_files("#definition", file)
    page.click("#upload button")


def counted(store):
    with store.read() as c:
        return {table.name: c.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables}


def test_a_questionnaire_is_uploaded_tried_published_answered_and_withdrawn(enter, cast, look):
    address, store = cast
    mine = FILE.replace("id: harbour", f"id: harbour-{look[0]}", 1)
    page = enter("boss")
    send(page, page.get_by_role("link", name=re.compile("问卷管理|Questionnaires")))
    assert_accessible(page)
    upload(page, address, mine.replace('score: "0.75"', 'score: "0.2"').replace("ropes.3a", "rope.3a"))
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody")).to_contain_text("- id: rope.3a")
    assert_accessible(page)
    upload(page, address, mine)
    assert_accessible(page)
    draft = page.url
    before = counted(store)
    send(page, page.get_by_role("link", name=re.compile("预览与试填|Preview and try")))
    assert_accessible(page)
    for _ in range(4):
        for item in page.locator("fieldset.item").all():
            item.locator("[value=always]").check()
        page.locator(".onward .button").click()
    expect(page.locator(".verdict")).to_contain_text(re.compile("三级（远航）|Level 3 \\(Deep sea\\)"))
    assert_accessible(page)
    page.locator("table.scores button").first.click()
    expect(page.locator("fieldset.item [value=always]:checked")).to_have_count(4)
    assert counted(store) == before
    page.goto(draft)
    page.locator("[name=frozen]").check()
    page.click("#publish button")
    expect(page.get_by_role("status").first).to_contain_text(re.compile("已发布|is published"))
    assert_accessible(page)
    begun = begin(enter("owner"), address, look)
    page.goto(draft)
    assert_accessible(page)
    page.fill("[name=reason]", "条目有错")
    send(page, "#withdraw button")
    page.goto(draft)
    assert_accessible(page)
    owner = enter("owner")
    owner.goto(f"{address}/assessments/new")
    assert f"harbour-{look[0]}" not in owner.content()
    owner.goto(begun)
    owner.locator("fieldset.item [value=often]").first.check()
    expect(owner.locator("[data-state=saved]").first).to_be_visible()


def begin(owner, address, look):
    """The address of the first page to answer, of an assessment that the owner has just begun."""
    owner.goto(f"{address}/assessments/new")
    assert_accessible(owner)
    owner.locator(f"a[href*=harbour-{look[0]}]").click()
    send(owner, "#start button")
    owner.goto(f"{owner.url}/berths")
    expect(owner.locator("fieldset.item")).to_have_count(4)
    return owner.url


def test_the_preview_works_without_scripts(enter, cast, look):
    address, _store = cast
    page = enter("boss", java_script_enabled=False)
    upload(page, address, FILE.replace("id: harbour", f"id: quay-{look[0]}", 1))
    page.goto(f"{page.url}/preview")
    page.locator("fieldset.item [value=always]").first.check()
    page.locator("ol.contents button", has_text=re.compile("值班|Watch")).click()
    expect(page.locator("h1")).to_have_text(re.compile("值班|Watch"))
    page.locator("fieldset.item [value=never]").first.check()
    page.locator(".onward [name=result]").click()
    expect(page.locator("table.scores")).to_contain_text("1/4")
    page.locator("table.scores button").first.click()
    expect(page.locator("fieldset.item [value=always]:checked")).to_have_count(1)
