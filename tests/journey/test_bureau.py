"""A bureau keeps its register in real Chromium: lists with mistakes, removals, forms, decisions, a release by two.

The released workbook is opened in LibreOffice and compared with the register, figure for figure.
"""

import csv
import io
import os
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from maturity.questionnaire import load
from maturity.registers.filings import Filing
from maturity.registers.ledger import units_on
from maturity.registers.tables import by_province
from maturity.store.accounts.people import add_person
from maturity.store.publications.releases import ledger_entries
from maturity.store.registers.forms import keep_filings, set_due
from maturity.store.registers.ledger import ledger

from ..exports.office import convert
from .conftest import served
from .enterprise import PASSWORD, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.office, pytest.mark.xdist_group("browser")]
LOOKS = {
    "zh-1440": ("zh", {"width": 1440, "height": 900}),
    "en-390": ("en", {"width": 390, "height": 844}),
}
PLACES = ("江苏", "浙江", "安徽", "福建")
HEAD = ("名称", "省份", "行业大类")
YEAR = date.today().year
COUNT = 24  # of factories, so that the last 5 % are told
DONE = 120_000  # milliseconds that a job may take


@pytest.fixture(params=["zh-1440", pytest.param("en-390", marks=pytest.mark.thorough)])
def look(request):
    return LOOKS[request.param]


@pytest.fixture
def world(tmp_path_factory, upgraded_sqlite):
    """An app for each look: what one has listed would be there twice for the other."""
    with served(tmp_path_factory, upgraded_sqlite) as found:
        yield found


@pytest.fixture
def desk(chromium, world, look):
    """`desk("first")`: the page of that analyst, in an app of this test's own people."""
    address, store = world
    mark = look[0]
    with store.write() as c:
        for name in ("first", "second"):
            add_person(c, email=f"{name}-{mark}@demo.example", name=f"{name}-{mark}", role="analyst", password=PASSWORD)
    opened = []

    def enter(name):
        opened.append(chromium.new_context(viewport=look[1]))
        page = opened[-1].new_page()
        page.goto(f"{address}/sign-in?lang={mark}")
        page.fill("[name=email]", f"{name}-{mark}@demo.example")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        return page

    yield enter
    for context in opened:
        context.close()


def table(*rows, head=HEAD):
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return {"name": "table.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


def seen(page, name):
    """Nothing is amiss on the page; a picture of it where MATURITY_PICTURES names a folder."""
    assert_accessible(page)
    folder = os.environ.get("MATURITY_PICTURES")
    if folder:
        wide = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"{name}-{wide}.png", full_page=True)


def upload(page, file, **common):
    page.set_input_files("#table", file)
    for field, value in common.items():
        (page.select_option if field == "kind" else page.fill)(f"#{field}", value)
    page.click("#table-upload button")


def listed(number, place=0):
    return (f"示例{number:02d}厂", PLACES[(number + place) % len(PLACES)], "36")


def batch(page, address):
    """The list of a batch: first with a province that there is none of, then right."""
    rows = [listed(number) for number in range(COUNT)]
    page.goto(f"{address}/register/import")
    common = {"kind": "factory", "batch": "6", "day": "2022-01-15"}
    upload(page, table(("示例坏厂", "江南", "36"), *rows), **common)
    mistake = page.locator("tbody tr")
    expect(mistake).to_have_count(1)
    expect(mistake).to_contain_text("江南")
    expect(mistake.locator("th, td").first).to_contain_text("2")
    seen(page, "1-mistake")
    upload(page, table(*rows), **common)
    expect(page.locator("#counts")).to_contain_text(str(COUNT))
    seen(page, "2-preview")
    page.click("form[action*='/register/import/'] button")
    expect(page.get_by_role("status").first).to_contain_text(str(COUNT))


def removals(page, address):
    """Two leave; one of the table was never listed, which is told first."""
    head = ("事项", "类别", "名称", "日期", "移出原因")
    gone = [("移出", "绿色工厂", f"示例{number:02d}厂", "2022-06-30", "重大事故") for number in (22, 23)]
    page.goto(f"{address}/register/import")
    upload(page, table(*gone, ("移出", "绿色工厂", "没有的厂", "2022-06-30", "重大事故"), head=head))
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("没有的厂")
    seen(page, "3-not-listed")
    upload(page, table(*gone, head=head))
    page.click("form[action*='/register/import/'] button")
    expect(page.get_by_role("status").first).to_be_visible()


def filings(page, address, store):
    """Forms of three years: factory 0 is last in each, factory 1 meets an exclusion, factory 2 files nothing."""
    with store.write() as c:
        units = {unit.name: unit.id for unit in ledger(c).units().values() if unit.listed}
        for year in (2023, 2024):
            set_due(c, None, year, date(year, 4, 15))
            forms = [Filing(id, year, date(year, 4, 1), 50.0 + int(name[2:4])) for name, id in units.items()]
            keep_filings(c, None, year, forms)
    page.goto(f"{address}/register/years")
    page.fill("#year", "2025")
    page.fill("#due", "2025-04-15")
    page.click("#due-day button")
    rows = [
        (name, "2025-04-01", 50 + int(name[2:4]), "b" if name == "示例01厂" else "")
        for name in sorted(units)
        if name != "示例02厂"
    ]
    page.set_input_files("#table", table(*rows, head=("名称", "填报日期", "评价得分", "排除项")))
    page.select_option("#kind", "factory")
    page.click("#filings button")
    expect(page.locator("#counts")).to_be_visible()
    seen(page, "4-filings")
    page.click("form[action*='/filings/'] button")


def flags(page, look):
    """Three proposals, each with its reason; one is kept, two are removed."""
    rows = page.locator("#proposals .rows > li")
    expect(rows).to_have_count(3)
    words = {"示例00厂": ("末 5%", "last 5%"), "示例01厂": ("事故", "Accident"), "示例02厂": ("未按要求", "not filed")}
    for name, (zh, en) in words.items():
        expect(rows.filter(has_text=name)).to_contain_text(zh if look[0] == "zh" else en)
    seen(page, "5-flags")
    for name, reason in (("示例00厂", "keep"), ("示例01厂", "exclusion-b"), ("示例02厂", "not-filed")):
        row = page.locator("#proposals .rows > li").filter(has_text=name)
        row.locator("summary").click()
        row.locator(f"[value={reason}]").check()
        row.locator("textarea").fill("经核实")
        row.locator("button").click()
    expect(page.locator("#decided li")).to_have_count(3)
    seen(page, "6-decided")


def regional(page, address):
    """A table of regions: 江南 is asked back by its row, then the index is looked at."""
    indicators = (
        "title: {zh: 示例指数, en: Example index}\nlevel: province\nsource: {zh: 虚构, en: Made up}\nindicators:\n"
        "  - {id: plants, name: {zh: 绿色工厂数, en: Plants}, better: higher}\n"
        "  - {id: energy, name: {zh: 单位能耗, en: Energy}, unit: {zh: 吨, en: t}, better: lower}\n"
    )
    values = [(12, 0.8), (3, 0.55), (0, 0.9), (7, 0.6)]

    def send(*names):
        page.goto(f"{address}/publications/data")
        rows = [(name, *value) for name, value in zip(names, values, strict=True)]
        page.set_input_files("#table", table(*rows, head=("地区", "plants", "energy")))
        file = {"name": "i.yaml", "mimeType": "application/yaml", "buffer": indicators.encode()}
        page.set_input_files("#indicators", file)
        page.fill("#year", str(YEAR))
        page.click("#bring-regions button")

    send("江苏", "云南", "江南", "福建")
    expect(page.locator("tbody tr")).to_contain_text("江南")
    expect(page.locator("tbody tr")).to_contain_text(re.compile("江西|Jiangxi"))
    seen(page, "7-regions-mistake")
    send("江苏", "云南", "江西", "福建")
    expect(page.locator("#index tbody tr").first).to_contain_text("1")
    seen(page, "8-index")


def over(page):
    expect(page.locator("#jobs[data-watch]")).to_have_count(0, timeout=DONE)


def prepare(page, address):
    page.goto(f"{address}/releases")
    for plan in page.locator("[name=plan]").all():
        plan.set_checked(plan.get_attribute("value") in ("register", "regions"))
    page.select_option("[name=year]", str(YEAR))
    seen(page, "9-prepare")
    page.click("form[enctype] button")
    over(page)
    assert_accessible(page)


def approved(page, address):
    """The files of the release that waited, by name."""
    page.goto(f"{address}/releases")
    page.locator("form[action$='/approve'] button").click()
    over(page)
    seen(page, "10-approved")
    link = page.locator("#ledger a[download]").first.get_attribute("href")
    with zipfile.ZipFile(io.BytesIO(page.request.get(address + link).body())) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def sheets(office, content, folder):
    """The sheets of a workbook as LibreOffice reads them, rows of texts by name."""
    (folder / "released.xlsx").write_bytes(content)
    every = (
        ":Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"  # each sheet in a file of its own
    )
    convert(office, [folder / "released.xlsx"], folder, "csv", every)
    found = {}
    for file in (folder / "csv").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as text:
            found[file.stem.removeprefix("released-")] = list(csv.reader(text))
    return found


def test_a_bureau_keeps_its_lists_and_publishes_them(desk, world, look, office, tmp_path):
    address, store = world
    first = desk("first")
    batch(first, address)
    removals(first, address)
    filings(first, address, store)
    flags(first, look)
    regional(first, address)
    first.goto(f"{address}/publications/{YEAR}?plan=register")
    seen(first, "11-register")
    prepare(first, address)
    files = approved(desk("second"), address)
    with store.read() as c:
        events = ledger(c).events
        entered = {(entry.plan, entry.year) for entry in ledger_entries(c, load(), [YEAR])}
    assert entered == {("register", YEAR), ("regions", YEAR)}
    book = sheets(office, files[f"maturity-register-{YEAR}-{look[0]}.xlsx"], tmp_path)
    flow = next(rows for name, rows in book.items() if name.startswith("表2"))
    assert [row[2:] for row in flow[7:]] == [
        ["0", "24", "4", "0", "20"],
        ["0", "24", "0", "0", "24"],
        ["24", "0", "4", "0", "20"],
    ]
    places = next(rows for name, rows in book.items() if name.startswith("表3"))
    wanted = {line.id: str(line.counts[0]) for line in by_province(units_on(events).values())}
    assert {row[0]: row[2] for row in places[8:]} == wanted
    told = "\n".join(",".join(row) for rows in book.values() for row in rows)
    for secret in ("示例", "经核实", "末 5%", "last 5%"):  # nothing of forms and decisions, and no unit by name
        assert secret not in told
