"""A workbook is examined before it is parsed; hostile ones are refused without using memory for them."""

import contextlib
from zipfile import ZipFile

import pytest

from maturity.errors import Refusal
from maturity.intake.spreadsheets import archive, stream
from maturity.intake.spreadsheets.table import read_table
from maturity.offline.returned_workbook import read_workbook
from maturity.questionnaire import load, only

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [("a", "b"), (1, 2)]


def code_of(path):
    with pytest.raises(Refusal) as caught:
        list(read_table(path).rows)
    return caught.value.problems[0].code


def cells(xml):
    return {SHEET: lambda text: text.replace(b"</sheetData>", xml + b"</sheetData>")}


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "intake-macros"),
        ("xl/macrosheets/sheet1.xml", "intake-macros"),
        ("xl/activeX/activeX1.xml", "intake-macros"),
        ("xl/externalLinks/externalLink1.xml", "intake-links"),
        ("xl/connections.xml", "intake-links"),
        ("xl/embeddings/object1.docx", "intake-links"),
    ],
)
def test_macros_and_outside_data_are_refused(workbook, part, code):
    assert code_of(workbook(ROWS, {part: b"x"})) == code


def test_a_macro_sheet_by_content_type_is_refused(workbook):
    change = {"[Content_Types].xml": lambda text: text.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")}
    assert code_of(workbook(ROWS, change)) == "intake-macros"


def test_printer_settings_are_harmless(workbook):
    path = workbook(ROWS, {"xl/printerSettings/printerSettings1.bin": b"x"})
    assert list(read_table(path).rows) == [(2, ["1", "2"])]


def test_a_bomb_is_refused(workbook):
    assert code_of(workbook(ROWS, {"xl/media/x.xml": b"0" * 20_000_000})) == "intake-bomb"


def test_too_many_parts_are_refused(workbook):
    parts = {f"x/{number}": b"" for number in range(archive.MOST_PARTS)}
    assert code_of(workbook(ROWS, parts)) == "intake-bomb"


def test_a_size_that_lies_is_refused(workbook):
    path = workbook(ROWS)
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02", 0, data.rfind(SHEET.encode()))
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    assert code_of(path) == "intake-not-workbook"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b'<row r="3"><c r="XFD3"><v>1</v></c></row>', "intake-columns"),
        (b'<row r="3"><c s="1"\n r = \'ZZZZZZ3\'><v>1</v></c></row>', "intake-columns"),
        (b'<row r="1048576"><c r="BXX1048576"><v>1</v></c></row>', "intake-cells"),
        (b'<row r="9999999999"><c r="BXX9999999999"><v>1</v></c></row>', "intake-cells"),
        (b'<row r="3"><c><v>1</v></c></row>', None),
        (b'<row r="3">' + b"<c/>" * 2_001 + b"</row>", "intake-columns"),
        (b'<row r="3">' + b"<c/>" * 20_000 + b"</row>", "intake-columns"),
        (b'<row r="9999999"><c/><c/><c/><c/></row>', "intake-cells"),
        (b'<row r="3"><c/><c/><c r="B3"><v>1</v></c></row>', "intake-cell-twice"),
        (b'<row r="x"><c><v>1</v></c></row>', "intake-unplaced"),
        (b'<row r="3"><x:c><v>1</v></x:c></row>', "intake-unplaced"),
        (b"<row></row>" * 3, None),
    ],
)
def test_a_sheet_that_would_fill_the_memory_is_refused(workbook, xml, code):
    path = workbook(ROWS, cells(xml))
    if code:
        assert code_of(path) == code
    else:
        list(read_table(path).rows)


def test_a_far_cell_is_found_across_the_pieces_of_a_large_sheet(workbook, monkeypatch):
    monkeypatch.setattr(stream, "CHUNK", 7)
    assert code_of(workbook(ROWS, cells(b'<row r="3"><c r="XFD3"><v>1</v></c></row>'))) == "intake-columns"


LONG = {"xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * 3000 + b"</t></si><si><t>y</t></si></sst>"}


@pytest.mark.parametrize("cell", [b'<c r="%b" t="s"><v>0</v></c>', b'<c t="s" r="%b"><v >0</v></c>'])
def test_a_long_text_in_every_cell_is_refused(workbook, monkeypatch, cell):
    monkeypatch.setattr(archive, "MOST_TEXT", 10_000)
    rows = b"".join(b"<row>" + cell % place + b"</row>" for place in (b"A3", b"A4", b"A5", b"A6"))
    assert code_of(workbook(ROWS, {**LONG, **cells(rows)})) == "intake-texts"


def test_a_long_text_in_one_cell_of_many_is_read(workbook, monkeypatch):
    monkeypatch.setattr(archive, "MOST_TEXT", 10_000)
    rows = b"".join(b'<row><c r="A%d" t="s"><v>1</v></c></row>' % n for n in range(3, 40))
    assert len(list(read_table(workbook(ROWS, {**LONG, **cells(rows)})).rows)) == 38


def large(monkeypatch, most):
    """Sizes as they would be of a workbook a million times larger."""
    monkeypatch.setattr(archive, "MOST_UNPACKED", most)
    monkeypatch.setattr(archive, "MOST_LARGE", 4 * most)


def test_a_large_workbook_is_read_where_it_is_full_of_cells(workbook, monkeypatch):
    rows = [tuple(range(200)) for _ in range(100)]
    path = workbook(rows)
    sizes = {part.filename: part.file_size for part in ZipFile(path).infolist()}
    assert sizes[SHEET] < 128 * 20_000
    large(monkeypatch, sizes[SHEET] // 2)
    assert sizes[SHEET] > archive.MOST_UNPACKED
    assert len(list(read_table(path).rows)) == 99
    with pytest.raises(Refusal) as caught:  # a page's upload is not
        read_workbook(path.read_bytes(), "t.xlsx", only(load()))
    assert caught.value.problems[0].code == "intake-bomb"
    large(monkeypatch, sizes[SHEET] // 5)
    assert code_of(path) == "intake-bomb"


@pytest.mark.parametrize("filler", [b'<x a="' + b"0" * 500 + b'"/>', b"<c r='A%d' x='" + b"0" * 500 + b"'/>"])
def test_a_large_sheet_of_anything_but_cells_is_a_bomb(workbook, monkeypatch, filler):
    xml = b"".join(b'<row r="%d">' % n + filler.replace(b"%d", b"%d" % n) + b"</row>" for n in range(3, 3000))
    large(monkeypatch, 500_000)
    assert code_of(workbook(ROWS, cells(xml))) == "intake-bomb"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_entities_are_refused(workbook, part):
    def declare(text):
        return b'<!DOCTYPE x [<!ENTITY a "b">]>' + text

    assert code_of(workbook(ROWS, {part: declare})) == "intake-not-workbook"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 500, b"PK\x05\x06" + b"\0" * 18])
def test_a_broken_zip_is_refused(tmp_path, data):
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert code_of(path) == "intake-not-workbook"


def test_another_kind_of_zip_is_refused(workbook, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as other:
        other.writestr("word/document.xml", "x")
    assert code_of(tmp_path / "x.xlsx") == "intake-format"


@pytest.mark.parametrize("cut", range(100, 4000, 300))
def test_a_truncated_workbook_is_refused(workbook, cut):
    path = workbook(ROWS)
    path.write_bytes(path.read_bytes()[:cut])
    assert code_of(path) == "intake-not-workbook"


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_sheet_never_ends_in_anything_but_a_refusal(workbook, seed):
    import random

    def damage(text):
        dice, spoiled = random.Random(seed), bytearray(text)
        for _ in range(3):
            spoiled[dice.randrange(len(spoiled))] = dice.choice(b'<>/"&;\x00A9')
        return bytes(spoiled)

    path = workbook(ROWS, {SHEET: damage, "xl/workbook.xml": damage})
    with contextlib.suppress(Refusal):
        list(read_table(path).rows)


def test_a_type_for_an_ending_that_no_part_has_is_no_macro(workbook):
    default = b'<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    change = {"[Content_Types].xml": lambda text: text.replace(b"</Types>", default + b"</Types>")}
    assert list(read_table(workbook(ROWS, change)).rows) == [(2, ["1", "2"])]  # as SheetJS writes it


@pytest.mark.parametrize(
    "kind", ["vnd.ms-office.vbaProject", "vnd.ms-excel.intlmacrosheet+xml", "vnd.ms-office.activeX+xml"]
)
def test_a_macro_part_is_found_by_its_type_whatever_its_name(workbook, kind):
    override = f'<Override PartName="/xl/harmless.xml" ContentType="application/{kind}"/></Types>'.encode()
    change = {"[Content_Types].xml": lambda text: text.replace(b"</Types>", override), "xl/harmless.xml": b"x"}
    assert code_of(workbook(ROWS, change)) == "intake-macros"
