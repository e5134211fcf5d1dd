"""What a person of an enterprise does, in words; and what a page must not do to anybody."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from maturity.classification.credit_code import complete

from .. import letters

AXE = Axe()
VIOLATIONS = {"resultTypes": ["violations"]}  # to describe what passes as well takes as long as to look
PASSWORD = "seven quiet lathes"


def send(page, target):
    """Click a button that sends its form, or a link, by selector or locator, and wait for the page that follows.

    A click alone may return before the form is sent, and the next `goto` then stops it; or between two pages, where
    there is nothing to look at.
    """
    with page.expect_navigation():
        (page.locator(target) if isinstance(target, str) else target).click()


def assert_accessible(page):
    """Nothing that axe-core calls serious or critical, and nothing wider than the window."""
    found = AXE.run(page, options=VIOLATIONS).response["violations"]
    assert not [
        (v["id"], [node["html"] for node in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def sign_up(page, address, language, number):
    """Register an enterprise by name and code, and its first person; ends on the page that starts an assessment."""
    page.goto(f"{address}/?lang={language}")
    assert_accessible(page)
    page.goto(f"{address}/sign-up")
    assert page.locator("html").get_attribute("lang").startswith(language)
    fields = {
        "name": f"示例企业 J{number}",
        "credit_code": complete(f"93000000JR{number:06d}"),
        "person_name": "示例用户",
        "email": f"journey{number}@demo.example",
    }
    for name, value in fields.items():
        page.fill(f"#sign-up [name={name}]", value)
    page.check("#sign-up [name=agreed]")
    assert_accessible(page)
    with letters.written() as links:
        send(page, "#sign-up button.button")
        assert_accessible(page)
    page.goto(f"{address}{links[-1]}")
    page.fill("[name=password]", PASSWORD)
    assert_accessible(page)
    send(page, "main form button.button")
    page.wait_for_url("**/assessments/new")
    assert_accessible(page)
    send(page, "a[href*='questionnaire=cmmm']")
    assert_accessible(page)


def sign_in(page, email):
    """Fill in the page that a new account leads to."""
    page.wait_for_url(re.compile(r"/sign-in\?next="))
    assert_accessible(page)
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.button")


def begin(page):
    """Start the assessment, with the facts that it needs; returns its id."""
    page.select_option("#start [name=division]", "36")
    expect(page.locator("[name=production_type][value=discrete]")).to_be_checked()
    for name, value in {"city": "320500", "headcount": "320", "revenue_10k": "12000", "founded": "2003"}.items():
        page.fill(f"#start [name={name}]", value)
    assert_accessible(page)
    page.click("#start button")
    page.wait_for_url(re.compile(r"/assessments/[0-9a-f]{32}"))
    return page.url.split("/assessments/")[1].split("/")[0].split("#")[0]


def answer_with_keys(page, digits):
    """Answer every item of the page by number keys, going on with J."""
    items = page.locator("[data-item]")
    items.first.locator("input[type=radio]").first.focus()
    for index in range(items.count()):
        page.keyboard.press(digits[index % len(digits)])
        page.keyboard.press("j")


def expect_saved(page):
    """Every item of the page says that it is saved."""
    items = page.locator("[data-item]")
    expect(page.locator('[data-state="saved"]')).to_have_count(items.count(), timeout=15_000)
