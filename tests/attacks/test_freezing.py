"""Small files that keep a reader busy, while somebody else goes on looking at pages."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from ..intake.spreadsheets.test_scan import FREEZING
from .browser import Browser, Watch
from .conftest import MANY

ROW = b"<worksheet><sheetData><row>"


def sheet(name, data):
    return lambda parts: parts | {name: data}


def thousand_sheets(parts):
    one = b"<worksheet><sheetData/></worksheet>"
    names = range(100, 1100)
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId{n}"/>' for n in names).encode()
    links = "".join(
        f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/worksheet"/>'
        for n in names
    ).encode()
    book = parts["xl/workbook.xml"].replace(b"</sheets>", listed + b"</sheets>")
    rels = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", links + b"</Relationships>")
    sheets = {f"xl/worksheets/sheet{n}.xml": one for n in names}
    return parts | {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": rels} | sheets


def bomb(parts):
    return parts | {"xl/worksheets/sheet99.xml": b"<worksheet>" + b" " * 50_000_000 + b"</worksheet>"}


def long_texts(parts):
    texts = b"<sst>" + b"<si><t>" + b"x" * 20_000_000 + b"</t></si></sst>"
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % n for n in range(1, 200_000))
    return parts | {"xl/sharedStrings.xml": texts, _largest(parts): ROW + cells + b"</row></sheetData></worksheet>"}


def _largest(parts):
    return max((name for name in parts if name.startswith("xl/worksheets/sheet")), key=lambda name: len(parts[name]))


def frozen(kind):
    return lambda parts: parts | {_largest(parts): ROW + FREEZING[kind]}


USUAL = ("cells that never close", "a deep nest")
CRAFTED = {kind: frozen(kind) for kind in (FREEZING if MANY else USUAL)}
CRAFTED |= {"a thousand sheets": thousand_sheets, "a bomb": bomb, "long shared texts": long_texts}


@pytest.fixture(scope="module")
def workbook(server):
    """`workbook(browser, assessment)`: the parts of the workbook as it was downloaded, once a server."""
    kept = {}

    def parts(browser, assessment):
        if not kept:
            data = browser.get(f"/assessments/{assessment}/questionnaire.xlsx").data
            with ZipFile(BytesIO(data)) as package:
                kept.update({name: package.read(name) for name in package.namelist()})
        return dict(kept)

    return parts


def packed(parts, level=1):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=level) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def test_no_crafted_workbook_keeps_others_waiting(server, sign_up, workbook):
    owner = sign_up()
    page, good = f"/assessments/{owner.assessment}/workbook", workbook(owner.browser, owner.assessment)
    with Watch(Browser(server), "/sign-in") as idle:
        for _ in range(10):
            owner.browser.get(page)
    for kind, make in CRAFTED.items():
        data = packed(make(good), 9 if make is bomb else 1)
        with Watch(Browser(server), "/sign-in") as watch:
            answer = owner.browser.upload(page, "workbook", "x.xlsx", data)
        assert 200 <= answer.status < 500, kind
        assert answer.status >= 400 or kind == "a thousand sheets", kind
        assert watch.p95 < max(3, 20 * idle.p95), (kind, watch.p95, idle.p95)  # it was 30 s
    assert owner.browser.get(f"/assessments/{owner.assessment}").status == 200


def test_a_bomb_as_archive_or_evidence_is_refused(sign_up, items):
    owner = sign_up()
    data = packed({"manifest.json": b"[" * 30_000_000, "word/document.xml": b" " * 30_000_000}, 9)
    assert owner.browser.upload("/enterprises/import", "data", "a.zip", data).status == 400
    page = f"/assessments/{owner.assessment}/items/{items[0]}"
    assert 400 <= owner.browser.upload(f"{page}/files", "file", "a.docx", data, page).status < 500
