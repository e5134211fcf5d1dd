"""A marker planted in every field that takes text reaches every export that is meant to hold it, and no other."""

import io
import shutil
import subprocess
from zipfile import ZipFile

import docx
import openpyxl
import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.store.assessments import findings
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import tailor
from maturity.store.enterprises import organisations
from maturity.store.planning import actions

from .. import attachments

OUT = ("questionnaire.xlsx", "report.html", "report.pdf", "report.docx", "report.xlsx", "roadmap.xlsx", "data.zip")
WORKBOOK, ROADMAP, ZIP = {"questionnaire.xlsx"}, {"roadmap.xlsx"}, {"data.zip"}
REPORT = {name for name in OUT if name.startswith("report")}
MEANT = {
    "enterprise": WORKBOOK | REPORT | ROADMAP | ZIP,
    "comment": WORKBOOK | REPORT | ZIP,
    "reason": WORKBOOK | REPORT | ZIP,
    "tailoring": WORKBOOK | REPORT | ZIP,
    "note": REPORT | ZIP,
    "link": REPORT | ZIP,
    "address": REPORT | ZIP,
    "file": REPORT | ZIP,
    "finding": REPORT | ZIP,
    "finding-reason": REPORT | ZIP,
    "action": REPORT | ROADMAP | ZIP,
    "owner": REPORT | ROADMAP | ZIP,
    "remark": ZIP,  # what colleagues say to one another is nobody else's
}


def marker(field):
    return f"=1+1标记{field}终<b>&😀" if field != "address" else "https://demo.example/标记address终"


def plant(field):
    """Something no other text of a file is."""
    return f"标记{field}终"


@pytest.fixture
def planted(sqlite_store, town, small, facts, member):
    """The address of an assessment with a marker in every field."""
    owner, other = town.people["enterprise"], town.people["consultant"]
    aid = town.open.id
    base = f"/assessments/{aid}"
    with sqlite_store.write() as c:
        organisations.add_member(c, town.mine.id, town.stranger.id, "assessor")
        held = organisations.organisation(c, owner, town.mine.id)
        organisations.update_facts(c, owner, town.mine.id, facts(1, name=marker("enterprise")), held.version)
        save_answer(c, owner, aid, small, "skills.1a", Chosen("full"), marker("comment"), 0)
        save_answer(c, other, aid, small, "skills.1b", NotApplicable(marker("reason")), "", 0)
        tailor(c, owner, aid, small, {"sales": marker("tailoring")}, 1)
        found = NotApplicable(marker("finding-reason"))
        findings.record_findings(
            c, town.stranger, aid, small, [findings.FindingChange("skills.1a", found, marker("finding"), 0)]
        )
        draft = actions.Draft(marker("action"), "shape.1a", "shape", marker("owner"))
        actions.add_actions(c, owner, aid, small, [draft])
    item = f"{base}/items/skills.1a"
    member.post(f"{item}/note", data={"words": marker("note")})
    member.post(f"{item}/link", data={"url": marker("address"), "name": marker("link")})
    name = marker("file") + ".pdf"
    member.post(f"{item}/files", data={"file": (io.BytesIO(attachments.pdf()), name)})
    member.post(f"{item}/remark", data={"remark": marker("remark")})
    return base


def cells(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "".join(str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row if v is not None)


def words(data):
    document = docx.Document(io.BytesIO(data))
    return "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


def pages(data):
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, check=True, capture_output=True).stdout.decode()


def members_of(data):
    archive = ZipFile(io.BytesIO(data))
    return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


READ = {"html": bytes.decode, "pdf": pages, "docx": words, "xlsx": cells, "zip": members_of}


@pytest.mark.parametrize("out", OUT)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_reaches_every_export_meant_to_hold_it(planted, member, town, out, language):
    suffix = out.rpartition(".")[2]
    if suffix == "pdf" and shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    base = f"/enterprises/{town.mine.id}" if suffix == "zip" else planted
    with member.get(f"{base}/{out}?language={language}") as answer:
        assert answer.status_code == 200
        text = "".join(READ[suffix](answer.data).split())
    assert {field for field in MEANT if plant(field) in text} == {f for f in MEANT if out in MEANT[f]}


def test_the_table_names_every_field_that_was_planted(planted, member, town):
    """A field missing from the table above would be held by no test: the data of the whole enterprise knows all."""
    with member.get(f"/enterprises/{town.mine.id}/data.zip") as answer:
        text = members_of(answer.data)
    assert {field for field in MEANT if plant(field) not in text} == set()
