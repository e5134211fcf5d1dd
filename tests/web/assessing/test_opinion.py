"""The third-party report on its page: who writes it, what is missing before it is issued, what its files hold."""

import io

import docx
import pytest

from maturity.questionnaire import load


@pytest.fixture
def app(green_app):
    return green_app


@pytest.fixture
def assessor(client_of, reviewer):
    return client_of(reviewer)


TEXTS = {
    "body": "示例评价有限公司",
    "course": "现场评价两天。",
    "highlights": "余热全部回收。",
    "conclusion": "暂不符合。",
    "responsibility": "对结论负责。",
}


def words(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_what_the_assessor_writes_and_finds_is_in_the_report(assessor, member, filled):
    base = filled()
    assert assessor.post(f"{base}/third-party", data={**TEXTS, "version": "0"}).status_code == 302
    sent = {"seen-compliance.g2": "0-", "choice-compliance.g2": "no", "words-compliance.g2": "通报过一起"}
    assert assessor.post(f"{base}/assess/compliance", data=sent).status_code == 302
    told = words(member.get(f"{base}/third-party.docx?language=zh").data)
    fixed = ("3.1 一票否决项", "评价过程和方法", "申报条件：不具备", "附录：计算说明")
    for text in (*TEXTS.values(), "通报过一起", *fixed):
        assert text in told, text
    english = words(member.get(f"{base}/third-party.docx?language=en").data)
    assert "Not eligible (not met: There was no safety" in english
    assert "Mandatory requirements met\n32/32" in english
    assert "self-assessment" not in english


@pytest.mark.parametrize(
    ("suffix", "start"),
    [("pdf", b"%PDF-"), ("docx", b"PK"), ("pptx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype html>")],
)
def test_every_format_is_made_with_nothing_assessed_yet(member, filled, suffix, start):
    answer = member.get(f"{filled()}/third-party.{suffix}?language=en")
    assert answer.status_code == 200
    assert answer.data.lstrip().lower().startswith(start.lower())
    assert answer.headers["Content-Disposition"] == f"attachment; filename=third-party-report-2025-en.{suffix}"


def test_the_page_tells_what_is_missing(assessor, filled):
    page = assessor.get(f"{filled()}/third-party").text
    assert "8 条一票否决项计为满足，却没有链接或文件作证据" in page
    assert "8 条一票否决项还没有评审判定" in page


def test_a_text_that_is_too_long_or_stale_is_told_and_kept(assessor, filled):
    base = filled()
    long = assessor.post(f"{base}/third-party", data={**TEXTS, "highlights": "光" * 101, "version": "0"})
    assert long.status_code == 400
    assert "超过 100" in long.text
    assert "光" * 101 in long.text
    assert "示例评价有限公司" in long.text
    assessor.post(f"{base}/third-party", data={**TEXTS, "version": "0"})
    stale = assessor.post(f"{base}/third-party", data={**TEXTS, "body": "另一家", "version": "0"})
    assert stale.status_code == 409
    assert "示例评价有限公司" in stale.text
    assert "另一家" in stale.text


def test_others_read_and_strangers_find_nothing(member, client_of, town, filled, assessor):
    base = filled()
    assessor.post(f"{base}/third-party", data={**TEXTS, "version": "0"})
    page = member.get(f"{base}/third-party").text
    assert "余热全部回收。" in page
    assert "<textarea" not in page
    assert member.post(f"{base}/third-party", data={**TEXTS, "body": "自己", "version": "1"}).status_code == 403
    assert client_of(town.stranger).get(f"{base}/third-party").status_code == 404
    assert client_of(town.stranger).get(f"{base}/third-party.docx").status_code == 404


def test_with_levels_there_is_none(member, filled):
    assert member.get(f"{filled(load(), {})}/third-party").status_code == 404
