"""Evidence files: honest ones are recognised, everything else is refused by what it is, whatever it is called."""

import re

import pytest

from maturity.errors import Refusal
from maturity.intake import attachments
from maturity.intake.attachments import MOST_BYTES, MOST_NAME, clean_name, recognise

from ..attachments import TYPES, excel, jpg, package, pdf, png, reordered, retyped, with_parts, word

OOXML = "application/vnd.openxmlformats-officedocument."
PLAIN_WORD = f"{OOXML}wordprocessingml.document.main+xml".encode()
PLAIN_EXCEL = f"{OOXML}spreadsheetml.sheet.main+xml".encode()
BIN = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="rels"'


@pytest.mark.parametrize(
    ("make", "name", "media_type"),
    [
        (pdf, "质量手册.pdf", "application/pdf"),
        (pdf, "MANUAL.PDF", "application/pdf"),
        (png, "现场照片.png", "image/png"),
        (jpg, "IMG_0001.JPG", "image/jpeg"),
        (jpg, "photo.jpeg", "image/jpeg"),
        (word, "制度.docx", f"{OOXML}wordprocessingml.document"),
        (excel, "台账.xlsx", f"{OOXML}spreadsheetml.sheet"),
    ],
)
def test_honest_files_are_recognised(make, name, media_type):
    assert recognise(make(), name) == media_type


def _without_startxref():
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


# What programs write and every reader opens
GENUINE = {
    "pdf after a byte order mark": (b"\xef\xbb\xbf" + pdf(), "a.pdf"),
    "pdf after a line break": (b"\r\n" + pdf(), "a.pdf"),
    "pdf after what a scanner wrote": (b"SCAN 0001\x00\x01" + b" " * 900 + pdf(), "a.pdf"),
    "pdf after the header of a mail": (b"Content-Type: application/pdf\r\n\r\n" + pdf(), "a.pdf"),
    "pdf with bytes after its end": (pdf() + b"\0" * 5_000, "a.pdf"),
    "pdf with a page after its end": (pdf() + b"<!-- saved -->", "a.pdf"),
    "pdf without startxref": (_without_startxref(), "a.pdf"),
    "pdf whose last line is missing": (pdf().replace(b"%%EOF\n", b""), "a.pdf"),
    "pdf by Windows line ends": (pdf().replace(b"\n", b"\r\n"), "A.Pdf"),
    "png with bytes after its end": (png() + b"\0" * 100, "a.png"),
    "jpg with bytes after its end": (jpg() + b"\0" * 100, "a.jpg"),
    "jpg with a film after its end": (jpg() + b"\x00\x00\x00\x18ftypmp42", "a.jpg"),
    "jpg with filling between its parts": (jpg().replace(b"\xff\xda", b"\xff\xff\xff\xda"), "a.jpg"),
    "jpg as Windows names it": (jpg(), "下载.jfif"),
    "word in another order": (reordered(word()), "a.docx"),
    "word whose main part has another name": (
        reordered(
            retyped(word(), b"/word/document.xml", b"/word/document2.xml"), {"word/document.xml": "word/document2.xml"}
        ),
        "a.DOCX",
    ),
    "word with a type for macros that it does not hold": (retyped(word(), b'<Default Extension="rels"', BIN), "a.docx"),
    "excel with a type for macros that it does not hold": (
        retyped(excel(), b'<Default Extension="rels"', BIN),
        "a.xlsx",
    ),
    "excel with settings of a printer": (
        with_parts(excel(), {"xl/printerSettings/printerSettings1.bin": b"x"}),
        "a.xlsx",
    ),
    "excel whose main part has another name": (
        reordered(retyped(excel(), b"/xl/workbook.xml", b"/xl/workbook2.xml"), {"xl/workbook.xml": "xl/workbook2.xml"}),
        "a.XLSX",
    ),
    "excel with a byte order mark": (retyped(excel(), b"<Types", b"\xef\xbb\xbf<Types"), "a.xlsx"),
    "excel whose ending stands for its main part": (
        retyped(excel(), b'"xml" ContentType="application/xml"', b'"xml" ContentType="' + PLAIN_EXCEL + b'"'),
        "a.xlsx",
    ),
    "excel sent from a path of Windows": (excel(), clean_name(r"C:\资料\台账.xlsx")),
    "word named on a Mac": (word(), clean_name("re\u0301sume\u0301.docx")),
    "word whose name ends unseen": (word(), clean_name("制度.docx\u200b ")),
}


@pytest.mark.parametrize("case", GENUINE)
def test_what_every_reader_opens_is_taken(case):
    assert recognise(*GENUINE[case])


HOSTILE = {
    "empty": (b"", "a.pdf", "evidence-empty", ""),
    "html": (b"<!DOCTYPE html><script>alert(1)</script>", "a.pdf", "evidence-format", "HTML"),
    "html after blanks": (b"\xef\xbb\xbf\n  <HTML><body onload=x>", "a.png", "evidence-format", "HTML"),
    "html under its own name": (b"<html></html>", "a.html", "evidence-format", "HTML"),
    "html after a comment": (b"<!-- %PDF- --><script>x</script>", "a.pdf", "evidence-format", "HTML"),
    "svg": (b'<?xml version="1.0"?><svg onload="x"/>', "a.png", "evidence-format", "SVG"),
    "svg alone": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", "evidence-format", "SVG"),
    "xml": (b'<?xml version="1.0"?><a/>', "a.docx", "evidence-format", "XML"),
    "exe": (b"MZ\x90\x00" + b"\x00" * 99, "a.pdf", "evidence-format", "EXE"),
    "elf": (b"\x7fELF" + b"\x00" * 99, "a.jpg", "evidence-format", "ELF"),
    "gif": (b"GIF89a" + b"\x00" * 99, "a.png", "evidence-format", "GIF"),
    "webp": (b"RIFF\x00\x00\x00\x00WEBP", "a.jpg", "evidence-format", "WebP"),
    "heic of a phone": (b"\x00\x00\x00\x18ftypheic", "IMG.jpg", "evidence-format", "HEIC"),
    "rar": (b"Rar!\x1a\x07", "a.docx", "evidence-format", "RAR"),
    "text": (b"just words", "a.pdf", "evidence-unknown", ""),
    "script": (b"#!/bin/sh\nrm -rf /", "a.pdf", "evidence-unknown", ""),
    "pdf further down": (b"G" * 1024 + pdf(), "a.pdf", "evidence-unknown", ""),
    "pdf after a program": (b"MZ\x90\x00" + pdf(), "a.pdf", "evidence-format", "EXE"),
    "pdf after a shell script": (b"\n#!/bin/sh\nexit\n" + pdf(), "a.pdf", "evidence-unknown", ""),
    "pdf after a page": (b"x <script>alert(1)</script>" + pdf(), "a.pdf", "evidence-unknown", ""),
    "pdf after a line, cut off": (b"\n" + pdf()[:20], "a.pdf", "evidence-damaged", "PDF"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "evidence-old-office", ""),
    "word with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "evidence-old-office", ""),
    "pdf cut off": (pdf()[:20], "a.pdf", "evidence-damaged", "PDF"),
    "png cut off": (png()[:-4], "a.png", "evidence-damaged", "PNG"),
    "png that only begins so": (b"\x89PNG\r\n\x1a\n<script>", "a.png", "evidence-damaged", "PNG"),
    "png of a huge chunk": (png()[:33] + b"\xff\xff\xff\xffIDAT", "a.png", "evidence-damaged", "PNG"),
    "jpg cut off": (jpg()[:-2], "a.jpg", "evidence-damaged", "JPG"),
    "jpg that only begins so": (b"\xff\xd8\xff<html>", "a.jpg", "evidence-damaged", "JPG"),
    "zip": (package({"a.txt": b"x"}), "a.docx", "evidence-format", "ZIP"),
    "zip with types only": (package({TYPES: b"<Types/>"}), "a.docx", "evidence-format", "ZIP"),
    "slides": (package({TYPES: b"<Types/>", "ppt/presentation.xml": b"<p/>"}), "a.docx", "evidence-format", "ZIP"),
    "zip cut off": (word()[:-30], "a.docx", "evidence-damaged", "ZIP"),
    "word with macros": (with_parts(word(), {"word/vbaProject.bin": b"x"}), "a.docx", "evidence-macros", "vbaProject"),
    "excel with macros": (with_parts(excel(), {"xl/VBAPROJECT.BIN": b"x"}), "a.xlsx", "evidence-macros", "VBA"),
    "excel with old macros": (with_parts(excel(), {"xl/macrosheets/1.xml": b""}), "a.xlsx", "evidence-macros", "macro"),
    "excel with controls": (with_parts(excel(), {"xl/activeX/1.xml": b""}), "a.xlsx", "evidence-macros", "activeX"),
    "macros by type": (
        retyped(word(), PLAIN_WORD, b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        "a.docx",
        "evidence-macros",
        "word",
    ),
    "types that are no XML": (with_parts(word(), {TYPES: b"macroEnabled"}), "a.docx", "evidence-format", "ZIP"),
    "zip bomb": (with_parts(word(), {"word/media/a": b"\0" * 30_000_000}), "a.docx", "evidence-bomb", ""),
    "pdf called exe": (pdf(), "a.exe", "evidence-renamed", "PDF"),
    "pdf called docx": (pdf(), "a.docx", "evidence-renamed", "PDF"),
    "word called xlsx": (word(), "a.xlsx", "evidence-renamed", "Word"),
    "png called jpg": (png(), "a.jpg", "evidence-renamed", "PNG"),
    "pdf that shows as another": (pdf(), clean_name("a\u202efdp.exe"), "evidence-renamed", "PDF"),
    "without an ending": (pdf(), "pdf", "evidence-renamed", ".pdf"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_everything_else_is_refused_by_what_it_is(case):
    data, name, code, found = HOSTILE[case]
    with pytest.raises(Refusal) as caught:
        recognise(data, name)
    (problem,) = caught.value.problems
    assert problem.code == code
    for language in ("zh", "en"):
        told = problem.message(language) + problem.remedy(language)
        assert found in told
        assert name in told
    assert problem.place.column == "file"


def test_too_large(monkeypatch):
    monkeypatch.setattr(attachments, "MOST_BYTES", 10)
    with pytest.raises(Refusal, match="evidence-too-large"):
        recognise(pdf(), "a.pdf")
    assert MOST_BYTES == 20 * 1024 * 1024


def test_hostile_markup_is_told_quickly():
    with pytest.raises(Refusal, match="evidence-format"):
        recognise(b"<!--" + b"><!-" * 2_000_000, "a.pdf")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("报告.pdf", "报告.pdf"),
        (r"C:\Users\me\报告.pdf", "报告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\nX: y.pdf", "abX: y.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        (" 前后空格.pdf ", "前后空格.pdf"),
        ("😀 <script>.pdf", "😀 <script>.pdf"),
        ("re\u0301sume\u0301.pdf", "r\u00e9sum\u00e9.pdf"),
    ],
)
def test_a_name_is_one_visible_name(sent, kept):
    assert clean_name(sent) == kept
    assert not re.search("[\x00-\x1f]", clean_name(sent))


def test_a_name_is_not_endless():
    with pytest.raises(Refusal, match="evidence-name-long"):
        clean_name("长" * (MOST_NAME + 1))
