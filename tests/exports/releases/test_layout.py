"""The layout rules for statistical spreadsheets, each a check on finished files: internal and public, zh and en."""

import re

import pytest
from maturity.exports.releases import workbook
from maturity.exports.releases.tables import HEADER_ROW, sheet_name
from maturity.exports.sheets import WIDE
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from maturity.disclosure.rules import Rules
from maturity.publication.release import TIDY_COLUMNS, Status, assemble, build
from maturity.questionnaire import load
from maturity.statistics.confidentiality.protection import protection
from maturity.statistics.plan import load_plan
from maturity.statistics.signs import sign
from maturity.statistics.table import TOTAL
from maturity.statistics.tabulate import tabulate

from ...statistics.world import frame_2021

PLACES = ("REF_AREA", "INDUSTRY", "TYPE", "SIZE", "OWNERSHIP", "LEVEL_BEFORE", "LEVEL_ASSESSED", "SERIES")
SANS = {"Microsoft YaHei", "Arial"}


def internal(plan):
    return build(load_plan(plan), frame_2021(), load(), 2021)


def public(plan):
    asked, frame = load_plan(plan), frame_2021()
    tables = tabulate(asked, frame)
    by = protection(asked.tables, tables, frame, Rules())
    return assemble(asked, by.apply(tables), load(), 2021, len(frame), rules=Rules())


@pytest.fixture(scope="module", params=["internal yearbook", "public standard"])
def made(request):
    kind, plan = request.param.split()
    return {"internal": internal, "public": public}[kind](plan)


@pytest.fixture(scope="module", params=["zh", pytest.param("en", marks=pytest.mark.thorough)])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def book(language, made, tmp_path_factory):
    return load_workbook(workbook.write(made, tmp_path_factory.mktemp("layout") / "maturity-levels.xlsx", language))


@pytest.fixture(scope="module")
def signs(language):
    """Status by sign; what is left blank is None in a workbook."""
    return {sign(status, "customary", language) or None: status for status in Status if status is not Status.NOT_LISTED}


@pytest.fixture(scope="module")
def sheets(book, made):
    """(table, its sheet)"""
    return [(table, book[sheet_name(table)]) for table in made.tables]


def heads(sheet):
    return [cell.value for cell in sheet[HEADER_ROW]]


def test_cover_contents_and_notes_come_first_and_the_data_last(book):
    assert [name.split(" ")[-1] for name in book.sheetnames[:3]] == ["Cover", "Contents", "Notes"]
    assert book.sheetnames[-1] == "Data"


def test_the_file_opens_on_the_cover_in_its_first_cell(book):
    assert book.active.title == book.sheetnames[0]
    assert all(sheet.sheet_view.selection[0].activeCell == "A1" for sheet in book.worksheets)


def test_sheet_names_are_short_unique_and_free_of_forbidden_signs(book):
    assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in book.sheetnames)


def test_title_and_language_are_set(book, made):
    assert book.properties.title in (made.title.zh, made.title.en)
    assert book.properties.language in ("zh-CN", "en-GB")


def test_everything_stands_above_the_table_nothing_beside_or_below(sheets):
    for table, sheet in sheets:
        (excel,) = sheet.tables.values()
        last = f"{get_column_letter(len(table.columns))}{HEADER_ROW + len(table.rows)}"
        assert excel.ref == f"A{HEADER_ROW}:{last}"
        assert sheet.dimensions == f"A1:{last}"
        for row in range(1, HEADER_ROW):
            above = [cell.value for cell in sheet[row]]
            assert above[0]
            assert not any(above[1:])


def test_there_are_no_gaps_merges_hidden_parts_panes_filters_or_printed_heads(book, sheets, signs):
    for _, sheet in sheets:
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER_ROW)]
        blank = None in signs  # the sign of Chinese tables for "not applicable"
        assert all(value is not None or (blank and place) for row in cells for place, value in enumerate(row))
        assert not sheet.merged_cells.ranges
        assert (sheet.freeze_panes is None) is (len(heads(sheet)) <= WIDE)
        assert sheet.auto_filter.ref is None
        assert not any(each.hidden for each in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
        printed = (sheet.oddHeader, sheet.evenHeader, sheet.firstHeader)
        assert not any(part.text for header in printed for part in (header.left, header.center, header.right))
        assert not sheet._images
    assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)
    assert book.vba_archive is None


def test_the_title_names_number_subject_and_year_and_scope_names_the_base(sheets, made):
    for table, sheet in sheets:
        assert re.match(rf"表{table.number} .*{made.year}|Table {table.number}\. .*{made.year}", sheet["A1"].value)
        assert f"n = {table.base:,}" in sheet["A2"].value


def test_units_stand_in_the_headings_on_a_line_of_their_own(sheets):
    for table, sheet in sheets:
        for column, head in zip(table.columns, heads(sheet), strict=True):
            units = {column.unit.zh, column.unit.en} - {""}
            if units:
                assert re.search(r"\n[（(](" + "|".join(map(re.escape, units)) + ")[）)]", head), head


def test_notes_are_named_in_headings_and_explained_on_their_sheet(book, sheets):
    explained = {row[0] for row in book[book.sheetnames[2]].iter_rows(values_only=True)}
    used = {
        number for _, sheet in sheets for head in heads(sheet) for number in re.findall(r"\[(?:注|note\s)(\d+)\]", head)
    }
    assert used
    numbers = {re.search(r"\d+", str(one))[0] for one in explained if one and re.search(r"\d+", str(one))}
    assert used <= numbers


def test_figures_are_numbers_or_signs_that_the_sheet_explains(sheets, signs, language):
    blank = "空格" if language == "zh" else "blank"
    for table, sheet in sheets:
        _, _, words = sheet["A4"].value.replace("：", ": ").partition(": ")
        told = {one.split(" ")[0] for one in re.split("[；;] ?", words) if " " in one.strip()}
        legend = {None if one == blank else one for one in told} - {"none"}
        found = set()
        for row in sheet.iter_rows(min_row=HEADER_ROW + 1):
            for column, cell in zip(table.columns, row, strict=True):
                if column.kind == "sign":
                    assert signs.get(cell.value) is Status.FEW or cell.value in ("—", "–")
                    found |= {cell.value} - {"—", "–"}
                elif column.numeric and not isinstance(cell.value, int | float):
                    found.add(cell.value)
        assert found <= set(signs)
        assert legend - {"#"} == found
        assert ("#" in legend) == any((head or "").startswith("#") for head in heads(sheet))


def test_letters_are_sans_serif_and_large_enough(book):
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=min(40, sheet.max_row)):
            for cell in row:
                if cell.value is not None and sheet.title != "Data":
                    assert cell.font.name in SANS
                    assert cell.font.size >= 10


def test_the_tidy_sheet_rebuilds_every_table(book, sheets, made, signs):
    names = list(TIDY_COLUMNS)
    rows = [dict(zip(names, row, strict=True)) for row in book["Data"].iter_rows(min_row=2, values_only=True)]
    known = {}
    for row in rows:
        place = tuple(str(row[name]) for name in PLACES)
        known[row["TABLE_ID"], place, row["MEASURE"], row["LEVEL"]] = row
    rebuilt = 0
    for table, sheet in sheets:
        for row, cells in zip(table.rows, sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True), strict=True):
            codes = {
                table.by.dimensions[id].concept: code
                for id, code in zip(table.dimensions, row.key, strict=True)
                if code != TOTAL
            }
            place = tuple(codes.get(name, TOTAL) for name in PLACES)
            for column, shown in zip(table.columns, cells, strict=True):
                if not column.numeric:
                    continue
                found = known[table.id, place, column.measure, column.level]
                if found["OBS_VALUE"] is None:
                    assert (signs[shown] is Status.CONFIDENTIAL) == (found["CONF_STATUS"] == "C")
                elif found["OBS_STATUS"] == "N":
                    assert (found["OBS_VALUE"], signs[shown]) == (0, Status.ROUNDS_TO_ZERO)
                else:
                    assert shown == found["OBS_VALUE"]
                rebuilt += 1
    assert rebuilt == len(rows) == len(made.tidy)


def test_headings_and_names_stay_in_view_and_totals_are_words(sheets):
    for table, sheet in sheets:
        if len(table.columns) > WIDE:
            names = next(p for p, column in enumerate(table.columns) if column.numeric and column.measure != "rank")
            assert sheet.freeze_panes == f"{get_column_letter(names + 1)}{HEADER_ROW + 1}"
        assert TOTAL not in {cell.value for row in sheet.iter_rows(min_row=HEADER_ROW) for cell in row}
