"""What stands for an item, a group or a choice is its name: no page, report or workbook shows an id."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from types import SimpleNamespace

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from maturity.answers import Chosen, NotApplicable
from maturity.questionnaire import load
from maturity.questionnaire.naming import item_number
from maturity.statistics.drafting import Choice, written
from maturity.statistics.plan import shipped_plans
from maturity.store.accounts.people import add_person
from maturity.store.assessments import discussion, findings, flags
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.store.assessments.findings import FindingChange
from maturity.store.assessments.rounds import begin_round
from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.evidence import evidence
from maturity.store.evidence.pieces import Note
from maturity.store.planning import actions
from maturity.store.planning.actions import Draft
from maturity.store.publications import calendar, preparations
from maturity.store.publications.releases import TITLE, LedgerEntry, ReleaseOrigin, add_to_ledger
from maturity.store.submissions.submissions import submit
from maturity.web import create_app

Q = load()
IDS = (
    {choice.id for choice in Q.choices}
    | {item.id for item in Q.items}
    | {group.id for group in Q.walk()}
    | {"not-applicable"}
)
ASIDE = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.S)
TOLD = re.compile(r'\b(?:title|aria-label|alt|placeholder)="([^"]*)"')


def own(language):
    """The questionnaire's own sentences: an id that is a word of theirs proves nothing."""
    for group in Q.walk():
        yield from (text.of(language) for text in (group.name, group.about) if text)
    for item in Q.items:
        yield from (text.of(language) for text in (item.text, item.look_for, *item.evidence))


def pattern(language):
    words = set(re.findall(r"[\w.-]+", " ".join(own(language))))
    ids = sorted((id for id in IDS - words if language == "zh" or "-" in id or "." in id), key=len, reverse=True)
    return re.compile(rf"(?<![\w@./-])(?:{'|'.join(map(re.escape, ids))}|[1-5][a-z])(?![\w@/-])")


PATTERNS = {language: pattern(language) for language in ("zh", "en")}


def found(text, language):
    """The ids in a text. A single word is one in Chinese only: English names and answers are the same words."""
    return PATTERNS[language].findall(text)


def seen(page):
    """The text of a page, with what is read out or shown on hovering."""
    page = ASIDE.sub(" ", page)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", page), *TOLD.findall(page)]))


@pytest.fixture
def lively(config, sqlite_store, facts):
    """A submitted round and one half done, with evidence, remarks, findings, marks and actions."""
    app = create_app({key: value for key, value in config.items() if key != "QUESTIONNAIRE"})
    items = [item.id for item in Q.items_of("discrete")]
    kinds = (Chosen("full"), Chosen("part"), NotApplicable("由集团统一负责"), Chosen("none"))
    with sqlite_store.write() as c:
        owner = add_person(c, email="owner@demo.example", name="示例一", role="enterprise")
        assessor = add_person(c, email="assessor@demo.example", name="示例二", role="consultant")
        firm = sign_up(c, facts(1), owner.id)
        add_member(c, firm.id, assessor.id, "assessor")
        last = start_assessment(c, owner, firm.id, Q, "discrete", 2024)
        save_answers(c, owner, last.id, Q, [AnswerChange(id, kinds[n % 4], "", 0) for n, id in enumerate(items[:-9])])
        evidence.add_evidence(c, owner, last.id, Q, items[0], Note("制度 QM-014"))
        findings.record_findings(c, assessor, last.id, Q, [FindingChange(items[0], Chosen("most"), "签到不全", 0)])
        submit(c, owner, last.id, Q, 1)
        now = begin_round(c, owner, last.id, Q, 2025)
        save_answers(c, owner, now.id, Q, [AnswerChange(id, Chosen("none"), "", 1) for id in items[:9]])
        evidence.add_evidence(c, owner, now.id, Q, items[0], Note("制度 QM-014"))
        discussion.add_comment(c, assessor, now.id, Q, items[0], "请补签到表。")
        flags.set_flag(c, owner, now.id, Q, items[1], True)
        actions.add_actions(c, owner, now.id, Q, [Draft("补台账", items[0], None, "", date(2025, 12, 1))])
    values = {"oid": firm.id, "area": Q.areas[0].id, "item": items[0]}
    return SimpleNamespace(app=app, owner=owner, rounds=(last.id, now.id), values=values)


def client(lively, language):
    made = lively.app.test_client()
    with made.session_transaction() as session:
        session["_user_id"], session["_fresh"] = f"{lively.owner.id}.{lively.owner.stamp}", True
        session["language"] = language
    return made


def paths(lively):
    """What the owner opens of both rounds."""
    with lively.app.test_request_context():
        for rule in lively.app.url_map.iter_rules():
            for aid in lively.rounds:
                values = {**lively.values, "aid": aid}
                if (
                    "GET" in rule.methods
                    and rule.endpoint != "static"
                    and rule.arguments <= set(values)
                    and not rule.rule.startswith("/api/")
                ):
                    yield lively.app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
        for aid in lively.rounds:
            yield lively.app.url_for("find.page", aid=aid, show="open")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_shows_an_id(lively, language):
    reader, shown = client(lively, language), {}
    for path in dict.fromkeys(paths(lively)):
        answer = reader.get(path)
        assert answer.status_code < 500, path
        answer.close()
        if answer.mimetype == "text/html" and answer.status_code == 200:
            shown[path] = seen(answer.text)
    assert len(shown) > 40
    assert {path: ids for path, text in shown.items() if (ids := found(text, language))} == {}
    mark = item_number(Q, Q.areas[0].items[0], language)
    assert sum(mark in text for text in shown.values()) > 8, "one number, the same on every page"


def cells(data):
    """The texts of the cells that are seen: in sheets and columns that are not hidden."""
    for sheet in load_workbook(BytesIO(data)):
        hidden = {name for name, column in sheet.column_dimensions.items() if column.hidden}
        # A run of hidden columns is kept under the name of the first.
        for name in list(hidden):
            column = sheet.column_dimensions[name]
            hidden |= {sheet.cell(1, number).column_letter for number in range(column.min, column.max + 1)}
        for row in sheet.iter_rows() if sheet.sheet_state == "visible" else ():
            yield from (cell.value for cell in row if isinstance(cell.value, str) and cell.column_letter not in hidden)


def words_of(data):
    """The text of a Word file, tables included."""
    document = Document(BytesIO(data))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def slides_of(data):
    """The text of slides, tables included."""
    for shape in (shape for slide in Presentation(BytesIO(data)).slides for shape in slide.shapes):
        yield from [shape.text_frame.text] if shape.has_text_frame else []
        yield from [cell.text for row in shape.table.rows for cell in row.cells] if shape.has_table else []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("report.html", lambda data: [seen(data.decode())]),
        ("report.docx", words_of),
        ("report.pptx", slides_of),
        ("report.xlsx", cells),
        ("questionnaire.xlsx", cells),
        ("roadmap.xlsx", cells),
    ],
)
def test_no_file_shows_an_id(lively, name, read, language):
    for aid in lively.rounds:
        answer = client(lively, language).get(f"/assessments/{aid}/{name}?language={language}")
        assert answer.status_code == 200
        texts = [text for text in read(answer.data) if not text.startswith("=")]
        assert any(item_number(Q, Q.areas[0].items[0], language) in text for text in texts)
        assert [(text[:60], ids) for text in texts if (ids := found(text, language))] == []


def test_no_message_shows_an_id(lively):
    for language in ("zh", "en"):
        base, reader = f"/assessments/{lively.rounds[1]}", client(lively, language)
        sent = {"choice": "not-applicable", "reason": "", "comment": "", "version": 1}
        told = []
        for choice in ("not-applicable", "perhaps"):
            answer = reader.put(f"{base}/answers/{lively.values['item']}", json=sent | {"choice": choice})
            told += answer.json["problems"]
        page = seen(reader.post(f"{base}/scope", data={"cut": ["design", "production"]}).text)
        for text in (page, *(f"{each['message']} {each['remedy']}" for each in told)):
            assert found(text, language) == []


def published(language):
    """Ids of plans, of which a single word is one in Chinese only, and of rows of the database."""
    plans = ["own-table", "own-cities", "gone-plan", *(shipped_plans() if language == "zh" else ())]
    return re.compile(
        rf"(?<![\w@./-])(?:{'|'.join(map(re.escape, plans))})(?![\w@/-])|(?<!SHA-256 )\b[0-9a-f]{{32,64}}\b"
    )


@pytest.fixture
def bureau(analyst, client_of, town, sqlite_store, small):
    """A ledger with shipped, own and forgotten plans, one of them prepared; a calendar with a plan that is gone."""
    own = written(Choice(rows=("city",), measures=("n",), levels="each"), Q)
    document = {"plans": ["flash", "own-table"], "texts": {"own-table": own}, "status": "final", "reference": None}
    told = {"numbers": [], "rows": []}
    titled = told | {TITLE: ["各市等级", "Levels by city"]}
    with sqlite_store.write() as c:
        for number, (plan, footprint) in enumerate({"flash": told, "own-cities": titled, "gone-plan": told}.items()):
            rest = (f"{number}" * 64, 2019 + 2 * number, "1" * 64, 5, 10, f"{number}" * 64)
            entry = LedgerEntry(plan, *rest, footprint, f"{number}" * 64)
            add_to_ledger(c, small, [entry], b"", (), ReleaseOrigin(town.people["analyst"].id))
        preparations.prepare(c, town.people["analyst"], small, 2024, document, ("a" * 64, "b" * 64), None)
        calendar.plan_release(c, town.people["analyst"], ("cmmm", "flash", 2024, "final"), date(2026, 12, 31))
        calendar.plan_release(c, town.people["analyst"], ("cmmm", "gone-plan", 2024, "final"), date(2026, 12, 31))
    return lambda role, language: client_of(town.people.get(role), language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ["analyst", "administrator", "consultant", None])
def test_no_page_of_a_bureau_shows_an_id(bureau, app, role, language):
    reader, shown, told = bureau(role, language), {}, {}
    with app.test_request_context():
        rules = [rule for rule in app.url_map.iter_rules() if rule.arguments <= {"year"} and "GET" in rule.methods]
        paths = [app.url_for(rule.endpoint, **({"year": 2024} if rule.arguments else {})) for rule in rules]
    for path in paths:
        answer = reader.get(path)
        if answer.mimetype in ("text/html", "text/calendar") and answer.status_code == 200:
            shown[path] = seen(re.sub(r"<pre.*?</pre>", "", answer.text, flags=re.S))  # a plan's own file
            told[path] = published(language).findall(re.sub(r"(?m)^UID:.*$", "", shown[path]))
    assert len(shown) > 5
    assert {path: ids for path, ids in told.items() if ids} == {}
    if role == "analyst":
        ledger = shown["/releases"]
        assert ("各市等级" if language == "zh" else "Levels by city") in ledger
        assert ledger.count("自拟方案" if language == "zh" else "Plan of one's own") >= 1
