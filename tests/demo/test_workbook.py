"""The finished workbook shows the published figures of 2021, digit for digit; read from the xlsx file itself."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from importlib.resources import files

import openpyxl
import pytest

from ..exports.office import profile

PUBLISHED = {  # per cent at level 1 or below, 2, 3, 4, 5
    "离散型": ["67.1", "15.8", "7.8", "4.6", "4.8"],
    "流程型": ["72.2", "14.4", "6.7", "3.3", "3.4"],
}
OVERALL = ["69", "15", "7", "9"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    environment = {**os.environ, "MATURITY_DATA_DIR": str(folder), "MATURITY_LANGUAGE": "zh"}
    environment.pop("MATURITY_DATABASE_URL", None)
    command = [sys.executable, "-m", "maturity", "demo"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=170)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.xlsx")
    assert str(path) in done.stdout
    return path


def tables(path):
    """Title -> (header, rows) of every sheet with a table; the header is the first row with several filled cells."""
    found = {}
    for sheet in openpyxl.load_workbook(path):
        rows = [row for row in sheet.iter_rows(values_only=True) if sum(cell is not None for cell in row) > 2]
        if sheet.title.startswith("表"):
            found[sheet["A1"].value] = (rows[0], rows[1:])
    return found


def parted(name):
    """("二级", "家") of a column's header, whose unit stands in brackets on a line of its own."""
    words, _, rest = name.partition("\n")
    return words, rest[1:2]


def table(path, words):
    (found,) = [content for title, content in tables(path).items() if words in title]
    return found


def shares(header, row):
    """The shares of a row, in the order of the columns, as far as they are in per cent."""
    return [row[i] for i, name in enumerate(header) if parted(name)[1] == "%"]


def test_the_file_says_that_it_is_internal(demo):
    assert demo.stem.endswith("-internal")
    cover = openpyxl.load_workbook(demo).worksheets[0]
    words = " ".join(str(cell) for row in cover.iter_rows(values_only=True) for cell in row if cell is not None)
    assert "仅供内部使用" in words


def test_the_level_tables_of_both_years_are_published(demo):
    with sqlite3.connect(demo.parent / "maturity.sqlite3") as ledger:
        assert [*ledger.execute("SELECT year, plan FROM releases ORDER BY year, plan")] == [
            (2020, "demo-levels"),
            (2021, "concentration"),
            (2021, "demo-levels"),
            (2021, "joint"),
            (2021, "regions"),
            (2021, "standard"),
            (2022, "register"),
        ]


def test_levels_by_type_are_the_published_shares(demo):
    header, rows = table(demo, "按生产类型分")
    printed = {row[0]: [f"{share:.1f}" for share in shares(header, row)[:5]] for row in rows}
    assert {kind: printed[kind] for kind in PUBLISHED} == PUBLISHED


def test_levels_overall_are_the_published_whole_per_cent(demo):
    header, rows = table(demo, "整数百分比")
    assert [f"{share:.0f}" for share in shares(header, rows[0])] == OVERALL


def test_the_ranking_is_the_published_top_50_with_its_tie(demo):
    header, rows = table(demo, "前 50 位城市")
    with (files("maturity.demo") / "cities_2021.csv").open(encoding="utf-8") as file:
        published = {row["city"]: int(row["enterprises_level_2_and_above"]) for row in csv.DictReader(file)}
    city, count = header.index("城市"), list(map(parted, header)).index(("#二级及以上", "家"))
    assert {row[city]: row[count] for row in rows} == published
    assert len(rows) == 51
    assert [row[0] for row in rows[-2:]] == [50, 50]
    assert [row[count] for row in rows] == sorted(published.values(), reverse=True)


def test_no_cell_is_a_formula(demo):
    kinds = {cell.data_type for sheet in openpyxl.load_workbook(demo) for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_the_tidy_sheet_adds_up_to_the_tables(demo):
    rows = list(openpyxl.load_workbook(demo)["Data"].iter_rows(values_only=True))
    data = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    def total(**where):
        return sum(r["OBS_VALUE"] for r in data if all(r[key] == value for key, value in where.items()))

    by_type = {"TABLE_ID": "by-type", "MEASURE": "count", "LEVEL": "_T"}
    assert total(**by_type, TYPE="_T") == 20_000
    assert total(**by_type) == 40_000
    for name in ("by-division", "by-province", "by-size"):
        parts = [r for r in data if r["TABLE_ID"] == name and r["MEASURE"] == "count" and r["LEVEL"] == "_T"]
        everything = {"_T"}
        whole = [r for r in parts if {r["REF_AREA"], r["INDUSTRY"], r["TYPE"], r["SIZE"]} == everything]
        assert sum(r["OBS_VALUE"] for r in parts) == 2 * whole[0]["OBS_VALUE"] == 40_000
    header, shown = table(demo, "按生产类型分")
    first_count = list(map(parted, header)).index(("二级", "家"))
    levels = {"TABLE_ID": "by-type", "MEASURE": "count", "LEVEL": "L2"}
    assert {row[first_count] for row in shown} == {r["OBS_VALUE"] for r in data if levels.items() <= r.items()}


@pytest.mark.office
def test_libreoffice_opens_it_with_the_same_figures(demo, tmp_path):
    if shutil.which("soffice") is None:
        if os.environ.get("MATURITY_REQUIRE_SERVICES"):
            pytest.fail("LibreOffice is required here")
        pytest.skip("LibreOffice (soffice) is not installed")
    command = ["soffice", profile(), "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(demo)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    ours, theirs = tables(demo), tables(tmp_path / demo.name)
    assert json.dumps(list(ours)) == json.dumps(list(theirs))
    for title, (header, rows) in ours.items():
        again = theirs[title][1]
        assert [[cell for cell in row if isinstance(cell, int | float)] for row in again] == [
            [cell for cell in row if isinstance(cell, int | float)] for row in rows
        ], (title, header)
