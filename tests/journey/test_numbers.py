"""A green factory in real Chromium: start, a wrong unit, a table of three rows, submit, result, explanation; a workbook
that is filled in offline and comes home.
"""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from maturity.quantities import unit
from maturity.questionnaire import load
from maturity.store.accounts import privacy
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import sign_up

from ..exports.office import converted
from ..exports.questionnaires.filling import spots
from ..offline.test_returned_numbers import table_of
from .enterprise import PASSWORD, assert_accessible, send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LOOKS = [("zh", 1440), pytest.param(("en", 390), marks=pytest.mark.thorough)]
WORDS = {
    "zh": ("单位“kg”不适合此处", "读作 80,000 平方米", "0.75", "申报条件：尚不能判定", "没有参考值"),
    "en": ("The unit 'kg' does not fit here", "Read as 80,000 m²", "0.75", "Eligible: undecided", "No reference value"),
}


@pytest.fixture
def page(chromium, world, facts, request):
    """A member of an enterprise, signed in, in the language and size asked for."""
    address, store = world
    language, width = request.param
    offline = "offline" in request.function.__name__  # the tests share the server
    email = f"{language}{'-offline' if offline else ''}@demo.example"
    with store.write() as c:
        owner = add_person(c, email=email, name=language, role="enterprise", password=PASSWORD)
        firm = sign_up(c, facts(width + offline), owner.id)
        privacy.record_consent(c, owner.id, firm.id, 1, "sign-up")
    locale = "zh-CN" if language == "zh" else "en-GB"
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale=locale)
    found = context.new_page()
    found.goto(f"{address}/sign-in?lang={language}")
    found.fill("[name=email]", email)
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


def change(page, id, number):
    """Enter another number where one is saved, and wait for the answer of the server: the page says "saved" before."""
    with page.expect_response(lambda got: got.request.method == "PUT" and got.url.endswith(f"/answers/{id}")):
        page.fill(f'[name="{id}:number"]', number)
        page.keyboard.press("Enter")
    saved(page, id)


def outdated(page):
    """What was read and computed of the number that is saved does not stand beside another one."""
    told = [item(page, "land-area").locator(part) for part in ("[data-reading]", ".follows")]
    for typed in ("9", "80000 kg"):
        page.fill('[name="land-area:number"]', typed)
        for part in told:
            expect(part).to_be_hidden()
    page.keyboard.press("Enter")
    expect(item(page, "land-area").locator("[data-state]")).to_have_attribute("data-state", "refused")
    for part in told:
        expect(part).to_be_hidden()
    page.fill('[name="land-area:number"]', "8")
    for part in told:
        expect(part).to_be_visible()
    page.keyboard.press("Enter")
    saved(page, "land-area")


@pytest.mark.parametrize("page", LOOKS, indirect=True, ids=["zh-1440", "en-390"])
def test_a_green_factory_from_start_to_explanation(page, world):
    address, _ = world
    wrong_unit, read, ratio, undecided, nothing = page.words
    page.goto(f"{address}/assessments/new")
    assert_accessible(page)
    page.click('a[href*="questionnaire=green-factory-2016"]')
    send(page, "#start button")
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
    outdated(page)

    page.goto(f"{base}/discharges")
    page.fill('[name="energy:raw-coal"]', "3,200")
    page.keyboard.press("Enter")
    saved(page, "energy")
    expect(item(page, "energy").locator(".follows")).to_be_visible()  # units of blank carriers are no change
    page.fill('[name="energy:electricity"]', "12 GWh")  # a unit behind the number is that of the list beside it
    page.keyboard.press("Enter")
    expect(page.locator('[name="energy:electricity.unit"]')).to_have_value("GWh")
    expect(item(page, "energy").locator(".follows")).to_be_visible()
    page.reload()
    ids = ("raw-coal", "heat", "natural-gas", "electricity")
    units = [page.input_value(f'[name="energy:{id}.unit"]') for id in ids]
    assert units == ["t", "GJ", "", "GWh"]
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
    send(page, 'a[href*="open=all"]')
    assert_accessible(page)
    expect(page.locator("#tree")).to_contain_text(nothing)
    expect(page.locator("#tree")).to_contain_text(re.compile(r"52,000 .+ 8,000 .+ ÷ .*8"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


PRODUCTS = (
    ("甲", 1000, 20, 5000),
    ("乙", 500, 15, 2000),
    ("丙", 2, 40, 1),
)  # tonnes, tce, m³; the last 10⁴ tonnes, 10⁴ m³


def filled(path, language):
    """Fill the downloaded workbook in as a colleague would: three products, and another land area."""
    book, words = load_workbook(path), spots(path)
    sheet, cell = words["land-area"]
    assert (book[sheet][cell].value, book[sheet][cell.replace("D", "E")].value) == (8, unit("ha").name(language))
    book[sheet][cell].value = 9
    table, row = table_of(book, "products")
    for place, (key, output, energy, water) in enumerate(PRODUCTS):
        last = place == 2
        units = ("1e4t" if last else "t", "tce", "1e4m3" if last else "m3")
        cells = [key, output, energy, water]
        for column, value in zip((1, 2, 4, 6), cells, strict=True):
            table.cell(row + place, column).value = value
        for column, id in zip((3, 5, 7), units, strict=True):
            table.cell(row + place, column).value = unit(id).name(language)
    book.save(path)
    return table.title, row


@pytest.mark.office
@pytest.mark.parametrize(
    "page",
    LOOKS,
    indirect=True,
    ids=["zh-1440", "en-390"],
)
def test_products_filled_in_offline_come_home_beside_what_changed_on_the_page(page, world, office, tmp_path):
    address, _ = world
    language = "zh" if page.words is WORDS["zh"] else "en"
    area = load("green-factory-2025").item("land-area").area
    page.goto(f"{address}/assessments/new")
    page.click('a[href*="questionnaire=green-factory-2025"]')
    send(page, "#start button")
    base = page.url
    page.goto(f"{base}/{area}")
    page.fill('[name="land-area:number"]', "8")
    page.select_option('[name="land-area:unit"]', "ha")
    saved(page, "land-area")
    page.goto(f"{base}/workbook")
    assert_accessible(page)
    with page.expect_download() as download:
        page.click(f"#present-{language}")
    download.value.save_as(tmp_path / "out.xlsx")
    title, row = filled(tmp_path / "out.xlsx", language)
    back = converted(office, tmp_path / "out.xlsx", tmp_path, "xlsx")
    computed = [
        cell.value for cells in load_workbook(back, data_only=True)[title][f"A{row}:Z{row + 2}"] for cell in cells
    ]
    assert {20, 30, 2} <= {value for value in computed if isinstance(value, int | float)}, "kgce/t of each product"

    page.goto(f"{base}/{area}")
    change(page, "land-area", "10")
    page.goto(f"{base}/workbook")
    page.set_input_files("#workbook", back)
    send(page, "form:has(#workbook) button")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    hectares = unit("ha").name(language)
    expect(page.locator(".clash")).to_contain_text(f"9 {hectares}")
    expect(page.locator(".clash")).to_contain_text(f"10 {hectares}")
    expect(page.locator("table")).to_contain_text("丙：产量 2 " if language == "zh" else "丙: Output 2 ")
    page.locator(".clash [value=workbook]").check()
    send(page, "form:has(.clash) .actions button")
    page.goto(f"{base}/{area}")
    expect(page.locator('[name="land-area:number"]')).to_have_value("9")
    names = [page.input_value(f'[name="products:{place}.key"]') for place in range(3)]
    assert names == [key for key, *_ in PRODUCTS]
    assert page.input_value('[name="products:2.0.unit"]') == "1e4t"
