"""Every kind of damaged or hostile workbook, each made from a good one: name -> (how, the code it is refused with)."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import load_workbook

from maturity.offline import COMMENT_LIMIT, IDENTITY

SHEET = re.compile(r"[A-Z]+\d+$")


def edited(change):
    """By another program: open, change, save."""

    def make(data, spots):
        book = load_workbook(BytesIO(data))
        change(book, spots)
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    return make


def typed(column, value, item=0):
    """Something typed into one cell of one item's row; `column` is answer, reason, comment or item."""

    def change(book, spots):
        sheet, cell = list(spots.values())[item]
        row = int(re.search(r"\d+", cell)[0])
        place = {"answer": "D", "reason": "E", "comment": "F", "item": "I"}[column]
        target = book[sheet][f"{place}{row}"]
        target.value = value
        if isinstance(value, str) and value.startswith("="):
            target.data_type = "f"

    return edited(change)


def identity(find, value):
    """A cell of the hidden sheet whose value is `find` gets another."""

    def change(book, spots):
        for row in book[IDENTITY].iter_rows():
            for cell in row:
                if cell.value == find:
                    cell.value = value
                    return
        raise AssertionError(f"no {find!r} to change")

    return edited(change)


def identity_row(name, value):
    def change(book, spots):
        for row in book[IDENTITY].iter_rows():
            if row[0].value == name:
                row[1].value = value
                return
        raise AssertionError(name)

    return edited(change)


def parts(change):
    """By hand: the parts of the package, name -> bytes, changed in place."""

    def make(data, spots):
        with ZipFile(BytesIO(data)) as package:
            found = {name: package.read(name) for name in package.namelist()}
        change(found)
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as package:
            for name, content in found.items():
                package.writestr(name, content)
        return out.getvalue()

    return make


def without(name):
    return parts(lambda found: found.pop(name))


def added(name, content=b"x"):
    return parts(lambda found: found.__setitem__(name, content))


def replaced(name, old, new):
    def change(found):
        assert old in found[name], name
        found[name] = found[name].replace(old, new)

    return parts(change)


def _bomb(found):
    found["xl/worksheets/sheet99.xml"] = b"<worksheet>" + b" " * (400 * 1024 * 1024 // 8) + b"</worksheet>"


def _many(found):
    found.update({f"xl/media/{number}.txt": b"" for number in range(6000)})


def _wide(found):
    name = next(name for name in found if name.endswith("worksheets/sheet3.xml"))
    found[name] = re.sub(rb"</row>", b'<c r="XFD1"><v>1</v></c></row>', found[name], count=1)


def _deep(found):
    name = next(name for name in found if name.endswith("worksheets/sheet3.xml"))
    found[name] = found[name].replace(
        b"</sheetData>", b'<row r="1048576"><c r="CZ1048576"><v>1</v></c></row></sheetData>'
    )


def _deleted_row(book, spots):
    sheet, cell = next(iter(spots.values()))
    book[sheet].delete_rows(int(re.search(r"\d+", cell)[0]))


def _deleted_sheet(book, spots):
    del book[next(iter(spots.values()))[0]]


def _copied_sheet(book, spots):
    names = {sheet for sheet, _ in spots.values()}
    name = sorted(names)[0]
    copy = book.copy_worksheet(book[name])
    copy.title = "备份"
    copy[next(cell for sheet, cell in spots.values() if sheet == name)].value = "全部满足"
    last = [other for other in names if other != name]
    del book[last[0]]


def _copied_row(book, spots):
    sheet, cell = next(iter(spots.values()))
    row = int(re.search(r"\d+", cell)[0])
    end = book[sheet].max_row + 1
    for column in range(1, 10):
        book[sheet].cell(end, column).value = book[sheet].cell(row, column).value


def _stray(book, spots):
    sheet, _ = next(iter(spots.values()))
    book[sheet].cell(book[sheet].max_row + 2, 4).value = "全部满足"


def _renamed_heading(book, spots):
    sheet, _ = next(iter(spots.values()))
    for row in book[sheet].iter_rows(max_row=8):
        for cell in row:
            if cell.value == "回答":
                cell.value = "我的回答"


def _no_headings(book, spots):
    sheet, _ = next(iter(spots.values()))
    book[sheet].delete_rows(4)


def _swapped_ids(book, spots):
    rows = [row for row in book[IDENTITY].iter_rows() if "." in str(row[0].value)]
    rows[0][0].value, rows[1][0].value = rows[1][0].value, rows[0][0].value


def _double_id(book, spots):
    rows = [row for row in book[IDENTITY].iter_rows() if "." in str(row[0].value)]
    rows[1][0].value = rows[0][0].value


def _dated(book, spots):
    sheet, cell = next(iter(spots.values()))
    target = book[sheet][cell.replace("D", "F")]
    target.value, target.number_format = datetime(2026, 3, 1), "yyyy-mm-dd"


def cut(share):
    return lambda data, spots: data[: int(len(data) * share)]


def flipped(data, spots):
    """One byte inside the compressed text of a sheet."""
    with ZipFile(BytesIO(data)) as package:
        part = max(package.infolist(), key=lambda part: part.compress_size)
    at = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def encrypted(data, spots):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


def lying(data, spots):
    """A part that says it is small."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name in old.namelist():
            package.writestr(ZipInfo(name), old.read(name))
    raw = bytearray(out.getvalue())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (7).to_bytes(4, "little")
    return bytes(raw)


BOOK, TYPES = "xl/workbook.xml", "[Content_Types].xml"
KINDS = {
    "empty file": (lambda data, spots: b"", "intake-not-workbook"),
    "text with the name of a workbook": (lambda data, spots: b"item,choice\n", "intake-not-workbook"),
    "a picture": (lambda data, spots: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "intake-not-workbook"),
    "an old or encrypted workbook": (encrypted, "intake-not-workbook"),
    "cut in the middle": (cut(0.5), "intake-not-workbook"),
    "cut at the end": (cut(0.98), "intake-not-workbook"),
    "a damaged part": (flipped, "intake-not-workbook"),
    "a part that lies about its size": (lying, "intake-not-workbook"),
    "no workbook part": (without(BOOK), "intake-not-workbook"),
    "no list of types": (without(TYPES), "intake-not-workbook"),
    "entities": (replaced(BOOK, b"<workbook", b'<!DOCTYPE x [<!ENTITY a "aa">]><workbook'), "intake-not-workbook"),
    "macros": (added("xl/vbaProject.bin"), "intake-macros"),
    "macro sheets": (added("xl/macrosheets/sheet1.xml"), "intake-macros"),
    "macros by type": (
        replaced(TYPES, b"spreadsheetml.sheet.main", b"spreadsheetml.macroEnabled.main"),
        "intake-macros",
    ),
    "controls": (added("xl/activeX/activeX1.xml"), "intake-macros"),
    "links to other files": (added("xl/externalLinks/externalLink1.xml"), "intake-links"),
    "data connections": (added("xl/connections.xml"), "intake-links"),
    "embedded files": (added("xl/embeddings/oleObject1.xml"), "intake-links"),
    "a bomb": (parts(_bomb), "intake-bomb"),
    "too many parts": (parts(_many), "intake-bomb"),
    "too wide": (parts(_wide), "intake-columns"),
    "too deep": (parts(_deep), "intake-cells"),
    "not ours": (edited(lambda book, spots: book.__delitem__(IDENTITY)), "offline-foreign"),
    "a mark that is not ours": (identity("maturity-workbook", "other-workbook"), "offline-foreign"),
    "a later format": (identity_row("format", "9"), "offline-format"),
    "another version": (identity_row("version", "1999.1"), "offline-version"),
    "another questionnaire": (identity_row("questionnaire", "green-factory"), "offline-version"),
    "another profile by hand": (identity_row("profile", "process"), "offline-tampered"),
    "a profile that is none": (identity_row("profile", "handicraft"), "offline-tampered"),
    "another assessment by hand": (identity_row("assessment", "f" * 32), "offline-tampered"),
    "another digest": (identity_row("digest", "0" * 64), "offline-tampered"),
    "a base answer changed": (identity("most", "full"), "offline-tampered"),
    "ids swapped": (edited(_swapped_ids), "offline-tampered"),
    "an id twice in the hidden sheet": (edited(_double_id), "offline-tampered"),
    "a version that is no number": (identity("3", "drei"), "offline-tampered"),
    "a formula as answer": (typed("answer", '=IF(1,"全部满足","")'), "offline-formula"),
    "a formula as comment": (typed("comment", '=HYPERLINK("http://a.example","x")'), "offline-formula"),
    "a formula as reason": (typed("reason", "=1+1"), "offline-formula"),
    "an unknown word": (typed("answer", "差不多"), "offline-word"),
    "a number as answer": (typed("answer", 0.7), "offline-word"),
    "a date as comment": (edited(_dated), "offline-date"),
    "not applicable without a reason": (typed("answer", "不适用", 1), "offline-reason-missing"),
    "a reason beside another answer": (typed("reason", "没有这项业务"), "offline-reason-stray"),
    "a comment too long": (typed("comment", "长" * (COMMENT_LIMIT + 1)), "offline-long"),
    "control characters": (typed("comment", "a_x0001_b"), "offline-control"),
    "an id changed": (typed("item", "skills.9z"), "offline-item-unknown"),
    "an id removed": (typed("item", None), "offline-items-missing"),
    "a row deleted": (edited(_deleted_row), "offline-items-missing"),
    "a row copied": (edited(_copied_row), "offline-item-twice"),
    "a sheet deleted": (edited(_deleted_sheet), "offline-items-missing"),
    "a sheet copied": (edited(_copied_sheet), "offline-sheet-copied"),
    "an answer beside no item": (edited(_stray), "offline-stray"),
    "a heading renamed": (edited(_renamed_heading), "offline-heading"),
    "the headings deleted": (edited(_no_headings), "offline-heading"),
}
