"""A year as a bureau lives it, on its pages in real Chromium: one prepares in Chinese, another approves in English.

First figures in March, late enterprises, a revision in June where some wait, final tables and yearbook in December, and
those of the next year. At the end the second intruder reads every file that was released, and learns nothing.
"""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from maturity.demo.population import YEAR
from maturity.publication.publish import year_data
from maturity.questionnaire import load
from maturity.store.accounts.people import add_person
from maturity.store.publications.releases import ledger_entries

from ..statistics.confidentiality.intruder import GONE, Intruder, Kind, World, read
from ..statistics.confidentiality.truth import Truth
from .enterprise import PASSWORD, assert_accessible, send
from .year import DECEMBER, JUNE, MARCH, NEXT_MARCH, fill

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NAMES = ("division", "production_type", "city", "size", "ownership")
CODES = (("13", "26", "39"), ("discrete", "process"), ("320500", "110000", "430100"), ("small",), ("NS",))
AREAS = {"320500": "east", "110000": "east", "430100": "central"}
COUNT, LATE = 1_200, 60
DONE = 120_000  # milliseconds that a job may take, where many tests share the processors


def few(facts):
    """Three divisions and three cities, so that the intruder can ask about every kind of enterprise."""
    number = int(facts.credit_code[11:16])
    division, city = CODES[0][(0, 0, 0, 1, 1, 2)[number % 6]], CODES[2][(0, 0, 0, 1, 1, 2)[number // 6 % 6]]
    plain = {"headcount": 120, "revenue_10k": Decimal(900), "ownership": None}
    return replace(facts, division=division, city=city, **plain)


@pytest.fixture(scope="module")
def bureau(world):
    """(address, store) with the enterprises of two years and two analysts."""
    address, store = world
    fill(store, COUNT, LATE, few)
    with store.write() as c:
        for name in ("first", "second"):
            add_person(c, email=f"{name}@demo.example", name=name, role="analyst", password=PASSWORD)
    return address, store


@pytest.fixture
def desk(chromium, bureau):
    """`desk("first", "zh")`: the page of releases of that analyst."""
    opened = []

    def enter(name, language):
        opened.append(chromium.new_context(viewport={"width": 390 if name == "second" else 1440, "height": 900}))
        page = opened[-1].new_page()
        page.goto(f"{bureau[0]}/sign-in?lang={language}")
        page.fill("[name=email]", f"{name}@demo.example")
        page.fill("[name=password]", PASSWORD)
        send(page, "main form button")
        page.goto(f"{bureau[0]}/releases")
        return page

    yield enter
    for context in opened:
        context.close()


def prepare(page, plans, year, day, status, beside="refuse"):
    page.reload()
    for plan in ("flash", "standard", "yearbook"):
        page.set_checked(f"#new ~ form [name=plan][value={plan}]", plan in plans)
    page.select_option("[name=year]", str(year))
    page.fill("[name=as_of]", day)
    page.check(f"[name=status][value={status}]")
    page.check(f"[name=beside][value={beside}]")
    send(page, "form[enctype] button")
    over(page)


def over(page):
    expect(page.locator("#jobs[data-watch]")).to_have_count(0, timeout=DONE)


def approve(page):
    """The second person's yes to the one that waits; returns the CSV files of the release, by plan."""
    page.reload()
    page.locator("form[action$='/approve'] button").click()
    over(page)
    link = page.locator("#ledger a[download]").first.get_attribute("href")
    packed = zipfile.ZipFile(io.BytesIO(page.request.get(page.url.partition("/releases")[0] + link).body()))
    assert any(name.endswith("-zh.xlsx") for name in packed.namelist())
    names = [name for name in packed.namelist() if name.endswith(".csv") and name.count(".") == 1]  # no SDMX-CSV
    return {name.split("-")[1]: packed.read(name) for name in names}


@pytest.mark.thorough
def test_a_year_is_released_by_two_people_and_discloses_nothing(desk, bureau, tmp_path):
    first, second, released = desk("first", "zh"), desk("second", "en"), []
    prepare(first, ["flash"], YEAR, MARCH, "provisional")
    released.append(approve(second))

    prepare(first, ["flash"], YEAR, JUNE, "revised")
    refused = first.locator("#jobs li").first
    expect(refused.locator(".mistake")).to_contain_text(f"（此后共有 {LATE} 家）")
    expect(refused.locator(".offers button")).to_have_count(2)
    assert_accessible(first)
    refused.get_by_role("button", name="家留到以后").click()
    over(first)
    second.reload()
    expect(second.locator("#prepared li").first).to_contain_text("wait")
    assert_accessible(second)
    released.append(approve(second))

    prepare(first, ["standard", "yearbook"], YEAR, DECEMBER, "final", "hold-back")
    released.append(approve(second))
    prepare(first, ["standard", "yearbook"], YEAR + 1, NEXT_MARCH, "provisional", "hide")
    released.append(approve(second))
    expect(second.locator("#ledger tbody tr")).to_have_count(6)
    assert_accessible(second)
    assert [sorted(each) for each in released] == [["flash"], ["flash"], *[["standard", "yearbook"]] * 2]
    assert read_by_the_intruder(bureau[1], released, tmp_path) == []


def read_by_the_intruder(store, released, folder):
    """What it learns from the files, set against the data that every release was made from."""
    q, truth, printed, then = load(), Truth(World(NAMES, CODES, areas=AREAS)), [], None
    with store.read() as c:
        entries = ledger_entries(c, q, (YEAR, YEAR + 1))
    references = list(dict.fromkeys((entry.year, entry.reference.as_of) for entry in entries))
    assert len(references) == len(released)
    for place, ((year, as_of), files) in enumerate(zip(references, released, strict=True)):
        reference = next(entry.reference for entry in entries if (entry.year, entry.reference.as_of) == (year, as_of))
        now = state(year_data(store, q, year, reference).frame)
        number = truth.enter(year, now, then if year > YEAR else None)
        then = now if year == YEAR else then
        for plan, data in files.items():
            path = folder / f"{place}-{plan}.csv"
            path.write_bytes(data)
            printed.append(read(path, plan, year, number, {}, rounded=False))
    return Intruder(truth.world, printed, truth.numbers).lessons()


def state(frame):
    """By enterprise, what it is and what else makes its record."""
    columns = (frame[name].astype(object).tolist() for name in (*NAMES, "number_before", "level", "member"))
    scores = (frame[name].round(9).tolist() for name in ("score", "score_before"))
    found = {}
    for *facts, before, level, member, score, score_before in zip(*columns, *scores, strict=True):
        there = level >= 0
        kind = Kind(
            tuple(facts) if there else GONE, max(1, before) if before >= 0 else 0, max(1, level) if there else 0
        )
        found[member] = kind, (score if there else None, score_before if before >= 0 else None)
    return found
