"""`maturity detail`: one row an enterprise in three formats, counted, and nothing of it left when it is stopped."""

import csv
import json
from hashlib import sha256

import duckdb
import openpyxl
import pytest

from maturity.answers import Chosen, Response
from maturity.assessment.area_levels import area_levels
from maturity.assessment.selection import LeftOut
from maturity.intake.bulk import headings
from maturity.intake.spreadsheets.table import read_table
from maturity.publication.microdata import microdata
from maturity.publication.microdata_file import Column, Microdata, write
from maturity.questionnaire import Text, load
from maturity.scoring import grade
from maturity.store import open_store

from .conftest import enterprise

ASK = ("detail", "--reason", "年度报告")
ITEMS = [item.id for item in load().items]
MIXED = {id: ("full", "most", "part", "none", "")[place % 5] for place, id in enumerate(ITEMS)}


@pytest.fixture
def filled(run, database, bulk):
    path = bulk(
        enterprise(1),
        enterprise(2, city="徐州市", **MIXED),
        enterprise(3, **dict.fromkeys(ITEMS, "none")),
        *map(enterprise, range(4, 11)),
    )
    assert run("import", path, "--year", 2025, "--database", database).code == 0
    return database


def table(path):
    """Column id -> values, of any of the formats."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
    elif path.suffix == ".xlsx":
        head, *rows = openpyxl.load_workbook(path)["Data 1"].iter_rows(values_only=True)
    else:
        found = duckdb.read_parquet(str(path))
        head, rows = found.columns, found.fetchall()
    plain = [["" if cell is None or cell != cell else str(cell) for cell in row] for row in rows]
    return {name: list(values) for name, values in zip(head, zip(*plain, strict=True), strict=True)}


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "parquet"])
def test_every_format_holds_the_same_rows(run, filled, tmp_path, suffix):
    ran = run(
        "detail",
        "--reason",
        "年度报告",
        "--year",
        2025,
        "--what",
        "all",
        "--out",
        tmp_path / f"d.{suffix}",
        "--database",
        filled,
    )
    assert (ran.code, ran.err) == (0, "")
    found = table(tmp_path / f"d-internal.{suffix}")
    place = found["city"].index("320300")
    assert {id: found[id][place] for id in ITEMS} == MIXED
    assert {"name", "credit_code"}.isdisjoint(found)
    assert len(found) == 17 + 5 + 12 + 20 + 20 + len(ITEMS)


def test_the_scores_are_those_of_the_exact_grade(filled):
    store = open_store(filled)
    made = {column.id: column for column in microdata(store, 2025).columns}
    store.close()
    row = made["city"].values.tolist().index(made["city"].members.index("320300"))
    asked = load()
    given = {item.id: Chosen(MIXED[item.id]) for item in asked.items_of("discrete") if MIXED[item.id]}
    exact = grade(Response(asked, "discrete", given))
    assert made["level"].values[row] == exact.level
    assert made["score"].values[row] == pytest.approx(float(exact.score))
    for level in exact.levels:
        assert made[f"a{level.number}"].values[row] == pytest.approx(float(level.score))
    for id, area_level in area_levels(exact).items():
        assert made[f"subdomain.{id}"].values[row] == pytest.approx(float(area_level.total))
        assert made[f"level.{id}"].values[row] == area_level.level


def test_the_manifest_says_what_the_file_is(run, filled, tmp_path):
    ran = run(*ASK, "--year", 2025, "--out", tmp_path / "d.parquet", "--database", filled, "--json")
    manifest = str(tmp_path / "d-internal.parquet.manifest.json")
    said = {"file": manifest.removesuffix(".manifest.json"), "manifest": manifest, "rows": 10}
    columns = len(table(tmp_path / "d-internal.parquet"))
    assert json.loads(ran.out) == said | {"columns": columns}
    told = json.loads((tmp_path / "d-internal.parquet.manifest.json").read_text(encoding="utf-8"))
    data = (tmp_path / "d-internal.parquet").read_bytes()
    assert (told["rows"], told["sha256"]) == (10, sha256(data).hexdigest())
    assert told["reason"] == "年度报告"
    assert [column["id"] for column in told["columns"]] == list(table(tmp_path / "d-internal.parquet"))
    assert told["left_out"] == {"other-version": 0, "replaced": 0, "elsewhere": 0, "differing": 0}


def test_a_year_without_records_and_an_ending_nobody_writes_are_the_users(run, filled, tmp_path):
    assert "plan-no-records" in run(*ASK, "--year", 2001, "--out", tmp_path / "d.csv", "--database", filled).err
    ran = run(*ASK, "--year", 2025, "--out", tmp_path / "d.ods", "--database", filled)
    assert ran.code == 1
    assert ".parquet" in ran.err


def made_up(rows):
    import numpy as np

    text = Text("列", "Column")
    columns = (
        Column("organisation", text, np.array([f"=1+{n}<&" for n in range(rows)])),
        Column("level", text, np.arange(rows) % 6 - 1, tuple("12345")),
        Column("score", text, np.where(np.arange(rows) % 7 == 0, np.nan, np.arange(rows) / 3)),
    )
    return Microdata(2025, "scores", "cmmm 1", columns, rows, "0" * 64, LeftOut(0, 0))


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "parquet"])
def test_stopped_half_way_it_leaves_nothing(tmp_path, suffix):
    def stop(rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(made_up(9000), tmp_path / f"d.{suffix}", stop)
    assert list(tmp_path.iterdir()) == []


def test_past_the_last_row_of_a_sheet_it_goes_on_in_another(tmp_path, monkeypatch):
    from maturity.exports.microdata import xlsx

    monkeypatch.setattr(xlsx, "MOST_ROWS", 5001)
    path, _ = write(made_up(12_000), tmp_path / "d.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Data 1", "Data 2", "Data 3", "列 Columns"]
    assert [book[f"Data {number}"].max_row for number in (1, 2, 3)] == [5001, 5001, 2001]
    last = [cell.value for cell in book["Data 3"][2001]]
    assert last == ["=1+11999<&", "5" if 11_999 % 6 == 5 else last[1], pytest.approx(11_999 / 3)]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows(max_row=5) for cell in row)


def test_a_lost_row_is_noticed(tmp_path, monkeypatch):
    from maturity.exports.microdata import xlsx

    from maturity.errors import Refusal

    monkeypatch.setattr(xlsx, "_CHUNK", 10)
    real = xlsx._cells
    monkeypatch.setattr(xlsx, "_cells", lambda column, known: real(column, known)[:-1])
    with pytest.raises(Refusal) as caught:
        write(made_up(100), tmp_path / "d.xlsx")
    assert caught.value.problems[0].code == "plan-not-verified"
    assert list(tmp_path.iterdir()) == []


def test_fewer_than_ten_are_refused_with_the_way_to_do_it(run, bulk, tmp_path):
    ran = run(*ASK, "--year", 2025, "--file", bulk(*map(enterprise, range(1, 10))), "--out", tmp_path / "d.csv")
    assert ran.code == 1
    assert "export-few" in ran.err
    assert not list(tmp_path.glob("d*.csv"))


def test_two_exports_cannot_be_joined_by_their_pseudonyms(filled):
    store = open_store(filled)
    first, second = (set(microdata(store, 2025).columns[0].values.tolist()) for _ in range(2))
    store.close()
    assert len(first) == len(second) == 10
    assert not first & second


def test_the_workbook_is_read_back_cell_by_cell(run, filled, tmp_path):
    path = tmp_path / "d.xlsx"
    run(*ASK, "--year", 2025, "--what", "answers", "--out", path, "--database", filled)
    (path,) = tmp_path.glob("d*.xlsx")
    found = read_table(path, headings(load()))
    rows = [cells for _, cells in found.rows]
    expected = table(path)
    for place, name in enumerate(found.header):
        assert [cells[place] for cells in rows] == [cell.removesuffix(".0") for cell in expected[name]], name
    assert "none" in expected[ITEMS[0]]
