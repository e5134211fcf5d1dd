"""The workbook and the CSV file of a register."""

import csv
from datetime import date
from io import StringIO

import openpyxl
import pytest

from maturity.regions.workbook import writer
from maturity.registers.book import book, csv_text
from maturity.registers.ledger import Event

from .made import added

DAY = date(2024, 1, 1)
EVENTS = [
    added("甲", city="320500", division="34", credit_code="91110000802100433B"),
    added("=1+1", kind="park", province="330000"),
    Event("甲", "rename", date(2022, 6, 1), name="甲甲"),
    Event("=1+1", "remove", date(2023, 5, 1), reason="exclusion-b"),
    Event("甲", "remove", date(2025, 5, 1), reason="accident"),
]


def sheets(language="zh", official=None):
    return {sheet.id: sheet for sheet in book(EVENTS, official or {}, DAY, language).tables}


def test_it_holds_the_register_as_it_was_on_the_day():
    assert [row[0] for row in sheets()["units"].rows] == ["甲甲", "=1+1"]
    assert [row[8] for row in sheets("en")["units"].rows] == ["Listed", "Removed"]
    assert len(sheets()["ledger"].rows) == 4


def test_what_is_unexplained_stands_in_its_column():
    rows = sheets("en", {("park", "6"): 3})["flow"].rows
    assert rows[1][:8] == ("Green industrial parks", "Batch 6", 0, 1, 0, 2, 3, "as published")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_tables_have_totals_and_every_row_a_value_a_column(language):
    for sheet in sheets(language).values():
        assert all(len(row) == len(sheet.columns) for row in sheet.rows), sheet.id
    assert sheets()["provinces"].rows == (("江苏", 1, 0, 0, 0), ("合计", 1, 0, 0, 0))
    assert sheets()["batches"].rows[-1] == ("合计", 1, 0, 1, 0)


def test_the_workbook_reads_back(tmp_path):
    writer(".xlsx")(book(EVENTS, {}, DAY, "zh"), tmp_path / "register.xlsx")
    found = openpyxl.load_workbook(tmp_path / "register.xlsx")
    assert len(found.sheetnames) == 7
    units = found["名单 Units"]
    assert units.cell(4, 1).value == "=1+1"
    assert units.cell(4, 1).data_type == "s"


def test_a_csv_file_has_no_formulas():
    rows = list(csv.reader(StringIO(csv_text(sheets()["units"]))))
    assert rows[0][0] == "名称"
    assert [row[0] for row in rows[1:]] == ["甲甲", "'=1+1"]


def test_a_wide_table_without_figures_is_printed_with_its_first_column_on_every_page(tmp_path):
    names = [f"示例单位全称很长很长很长很长很长很长的工厂{n}" for n in range(80)]
    long = [added(name, city="320500", division="37") for name in names]
    writer(".xlsx")(book(long, {}, DAY, "en"), tmp_path / "register.xlsx")
    units = openpyxl.load_workbook(tmp_path / "register.xlsx")["名单 Units"]
    assert units.print_title_cols in ("$A:$A", "A:A")
