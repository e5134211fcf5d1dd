"""The report in its five formats: the same figures in each, read back from the files."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from zipfile import ZipFile

import docx
import openpyxl
import pptx
import pytest

from maturity.answers import Chosen, NotApplicable, Response
from maturity.assessment.evidence_strength import Strength
from maturity.charts.assessments import Bars, Radar
from maturity.errors import Refusal
from maturity.questionnaire import Text, load
from maturity.report import (
    Action,
    Dossier,
    Evidence,
    Facts,
    Finding,
    Notice,
    Prose,
    Table,
    Target,
    Verdict,
    build,
    exporter,
    suffixes,
)
from maturity.scoring import grade
from maturity.scoring.roadmap import smallest

HOSTILE = '=1+1 <b>粗</b> & "引号" 😀 https://example.org/?a=1&b=2'
NUMBER = re.compile(r"\d+\.\d{2,4}")
QUESTIONNAIRE = load()
CHOICES = ("full", "most", "full", "part", "full", "none")


def answered(kind):
    items = QUESTIONNAIRE.items_of("discrete")
    if kind == "nothing":
        return Response(QUESTIONNAIRE, "discrete", {})
    if kind == "everything":
        return Response(QUESTIONNAIRE, "discrete", {item.id: Chosen("full") for item in items})
    cut = {area.id for area in QUESTIONNAIRE.group("domain", "sales").areas}
    answers = {
        item.id: NotApplicable(f"没有这项业务 {HOSTILE}")
        if place % 31 == 7
        else Chosen(CHOICES[place % 6 if item.level > 1 else 0])
        for place, item in enumerate(items)
        if item.area not in cut and place % 17 != 3
    }
    return Response(QUESTIONNAIRE, "discrete", answers, {"sales": HOSTILE})


def dossier(kind="half"):
    response = answered(kind)
    ids = [item.id for item in response.items]
    return Dossier(
        result=grade(response),
        enterprise="示例精密机械制造股份有限公司（名称很长以致于封面上要换行的那一家）",
        year=2026,
        day=date(2026, 11, 21),
        facts=[(Text("行业", "Industry"), Text("36 汽车制造业", "36 Automobiles"))],
        submitted="2026-11-20 16:30",
        digest="a3" * 32,
        comments={ids[3]: f"{HOSTILE}\n第二行", ids[9]: "长" * 1200},
        evidence=[
            Evidence(ids[5], "file", Strength.SEEN, f"台账 {HOSTILE}.pdf"),
            Evidence(ids[2], "link", Strength.DOCUMENTED, "计划", "https://intranet.example.org/plan"),
        ],
        strengths={ids[5]: Strength.SEEN, ids[2]: Strength.DOCUMENTED},
        findings=[Finding(ids[5], Chosen("part"), HOSTILE)],
        roadmap=smallest(QUESTIONNAIRE, response),
        targets=[Target(QUESTIONNAIRE.areas[2].id, 3, date(2027, 6, 30))],
        actions=[Action(HOSTILE, QUESTIONNAIRE.areas[2].id, "示例负责人", date(2027, 3, 31), "doing")],
    )


CASES = [
    ("half", "zh"),
    pytest.param(("half", "en"), marks=pytest.mark.thorough),
    ("nothing", "zh"),
    ("everything", "en"),
]


@pytest.fixture(scope="module", params=CASES, ids=["half-zh", "half-en", "nothing-zh", "everything-en"])
def report(request):
    kind, language = request.param
    return build(dossier(kind), language)


@pytest.fixture(scope="module")
def written(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return {suffix: exporter(suffix)(report, folder / f"report{suffix}") for suffix in suffixes()}


@pytest.fixture
def pdf_text(written):
    if shutil.which("pdftotext") is None:
        if os.environ.get("MATURITY_REQUIRE_SERVICES"):
            pytest.fail("pdftotext is required here")
        pytest.skip("pdftotext (poppler-utils) is not installed")
    return subprocess.run(
        ["pdftotext", "-raw", str(written[".pdf"]), "-"], check=True, capture_output=True, text=True
    ).stdout


def tables(report):
    return [block for _, block in report.blocks() if isinstance(block, Table)]


def bare(words):
    return re.sub(r"\s+", "", words)


def texts(report):
    """Every word of the report, piece by piece."""
    yield from (report.title, report.enterprise, report.subtitle, report.imprint)
    for _, section in report.walk():
        yield section.title
    for _, block in report.blocks():
        match block:
            case Prose() | Notice():
                yield block.words
            case Facts():
                yield from (words for pair in block.pairs for words in pair)
            case Verdict():
                yield from (block.name, block.score, block.maximum, block.meaning)
            case Table():
                yield from (column.words for column in block.columns)
                yield from (
                    words for row in block.rows for cell in row for words in (cell.words, *cell.note.split("\n"))
                )


class Reader(HTMLParser):
    """Visible text, and the rows of every table."""

    def __init__(self):
        super().__init__()
        self.words, self.rows, self._cell, self._silent = [], [], None, 0

    def handle_starttag(self, tag, attrs):
        if tag in ("style", "title"):
            self._silent += 1
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag):
        if tag in ("style", "title"):
            self._silent -= 1
        if tag in ("td", "th"):
            self.rows[-1].append(bare("".join(self._cell)))
            self._cell = None

    def handle_data(self, data):
        if not self._silent:
            self.words.append(data)
            if self._cell is not None:
                self._cell.append(data)


def rows_of(report):
    for table in tables(report):
        yield [bare(column.words) for column in table.columns]
        for row in table.rows:
            yield [bare(cell.words + cell.note) for cell in row]


def test_html_holds_every_word_and_every_row(report, written):
    page = written[".html"].read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(page)
    assert reader.rows == list(rows_of(report))
    everything = bare("".join(reader.words))
    assert [words for words in texts(report) if bare(words) not in everything] == []
    assert not re.search(r"<script|<link|<img|src=|href=\"(?!#)", page)


def test_word_holds_every_word_and_every_row(report, written):
    document = docx.Document(str(written[".docx"]))
    found = [
        [bare("".join(p.text for p in cell.paragraphs)) for cell in row.cells]
        for table in document.tables
        for row in table.rows
    ]
    wanted = list(rows_of(report))
    assert [row for row in found if row in wanted and len(row) > 2] == [row for row in wanted if len(row) > 2]
    everything = bare(
        "".join(
            p.text
            for p in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
        )
    )
    assert [words for words in texts(report) if bare(words) not in everything] == []
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [section.heading for _, section in report.walk()]


def test_word_slides_and_excel_draw_the_same_values(report, written):
    pictures = [block for _, block in report.blocks() if isinstance(block, Bars | Radar)]
    wanted = [[f"{float(it.value):.12g}" for it in (p.bars if isinstance(p, Bars) else p.axes)] for p in pictures]
    for suffix, folder in ((".docx", "word"), (".pptx", "ppt"), (".xlsx", "xl")):
        part = f"{folder}/charts/chart{{}}.xml"
        with ZipFile(written[suffix]) as package:
            drawn = [package.read(part.format(number)).decode() for number in range(1, len(pictures) + 1)]
        found = [
            re.findall(r"<(?:c:)?v>([^<]*)</(?:c:)?v>", re.search(r"numLit.*?numLit", xml, re.S)[0]) for xml in drawn
        ]
        assert found == wanted, suffix


def test_excel_holds_every_figure_as_a_number_and_no_formula(report, written):
    book = openpyxl.load_workbook(written[".xlsx"])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    found = Counter(
        f"{cell.value:.{len(cell.number_format.partition('.')[2])}f}"
        for cell in cells
        if isinstance(cell.value, int | float) and "." in cell.number_format
    )
    wanted = Counter(
        cell.words
        for table in tables(report)
        for row in table.rows
        for cell, column in zip(row, table.columns, strict=True)
        if column.kind == "number" and re.fullmatch(r"-?\d+\.\d+", cell.words)
    )
    assert found == wanted
    everything = bare("".join(str(cell.value) for cell in cells if isinstance(cell.value, str)))
    for _, block in report.blocks():
        if isinstance(block, Table):
            for row in block.rows:
                for cell, column in zip(row, block.columns, strict=True):
                    assert column.kind == "number" or bare(cell.words) in everything


def test_pdf_holds_every_word_and_every_figure(report, pdf_text):
    everything = bare(pdf_text)
    emoji = re.compile("[\U0001f000-\U0001ffff]")  # read back by their glyphs' names, which differ by font
    missing = [words for words in texts(report) if bare(emoji.sub("", words)) not in emoji.sub("", everything)]
    assert [words for words in missing if len(words) < 60] == []  # longer ones may run over a page's head and foot
    wanted = Counter(
        NUMBER.findall(" ".join(cell.words for table in tables(report) for row in table.rows for cell in row))
    )
    found = Counter(NUMBER.findall(pdf_text))
    assert not wanted - found


def test_pdf_embeds_its_fonts(written):
    if shutil.which("pdffonts") is None:
        pytest.skip("pdffonts (poppler-utils) is not installed")
    told = subprocess.run(["pdffonts", str(written[".pdf"])], check=True, capture_output=True, text=True).stdout
    lines = told.splitlines()[2:]
    assert lines
    assert all(re.search(r"\byes +(?:yes|no) +(?:yes|no) +\d+ +\d+$", line) for line in lines)


def test_the_same_report_gives_the_same_bytes(report, written, tmp_path):
    for suffix, path in written.items():
        assert exporter(suffix)(report, tmp_path / f"again{suffix}").read_bytes() == path.read_bytes(), suffix


def test_the_notice_about_weights_stands_in_every_report(report):
    assert [
        block
        for _, block in report.blocks()
        if isinstance(block, Notice) and ("核对" in block.words or "verified" in block.words)
    ]


def test_a_mean_is_never_shown_without_what_it_is_a_mean_of(report):
    for table in tables(report):
        if table.kind in ("levels", "extremes", "matrix", "groups"):
            for row in table.rows:
                assert re.search(r"\d+/\d+", row[-1].words)
        if table.kind == "scores":
            assert all(re.fullmatch(r"\d+/\d+", cell.words) for cell in table.rows[1][1:])


def test_no_heading_is_broken_within_a_word(report):
    """A line of a table takes about 85 letters of the bold headings; "Level 2 (Standardised)" had room for 12."""
    for table in tables(report):
        whole = sum(column.width for column in table.columns)
        for column in table.columns:
            longest = max((len(word) for word in re.findall(r"[!-~]+", column.words)), default=0)
            assert longest <= 85 * column.width / whole, (table.title, column.words)


def test_nothing_is_fetched(report, tmp_path, monkeypatch):
    from maturity.exports.reports import pdf

    monkeypatch.setattr(pdf, "markup", lambda report: '<img src="http://127.0.0.1:9/x.png"><p>text')
    pdf.write(report, tmp_path / "x.pdf")  # the picture stays out: the fetcher refuses every address
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")


def test_without_the_extra_the_remedy_is_named(report, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(Refusal) as refusal:
        exporter(".pdf")(report, tmp_path / "x.pdf")
    assert refusal.value.problems[0].code == "report-no-pdf"
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_names_those_that_are_there():
    with pytest.raises(Refusal) as refusal:
        exporter(".odt")
    assert ".docx, .html, .pdf, .pptx, .xlsx" in refusal.value.problems[0].message("en") + refusal.value.problems[
        0
    ].remedy("en")


def deck(written):
    """The texts of each slide, and the figures of its charts."""
    return [
        [
            frame.text
            for shape in slide.shapes
            for frame in (
                [cell.text_frame for row in shape.table.rows for cell in row.cells]
                if shape.has_table
                else [shape.text_frame]
                if shape.has_text_frame
                else []
            )
        ]
        for slide in pptx.Presentation(written[".pptx"]).slides
    ]


def test_slides_hold_the_verdict_and_nothing_that_the_report_does_not(report, written):
    cover, verdict, *rest = deck(written)
    assert {report.title, report.enterprise, report.subtitle, report.day.isoformat()} <= {*cover}
    result = report.verdict
    assert {result.name, f"{result.score}  {result.maximum}", result.meaning} <= {*verdict}
    figures = Counter(NUMBER.findall(" ".join(texts(report))))
    assert {*NUMBER.findall(" ".join(words for slide in rest for words in slide))} <= {*figures}
    kinds = {table.kind for table in tables(report)} & {"levels", "extremes", "findings", "roadmap", "actions"}
    for table in tables(report):
        if table.kind in kinds:
            assert bare(table.rows[0][0].words) in {bare(words) for slide in rest for words in slide}
    assert 8 <= len(rest) + 2 <= 12


def test_every_notice_stands_on_the_last_slide(report, written):
    last = {bare(words) for words in deck(written)[-1]}
    assert {bare(block.words) for _, block in report.blocks() if isinstance(block, Notice)} <= last


def test_what_does_not_fit_a_slide_is_counted_on_it(tmp_path):
    long = [
        Finding(item.id, Chosen("part"), "要补的材料很多。" * 20) for item in QUESTIONNAIRE.items_of("discrete")[:40]
    ]
    found = build(replace(dossier(), findings=long), "zh")
    path = exporter(".pptx")(found, tmp_path / "slides.pptx")
    slide = next(texts for texts in deck({".pptx": path}) if "评审意见" in texts)
    (left,) = (int(match[1]) for words in slide if (match := re.fullmatch(r"还有 (\d+) 行，见报告。", words)))
    shown = sum(words.startswith("要补的材料") for words in slide)
    assert shown
    assert shown + left == 40
    for shape in pptx.Presentation(path).slides[6].shapes:
        assert shape.top + shape.height <= 540 * 12700
