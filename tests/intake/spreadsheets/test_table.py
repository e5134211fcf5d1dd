"""One reader for tables: whatever a spreadsheet saves is read as text, by name of column, with its row."""

import datetime

import pytest

from maturity.errors import Refusal
from maturity.intake.spreadsheets.table import MOST_CELL, read_table
from maturity.intake.spreadsheets.texts import is_lost


def read(path):
    table = read_table(path)
    return table.header, list(table.rows)


@pytest.fixture
def file(tmp_path):
    def write(data, name="t.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def code_of(path):
    with pytest.raises(Refusal) as caught:
        read(path)
    return caught.value.problems[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_as_spreadsheets_save_it(file, encoding, delimiter, newline):
    text = newline.join([f"名称{delimiter}备注", f'"甲{delimiter}乙"{delimiter}"第一行\n第二行"', ""])
    header, rows = read(file(text.encode(encoding)))
    assert header == ("名称", "备注")
    assert rows == [(2, [f"甲{delimiter}乙", "第一行\n第二行"])]


def test_blank_rows_are_left_out_and_still_counted(file):
    assert read(file("a,b\n\n,\n1,2\n"))[1] == [(4, ["1", "2"])]


def test_short_rows_are_filled_and_empty_cells_beyond_the_header_dropped(file):
    assert read(file("a,b\n1\n1,2,,\n"))[1] == [(2, ["1", ""]), (3, ["1", "2"])]


def test_empty_columns_at_the_end_are_none(file):
    assert read(file(" a ,b,,\n1,2,,\n")) == (("a", "b"), [(2, ["1", "2"])])


@pytest.mark.parametrize("cell", ["=1+1", "+86 10", "-5", "@x", "007", "1e5", "TRUE"])
def test_a_cell_is_text_whatever_it_looks_like(file, workbook, cell):
    assert read(file(f"a\n{cell}\n"))[1] == [(2, [cell])]
    assert read(file(f"a\n'{cell}\n"))[1] == [(2, [cell if cell[0] in "=+-@" else f"'{cell}"])]  # marked as text


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        (b"", "intake-empty", None),
        (b" \n\n", "intake-empty", None),
        (b",,\n", "intake-empty", None),
        (b"a,b\n1,\x00\n", "intake-nul", 2),
        ("a,b".encode("utf-16-le"), "intake-nul", 1),
        (b"a\0b\n,\0c\0", "intake-nul", 1),
        ("a,b\n1,\0".encode("utf-16"), "intake-nul", 2),
        (b"\xff\xfea", "intake-encoding", 1),
        (b"a,b\n1,\xff\xff\n", "intake-encoding", 2),
        (b'a,b\n1,"2\n', "intake-csv", 2),
        (b"a,b\n1,2,3\n", "intake-row-long", 2),
        (b"a,b\n1," + b"x" * (MOST_CELL + 1), "intake-cell-long", 2),
        (b"a,b\n1," + b"x" * 200_000, "intake-csv", 2),
        (b"a," * 3000 + b"b\n", "intake-columns", 1),
        (b"\xd0\xcf\x11\xe0 old", "intake-old-workbook", None),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_row(file, data, code, row):
    problem = code_of(file(data))
    assert (problem.code, problem.place.row) == (code, row)


def test_text_with_a_workbooks_name_is_refused(file):
    assert code_of(file("a,b\n1,2\n", "t.xlsx")).code == "intake-not-workbook"


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as big:
        big.truncate(300 * 1024 * 1024)
    assert code_of(path).code == "intake-too-large"


def test_a_workbook_is_read_as_a_person_would_type_it(workbook):
    day = datetime.date(2021, 3, 4)
    header, rows = read(workbook([("name", "n"), ("甲", 2001), ("乙", 0.1), (None, None), ("丙", day), ("丁", True)]))
    assert header == ("name", "n")
    assert rows == [(2, ["甲", "2001"]), (3, ["乙", "0.1"]), (5, ["丙", "2021-03-04"]), (6, ["丁", "TRUE"])]


def test_a_formula_gives_its_kept_value_and_never_runs(workbook):
    cells = b'<row r="2"><c r="A2" t="str"><f>1+1</f><v>kept</v></c></row></sheetData>'
    change = {"xl/worksheets/sheet1.xml": lambda text: text.replace(b"</sheetData>", cells)}
    assert read(workbook([("a",)], change))[1] == [(2, ["kept"])]


def test_only_the_first_sheet_is_read_and_a_table_may_start_lower(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active["B3"], book.active["C3"], book.active["B4"], book.active["C4"] = "a", "b", "x", 3
    book.create_sheet("other")["A1"] = "no"
    book.save(tmp_path / "t.xlsx")
    assert read(tmp_path / "t.xlsx") == (("a", "b"), [(4, ["x", "3"])])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read_where_it_is_certain(file, encoding):
    assert read(file("名称\tb\n甲\t2\n".encode(encoding))) == (("名称", "b"), [(2, ["甲", "2"])])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_text_with_a_byte_order_mark_is_read(file, encoding):
    assert read(file("名称\tb\n甲\t2\n".encode(encoding))) == (("名称", "b"), [(2, ["甲", "2"])])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("name\n臺灣精密機械廠股份有限公司\n", "big5"),
        ("name\n日本の機械製作所\n", "shift_jis"),
        ("name\nMüller Gießerei Größe\n", "cp1252"),
    ],
)
def test_another_encoding_is_never_taken_for_gb18030(file, text, encoding):
    assert code_of(file(text.encode(encoding))).code == "intake-encoding"


def test_the_line_that_names_the_separator_is_no_heading(file):
    assert read(file("sep=;\r\na;b\r\n1,5;2\r\n")) == (("a", "b"), [(3, ["1,5", "2"])])


def test_blanks_are_nothing(file):
    assert read(file("a,b\n1,2, ,\u3000\n  ,\u3000\n3,4\n")) == (("a", "b"), [(2, ["1", "2"]), (4, ["3", "4"])])


def test_headings_are_found_in_any_sheet_and_case(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["some cover"])
    sheet = book.create_sheet("data")
    for row in (["a title", None], [], ["Name", "信用代码（18位） "], ["甲", 1]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    table = read_table(tmp_path / "t.xlsx", {"name": "name", "信用代码(18位)": "credit_code"})
    assert (table.header, list(table.rows)) == (("name", "credit_code"), [(4, ["甲", "1"])])
    assert table.row == 3
    with pytest.raises(Refusal) as caught:
        read_table(tmp_path / "t.xlsx", {"x": "x"})
    assert [(p.code, p.values["sheets"]) for p in caught.value.problems] == [("intake-headings", "Sheet、data")]


def test_a_cell_without_a_readable_value_is_never_empty(workbook):
    cells = (
        b'<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>2</v></c></row>'
        b'<row r="4"><c r="B4"><f>1+1</f></c></row></sheetData>'
    )
    change = {"xl/worksheets/sheet1.xml": lambda text: text.replace(b"</sheetData>", cells)}
    rows = read(workbook([("a", "b")], change))[1]
    assert rows == [(2, ["#N/A", "2"]), (4, ["", "=1+1"])]
    assert [is_lost(cell) for _, row in rows for cell in row] == [True, False, False, True]


def test_errors_that_the_library_does_not_know_are_told_with_their_cell(workbook):
    cells = b'<row r="2"><c r="B2" t="e"><v>#SPILL!</v></c></row></sheetData>'
    change = {"xl/worksheets/sheet1.xml": lambda text: text.replace(b"</sheetData>", cells)}
    problem = code_of(workbook([("a", "b")], change))
    assert (problem.code, problem.place.column, problem.values["shown"]) == ("intake-lost", "B2", "#SPILL!")
