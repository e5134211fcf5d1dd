"""A green factory in real Chromium: start, a wrong unit, a table of three rows, submit, result, explanation."""

import re

import pytest
from playwright.sync_api import expect

from maturity.store.accounts import privacy
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import sign_up

from .enterprise import PASSWORD, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WORDS = {
    "zh": ("单位“kg”不适合此处", "读作 80,000 平方米", "0.75", "申报条件：尚不能判定", "没有参考值"),
    "en": ("The unit 'kg' does not fit here", "Read as 80,000 m²", "0.75", "Eligible: undecided", "No reference value"),
}


@pytest.fixture
def page(chromium, world, facts, request):
    """A member of an enterprise, signed in, in the language and size asked for."""
    address, store = world
    language, width = request.param
    with store.write() as c:
        owner = add_person(c, email=f"{language}@demo.example", name=language, role="enterprise", password=PASSWORD)
        firm = sign_up(c, facts(width), owner.id)
        privacy.record_consent(c, owner.id, firm.id, 1, "sign-up")
    locale = "zh-CN" if language == "zh" else "en-GB"
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale=locale)
    found = context.new_page()
    found.goto(f"{address}/sign-in?lang={language}")
    found.fill("[name=email]", f"{language}@demo.example")
    found.fill("[name=password]", PASSWORD)
    found.click("main form button")
    found.wait_for_url(f"{address}/")
    found.words = WORDS[language]
    yield found
    context.close()


def item(page, id):
    return page.locator(f'[id="item-{id}"]')


def saved(page, id):
    expect(item(page, id).locator("[data-state]")).to_have_attribute("data-state", "saved")


@pytest.mark.parametrize("page", [("zh", 1440), ("en", 390)], indirect=True, ids=["zh-1440", "en-390"])
def test_a_green_factory_from_start_to_explanation(page, world):
    address, _ = world
    wrong_unit, read, ratio, undecided, nothing = page.words
    page.goto(f"{address}/assessments/new")
    assert_accessible(page)
    page.click('a[href*="questionnaire=green-factory-2016"]')
    page.click("#start button")
    base = page.url
    assert_accessible(page)

    page.goto(f"{base}/site")
    page.fill('[name="land-area:number"]', "80,000 kg")
    page.keyboard.press("Enter")
    expect(item(page, "land-area").locator("[data-state]")).to_contain_text(wrong_unit)
    assert_accessible(page)
    page.reload()
    expect(page.locator('[name="land-area:number"]')).to_have_value("80,000 kg")
    page.fill('[name="land-area:number"]', "8")
    page.select_option('[name="land-area:unit"]', "ha")
    saved(page, "land-area")
    expect(item(page, "land-area").locator("[data-reading]")).to_have_text(read)
    for id, words in (("building-area", "5.2万"), ("structure-area", "８０００"), ("output", "26,000")):
        page.fill(f'[name="{id}:number"]', words)
        page.keyboard.press("Enter")
        saved(page, id)
    expect(item(page, "land-area").locator("[data-value]").first).to_contain_text(ratio)

    page.goto(f"{base}/discharges")
    for row, (name, amount) in enumerate((("COD", "3900"), ("NH3-N", "1.3"), ("TP", "12"))):
        if row == 2:
            item(page, "pollutants").locator("[data-more]").click()
        page.fill(f'[name="pollutants:{row}.key"]', name)
        page.fill(f'[name="pollutants:{row}.0"]', amount)
    page.select_option('[name="pollutants:1.0.unit"]', "t")
    page.locator('[name="pollutants:2.0"]').press("Enter")
    saved(page, "pollutants")
    assert_accessible(page)
    page.reload()
    assert [page.input_value(f'[name="pollutants:{row}.key"]') for row in range(3)] == ["COD", "NH3-N", "TP"]
    page.goto(f"{base}/boundary")
    page.fill('[name="boundary.period:words"]', "2025")
    page.locator('[name="boundary.period:words"]').blur()
    saved(page, "boundary.period")
    page.goto(f"{base}/compliance")
    page.locator('[name="choice-compliance.g1"][value="yes"]').check()
    saved(page, "compliance.g1")

    page.goto(f"{base}/review")
    assert_accessible(page)
    page.click("#submit-assessment button")
    page.wait_for_url(f"{base}/result")
    assert_accessible(page)
    expect(page.locator(".verdict .grade")).to_contain_text(undecided)
    page.click('.verdict a[href$="/explain"]')
    page.click('a[href*="open=all"]')
    assert_accessible(page)
    expect(page.locator("#tree")).to_contain_text(nothing)
    expect(page.locator("#tree")).to_contain_text(re.compile(r"52,000 .+ 8,000 .+ ÷ .*8"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
