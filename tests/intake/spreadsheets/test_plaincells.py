"""Cells in the usual form are found without the parser, and what is found is the same as with it alone."""

from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maturity.errors import Place, Refusal
from maturity.intake.spreadsheets import plaincells, scan, stream

CELLS = [
    '<c r="{}"><v>1</v></c>',
    '<c r="{}" s="1" t="s"><v>0</v></c>',
    '<c r="{}" s="4"/>',
    '<c t="s" r="{}"><v>0</v></c>',
    '<c r="{}" t="inlineStr"><is><t>全部满足</t></is></c>',
    '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> a &amp; &#31034;</t></is></c>',
    '<c r="{}" t="inlineStr"><is><t>a</t></is><v>b</v></c>',
    '<c r="{}" t="inlineStr"><v>b</v></c>',
    '<c r="{}" t="e"><v>#N/A</v></c>',
    '<c r="{}" t="&#101;"><v>#REF!</v></c>',
    '<c r="{}" x="&gt;>" t="e"><v>#REF!</v></c>',
    '<c r="{}"><f>1+1</f></c>',
    '<c r="{}"><f>1+1</f><v>2</v></c>',
    '<c r="{}" t="str"><v><![CDATA[full]]></v></c>',
    '<!-- <c r="{}"><v>1</v></c> -->',
    '<x:c xmlns:x="u" r="{}" t="e"><x:v>#N/A</x:v></x:c>',
    "<c r='{}'><v>1</v></c>",
    '<c r="{}"><v>1</v></c>\n',
    '<c r="&#65;{}" t="e"/>',
    "<c><v>1</v></c>",
    "<c/>",
    '<c t="s"><v>0</v></c>',
    '<c t="e"><v>#N/A</v></c>',
    "<c t='e'><v>#N/A</v></c>",
    "<c><f>1+1</f></c>",
]
PLACES = ["A", "B", "C", "AA", "a", ""]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "", "9", "0"]), st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(PLACES)))
    ),
    max_size=4,
)


def sheet(rows):
    lines = []
    for number, (other, cells) in enumerate(rows, start=1):
        inside = "".join(cell.format(f"{column}{other or number}") for cell, column in cells)
        lines.append(f'<row r="{number}">{inside}</row>')
    return f'<?xml version="1.0"?><worksheet><sheetData>{"".join(lines)}</sheetData></worksheet>'.encode()


def scanned(path, xml):
    with ZipFile(path, "w") as package:
        package.writestr("sheet.xml", xml)
    with ZipFile(path) as package:
        try:
            return scan.scan_sheet(package, package.getinfo("sheet.xml"), Place("x"), formulas=True)
        except Refusal as refusal:
            return refusal.problems[0].code


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("plain") / "x.zip"


@settings(max_examples=150)
@example(rows=[("9", [(CELLS[0], "A"), (CELLS[6], "B"), (CELLS[19], "")])], chunk=64)
@example(rows=[("9", [(CELLS[0], "A"), (CELLS[19], ""), (CELLS[6], "C")])], chunk=64)
@given(rows=ROWS, chunk=st.sampled_from([1, 7, 64, 1 << 20]))
def test_what_is_found_is_what_the_parser_finds(file, rows, chunk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "CHUNK", chunk)
        found = scanned(file, sheet(rows))
        patch.setattr(plaincells.PlainCells, "rest", lambda self, data: (data,))
        parsed = scanned(file, sheet(rows))
        # A sheet with both mistakes is refused for the one that is met first.
        both = ("intake-cell-twice", "intake-unplaced")
        assert found == parsed or (found in both and parsed in both)


def test_the_parser_sees_nothing_of_usual_cells():
    taken = []
    cells = plaincells.PlainCells(taken.append, ("n", "s", "inlineStr"))
    usual = [cell.format(f"{column}1") for cell, column in zip(CELLS[:3] + CELLS[4:6], "ABCDE", strict=True)]
    left = b"".join(cells.rest(f'<?xml?><row r="1">{"".join(usual)}{CELLS[8].format("F1")}</row>'.encode()))
    assert taken == [["A1", "B1", "C1", "D1", "E1"]]
    assert left.decode() == f'<?xml?><row r="1">{CELLS[8].format("F1")}</row>'


@pytest.mark.parametrize("wrong", ["&unknown;", "&#0;", "\x01", b"\xff"])
def test_what_is_no_xml_is_left_to_the_parser(file, wrong):
    text = wrong if isinstance(wrong, bytes) else wrong.encode()
    xml = sheet([("", [(CELLS[4], "A")])]).replace("全部满足".encode(), text)
    assert scanned(file, xml) == "intake-not-workbook"


def test_a_row_like_the_one_before_is_still_looked_at(file):
    one = [(CELLS[0], "A"), (CELLS[0], "B")]
    assert scanned(file, sheet([("", one), ("", one), ("2", one)])) == "intake-cell-twice"
    assert scanned(file, sheet([("", one), ("", one), ("", one)])).cells == 6
