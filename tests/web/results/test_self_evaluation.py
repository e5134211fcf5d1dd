"""The report in six parts on its page: formats, languages, what it holds of the store, for members alone."""

import io

import docx
import pytest

from maturity.questionnaire import load
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.assessments.assessments import start_assessment

from ...scoring import green

GREEN = load("green-factory-2016")


@pytest.fixture
def base(town, sqlite_store):
    with sqlite_store.write() as c:
        who = town.people["enterprise"]
        found = start_assessment(c, who, town.mine.id, GREEN, "default", 2025)
        given = [AnswerChange(item, one, "", 0) for item, one in green.filled().answers.items()]
        save_answers(c, who, found.id, GREEN, given)
    return f"/assessments/{found.id}"


@pytest.mark.parametrize(
    ("suffix", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype html>")]
)
def test_every_format_is_made_and_saved(member, base, suffix, start):
    answer = member.get(f"{base}/report.{suffix}?language=en")
    assert answer.status_code == 200
    assert answer.data.lstrip().lower().startswith(start.lower())
    assert answer.headers["Content-Disposition"] == f"attachment; filename=maturity-report-2025-en.{suffix}"


def test_the_page_offers_the_formats_and_no_excerpt(member, base):
    page = member.get(f"{base}/report").text
    assert "自评报告分六部分" in page
    assert 'name="part"' not in page
    assert "report.docx" in page
    assert f'href="{base}/report"' in member.get(f"{base}/result").text


def test_facts_comments_and_evidence_of_the_store_are_in_it(member, base, town):
    member.post(f"{base}/items/energy/note", data={"words": "能源报表 <7>"})
    document = docx.Document(io.BytesIO(member.get(f"{base}/report.docx").data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert town.mine.facts.name in cells
    assert town.mine.facts.credit_code in cells
    assert "1. 能源报表 <7>" in cells


def test_a_draft_says_so_and_a_submitted_one_carries_its_checksum(member, base):
    assert "草稿" in member.get(f"{base}/report.html").text
    member.post(f"{base}/submit", data={"agreed": "1"})
    page = member.get(f"{base}/report.html").text
    assert "草稿" not in page
    assert "校验码" in page


def test_strangers_find_nothing(client_of, base, town):
    assert client_of(town.stranger).get(f"{base}/report.docx").status_code == 404
