"""One pass over a sheet: cells that are not empty but have no readable value are found, whatever wrote them."""

import time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from maturity.errors import Place, Refusal
from maturity.intake.spreadsheets.package import open_package
from maturity.intake.spreadsheets.scan import scan_sheet

SHEET = "xl/worksheets/sheet1.xml"


def row(xml):
    return {SHEET: lambda text: text.replace(b"</sheetData>", b'<row r="2">' + xml + b"</row></sheetData>")}


def lost(path):
    with open_package(path.read_bytes(), Place("x")) as package:
        return dict(package.lost("Sheet"))


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        (b'<c r="A2" t="e"><v>#N/A</v></c>', "#N/A"),
        (b'<c r="A2" t="e"><v>#SPILL!</v></c>', "#SPILL!"),
        (b"<c t = 'e'\n r='A2'><v>#REF!</v></c>", "#REF!"),
        (b'<c r="A2" t="e"/>', "#?"),
        (b'<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        (b'<c r="A2"><f>1+1</f></c>', "=1+1"),
        (b'<c r="A2"><f>1+1</f><v></v></c>', "=1+1"),
        (b'<c r="A2" t="str"><f>A1&amp;B1</f></c>', "=A1&B1"),
        (b'<c r="A2" t="b"><f>A1=1</f><v/></c>', "=A1=1"),
        (b'<c r="A2" t="inlineStr"><v>full</v></c>', "full"),
        (b'<c r="A2" t="str"><v><![CDATA[full]]></v></c>', "full"),
        (b'<x:c xmlns:x="urn:x" r="A2" t="e"><x:v>#N/A</x:v></x:c>', "#N/A"),
    ],
)
def test_a_cell_without_a_readable_value_is_found(workbook, xml, shown):
    assert lost(workbook([("a",)], row(xml))) == {"A2": shown}


@pytest.mark.parametrize(
    "xml",
    [
        b'<c r="A2"><v>1</v></c>',
        b'<c r="A2"/>',
        b'<c r="A2" t="s"><v>0</v></c>',
        b'<c r="A2" t="b"><v>1</v></c>',
        b'<c r="A2" t="str"><f>IF(1,"","")</f><v></v></c>',
        b'<c r="A2"><f>1+1</f><v>2</v></c>',
        b'<c r="A2" t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r></is></c>',
        b'</row></sheetData><extLst><ext><f>1+1</f></ext></extLst><sheetData><row r="3">',
    ],
)
def test_empty_cells_and_kept_values_are_not(workbook, xml):
    assert lost(workbook([("a",)], row(xml))) == {}


@pytest.mark.parametrize(
    "xml",
    [
        b'<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c>',
        b'<c r="B2"><v>1</v></c><c r="A2"><v>1</v></c><c r="b02"><v>2</v></c>',
        b'<c r="A2"><v>1</v></c></row><row r="3"><c r="A3"/></row><row r="2"><c r="B2"><v>2</v></c>',
    ],
)
def test_a_cell_that_stands_twice_is_named(workbook, xml):
    with pytest.raises(Refusal) as caught:
        lost(workbook([("a",)], row(xml)))
    assert [problem.code for problem in caught.value.problems] == ["intake-cell-twice"]


def test_more_than_anybody_mends_is_one_mistake(workbook, monkeypatch):
    monkeypatch.setattr("maturity.intake.spreadsheets.scan.MOST_LOST", 3)
    cells = b"".join(b'<c r="%c2" t="e"><v>#N/A</v></c>' % letter for letter in b"ABCDE")
    with pytest.raises(Refusal) as caught:
        lost(workbook([("a",)], row(cells)))
    assert [problem.code for problem in caught.value.problems] == ["intake-lost-many"]


FREEZING = {
    "cells that never close": b'<c r="D2"' * 400_000,
    "formulas looked for after blanks": b'<c r="D2">' + b" " * 30_000_000,
    "blanks between attributes": b'<c r="D2"' + b" " * 30_000_000,
    "blanks in places": b'<c r="' + b" " * 30_000_000 + b'D2"/>',
    "positions over and over": b' r="D2"' * 2_000_000,
    "attributes without end": b"<c" + b"".join(b' a%d="1"' % n for n in range(1_000_000)) + b"/>",
    "a deep nest": b"<c r='D2'>" + b"<t>" * 400_000,
    "prefixes": b"<" + b"x" * 20_000_000,
}


@pytest.mark.parametrize("kind", FREEZING)
def test_no_sheet_takes_longer_than_it_is_long(tmp_path, kind):
    with ZipFile(tmp_path / "x.zip", "w", ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("sheet.xml", b"<worksheet><sheetData><row>" + FREEZING[kind])
    begun = time.process_time()
    with ZipFile(tmp_path / "x.zip") as package, pytest.raises(Refusal):
        scan_sheet(package, package.getinfo("sheet.xml"), Place("x"))
    assert time.process_time() - begun < 5
