import hashlib
import re
from zipfile import ZipFile

import maturity.exports.releases.workbook as workbook
import pytest
from maturity.exports.releases.pages import pages
from maturity.exports.releases.tables import HEADER_ROW, sheet_name
from maturity.exports.sheets import WIDE
from openpyxl import load_workbook

from maturity.errors import Refusal
from maturity.publication.release import INTERNAL, TIDY_COLUMNS, Status, build, half_up
from maturity.questionnaire import load
from maturity.statistics.drafting import Choice
from maturity.statistics.drafting import written as text_of
from maturity.statistics.plan import read_plan

from ...statistics.world import frame_2021
from ..conftest import HOSTILE

VALUE, DECIMALS = (list(TIDY_COLUMNS).index(name) for name in ("OBS_VALUE", "DECIMALS"))


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request, release, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    path = workbook.write(release, folder / "tables.xlsx", request.param)
    return path, load_workbook(path), request.param


def values(sheet, row):
    return [cell.value for cell in sheet[row] if cell.value is not None]


def test_the_published_figures_stand_in_the_file(written):
    _, book, language = written
    types = {row[0]: row for row in book["表3 Table 3"].iter_rows(min_row=HEADER_ROW + 1, values_only=True)}
    discrete, process = ("离散型", "流程型") if language == "zh" else ("Discrete", "Process")
    assert types[discrete][1:12] == (14000, 9390, 2208, 1090, 642, 670, 67.1, 15.8, 7.8, 4.6, 4.8)
    assert types[process][1:12] == (6000, 4332, 864, 402, 198, 204, 72.2, 14.4, 6.7, 3.3, 3.4)
    assert values(book["表1 Table 1"], HEADER_ROW + 1)[-4:] == [69, 15, 7, 9]
    assert book["表7 Table 7"].max_row == HEADER_ROW + 51


def test_the_file_says_that_it_is_internal(written):
    path, book, _ = written
    assert path.name == "tables-internal.xlsx"
    assert book.worksheets[0]["A2"].value == INTERNAL
    assert book.properties.description == INTERNAL
    assert all(INTERNAL in sheet["A6"].value for sheet in book if sheet.title.startswith("表"))


def test_every_table_sheet_follows_the_layout(written, release):
    _, book, _ = written
    for table in release.tables:
        sheet = book[sheet_name(table)]
        assert [bool(sheet.cell(row, 1).value) for row in range(1, HEADER_ROW + 1)] == [True] * HEADER_ROW
        assert sheet.max_row == HEADER_ROW + len(table.rows)
        assert sheet.max_column == len(table.columns)
        assert not sheet.merged_cells.ranges
        assert (sheet.freeze_panes is None) is (len(table.columns) <= WIDE)
        (excel,) = sheet.tables.values()
        assert excel.autoFilter is None
        heads = [cell.value for cell in sheet[HEADER_ROW]]
        assert [column.name for column in excel.tableColumns] == heads
        assert len(set(heads)) == len(heads)


def test_line_breaks_in_headings_are_spelled_as_excel_wants_them(written):
    path, _, _ = written
    with ZipFile(path) as package:
        tables = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/tables/")]
    assert any("_x000a_" in table for table in tables)
    assert not any("&#10;" in table or "_x005f_" in table for table in tables)


def test_names_of_sheets_and_tables_are_unique_and_allowed(written):
    _, book, _ = written
    tables = [name for sheet in book for name in sheet.tables]
    assert len(tables) == len(set(tables)) == len(book.sheetnames) - 2  # all but the cover and the charts
    assert all(re.fullmatch(r"[a-z][a-z_]*", name) for name in tables)
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_the_contents_link_to_every_sheet(written):
    _, book, _ = written
    links = [cell.hyperlink.location for (cell, _) in book["目录 Contents"].iter_rows(min_row=3)]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[2:]]


def test_the_data_sheet_adds_up_to_the_tables(written, release):
    _, book, _ = written
    found = list(book["Data"].iter_rows(min_row=2, values_only=True))
    figures = [cell for table in release.tables for _, _, cell in table.figures()]
    for row, cell in zip(found, figures, strict=True):
        assert row[VALUE] == (None if isinstance(cell, Status) else pytest.approx(float(cell), rel=1e-14))
    shown = {}
    for table in release.tables:
        for row, cells in zip(table.rows, book[sheet_name(table)].iter_rows(min_row=HEADER_ROW + 1), strict=True):
            for column, cell in zip(table.columns, cells, strict=True):
                if column.numeric:
                    shown[table.id, row.key, column.id] = cell.value
    for (row, cell), value in zip(zip(found, figures, strict=True), shown.values(), strict=True):
        wanted = "[z]" if isinstance(cell, Status) else float(half_up(cell, row[DECIMALS]))
        assert value == wanted


def test_numbers_are_numbers_and_text_is_text(written):
    _, book, _ = written
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type == ("s" if isinstance(cell.value, str) else "n")


def test_charts_are_native_described_and_in_the_levels_colours(written, release):
    path, book, _ = written
    wanted = [table for table in release.tables if table.chart != "none"]
    assert len(book["图 Charts"]._charts) == len(wanted)
    with ZipFile(path) as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
        assert drawing.count("descr=") == len(wanted)
        assert "0E4A60" in package.read("xl/charts/chart1.xml").decode()
        assert not [name for name in package.namelist() if "media" in name or "vba" in name]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_release_gives_the_same_bytes(release, language, tmp_path):
    digests = {
        hashlib.sha256(workbook.write(release, tmp_path / name, language).read_bytes()).hexdigest()
        for name in ("one.xlsx", "two.xlsx")
    }
    assert len(digests) == 1


def test_hostile_names_stay_text(hostile, tmp_path):
    path = workbook.write(hostile, tmp_path / "hostile.xlsx", "zh")
    book = load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in ("f", "e", "b")]
    assert set(HOSTILE) <= {cell.value for cell in cells}
    with ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in sheets if b"<f>" in package.read(name)]


def test_a_lost_cell_is_noticed_and_nothing_is_left(release, tmp_path, monkeypatch):
    real = workbook.add_sheet

    def forgetful(book, page, language):
        sheet = real(book, page, language)
        if page.name == "表4 Table 4":
            sheet.cell(HEADER_ROW + 5, 4).value = 1
        return sheet

    monkeypatch.setattr(workbook, "add_sheet", forgetful)
    with pytest.raises(Refusal) as caught:
        workbook.write(release, tmp_path / "tables.xlsx", "zh")
    assert caught.value.problems[0].code == "plan-not-verified"
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file(release, tmp_path, monkeypatch):
    old = tmp_path / "tables-internal.xlsx"
    old.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbook, "repack", full)
    with pytest.raises(Refusal) as caught:
        workbook.write(release, tmp_path / "tables.xlsx", "zh")
    assert caught.value.problems[0].code == "plan-not-written"
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]


def test_a_missing_folder_is_a_plain_refusal(release, tmp_path):
    with pytest.raises(Refusal) as caught:
        workbook.write(release, tmp_path / "nowhere" / "tables.xlsx", "zh")
    assert caught.value.problems[0].code == "plan-not-written"


def test_no_page_mixes_languages(release):
    chinese = re.compile(r"[\u4e00-\u9fff]")
    bilingual = {INTERNAL, f"Status: {INTERNAL}"}
    for page in pages(release, "en"):
        if page.name in ("分类 Codes", "目录 Contents"):
            continue
        words = [item.value for row in page.rows for item in row if isinstance(item.value, str)]
        assert not [text for text in words if chinese.search(text) and text not in bilingual]


def test_a_heat_map_alone_leaves_no_empty_sheet_of_charts(tmp_path):
    choice = Choice(("division", "province"), ("n", "count_at_least_2"))
    made = build(read_plan(text_of(choice, load())), frame_2021(), load(), 2021)
    assert made.tables[0].chart == "heat"
    book = load_workbook(workbook.write(made, tmp_path / "heat.xlsx", "zh"))
    assert "图 Charts" not in book.sheetnames
    assert "图 Charts" not in {cell.value for row in book["目录 Contents"].iter_rows() for cell in row}
