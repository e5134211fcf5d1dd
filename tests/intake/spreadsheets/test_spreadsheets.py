"""Tables of LibreOffice and of the old Excel are read like an .xlsx; other formats are named."""

import shutil
import subprocess
import zipfile
from datetime import date

import openpyxl
import pytest

from maturity.errors import Refusal
from maturity.intake.spreadsheets.table import read_table
from maturity.intake.spreadsheets.texts import Lost

from ...exports.office import profile

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


@pytest.fixture
def ods(tmp_path):
    """Write an .ods by hand: the XML of its tables' rows, and other parts."""

    def write(rows, parts=None, names=NAMES):
        path = tmp_path / "t.ods"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            body = f'<table:table table:name="A">{rows}</table:table>'
            package.writestr("content.xml", f'<office:document {names} xmlns:calcext="urn:x">{body}</office:document>')
            for name, content in (parts or {}).items():
                package.writestr(name, content)
        return path

    return write


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(shown="", **attributes):
    told = " ".join(f'{name.replace("__", ":").replace("_", "-")}="{value}"' for name, value in attributes.items())
    paragraphs = f"<text:p>{shown}</text:p>" if shown is not None else ""
    return f"<table:table-cell {told}>{paragraphs}</table:table-cell>"


HEAD = row(cell("a"), cell("b"))


def read(path):
    table = read_table(path)
    return table.header, list(table.rows)


def code_of(path):
    with pytest.raises(Refusal) as caught:
        read(path)
    return caught.value.problems[0]


@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_what_libreoffice_saves_is_read_as_typed_with_its_errors(tmp_path, suffix):
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["名称", "n", "d", "e"], ["甲\n乙", 2001, date(2021, 3, 4), None], [], ["丙", 0.25, None, "=1/0"]):
        sheet.append(line)
    book.create_sheet("other")["A1"] = "no"
    book.save(tmp_path / "t.xlsx")
    office = shutil.which("soffice")
    assert office
    command = [office, "--headless", profile(), "--convert-to", suffix, "--outdir", tmp_path, tmp_path / "t.xlsx"]
    subprocess.run(command, check=True, capture_output=True)
    header, rows = read(tmp_path / f"t.{suffix}")
    assert header == ("名称", "n", "d", "e")
    assert rows == [(2, ["甲\n乙", "2001", "2021-03-04", ""]), (4, ["丙", "0.25", "", "#DIV/0!"])]
    assert isinstance(rows[1][1][3], Lost)


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        (cell("#N/A", calcext__value_type="error", office__value_type="string"), "#N/A"),
        (cell("Err:502", table__formula="of:=1", office__value_type="float", office__value="0"), "Err:502"),
        (cell("", calcext__value_type="error"), "#?"),
        (cell(None, table__formula="of:=1+1"), "=of:=1+1"),
        (cell("3", office__value_type="float"), "3"),
        (cell("3", office__value_type="float", office__value="x"), "3"),
        (cell("soon", office__value_type="date", office__date_value="soon"), "soon"),
        (cell("yes", office__value_type="boolean"), "yes"),
    ],
)
def test_a_cell_of_an_ods_without_a_readable_value_is_lost_and_not_empty(ods, xml, shown):
    ((_, cells),) = read(ods(HEAD + row(cell("1"), xml)))[1]
    assert cells == ["1", shown]
    assert isinstance(cells[1], Lost)


def test_repeated_rows_and_cells_stand_where_they_stood(ods):
    blank = row(cell(None), more='table:number-rows-repeated="1000000"')
    rows = [
        row(cell("x", table__number_columns_repeated="2")),
        row(cell(None, table__number_columns_repeated="1"), cell("y"), more='table:number-rows-repeated="2"'),
        row(cell('a<text:s text:c="2"/>b<office:annotation><text:p>note</text:p></office:annotation>')),
        blank,
    ]
    found = [(2, ["x", "x"]), (3, ["", "y"]), (4, ["", "y"]), (5, ["a  b", ""])]
    assert read(ods(HEAD + "".join(rows)))[1] == found


@pytest.mark.parametrize(
    ("rows", "parts", "code"),
    [
        (row(cell("x", table__number_columns_repeated="9999")), {}, "intake-columns"),
        (row(cell("x"), more='table:number-rows-repeated="999999999"'), {}, "intake-cells"),
        (row(cell("x", table__number_columns_repeated="-1")), {}, "intake-not-workbook"),
        (row(cell(cell("x"))), {}, "intake-not-workbook"),
        ("", {}, "intake-empty"),
        (HEAD, {"Basic/x.xml": "x"}, "intake-macros"),
        (HEAD, {"META-INF/manifest.xml": "<m:m xmlns:m='u'><m:encryption-data/></m:m>"}, "intake-password"),
    ],
)
def test_an_ods_that_cannot_be_read_safely_is_refused(ods, rows, parts, code):
    assert code_of(ods(rows, parts)).code == code


def test_an_ods_with_other_prefixes_is_refused_and_not_read_as_empty(ods):
    assert code_of(ods(HEAD, names=NAMES.replace("table:1.0", "other:1.0"))).code == "intake-not-workbook"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.et", b"\xd0\xcf\x11\xe0", "WPS .et"),
        ("a.xlsm", b"PK\x03\x04", ".xlsm"),
        ("A.XLSB", b"PK\x03\x04", ".xlsb"),
        ("a.numbers", b"PK\x03\x04", "Apple Numbers"),
        ("a.csv", b"%PDF-1.7", "PDF"),
    ],
)
def test_a_format_that_is_not_read_is_named(tmp_path, name, data, found):
    (tmp_path / name).write_bytes(data)
    problem = code_of(tmp_path / name)
    assert (problem.code, problem.values["found"]) == ("intake-format", found)
    assert ".xlsx" in problem.remedy("zh")


def test_no_remedy_of_a_csv_is_to_save_it_as_csv(tmp_path):
    for data in (b'a,b\n"x', b"a,b\n\xff\xff", b"a\x00b"):
        (tmp_path / "t.csv").write_bytes(data)
        problem = code_of(tmp_path / "t.csv")
        assert "CSV" not in problem.remedy("zh") + problem.remedy("en")
