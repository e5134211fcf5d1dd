"""Each figure is the same on every page and in the report: collected from wherever it is shown."""

import re
import shutil
import subprocess
from html import unescape
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from maturity.answers import Chosen, NotApplicable, Response
from maturity.questionnaire.naming import level_name
from maturity.report.pictures import nodes
from maturity.scoring import grade
from maturity.text.numbers import format_score, format_total

from ..exports.office import converted


def plain(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_counts_and_evidence_are_the_same_wherever_they_are_shown(member, town, answered, small):
    base = f"/assessments/{town.open.id}"
    given = {item.id: Chosen("most") for item in small.items if item.level == 1}
    answered({**given, "shape.2a": NotApplicable("没有图纸")})
    member.post(f"{base}/items/skills.1a/link", data={"url": "https://demo.example/plan", "name": "规划"})
    names = ("", "result", "explain", "evidence", "review")
    pages = {name: plain(member.get(f"{base}/{name}".rstrip("/"))) for name in names}
    pages["report"] = plain(member.get(f"{base}/report.html?language=zh"))
    total, done = len(small.items_of("discrete")), len(given) + 1
    assert f"已答 {done} 条，共 {total} 条" in pages[""]
    assert f"已答 {done} 条，共 {total} 条，其中不适用 1 条" in pages["result"]
    assert f"已答 {done}/{total}，其中不适用 1" in pages["report"]
    assert f"还有 {total - done} 条未答" in pages["review"]
    levels = re.findall(r"A\d \S+ \S+ \S+ (\d+) 条中已答 (\d+) 条，其中不适用 (\d+) 条", pages["explain"])
    assert [sum(map(int, column)) for column in zip(*levels, strict=True)] == [total, done, 1]
    without = {re.search(r"(\d+) 条没有证据", pages[name])[1] for name in ("result", "evidence", "report")}
    without.add(re.search(r"没有证据的条目 (\d+)", pages["evidence"])[1])
    assert without == {str(len(given) - 1)}


def test_an_unfinished_round_is_not_compared_as_if_open_items_were_0(member, town, answered, sqlite_store, small):
    from maturity.store.assessments.rounds import begin_round
    from maturity.store.submissions.submissions import submit

    who = town.people["enterprise"]
    answered({item.id: Chosen("full") for item in small.items})
    with sqlite_store.write() as c:
        submit(c, who, town.open.id, small, 1)
        fresh = begin_round(c, who, town.open.id, small, 2025)
    page = plain(member.get(f"/assessments/{fresh.id}/compare"))
    assert "两轮的答案全部相同" in page
    item = small.items[0].id
    member.put(f"/assessments/{fresh.id}/answers/{item}", json={"choice": None, "comment": "", "version": 1})
    page = plain(member.get(f"/assessments/{fresh.id}/compare"))
    assert "暂定" in page
    assert "未答 1 条" in page
    assert "两轮的答案全部相同" not in page


def tables(page):
    """The rows of a page's tables as texts."""
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.S):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        yield [" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in cells]


def sheets(data, name=""):
    """The rows of a workbook's visible sheets, or of one; numbers to two places, as their cells show them."""
    for sheet in load_workbook(BytesIO(data), data_only=True):
        for row in sheet.iter_rows() if sheet.sheet_state == "visible" and name in sheet.title else ():
            yield [shown(cell) for cell in row]


def shown(cell):
    if isinstance(cell.value, int | float) and ".00" in cell.number_format:
        return format_score(float(cell.value))
    return "" if cell.value is None else str(cell.value).strip()


def documents(data):
    for table in Document(BytesIO(data)).tables:
        yield from ([cell.text.strip() for cell in row.cells] for row in table.rows)


def printed(data):
    """The rows of a PDF's tables: each line as it is laid out, cut at its gaps."""
    words = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, check=True, capture_output=True).stdout
    return [re.split(r"\s{2,}", line.strip()) for line in words.decode().splitlines() if line.strip()]


SCORE, NOTHING = re.compile(r"\d\.\d+|—"), ("—",)


def scores(rows, name, levels):
    """The first scores, as many as there are levels, beside a name; without the brackets of carried ones, an empty cell
    as a dash."""
    found = set()
    for row in rows:
        for at in [place for place, cell in enumerate(row) if cell == name]:
            cells = [cell.strip("()") for cell in row[at + 1 :]]
            runs = (
                tuple(cell or "—" for cell in cells[start : start + levels]) for start in range(len(cells) - levels + 1)
            )
            found |= set([run for run in runs if run != NOTHING * levels and all(map(SCORE.fullmatch, run))][:1])
    return found


@pytest.fixture
def half(answered, small):
    """Some of everything: choices, not applicable, open."""
    kinds = (Chosen("full"), Chosen("most"), NotApplicable("没有"), Chosen("part"))
    answers = {item.id: kinds[n % 4] for n, item in enumerate(small.items_of("discrete")[:-3])}
    answered(answers)
    return grade(Response(small, "discrete", answers))


@pytest.fixture
def written(client_of, town):
    """`written(path, language)`: the answer to one of the enterprise's members who reads that language."""

    def read(path, language):
        client = client_of(town.people["enterprise"], language)
        return client.get(f"/assessments/{town.open.id}/{path}", query_string={"language": language})

    return read


@pytest.mark.office
@pytest.mark.parametrize("language", ["zh", "en"])
def test_level_and_scores_are_the_same_on_pages_and_in_every_file(written, half, small, office, tmp_path, language):
    mark, count, told = small.scoring.pass_mark, len(small.levels), TOLD[language]
    level, summed = level_name(small, half.level, language), format_total(half.score, half.level, mark)
    surfaces = {name: list(tables(written(name, language).text)) for name in ("result", "what-if", "roadmap")}
    surfaces["report.html"] = list(tables(written("report.html", language).text))
    surfaces["report.docx"] = list(documents(written("report.docx", language).data))
    surfaces["report.xlsx"] = list(sheets(written("report.xlsx", language).data))
    surfaces["roadmap.xlsx"] = list(sheets(written("roadmap.xlsx", language).data))
    path = tmp_path / "questionnaire.xlsx"
    path.write_bytes(written("questionnaire.xlsx", language).data)
    again = converted(office, path, tmp_path, "xlsx").read_bytes()
    surfaces["questionnaire.xlsx"], steps = list(sheets(again)), list(sheets(again, told["steps"]))
    for name in ("result", "report.html", "report.docx", "report.xlsx", "questionnaire.xlsx"):
        for part, values in by_area(half, mark, language).items():
            rows = [[row[0], *row[2:]] for row in steps] if name == "questionnaire.xlsx" else surfaces[name]
            assert scores(rows, part, count) == {values}, (name, part)
    levels = [format_score(each.score, 2, mark) for each in half.levels]
    for name, rows in surfaces.items():
        words = " ".join(" ".join(row) for row in rows)
        assert -1 not in [words.find(value) for value in levels], (name, levels)
        if name in ("what-if", "roadmap", "roadmap.xlsx"):
            assert [row[1].split()[0] for row in rows if re.match(r"A\d ", row[0])][:count] == levels, name
            assert ["S", summed] in [row[:2] for row in rows], name
            assert level in [row[1] for row in rows if row[0] == told["level"]], name
    pages = [written(name, language).text for name in ("result", "explain", "report.html")]
    assert [f"S = {summed}" in page for page in pages] == [True] * len(pages)
    words = " ".join(" ".join(row) for row in surfaces["questionnaire.xlsx"])
    assert (told["verdict"].format(half.level) if half.level else told["none"]) in words
    assert summed in words
    response = half.response
    aside = sum(isinstance(answer, NotApplicable) for answer in response.answers.values())
    done, asked = len(response.answers), len(response.items)
    assert told["progress"].format(done, aside, asked - done, asked) in words
    assert [told["open"], str(asked - done)] in [row[:2] for row in surfaces["roadmap.xlsx"]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_level_and_scores_of_the_printed_report_are_those_of_every_other(written, half, small, language):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    mark, count = small.scoring.pass_mark, len(small.levels)
    rows = printed(written("report.pdf", language).data)
    for part, values in by_area(half, mark, language).items():
        assert scores(rows, part, count) == {values}, part
    words = " ".join(" ".join(row) for row in rows)
    assert level_name(small, half.level, language) in words
    assert f"S = {format_total(half.score, half.level, mark)}" in words
    response = half.response
    aside = sum(isinstance(answer, NotApplicable) for answer in response.answers.values())
    assert TOLD[language]["answered"].format(len(response.answers), len(response.items), aside) in words
    assert [value for value in (format_score(each.score, 2, mark) for each in half.levels) if value not in words] == []


def by_area(result, mark, language):
    """Name of an area -> its scores by level, to two places."""
    return {
        sub.name.of(language): tuple(
            format_score(node.score, 2, mark)
            for each in result.levels
            for node in nodes(each.node, "subdomain")
            if node.id == sub.id
        )
        for sub in result.response.areas
    }


TOLD = {
    "zh": {
        "level": "等级",
        "steps": "计算",
        "verdict": "{} 级",
        "none": "未达一级",
        "progress": "已答 {} 条（其中不适用 {} 条），未答 {} 条，共 {} 条",
        "open": "未作答的条目，按 0 分计",
        "answered": "已答 {}/{}，其中不适用 {}",
    },
    "en": {
        "level": "Level",
        "steps": "Calculation",
        "verdict": "Level {}",
        "none": "Below level 1",
        "progress": "{} answered ({} of them not applicable), {} open, {} in all",
        "open": "Items not answered, counted as 0",
        "answered": "{}/{} answered, {} n/a",
    },
}


def test_carried_and_bare_items_are_counted_alike(member, town, answered, sqlite_store, small):
    from maturity.store.assessments.rounds import begin_round
    from maturity.store.submissions.submissions import submit

    who = town.people["enterprise"]
    answered({item.id: Chosen("full") for item in small.items})
    with sqlite_store.write() as c:
        submit(c, who, town.open.id, small, 1)
        fresh = begin_round(c, who, town.open.id, small, 2025)
    base, areas = f"/assessments/{fresh.id}", [sub.id for sub in small.areas_of("discrete")]
    pages = {id: plain(member.get(f"{base}/{id}")) for id in areas}
    on_pages = sum(int(re.search(r"本页还有 (\d+) 条沿用", page)[1]) for page in pages.values())
    review = plain(member.get(f"{base}/review"))
    assert {int(n) for n in re.findall(r"还有 (\d+) 条沿用上一轮的答案没有确认|确认全部 (\d+) 条", review)[0] if n} == {
        on_pages
    }
    assert on_pages == len(small.items_of("discrete"))
    bare = [len(re.findall(r'data-item="', member.get(f"{base}/{id}?show=bare").text)) for id in areas]
    assert f"{sum(bare)} 条没有证据" in plain(member.get(f"{base}/result"))
