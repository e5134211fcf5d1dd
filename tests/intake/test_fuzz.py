"""No file makes a reader fail, and none is read with something silently lost.

Three hundred damaged files by default; MATURITY_FUZZ=100000 makes as many. A failure prints what repeats it.
"""

import csv
import io
import json
import os
import random
import re
import zipfile
from datetime import date

import openpyxl
import pandas
import pytest

from maturity.errors import Refusal
from maturity.intake.answers import read_response
from maturity.intake.attachments import recognise
from maturity.intake.spreadsheets import xls
from maturity.intake.spreadsheets.table import read_table
from maturity.intake.spreadsheets.texts import Lost
from maturity.offline import workbook_writer
from maturity.offline.context import blank_workbook
from maturity.offline.returned_workbook import read_workbook
from maturity.questionnaire import only

from ..attachments import pdf, png, word
from .oldexcel import old_excel
from .spreadsheets.test_spreadsheets import NAMES

pytestmark = pytest.mark.fuzz
COUNT = int(os.environ.get("MATURITY_FUZZ", "300"))
SEED = int(os.environ.get("MATURITY_FUZZ_SEED", "39116"))
TOKENS = (
    b"<",
    b">",
    b"&",
    b"\0",
    b'"',
    b"'",
    b"\xff\xfe",
    b"A1",
    b'r="A1"',
    b't="e"',
    b"<f>1</f>",
    b"<![CDATA[",
    b"]]>",
)
TOKENS += (
    b"9" * 30,
    b"-1",
    b"1e400",
    b"NaN",
    b"[" * 2000,
    b"{",
    b"\r\n",
    b",",
    b"PK\x03\x04",
    b"<!DOCTYPE x>",
    b"&#0;",
)
ROWS = (("item", "choice", "reason"), ("skills.1a", "full", "甲 & 乙"), ("skills.1b", "不适用", "没有"))


def xlsx():
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def content(rows):
    """The content.xml of an .ods with cells of text."""
    lines = "".join(f"<table:table-row>{''.join(rows)}</table:table-row>" for rows in rows)
    table = f'<table:table table:name="A">{lines}</table:table>'
    return f'<office:document {NAMES} xmlns:calcext="urn:x">{table}</office:document>'


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def ods():
    cells = [
        [f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row] for row in [("a", "b")] * 3
    ]
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content(cells)})


def text(encoding="utf-8", before=""):
    out = io.StringIO(before)
    out.seek(0, io.SEEK_END)
    csv.writer(out).writerows(ROWS)
    return out.getvalue().encode(encoding, "replace")


def parquet():
    out = io.BytesIO()
    pandas.DataFrame({"a": ["甲", None], "n": [1, 2]}).to_parquet(out)
    return out.getvalue()


def answers():
    return json.dumps({"profile": "discrete", "answers": {"skills.1a": "full"}, "cuts": {}}).encode()


class Damage:
    """Changes drawn from a seed: of the bytes, or of the unpacked parts of a package."""

    def __init__(self, seed):
        self.chance = random.Random(seed)

    def of(self, data):
        if data.startswith(b"PK") and self.chance.random() < 0.8:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                parts = {name: package.read(name) for name in package.namelist()}
            name = self.chance.choice(sorted(parts))
            if self.chance.random() < 0.1:
                del parts[name]
            else:
                parts[name] = self.bytes(parts[name])
            return packed(parts)
        if data.startswith(b"PK") and self.chance.random() < 0.5:
            return self.offsets(bytearray(data))
        return self.bytes(data)

    def offsets(self, data):
        """A size, count or place in the list of parts becomes another, negative ones among them; or the end is cut."""
        end = data.rindex(b"PK\x05\x06")
        heads = [found.start() for found in re.finditer(b"PK\x01\x02", data)]
        fields = [head + field for head in heads for field in (8, 10, 20, 24, 28, 30, 42)] + [
            end + 8,
            end + 12,
            end + 16,
        ]
        values = (0xFFFFFFFF, 0x80000000, 0xFFFF0000, 0, 1, len(data), end, self.chance.getrandbits(32))
        at = self.chance.choice(fields)
        data[at : at + 4] = self.chance.choice(values).to_bytes(4, "little")
        return bytes(data[: len(data) - (self.chance.random() < 0.2) * self.chance.randrange(200)])

    def bytes(self, data):
        data = bytearray(data)
        for _ in range(self.chance.randrange(1, 5)):
            at, kind = self.chance.randrange(len(data) + 1), self.chance.random()
            if kind < 0.3:
                data[at : at + 1] = bytes([self.chance.randrange(256)])
            elif kind < 0.7:
                data[at:at] = self.chance.choice(TOKENS)
            elif kind < 0.9:
                del data[at : at + self.chance.randrange(1, 60)]
            else:
                data[at:at] = data[at : at + self.chance.randrange(1, 200)]
        return bytes(data)


def known_file(path):
    return recognise(path.read_bytes(), path.name)


def table_of(path):
    return list(read_table(path).rows)


@pytest.fixture(scope="module")
def offline(small, tmp_path_factory):
    path = tmp_path_factory.mktemp("offline") / "blank.xlsx"
    workbook_writer()(blank_workbook(small, "discrete", "zh", date(2024, 1, 1)), path)
    return path.read_bytes()


@pytest.mark.parametrize("encoding", ["UTF-NaN8", "idna", "utf-7", "utf-32", "hex", "undefined", "x\u00e9"])
@pytest.mark.parametrize("kind", ["t.xlsx", "t.ods", "e.docx"])
def test_parts_in_an_encoding_that_does_not_exist_are_refused(tmp_path, kind, encoding):
    data, read = {"t.xlsx": (xlsx(), table_of), "t.ods": (ods(), table_of), "e.docx": (word(), known_file)}[kind]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'.encode("latin-1")
    for name in parts:
        plain = re.sub(rb"^<\?xml[^>]*\?>", b"", parts[name])
        (tmp_path / kind).write_bytes(packed(parts | {name: declared + plain}))
        try:
            read(tmp_path / kind)
        except Refusal:
            continue


def test_only_a_refusal_ever_comes_out_of_a_damaged_file(tmp_path, small, offline, monkeypatch):
    monkeypatch.setattr(xls, "run_isolated", lambda function, *args: function(*args))  # no process for each file
    old = old_excel([("item", "choice"), ("甲", 3.5), (True, ValueError)])
    kinds = (
        ("t.xls", old, table_of),
        ("g.csv", text("gb18030"), table_of),
        ("u.csv", text("utf-16", "sep=,\r\n"), table_of),
        ("b.csv", text("big5"), table_of),
        ("a.xls", old, lambda path: read_response(path, small, "discrete")),
        ("a.ods", ods(), lambda path: read_response(path, small, "discrete")),
        ("t.xlsx", xlsx(), table_of),
        ("t.ods", ods(), table_of),
        ("t.csv", text(), table_of),
        ("t.parquet", parquet(), table_of),
        ("a.json", answers(), lambda path: read_response(path, small)),
        ("a.csv", text(), lambda path: read_response(path, small, "discrete")),
        ("e.docx", word(), known_file),
        ("e.pdf", pdf(), known_file),
        ("e.png", png(), known_file),
        ("w.xlsx", offline, lambda path: read_workbook(path.read_bytes(), path.name, only(small))),
    )
    damage = Damage(SEED)
    for number in range(COUNT):
        name, data, read = kinds[number % len(kinds)]
        if name == "w.xlsx" and number % 80 != 79:  # ten times the work of the others
            continue
        (tmp_path / name).write_bytes(damage.of(data))
        try:
            read(tmp_path / name)
        except Refusal:
            continue
        except Exception as error:
            raise AssertionError((number, name, repr(error))) from error


CELLS = {
    '<c r="{at}" t="inlineStr"><is><t>x</t></is></c>': "x",
    '<c r="{at}"><v>3</v></c>': "3",
    '<c r="{at}" t="b"><v>1</v></c>': "TRUE",
    '<c r="{at}" t="e"><v>#N/A</v></c>': "#N/A",
    '<c r="{at}"><f>1+1</f></c>': "=1+1",
    '<c r="{at}" t="str"><f>"x"</f><v>x</v></c>': "x",
    '<c r="{at}"/>': "",
    "": "",
}
TABLE_CELLS = {
    "<table:table-cell><text:p>x</text:p></table:table-cell>": "x",
    '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>': "3",
    '<table:table-cell calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>': "#N/A",
    '<table:table-cell table:formula="=1"/>': "==1",
    "<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>": "x",
    "<table:table-cell/>": "",
}


def _cells(row, number):
    return "".join(xml.format(at=f"{letter}{number}") for letter, xml in zip("ABCD", row, strict=True))


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_a_sheet_holds_is_read_or_named(tmp_path, workbook, kind, seed):
    chance = random.Random(seed)
    cells = CELLS if kind == "xlsx" else TABLE_CELLS
    drawn = [[chance.choice(list(cells)) for _ in "ABCD"] for _ in range(chance.randrange(1, 9))]
    if kind == "xlsx":
        rows = "".join(f'<row r="{number}">{_cells(row, number)}</row>' for number, row in enumerate(drawn, start=2))
        end = f"{rows}</sheetData>".encode()
        change = {"xl/worksheets/sheet1.xml": lambda text: text.replace(b"</sheetData>", end)}
        path = workbook([tuple("abcd")], change)
    else:
        head = [f"<table:table-cell><text:p>{name}</text:p></table:table-cell>" for name in "abcd"]
        path = tmp_path / "t.ods"
        path.write_bytes(packed({"content.xml": content([head, *drawn])}))
    held = [(number, [cells[xml] for xml in row]) for number, row in enumerate(drawn, start=2)]
    found = table_of(path)
    assert found == [(number, row) for number, row in held if any(row)]
    named = [cell for _, row in found for cell in row if isinstance(cell, Lost)]
    assert len(named) == sum(cell.startswith(("#", "=")) for _, row in held for cell in row)
