"""The report on its page: four formats, two languages, for members alone."""

import io
import re

import openpyxl
import pytest

from maturity.answers import Chosen
from maturity.report import PARTS
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import add_member


@pytest.fixture
def base(town, answered):
    answered({"skills.1a": Chosen("full"), "shape.1a": Chosen("most")})
    return f"/assessments/{town.open.id}"


@pytest.mark.parametrize(
    ("suffix", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype html>")]
)
def test_every_format_is_made_and_saved(member, base, suffix, start):
    answer = member.get(f"{base}/report.{suffix}?language=en")
    assert answer.status_code == 200
    assert answer.data.lstrip().lower().startswith(start.lower())
    assert answer.headers["Content-Disposition"] == f"attachment; filename=maturity-report-2024-en.{suffix}"


def test_the_document_in_the_browser_may_only_look_as_it_was_made(member, base):
    answer = member.get(f"{base}/report.html?show=1")
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe-inline" not in policy


def test_a_draft_says_so_and_a_submitted_one_carries_its_checksum(member, base, town, client_of):
    assert "草稿" in member.get(f"{base}/report.html").text
    member.post(f"{base}/submit", data={"agreed": "1"})
    page = member.get(f"{base}/report.html").text
    assert "草稿" not in page
    assert "校验码" in page


def test_what_was_written_beside_the_answers_is_in_it(member, base):
    member.post(f"{base}/items/skills.1a/note", data={"words": "制度 <编号> 7"})
    page = member.get(f"{base}/report.html").text
    assert "制度 &lt;编号&gt; 7" in page
    assert "证据索引" in page


@pytest.mark.parametrize("role", ["viewer", "assessor"])
def test_every_member_may_read_it(sqlite_store, town, client_of, base, role):
    with sqlite_store.write() as c:
        who = add_person(c, email="r@demo.example", name="示例", role="enterprise")
        add_member(c, town.mine.id, who.id, role)
    assert client_of(who).get(f"{base}/report.html").status_code == 200
    assert client_of(town.stranger).get(f"{base}/report.html").status_code == 404
    assert client_of(town.stranger).get(f"{base}/report").status_code == 404


def test_other_formats_do_not_exist(member, base):
    assert member.get(f"{base}/report.odt").status_code == 404


def test_the_page_names_all_formats_in_both_languages(member, base):
    page = member.get(f"{base}/report").text
    for kind in ("pdf", "docx", "xlsx", "html"):
        for language in ("zh", "en"):
            assert re.search(f'value="{language}" formaction="[^"]*/report.{kind}"', page)


def test_a_format_that_cannot_be_written_here_says_so_and_has_no_button(member, base, monkeypatch):
    monkeypatch.setattr("maturity.exports.reports.pdf.missing", lambda: "no library called pango")
    page = member.get(f"{base}/report").text
    assert "report.pdf" not in page
    assert "report.docx" in page
    assert "没有安装这种格式的组件" in page
    assert "pango" not in page


@pytest.mark.parametrize("suffix", ["html", "xlsx"])
def test_an_excerpt_holds_the_chosen_parts_says_so_and_nothing_of_the_others(member, base, suffix):
    member.post(f"{base}/items/skills.1a/note", data={"words": "机密台账"})
    whole, excerpt = (
        read(member.get(f"{base}/report.{suffix}{query}").data, suffix) for query in ("", "?part=summary&part=roadmap")
    )
    assert "机密台账" in whole
    assert "节选" not in whole
    assert "机密台账" not in excerpt
    for words in ("节选", "1 摘要", "改进路线", "计算方法"):
        assert words in excerpt
    assert "证据索引" not in excerpt


def read(data, suffix):
    if suffix == "html":
        return re.sub(r"<[^>]+>", "", data.decode())
    book = openpyxl.load_workbook(io.BytesIO(data))
    return " ".join([*book.sheetnames, *(str(v) for s in book for row in s.iter_rows(values_only=True) for v in row)])


@pytest.mark.parametrize("query", ["?part=nothing", "?part=" + "&part=".join(PARTS)])
def test_all_parts_and_none_are_the_whole(member, base, query):
    assert member.get(f"{base}/report.html{query}").data == member.get(f"{base}/report.html").data
