"""Workbooks on paper: in blocks of columns with the names beside each, numbered pages, and no reams of rows."""

import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from maturity.exports.releases import html, workbook
from maturity.exports.releases.folding import folded, side_by_side
from maturity.exports.releases.printing import add_footer, balanced, breaks, display_width
from maturity.exports.releases.tables import sheet_name
from openpyxl import Workbook, load_workbook

from maturity.publication.release import build
from maturity.questionnaire import Text, load
from maturity.statistics.plan import load_plan

from ...statistics.world import frame_2021
from ..office import converted

WIDTHS = st.lists(st.floats(20, 120), min_size=2, max_size=40)


@pytest.fixture(scope="module")
def made():
    return build(load_plan("yearbook"), frame_2021(), load(), 2021)


@pytest.fixture(scope="module")
def path(made, tmp_path_factory):
    return workbook.write(made, tmp_path_factory.mktemp("print") / "yearbook.xlsx", "zh")


def blocks(points, names, after):
    ends = [names, *after, len(points)]
    return [sum(points[:names]) + sum(points[first:last]) for first, last in pairwise(ends)]


@given(WIDTHS, st.floats(300, 1200))
def test_every_block_of_columns_fits_beside_the_names(points, room):
    for found in (breaks(points, 1, room), balanced(points, 1, room)):
        assert all(width <= room for width in blocks(points, 1, found))
        assert len(found) == len(breaks(points, 1, room))


def test_every_page_has_a_footer_with_title_day_and_number(path, made):
    book = load_workbook(path)
    for sheet in book.worksheets:
        footer = sheet.oddFooter
        assert footer.left.text.startswith((made.title.zh[:6], "表"))
        assert footer.center.text == made.as_of.isoformat()
        assert ("&P" in footer.right.text, "&N" in footer.right.text) == (True, True)
        assert sheet.page_margins.bottom - sheet.page_margins.footer > 0.3, "a line of 8 points is not cut"
    for table in made.tables:
        assert book[sheet_name(table)].oddFooter.left.text.startswith(f"表{table.number} ")


@pytest.mark.parametrize(
    "title", ["表1 总体企业集中度（2021 年） · 绿色工厂创建自评统计（2016 年指标）：集中度 2021", "Levels & " * 20]
)
def test_a_long_title_ends_before_the_day_in_the_middle_of_the_footer(title):
    sheet = Workbook().active
    add_footer(sheet, title, "2021-12-31", "zh")
    words = sheet.oddFooter.left.text.replace("&&", "&")
    assert 50 < display_width(words) <= 56
    assert title.startswith(words.removesuffix("…"))


def test_wide_tables_are_folded_and_others_fit_the_width(path, made):
    book, folded = load_workbook(path), 0
    for table in made.tables:
        sheet = book[sheet_name(table)]
        assert sheet.print_title_rows.replace("$", "") == "7:7"
        if sheet.col_breaks.brk:
            folded += 1
            names = sum(not column.numeric for column in table.columns if column.kind != "sign")
            assert sheet.print_title_cols.replace("$", "") == f"A:{'ABCD'[names - 1]}"
            assert not sheet.sheet_properties.pageSetUpPr.fitToPage
            assert 50 <= sheet.page_setup.scale <= 100
        else:
            assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth) == (True, 1)
    assert 0 < folded < len(made.tables)
    assert book["Data"].print_area.replace("$", "") == "'Data'!A1:R1"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_folds_what_is_wider_than_paper(made, tmp_path, language):
    page = html.write(made, tmp_path / "a.html", language).read_text(encoding="utf-8")
    for table in made.tables:
        blocks = folded(made, table, language)
        names = [n for n, column in enumerate(table.columns) if column.kind in ("code", "text") or column.id == "rank"]
        assert all(list(block[: len(names)]) == names for block in blocks)
        figures = [place for block in blocks for place in block if place not in names]
        assert sorted(figures) == [place for place in range(len(table.columns)) if place not in names]
        section = page[page.index(f'<section id="{table.id}">') :].split("</section>")[0]
        times = side_by_side(made, table, language)
        if len(blocks) > 1:
            parts = len(blocks)
        elif times > 1:
            parts = -(-len(table.rows) // 26)
            assert f'class="folded sides-{times}"' in section
            assert section.count("<tr") == 1 + parts + 2 * len(table.rows)
        else:
            parts = 0
        assert section.count("<table>") == section.count("<thead>") == 1 + parts
        assert ('class="scroll whole"' in section) == (parts > 0)
        if table.id == "by-division-and-province":
            assert times > 1


def test_a_printed_page_has_title_day_and_number_at_its_foot_whatever_the_title_holds(made, tmp_path):
    odd = replace(made, title=Text('a"; } </style><b>\\', "x"))
    page = html.write(odd, tmp_path / "a.html", "zh").read_text(encoding="utf-8")
    style = page[page.index("<style>") : page.index("</style>")]
    assert r'@bottom-left { content: "a\000022\00003b\000020\00007d' in style
    assert 'counter(page) "\\000020页，共'.replace("，", "\\00ff0c") in style
    assert page.count("</style>") == 1
    assert f'"{made.as_of.isoformat()}"'.replace("-", "\\00002d") in style


@pytest.mark.office
def test_no_table_takes_reams_of_paper(office, path, tmp_path):
    """A table of 981 rows once took 50 pages, the tidy data 69."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    pdf = converted(office, path, tmp_path, "pdf")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) < 70
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页，共 {len(pages)} 页" in page
    assert sum("表11 " in page for page in pages) < 25
