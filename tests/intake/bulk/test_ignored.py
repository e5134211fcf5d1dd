"""Columns of serial numbers and notes: not read, counted and named, by rows and by columns alike."""

import csv

import openpyxl
import pytest

from maturity.classification.credit_code import complete
from maturity.cli import main
from maturity.errors import Refusal
from maturity.intake.answers import read_response
from maturity.intake.bulk import COLUMNS, headings, read_bulk
from maturity.intake.bulk.columnwise import read_blocks
from maturity.intake.spreadsheets.table import read_table
from maturity.questionnaire import load
from maturity.store.enterprises.facts import read_fact, read_facts

CODES = [complete(f"91320500MA00000{n}") for n in range(3)]


def lines(questionnaire, beside, cells, blank=0):
    """Headings and three enterprises, each with its cell in the column `beside`, first and last; then `blank` rows."""
    items = [item.id for item in questionnaire.items]
    facts = [[f"企业{n}", code, "C39", "discrete", "苏州市", "350", "12000", "2005"] for n, code in enumerate(CODES)]
    rows = [[cell, *each, *["full"] * len(items)] for each, cell in zip(facts, cells, strict=True)]
    return [[beside, *COLUMNS[:-1], *items], *rows, *([cells[0], *[""] * (len(rows[0]) - 1)] for _ in range(blank))]


def written(rows, tmp_path, suffix):
    path = tmp_path / f"t{suffix}"
    if suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def told(path, small):
    """What both readers ignore: headings with their cells, and rows; both read three enterprises."""
    found, aside = [], []
    entries = read_bulk(read_table(path, headings(small)), small, read_facts, ignored=found.append)
    again = read_bulk(read_table(path, headings(small)), small, read_facts, aside=aside)
    blocks = list(read_blocks(path, small, read_facts, read_fact, ignored=found.append))
    assert [entry.facts.credit_code for entry in entries] == CODES
    assert [code for block in blocks for code in block.facts["credit_code"]] == CODES
    assert (len(again), aside) == (3, [])
    one, other = ((dict(each.cells), each.rows) for each in found)
    assert one == other
    return one


HEADINGS = [
    "序号",
    "序 号",
    "編號",
    "編号",
    "NO.",
    "№",
    "#",
    "S/N",
    "备注",
    "備註",
    "说明：",
    "Notes",
    "REMARKS",
    "Serial No.",
]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("heading", HEADINGS)
def test_a_column_beside_the_data_is_counted(small, tmp_path, heading, suffix):
    assert told(written(lines(small, heading, ["1", " ", "x"]), tmp_path, suffix), small) == ({heading: 2}, 0)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_rows_with_a_serial_number_alone_hold_no_enterprise(small, tmp_path, suffix):
    path = written(lines(small, "序号", ["1", "2", "3"], blank=40), tmp_path, suffix)
    assert told(path, small) == ({"序号": 43}, 40)


def test_two_columns_of_one_heading_are_one(small, tmp_path):
    rows = [[*row, "备注" if n == 0 else "y"] for n, row in enumerate(lines(small, "备注", ["", "x", ""]))]
    assert told(written(rows, tmp_path, ".csv"), small) == ({"备注": 4}, 0)


def test_a_total_under_a_serial_number_is_still_one(small, tmp_path):
    rows = lines(small, "序号", ["1", "2", "3"])
    rows.append(["合计", "", "", "", "", "", "1050", "36000", "", *[""] * len(small.items)])
    with pytest.raises(Refusal) as caught:
        told(written(rows, tmp_path, ".csv"), small)
    assert [problem.code for problem in caught.value.problems] == ["intake-row-total"]


def test_they_are_named_once_by_every_verb(tmp_path, monkeypatch, capsys):
    cmmm = load("cmmm")
    bulk = written(lines(cmmm, "备注", ["已核", "", "待核"], blank=1), tmp_path, ".csv")
    answers = tmp_path / "a.csv"
    answers.write_text(f"No.,item,choice,reason,说明\n1,{cmmm.items[0].id},full,,好\n2,,,,\n", encoding="utf-8")
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path))
    for arguments, expected in {
        ("import", str(bulk), "--year", "2025", "--dry-run", "--language", "zh"): (
            "没有读的列：备注（3 格有内容）。\n1 行只在这些列有内容，没有读。\n"
        ),
        (
            "import",
            str(bulk),
            "--year",
            "2025",
            "--dry-run",
            "--skip-bad",
            str(tmp_path / "b.csv"),
            "--language",
            "en",
        ): ("Columns not read: 备注 (cells filled: 3).\nRows not read, with cells in these columns alone: 1.\n"),
        ("grade", str(answers), "--profile", "discrete", "--language", "en"): (
            "Columns not read: No. (cells filled: 2), 说明 (cells filled: 1).\n"
            "Rows not read, with cells in these columns alone: 1.\n"
        ),
    }.items():
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        ran = capsys.readouterr()
        assert (stopped.value.code, ran.err) == (0, expected)


def test_a_column_that_is_meant_to_be_read_is_read(small, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"item,choice,备注\n{small.items[0].id},full,\n", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_response(path, small, "discrete")
    assert [(p.code, p.place.column) for p in caught.value.problems] == [("intake-column-missing", "reason")]


@pytest.mark.parametrize("column", [1, 2, 4])
def test_a_note_below_the_table_is_one_mistake(small, tmp_path, column):
    rows = lines(small, "序号", ["1", "2", "3"])
    rows.append([""] * len(rows[0]))
    rows[-1][column] = "填表人：张三"
    path = written(rows, tmp_path, ".csv")
    for read in (
        lambda: read_bulk(read_table(path, headings(small)), small, read_facts),
        lambda: list(read_blocks(path, small, read_facts, read_fact)),
    ):
        with pytest.raises(Refusal) as caught:
            read()
        (problem,) = caught.value.problems
        assert (problem.code, problem.place.row, problem.values["found"]) == ("intake-row-note", 5, "填表人:张三")


@pytest.mark.parametrize("end", ["\r\n", "\n", ""])
def test_a_file_that_breaks_off_within_its_last_row_is_told(small, tmp_path, end):
    """Cut behind a whole answer the row would look as if the rest had not been answered yet."""
    rows = lines(small, "序号", ["1", "2", "3"])
    text = "\n".join(",".join(row) for row in rows)
    path = tmp_path / "t.csv"
    path.write_text(text[: text.rindex("full,full")] + "full" + end, encoding="utf-8", newline="")
    if end:  # a spreadsheet leaves empty cells at the end of a row out
        assert told(path, small) == ({"序号": 3}, 0)
        return
    for read in (
        lambda: read_bulk(read_table(path, headings(small)), small, read_facts),
        lambda: list(read_blocks(path, small, read_facts, read_fact)),
    ):
        with pytest.raises(Refusal) as caught:
            read()
        assert [(p.code, p.place.row) for p in caught.value.problems] == [("intake-cut-off", 4)]
    path.write_text(text, encoding="utf-8")
    assert told(path, small) == ({"序号": 3}, 0)
