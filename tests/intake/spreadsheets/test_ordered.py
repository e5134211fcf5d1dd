"""Cells that do not say where they stand are read by their order, by every reader of sheets and alike."""

import openpyxl
import pytest

from maturity.errors import Place
from maturity.intake.spreadsheets.package import open_package
from maturity.intake.spreadsheets.table import read_table

SHEET = "xl/worksheets/sheet1.xml"
WORD = '<c t="inlineStr"><is><t>{}</t></is></c>'


def sheet(*rows):
    xml = f"<sheetData>{''.join(rows)}</sheetData>".encode()
    return {SHEET: lambda text: text[: text.index(b"<sheetData")] + xml + text[text.index(b"</sheetData>") + 12 :]}


def row(*words, r=""):
    inside = "".join(WORD.format(word) if word else "<c/>" for word in words)
    return f"<row{r}>{inside}</row>"


@pytest.mark.parametrize("also", ["", "<!-- nothing -->", "<row/><row r='3'/>"])
def test_rows_and_cells_without_a_place_stand_behind_those_before(workbook, also):
    rows = [row("a", "b", "c"), row("1", "", "3"), also, row("x", r=' r="7"'), row("y", "z")]
    path = workbook([("a",)], sheet(*rows))
    found = read_table(path)
    assert found.header == ("a", "b", "c")
    assert list(found.rows) == [(2, ["1", "", "3"]), (7, ["x", "", ""]), (8, ["y", "z", ""])]
    cells = openpyxl.load_workbook(path).active
    assert [cells["C2"].value, cells["A7"].value, cells["B8"].value] == ["3", "x", "z"]


@pytest.mark.parametrize("also", ["", "<!-- nothing -->"])
def test_a_cell_without_a_readable_value_is_named_by_its_place(workbook, also):
    error = '<c t="e"><v>#N/A</v></c>'
    rows = [row("a", "b", "c"), f"<row>{WORD.format(1)}{also}<c r='B2'/>{error}</row>", f"<row><c/>{error}</row>"]
    with open_package(workbook([("a",)], sheet(*rows)).read_bytes(), Place("x")) as package:
        assert dict(package.lost("Sheet")) == {"C2": "#N/A", "B3": "#N/A"}
    (_, first), (_, second) = read_table(workbook([("a",)], sheet(*rows))).rows
    assert first == ["1", "", "#N/A"]
    assert second == ["", "#N/A", ""]
