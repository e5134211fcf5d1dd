"""Zip files that nobody packs: as a workbook, a table of LibreOffice, evidence, and workbooks handed in together."""

import io
import zipfile

import pytest

from maturity.errors import Refusal
from maturity.intake.attachments import content_type
from maturity.intake.spreadsheets.archive import is_crafted
from maturity.intake.spreadsheets.table import read_table
from maturity.offline import returned_files
from maturity.offline.returned_files import list_files

from .. import attachments, zips

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")
BOMBS = ("a bomb", "unpacked to an unreasonable size")
# Nothing but the list of types is read of evidence, and no part of anything is unpacked for its own sake.
HARMLESS = {"a bomb in an archive"}
HARMLESS_EVIDENCE = HARMLESS | {"unpacked to more than it is"}
KINDS = sorted(zips.kinds("x"))


def refused(do):
    with pytest.raises(Refusal) as caught:
        do()
    (problem,) = caught.value.problems
    return problem.code


def made(kind, victim, data):
    return zips.kinds(victim)[kind](data)


@pytest.fixture
def sheet(workbook):
    return workbook([("a", "b"), (1, 2)]).read_bytes()


@pytest.mark.parametrize("victim", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_is_refused_and_nothing_written(sheet, tmp_path, kind, victim):
    path = tmp_path / "x.xlsx"
    path.write_bytes(made(kind, victim, sheet))
    before = zips.files_below(tmp_path)
    if kind in HARMLESS:
        assert list(read_table(path).rows) == [(2, ["1", "2"])]
    else:
        code = refused(lambda: list(read_table(path).rows))
        assert code == ("intake-bomb" if kind in BOMBS else "intake-not-workbook")
    assert zips.files_below(tmp_path) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_libreoffice_is_refused(tmp_path, kind):
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="a"><table:table-row><table:table-cell><text:p>name</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()}
    path = tmp_path / "x.ods"
    path.write_bytes(made(kind, "content.xml", attachments.package(parts)))
    if kind in HARMLESS:
        list(read_table(path).rows)
    else:
        code = refused(lambda: list(read_table(path).rows))
        assert code == ("intake-bomb" if kind in BOMBS else "intake-not-workbook")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("data", "victim"),
    [(attachments.word(), "word/document.xml"), (attachments.excel(), "xl/workbook.xml")],
    ids=["word", "excel"],  # the bytes hold the time: ids of them would differ between the workers
)
def test_evidence_is_refused(data, victim, kind):
    file = made(kind, victim, data)
    if kind in HARMLESS_EVIDENCE:
        assert content_type(file, "x") == content_type(data, "x")
    else:
        code = refused(lambda: content_type(file, "x"))
        assert code == ("evidence-bomb" if kind in BOMBS else "evidence-damaged")


def handed_codes(path):
    """What became of the workbooks in a zip file: file -> its bytes, or the code it is refused with."""
    with list_files(path) as files:
        found = {}
        for file in files:
            try:
                found[file.name] = file.read()
            except Refusal as refusal:
                found[file.name] = refusal.problems[0].code
        return found


GEOMETRY = ("first entry before", "behind the file", "elsewhere", "over the next", "quote each other")


@pytest.mark.parametrize("kind", KINDS)
def test_workbooks_handed_in_together_are_read_or_named_one_by_one(tmp_path, kind):
    path, folder = tmp_path / "all.zip", tmp_path
    path.write_bytes(made(kind, "a.xlsx", attachments.package({"a.xlsx": b"first", "b.xlsx": b"second" * 50})))
    before = zips.files_below(folder)
    if any(words in kind for words in (*GEOMETRY, "no UTF-8")):
        assert refused(lambda: handed_codes(path)) == "intake-zip-damaged"
    else:
        found = handed_codes(path)
        assert found["b.xlsx"] == b"second" * 50
        if "password" in kind:
            assert found["a.xlsx"] == "intake-zip-password"
        elif kind.startswith(("less", "nothing", "packed in")):
            assert found["a.xlsx"] == "intake-zip-damaged"
    assert zips.files_below(folder) == before


def test_a_name_twice_among_workbooks_is_read_twice(tmp_path):
    path = tmp_path / "all.zip"
    path.write_bytes(zips.more(attachments.package({"a.xlsx": b"first"}), ("a.xlsx", b"second")))
    with list_files(path) as files:
        assert [file.read() for file in files] == [b"first", b"second"]


def test_too_many_files_are_told_with_their_number(tmp_path, monkeypatch):
    monkeypatch.setattr(returned_files, "_MOST_FILES", 2)
    path = tmp_path / "all.zip"
    path.write_bytes(attachments.package({f"{n}.xlsx": b"" for n in range(3)}))
    with pytest.raises(Refusal) as caught:
        handed_codes(path)
    assert caught.value.problems[0].message("en") == "The zip file holds 3 files, more than 2."


def test_names_in_another_encoding_than_said_are_no_reason_to_refuse_a_workbook(sheet, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(zips.named("xl/media/xxxx.png", "xl/media/图片.png".encode("gb18030"))(sheet))
    assert list(read_table(path).rows) == [(2, ["1", "2"])]


def test_what_programs_write_is_not_taken_for_crafted(sheet):
    behind = b"#!/bin/sh\n" + sheet  # an archive may begin with something else
    streamed = io.BytesIO()
    with zipfile.ZipFile(_Pipe(streamed), "w", zipfile.ZIP_DEFLATED) as archive:  # sizes stand behind the entries
        for name in ("a", "图"):
            archive.writestr(name, b"x" * 1000)
        archive.mkdir("folder")
    for data in (sheet, behind, streamed.getvalue(), attachments.word(), attachments.package({})):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert not is_crafted(archive)


class _Pipe:
    """Written to as a pipe is: it cannot go back."""

    def __init__(self, file):
        self.write, self.flush = file.write, file.flush
