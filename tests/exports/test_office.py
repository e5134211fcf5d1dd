"""LibreOffice opens the workbook and finds the same figures in it."""

import os
import shutil
import subprocess

import pytest
from maturity.exports import workbook
from openpyxl import load_workbook

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def office():
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("MATURITY_REQUIRE_SERVICES") == "1":
            pytest.fail("LibreOffice is required here and not installed")
        pytest.skip("LibreOffice is not installed")
    return program


def converted(office, path, folder, kind):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / kind), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / kind / f"{path.stem}.{kind}"


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
