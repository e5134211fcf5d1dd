"""A green factory in real Chromium: evidence, an assessor who disagrees, what-if, roadmap, and both reports opened."""

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from maturity.store.accounts import privacy
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import add_member, sign_up

from ..exports.office import converted
from .enterprise import PASSWORD, assert_accessible, send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WORDS = {
    "zh": ("没有链接或文件作证据", "80,000 平方米", "10 公顷", "容积率", "改动 1 条之后", "第三方评价报告", "自评报告"),
    "en": (
        *("has neither a link nor a file", "80,000 m²", "10 ha", "Plot ratio", "After changing 1 answer"),
        *("third-party report", "self-evaluation report"),
    ),
}


@pytest.fixture
def desks(chromium, world, facts, request):
    """`desks(role)`: a page of a member in that role, signed in, in the language and size asked for."""
    address, store = world
    language, width = request.param
    contexts = []
    with store.write() as c:
        people = {
            role: add_person(c, email=f"{role}-{language}@demo.example", name=role, role=kind, password=PASSWORD)
            for role, kind in (("owner", "enterprise"), ("assessor", "consultant"))
        }
        firm = sign_up(c, facts(width + 7), people["owner"].id)
        privacy.record_consent(c, people["owner"].id, firm.id, 1, "sign-up")
        add_member(c, firm.id, people["assessor"].id, "assessor")

    def desk(role):
        locale = "zh-CN" if language == "zh" else "en-GB"
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale=locale, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/sign-in?lang={language}")
        page.fill("[name=email]", f"{role}-{language}@demo.example")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(f"{address}/")
        return page

    desk.language, desk.words = language, WORDS[language]
    yield desk
    for context in contexts:
        context.close()


def enter(page, base):
    """The enterprise's part: three numbers, two gates, a link as evidence for one of them."""
    page.goto(f"{base}/site")
    for id, number in (("land-area", "80,000"), ("building-area", "52,000"), ("structure-area", "8,000")):
        page.fill(f'[name="{id}:number"]', number)
        page.keyboard.press("Enter")
        expect(page.locator(f'[id="item-{id}"] [data-state]')).to_have_attribute("data-state", "saved")
    page.goto(f"{base}/compliance")
    for id in ("compliance.g1", "compliance.g2"):
        page.locator(f'[name="choice-{id}"][value="yes"]').check()
        expect(page.locator(f'[id="item-{id}"] [data-state]')).to_have_attribute("data-state", "saved")
    page.goto(f"{base}/items/compliance.g1")
    page.fill("#url", "https://demo.example/licence.pdf")
    page.fill("#name", "Licence")
    page.locator("#name").press("Enter")
    expect(page.locator(".pieces")).to_contain_text("Licence")
    page.goto(f"{base}/review")
    assert page.locator("#unproved li").count() == 1


def assess(page, base, words):
    """The assessor's part: another land area, a gate refused for want of evidence, then found not met, the report."""
    unproved, own, second, ratio = words[:4]
    page.goto(f"{base}/assess/site")
    assert_accessible(page)
    expect(page.locator('[id="item-land-area"]')).to_contain_text(own)
    page.fill('[name="land-area:number"]', "10")
    page.select_option('[name="land-area:unit"]', "ha")
    page.fill('[name="words-land-area"]', "Reserve land counts")
    send(page, 'button[name=then][value="here"]')
    page.goto(f"{base}/assess/compliance")
    page.locator('[name="choice-compliance.g1"][value="yes"]').check()
    page.locator('[name="choice-compliance.g2"][value="yes"]').check()
    page.click('button[name=then][value="here"]')
    expect(page.locator('[id="item-compliance.g2"]')).to_contain_text(unproved)
    assert_accessible(page)
    page.locator('[name="choice-compliance.g2"][value="no"]').check()
    send(page, 'button[name=then][value="here"]')
    page.goto(f"{base}/assessed")
    assert_accessible(page)
    for told in (own, second):
        expect(page.locator("#differences")).to_contain_text(told)
    expect(page.locator("#computed")).to_contain_text(ratio)
    page.goto(f"{base}/third-party")
    assert_accessible(page)
    page.fill("#highlights", "Waste heat is used")
    page.fill("#conclusion", "Not eligible yet")
    page.click("main .field ~ .actions button.button")
    expect(page.locator("#highlights")).to_have_value("Waste heat is used")


def opened(page, base, name, kind, folder, office):
    """The text of a report downloaded as Word and converted by LibreOffice."""
    page.goto(f"{base}/{name}")
    with page.expect_download() as found:
        page.locator(f"#docx-{kind}").click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    pdf = converted(office, path, folder, "pdf")
    assert pdf.exists()
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()


@pytest.mark.parametrize(
    "desks",
    [("zh", 1440), pytest.param(("en", 390), marks=pytest.mark.thorough)],
    indirect=True,
    ids=["zh-1440", "en-390"],
)
def test_an_assessor_disagrees_and_both_reports_open(desks, world, tmp_path, office):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    address, _ = world
    owner = desks("owner")
    owner.goto(f"{address}/assessments/new?questionnaire=green-factory-2016")
    send(owner, "#start button")
    base = owner.url
    enter(owner, base)
    assess(desks("assessor"), base, desks.words)

    owner.goto(f"{base}/what-if")
    assert_accessible(owner)
    owner.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    owner.fill('[name="land-area:number"]', "60,000")
    owner.click(".sandbox .stay button")
    expect(owner.locator("#outcome h2")).to_have_text(desks.words[4])
    expect(owner.locator("#moved")).to_contain_text(desks.words[3])
    assert_accessible(owner)
    for page in ("roadmap", "actions", "compare", "result"):
        owner.goto(f"{base}/{page}")
        assert_accessible(owner)
    expect(owner.locator("#assessed")).to_be_visible()

    third = opened(owner, base, "third-party", desks.language, tmp_path, office)
    assert desks.words[5] in third
    assert "Waste heat is used" in third
    assert "Reserve land counts" in third
    own = opened(owner, base, "report", desks.language, tmp_path, office)
    assert desks.words[6] in own
