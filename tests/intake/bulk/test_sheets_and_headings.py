"""Workbooks as people keep them: several sheets, headings of every spelling, merged cells. Nothing is passed over."""

import csv
import shutil
import subprocess

import openpyxl
import pytest

from maturity.classification.credit_code import complete
from maturity.cli import main
from maturity.errors import Refusal
from maturity.intake.answers import read_response
from maturity.intake.bulk import COLUMNS, headings, read_bulk
from maturity.intake.bulk.columnwise import read_blocks
from maturity.intake.spreadsheets.table import heading_key, read_table
from maturity.questionnaire import load
from maturity.store.enterprises.facts import read_fact, read_facts

from ...exports.office import profile

CODE = complete("91320500MA000001")


@pytest.fixture
def lines(small):
    """The row of headings and that of an enterprise."""
    facts = ["示例企业", CODE, "C39", "discrete", "苏州市", "350", "12000", "2005", "private"]
    return [[*COLUMNS, *(item.id for item in small.items)], [*facts, *("full" for _ in small.items)]]


@pytest.fixture
def book(tmp_path):
    def write(sheets, hidden=(), merged=(), change=lambda book: None, name="t.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
            if title in hidden:
                sheet.sheet_state = "veryHidden"
            for area in merged:
                sheet.merge_cells(area)
        change(book)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def entries(path, small):
    return read_bulk(read_table(path, headings(small)), small, read_facts)


def problems(path, small):
    """By rows and by columns, which say the same."""
    with pytest.raises(Refusal) as caught:
        entries(path, small)
    with pytest.raises(Refusal) as columnwise:
        list(read_blocks(path, small, read_facts, read_fact))
    told, also = ([(p.code, p.place.row, p.place.column) for p in e.value.problems] for e in (caught, columnwise))
    assert told == also
    assert all(p.line("zh") and p.line("en") for p in caught.value.problems)
    return told


@pytest.mark.parametrize("hidden", [(), ("一批",), ("二批",)])
def test_rows_of_a_second_sheet_are_never_left_out(book, small, lines, hidden):
    other = [lines[0], ["另一企业", complete("91320500MA000002"), *lines[1][2:]]]
    path = book({"封面": [["说明"]], "一批": lines, "二批": other}, hidden)
    assert problems(path, small) == [("intake-sheets", None, "")]
    with pytest.raises(Refusal) as caught:
        read_table(path, headings(small))
    assert caught.value.problems[0].values["sheets"] == "一批、二批"


def test_a_sheet_without_rows_or_with_few_headings_is_no_second_table(book, small, lines):
    for title, rows in {"模板": lines[:1], "填表说明": [["企业名称", "执照上的全称"], ["城市", "地级市"]]}.items():
        path = book({title: rows, "数据": lines})
        table = read_table(path, headings(small))
        assert (table.sheet, table.beside) == ("数据", (title,))
        assert [entry.facts.name for entry in entries(path, small)] == ["示例企业"]


def test_what_is_beside_the_table_is_named(book, tmp_path, monkeypatch, capsys):
    cmmm = load("cmmm")
    items = [item.id for item in cmmm.items]
    facts = ["示例企业", CODE, "C39", "discrete", "苏州市", "350", "12000", "2005"]
    bulk = book({"封面": [["说明"]], "数据": [[*COLUMNS[:-1], *items], [*facts, *["full"] * len(items)]]})
    answers = book({"说明": [["x"]], "回答": [["item", "choice", "reason"], [items[0], "full", ""]]}, name="a.xlsx")
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path))
    for arguments, told in {
        ("import", str(bulk), "--year", "2025", "--dry-run", "--language", "zh"): "“数据”；没有读：封面",
        ("grade", str(answers), "--profile", "discrete", "--language", "en"): "Sheet read: 回答. Not read: 说明.",
    }.items():
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        ran = capsys.readouterr()
        assert stopped.value.code == 0, ran.err
        assert told in ran.err


def test_two_sheets_of_answers_are_told_apart(book, small):
    rows = [["item", "choice", "reason"], [small.items[0].id, "full", ""]]
    with pytest.raises(Refusal) as caught:
        read_response(book({"a": rows, "b": rows}), small, "discrete")
    assert caught.value.problems[0].code == "intake-sheets"


SPELLED = {
    "name": ["企业名称*", "企业 名称：", "企业全称", "企業名稱", "Enterprise name", "单位名称\n（盖章）"],
    "credit_code": [
        "统一社会\n信用代码",
        "统一社会信用代码（18位）",
        "社会信用代码",
        "Credit code",
        "creditCode",
        "CREDIT-CODE",
    ],
    "division": ["所属行业", "行业大类代码", "INDUSTRY", "【行业】"],
    "production_type": ["生产类型（离散/流程）", "ProductionType", "Type of production"],
    "city": ["所在市", "城市（地级市）", "City*", "所在 城市"],
    "headcount": ["从业人员（人）", "从业人数/人", "员工人数", "Employees"],
    "revenue_10k": ["营业收入/万元", "营业收入 (万元)", "营业收入，万元", "Revenue (10k)"],
    "founded": ["成立日期", "成立时间", "成立年份（年）", "founded-year"],
    "ownership": ["企业控股情况", "控股类型"],
}


@pytest.mark.parametrize(("column", "heading"), [(name, text) for name, texts in SPELLED.items() for text in texts])
def test_headings_are_known_by_their_letters(book, small, lines, column, heading):
    lines[0][lines[0].index(column)] = heading
    (entry,) = entries(book({"s": lines}), small)
    assert entry.facts.credit_code == CODE


@pytest.mark.parametrize("heading", ["营业收入", "营业收入（亿元）", "营业收入（元）", "类型", "联系人"])
def test_headings_of_another_meaning_are_not(book, small, lines, heading):
    lines[0][6] = heading
    assert ("intake-column-unknown", 1, heading) in problems(book({"s": lines}), small)


@pytest.mark.parametrize("id", ["cmmm"])
def test_no_two_columns_have_the_same_letters(id):
    known = headings(load(id))
    assert len({heading_key(name) for name in known.values()}) == len(set(known.values()))
    assert all(known[spelling] == known.get(heading_key(spelling), known[spelling]) for spelling in known)


def letter(lines, name):
    return openpyxl.utils.get_column_letter(lines[0].index(name) + 1)


def saved_as(path, suffix):
    if suffix == ".xlsx":
        return path
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    command = [office, profile(), "--headless", "--convert-to", suffix[1:], "--outdir", path.parent, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(suffix)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_cells_under_merged_ones_are_mistakes_where_something_is_shown(book, small, lines, suffix):
    """A reader sees the value in every cell; the file holds it in the first one only."""
    first, second = small.items[0].id, small.items[1].id
    rows = [*lines, ["另一企业", complete("91320500MA000002"), *lines[1][2:]]]
    city, answer, beside = (letter(lines, name) for name in ("city", first, second))
    path = book({"s": rows}, merged=[f"{city}2:{city}3", f"{answer}2:{beside}2", "A5:C5"])
    assert problems(saved_as(path, suffix), small) == [("intake-merged", 2, second), ("intake-merged", 3, "city")]


def test_merged_titles_and_headings_of_two_rows_do_no_harm(book, small, lines):
    facts, items = lines[0][:9], lines[0][9:]
    upper = [*facts, "能力要求", *[""] * (len(items) - 1)]
    rows = [["智能制造能力成熟度汇总表"], upper, [*[""] * 9, *items], *lines[1:]]
    last = openpyxl.utils.get_column_letter(len(upper))
    areas = [
        f"A1:{last}1",
        f"J2:{last}2",
        *(f"{openpyxl.utils.get_column_letter(n)}2:{openpyxl.utils.get_column_letter(n)}3" for n in range(1, 10)),
    ]
    (entry,) = entries(book({"s": rows}, merged=areas), small)
    assert (entry.row, entry.facts.name) == (4, "示例企业")


def test_texts_that_programs_guard_against_spreadsheets_are_texts(tmp_path, small, lines):
    path = tmp_path / "t.csv"
    lines[1][:2] = ['="示例企业"', f'="{CODE}"']
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    (entry,) = entries(path, small)
    assert (entry.facts.name, entry.facts.credit_code) == ("示例企业", CODE)


@pytest.mark.parametrize("head", ["sep=^\r\n", '"sep=^"\n', "SEP = ^ \r", "sep=^,,,,\r\n"])
def test_the_line_of_the_separator_may_name_any(tmp_path, small, lines, head):
    path = tmp_path / "t.csv"
    path.write_bytes((head + "\r\n".join("^".join(line) for line in lines)).encode())
    assert [entry.row for entry in entries(path, small)] == [3]


def test_an_error_in_a_fact_is_one_mistake(book, small, lines):
    lines[1][8] = "#N/A"
    assert problems(book({"s": lines}), small) == [("intake-lost", 2, "ownership")]
