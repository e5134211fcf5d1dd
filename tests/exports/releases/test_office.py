"""LibreOffice opens the workbook and finds the same figures in it."""

import numpy as np
import pytest
from maturity.exports.releases import workbook
from openpyxl import load_workbook

from maturity.assessment.selection import LeftOut
from maturity.publication import microdata_file
from maturity.publication.microdata_file import Column, Microdata
from maturity.questionnaire import Text

from ..office import converted

pytestmark = pytest.mark.office


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.thorough)])
def test_a_converted_copy_has_the_same_cells(office, release, language, tmp_path):
    path = workbook.write(release, tmp_path / "tables.xlsx", language)
    ours, theirs = load_workbook(path), load_workbook(converted(office, path, tmp_path, "xlsx"))
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                found = theirs[sheet.title][cell.coordinate]
                assert found.value == cell.value, (sheet.title, cell.coordinate)
                assert found.data_type != "f"
    assert len(theirs["图 Charts"]._charts) == len(ours["图 Charts"]._charts)


def test_it_prints(office, release, tmp_path):
    path = workbook.write(release, tmp_path / "tables.xlsx", "zh")
    assert converted(office, path, tmp_path, "pdf").read_bytes().startswith(b"%PDF")


def test_one_row_an_enterprise_opens_with_the_same_cells(office, tmp_path):
    text = Text("列", "Column")
    columns = (
        Column("organisation", text, np.array([f"=1+{n}<&" for n in range(50)])),
        Column("item", text, np.arange(50) % 6 - 1, ("full", "most", "part", "none", "=A1")),
        Column("score", text, np.where(np.arange(50) % 7 == 0, np.nan, np.arange(50) / 3)),
    )
    path, _ = microdata_file.write(
        Microdata(2025, "all", "cmmm 1", columns, 50, "0" * 64, LeftOut(0, 0)), tmp_path / "detail.xlsx"
    )
    ours, theirs = load_workbook(path), load_workbook(converted(office, path, tmp_path, "xlsx"))
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                found = theirs[sheet.title][cell.coordinate]
                assert found.value == (cell.value if not isinstance(cell.value, float) else pytest.approx(cell.value))
                assert found.data_type != "f"
