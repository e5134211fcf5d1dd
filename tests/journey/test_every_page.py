"""Every page that can be opened, found in the URL map: accessible and not wider than the window, in two looks."""

import re
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.answers.reading import read_table, read_value
from maturity.assessment.selection import Reference
from maturity.quantities import Quantity
from maturity.questionnaire import load, read
from maturity.questionnaire.asked import Table
from maturity.store.accounts.people import add_person, find_person
from maturity.store.assessments import discussion, findings
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.store.assessments.assignments import Assignment, AssignmentChange, assign
from maturity.store.assessments.findings import FindingChange
from maturity.store.assessments.rounds import begin_round
from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.evidence import evidence
from maturity.store.evidence.pieces import Link, Note
from maturity.store.publications.releases import TITLE, LedgerEntry, ReleaseOrigin, add_to_ledger
from maturity.store.questionnaires import definitions
from maturity.store.submissions.submissions import submit
from maturity.web import create_app
from maturity.web.access import roles_of

from ..conftest import FOREIGN_FILES
from .enterprise import PASSWORD, assert_accessible, send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WIDE, PHONE, SMALLEST = "zh, light, wide", "en, dark, phone", "zh, light, small"
LOOKS = {
    WIDE: {"language": "zh", "color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    PHONE: {"language": "en", "color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
    SMALLEST: {"language": "zh", "color_scheme": "light", "viewport": {"width": 320, "height": 640}},
}
WHO = {"enterprise": "owner", "consultant": "assessor", "analyst": "analyst", "administrator": "administrator"}
CURRENT_IN_SIGHT = """() => [...document.querySelectorAll("nav.sections [aria-current], nav.within [aria-current]")]
    .every(here => { const at = here.getBoundingClientRect(); return at.left >= 0 && at.right <= innerWidth; })"""
CONTROLS_OUT_OF_SIGHT = """() => [...document.querySelectorAll("main :is(button, input, select, textarea)")]
    .filter(one => one.type !== "hidden" && one.checkVisibility() && one.getBoundingClientRect().right > innerWidth)
    .map(one => one.outerHTML)"""
# ids of rows and items, the code of totals, keys of choices and level groups, events of the log
INTERNAL = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-|\b[0-9a-f]{32}\b|\b_T\b|\b[a-z]+(-[a-z]+)*\.[1-5][a-z]\b|\b(LE1|GE[234]|not-applicable)\b|"
    r"\b(answer|assessment|organisation|membership|person|release|submission|evidence)\.[a-z]+\b"
)
FILES = (".xlsx", ".zip", ".csv", ".ics", ".yaml")


@pytest.fixture(scope="module")
def lively(world, facts):
    """An enterprise with two rounds, colleagues, evidence, discussion and findings."""
    address, store = world
    q = load()
    items = [item.id for item in q.items]
    with store.write() as c:
        people = {
            role: add_person(
                c, email=f"{role}@demo.example", name=f"示例{role}（名字很长的那一位）", role=kind, password=PASSWORD
            )
            for role, kind in (
                ("owner", "enterprise"),
                ("assessor", "consultant"),
                ("analyst", "analyst"),
                ("administrator", "administrator"),
            )
        }
        firm = sign_up(c, facts(1, name="示例精密机械制造（苏州工业园区）股份有限公司第二分厂"), people["owner"].id)
        add_member(c, firm.id, people["assessor"].id, "assessor")
        last = start_assessment(c, people["owner"], firm.id, q, "discrete", 2024)
        save_answers(c, people["owner"], last.id, q, [AnswerChange(id, Chosen("most"), "", 0) for id in items])
        submit(c, people["owner"], last.id, q, 1)
        now = start_assessment(c, people["owner"], firm.id, q, "discrete", 2025)
        choices = [Chosen("full"), Chosen("part"), NotApplicable("由集团统一负责")]
        save_answers(
            c,
            people["owner"],
            now.id,
            q,
            [AnswerChange(id, choices[n % 3], "备注" * (n % 5), 0) for n, id in enumerate(items[:120])],
        )
        evidence.add_evidence(c, people["owner"], now.id, q, items[0], Note("制度 QM-2025-014"))
        evidence.add_evidence(
            c, people["owner"], now.id, q, items[0], Link("https://intranet.example.org/" + "a" * 120, "")
        )
        discussion.add_comment(c, people["assessor"], now.id, q, items[0], "请补第四季度的签到表。")
        findings.record_findings(
            c, people["assessor"], now.id, q, [FindingChange(items[0], Chosen("most"), "签到不全", 0)]
        )
        file = (FOREIGN_FILES / "orchard.yaml").read_bytes()
        draft = definitions.keep_draft(c, people["administrator"], read(file.decode()), file)
        definitions.publish(c, people["administrator"], draft.id)
    values = {"aid": now.id, "oid": firm.id, "area": q.areas[0].id, "item": items[0], "year": 2024, "qid": draft.id}
    return SimpleNamespace(address=address, store=store, values=values, last=last.id)


def paths(lively, who, folder):
    """The pages that `who` opens; what ends in a file's name is no page."""
    app = create_app({"STORE": lively.store, "DATA_DIR": folder})
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if (
                "GET" not in rule.methods
                or rule.endpoint == "static"
                or rule.rule.startswith("/api/")
                or not rule.arguments <= set(lively.values)
            ):
                continue
            roles = roles_of(app.view_functions[rule.endpoint])
            if who != next(person for role, person in WHO.items() if roles is None or role in roles):
                continue  # a page is opened by the first of them who may
            path = app.url_for(rule.endpoint, **{name: lively.values[name] for name in rule.arguments})
            if not path.endswith(FILES) and rule.endpoint not in ("home.session", "items.look"):
                yield path
            if rule.endpoint == "reports.page":
                yield f"{path}.html?show=1"
            if rule.endpoint in ("results.page", "peers.page", "rounds.begin", "rounds.compare", "explaining.meaning"):
                yield path.replace(lively.values["aid"], lively.last)


def everybody():
    """Everybody who opens pages, in every look; wide ones, and the owner's pages at their smallest, are thorough."""
    for who in ("owner", "analyst", "administrator"):
        for look in LOOKS:
            marks = pytest.mark.thorough if look == WIDE or (who, look) == ("owner", SMALLEST) else ()
            yield pytest.param(who, look, marks=marks, id=f"{who}-{look}")


@pytest.mark.parametrize(("who", "look"), [*everybody()])
def test_every_page_is_accessible_and_fits(chromium, lively, who, look, tmp_path):
    options = dict(LOOKS[look])
    language = options.pop("language")
    context = chromium.new_context(**options)
    page = context.new_page()
    page.goto(f"{lively.address}/sign-in?lang={language}")
    page.fill("[name=email]", f"{who}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    seen = 0
    for path in paths(lively, who, tmp_path):
        answer = page.goto(f"{lively.address}{path}")
        assert answer.status < 500, path
        if look == SMALLEST:  # what a page says is the same at 390 pixels
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        else:
            assert_accessible(page)
        assert page.evaluate(CURRENT_IN_SIGHT), path
        assert page.evaluate(CONTROLS_OUT_OF_SIGHT) == [], path
        shown = f"{page.title()}\n{page.inner_text('body')}"
        assert not INTERNAL.search(shown), (path, INTERNAL.search(shown))
        seen += 1
    context.close()
    assert seen >= {"owner": 30, "analyst": 6, "administrator": 5}[who]


def test_no_area_has_a_name_too_long_for_a_phone(chromium, lively):
    options = dict(LOOKS[PHONE])
    options.pop("language")
    context = chromium.new_context(**options)
    page = context.new_page()
    page.goto(f"{lively.address}/sign-in?lang=en")
    page.fill("[name=email]", "owner@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    wide = []
    for area in load().areas:
        page.goto(f"{lively.address}/assessments/{lively.values['aid']}/{area.id}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(area.id)
    context.close()
    assert wide == []


@pytest.fixture(scope="module")
def with_numbers(lively):
    """By id of a questionnaire without levels, a started assessment of it in which every number, table and choice has
    an answer.
    """
    found = {}
    for id in (one.stem for one in Path(str(files("maturity.questionnaires"))).glob("*.yaml") if one.stem != "cmmm"):
        questionnaire = load(id)
        with lively.store.write() as c:
            owner = find_person(c, "owner@demo.example")
            profile = next(iter(questionnaire.profiles))
            begun = start_assessment(c, owner, lively.values["oid"], questionnaire, profile, 2024)
            changes = [AnswerChange(item, one, "", 0) for item, one in large_answers(questionnaire).items()]
            save_answers(c, owner, begun.id, questionnaire, changes)
        found[id] = begun.id
    return found


def large_answers(questionnaire):
    """The widest of what people enter: numbers of ten digits, names of twenty letters."""
    found = {}
    for item in questionnaire.items:
        if item.asks is None:
            found[item.id] = Chosen(questionnaire.choices_of(item)[0].id)
        elif isinstance(item.asks, Quantity):
            found[item.id] = read_value(
                item, "9,876,543,210" if item.asks.maximum is None else f"{min(87, item.asks.maximum)}"
            )
        elif isinstance(item.asks, Table) and not item.asks.factors:
            cells = {column.id: ("9,876,543,210", "") for column in item.asks.columns}
            names = ("Polyethylene-terephthalate bottles 500 ml", "示例产品甲（出口型）", "C")[: item.asks.most]
            found[item.id] = read_table(item, [(name, cells) for name in names])
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_questionnaires_with_numbers_fit_a_phone(chromium, lively, with_numbers, language):
    page = signed_in(chromium, lively, "owner", viewport={"width": 390, "height": 844})
    wide = []
    assert len(with_numbers) == 6
    for id, begun in with_numbers.items():
        questionnaire, base = load(id), f"/assessments/{begun}"
        numbers = {item.area: None for item in questionnaire.items if isinstance(item.asks, Quantity | Table)}
        areas = [*numbers, questionnaire.areas[-1].id]
        here = [f"{base}/areas/{area}" for area in dict.fromkeys(areas)]
        ways = ("", "/review", "/result", "/explain?open=all", "/roadmap", "/what-if", "/compare", "/assessed")
        for path in (f"/assessments/new?questionnaire={id}", *here, *(f"{base}{way}" for way in ways)):
            answer = page.goto(f"{lively.address}{path}{'&' if '?' in path else '?'}lang={language}")
            assert answer.status == 200, path
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(path.replace(begun, id))
            assert page.evaluate(CONTROLS_OUT_OF_SIGHT) == [], path
    page.context.close()
    assert wide == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_shares_of_the_largest_can_be_chosen_on_a_phone(chromium, lively, language):
    page = signed_in(chromium, lively, "analyst", viewport={"width": 390, "height": 844})
    asked = f"questionnaire=green-factory-2016&measure=first_5:energy&lang={language}"
    page.goto(f"{lively.address}/publications/2024/build?{asked}")
    assert page.locator(".spreads input").first.is_visible()
    assert page.evaluate(CONTROLS_OUT_OF_SIGHT) == []
    page.context.close()


def test_the_calculation_unfolded_fits_the_smallest_phone_in_english(chromium, lively):
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{lively.address}/sign-in?lang=en")
    page.fill("[name=email]", "owner@demo.example")
    page.fill("[name=password]", PASSWORD)
    send(page, "main form button")
    page.goto(f"{lively.address}/assessments/{lively.last}/explain?open=all")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def signed_in(chromium, lively, who, **options):
    """The first page of a person, in English."""
    page = chromium.new_context(**options).new_page()
    page.goto(f"{lively.address}/sign-in?lang=en")
    page.fill("[name=email]", f"{who}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    return page


def test_the_overview_is_read_on_a_phone_without_scrolling_it_sideways(chromium, lively):
    with lively.store.write() as c:
        owner = find_person(c, "owner@demo.example")
        firm = start_assessment(c, owner, lively.values["oid"], load(), "discrete", 2023)
        save_answers(c, owner, firm.id, load(), [AnswerChange(load().items[0].id, Chosen("most"), "", 0)])
        submit(c, owner, firm.id, load(), 1)
        carried = begin_round(c, owner, firm.id, load(), 2026)
        duty = Assignment(owner.id, date(2026, 12, 31))
        assign(c, owner, carried.id, load(), [AssignmentChange(load().areas[0].id, duty, None)])
    page = signed_in(chromium, lively, "owner", viewport={"width": 320, "height": 640})
    page.goto(f"{lively.address}/assessments/{carried.id}")
    row = page.locator("table.progress tr", has_text="by 2026-12-31")
    assert row.locator("td[data-label='To confirm']").inner_text() == "1"
    hidden = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert not page.evaluate(hidden)
    page.context.close()


def test_no_date_of_the_ledger_is_broken(chromium, lively):
    told = {
        "numbers": [],
        "rows": [],
        TITLE: ["一", "Levels of maturity by division, ownership and size of the enterprise, by city"],
    }
    then = Reference(datetime(2025, 3, 31, 16, tzinfo=UTC), {})
    entry = LedgerEntry("own-plan", "0" * 64, 2024, "1" * 64, 5, 10, "2" * 64, told, "3" * 64, "provisional", then)
    with lively.store.write() as c:
        long = add_person(
            c, email="long@demo.example", name="Bartholomew Featherstonehaugh-Cholmondeley", role="analyst"
        )
        add_to_ledger(c, load(), [entry], b"", (), ReleaseOrigin(long.id, long.id))
    page = signed_in(chromium, lively, "analyst", viewport={"width": 1440, "height": 900})
    page.goto(f"{lively.address}/releases")
    lines = """e => {
        const range = document.createRange();
        range.selectNodeContents(e);
        return new Set([...range.getClientRects()].map(rectangle => rectangle.bottom)).size;
    }"""
    cells = page.locator("#ledger :is(td[data-label='Data as of'], td[data-label='Registered'])").all()
    assert cells
    assert [cell.evaluate(lines) for cell in cells] == [1] * len(cells)
    page.context.close()


def test_pages_print_without_controls_and_with_what_is_folded(chromium, lively):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{lively.address}/sign-in?lang=zh")
    page.fill("[name=email]", "owner@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.emulate_media(media="print")
    now, last = lively.values["aid"], lively.last
    for path in (f"{last}/result", f"{now}/review", f"{last}/roadmap", f"{last}/meaning", f"{now}/peers"):
        page.goto(f"{lively.address}/assessments/{path}")
        controls = page.locator("main :is(button, input, select, textarea, nav)")
        assert not [each.evaluate("node => node.outerHTML") for each in controls.all() if each.is_visible()], path
        folded = page.locator("details.open-items li, details.reading li").all()
        assert all(each.is_visible() for each in folded), path
    context.close()
