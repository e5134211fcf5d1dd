"""LibreOffice opens the workbook and finds the same figures in it."""

import pytest
from maturity.exports import workbook
from openpyxl import load_workbook

from .office import converted

pytestmark = pytest.mark.office


@pytest.mark.parametrize("language", ["zh", "en"])
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
