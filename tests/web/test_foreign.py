"""One journey with questionnaires of other tiers, levels and choices: each page works and has no words of another."""

import html
import re
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from maturity.questionnaire import load
from maturity.web import create_app

FOREIGN = Path(__file__).parents[1] / "questionnaires" / "foreign"
WORDS = re.compile(r"GB/T ?3911\d|智能制造|smart.manufacturing|能力子域|能力要素|能力域|cmmm|\bsubdomain", re.I)
PAGES = (
    *("", "/continue", "/duties", "/find", "/scope", "/evidence", "/review", "/result", "/explain", "/meaning"),
    *("/next", "/compare", "/roadmap", "/what-if", "/estimates", "/targets", "/actions", "/peers", "/workbook"),
    "/assessed",
)
FILES = ("/report", "/report.docx", "/report.xlsx", "/report.pdf", "/roadmap.xlsx", "/questionnaire.xlsx")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "definitions"
    shutil.copytree(FOREIGN, folder)
    return folder


@pytest.fixture
def member(config, town, folder):
    app = create_app({**config, "QUESTIONNAIRE": None, "QUESTIONNAIRES": folder})
    client = app.test_client()
    with client.session_transaction() as session:
        person = town.people["enterprise"]
        session.update({"_user_id": f"{person.id}.{person.stamp}", "_fresh": True})
    return client


@pytest.fixture
def begun(member, town, foreign):
    """The address of an assessment with the foreign questionnaire."""
    form = {"organisation": town.mine.id, "year": "2025"}
    answer = member.post(f"/assessments/new?questionnaire={foreign.id}", data=form)
    assert answer.status_code == 302
    return answer.location


def words_in(data):
    """The texts in a page or in the parts of an Office file."""
    if not data.startswith(b"PK"):
        return html.unescape(data.decode())
    with ZipFile(BytesIO(data)) as parts:
        return " ".join(parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels")))


def test_the_catalogue_lists_what_can_be_scored(member):
    page = member.get("/assessments/new").text
    assert set(re.findall(r"questionnaire=([a-z]+)", page)) == {"cmmm", "harbour", "orchard"}
    assert load().title.zh in page
    assert member.get("/assessments/new?questionnaire=nowhere").status_code == 400


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_and_file_of_an_assessment(member, begun, foreign, language):
    profile = next(iter(foreign.profiles))
    for number, item in enumerate(foreign.items_of(profile)):
        sent = {"choice": foreign.choices[number % len(foreign.choices)].id, "comment": "", "version": 0}
        assert member.put(f"{begun}/answers/{item.id}", json=sent).status_code == 200
    with member.session_transaction() as session:
        session["language"] = language
    submitted = member.post(f"{begun}/submit", data={"agreed": "1"}, follow_redirects=True)
    assert submitted.status_code == 200
    found = {}
    areas = [f"/{area.id}" for area in foreign.areas_of(profile)]
    for path in (*PAGES, *areas, *FILES):
        answer = member.get(begun + path, follow_redirects=True)
        assert answer.status_code == 200, path
        words = words_in(answer.data) if not path.endswith(".pdf") else ""
        named = sorted({match.group() for match in WORDS.finditer(words)})
        found |= {path: named} if named else {}
    assert found == {}


def test_an_assessment_whose_definition_is_gone_says_so(member, begun, foreign, folder):
    (folder / f"{foreign.id}.yaml").unlink()
    for path in ("", "/result", "/review"):
        answer = member.get(begun + path)
        assert answer.status_code == 400
        assert f"这里没有安装问卷“{foreign.id}”" in answer.text
    assert member.get("/").status_code == 200
