"""Workbooks made by hand: an honest one, to be changed part by part."""

import io
import zipfile

import openpyxl
import pytest


@pytest.fixture
def workbook(tmp_path):
    """Write `rows` as an .xlsx file; `parts` (name -> bytes or a change of the bytes) replaces or adds parts."""

    def write(rows, parts=None, name="book.xlsx"):
        book, plain = openpyxl.Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(plain)
        path, parts = tmp_path / name, dict(parts or {})
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                change = parts.pop(part, None)
                text = old.read(part)
                new.writestr(part, change(text) if callable(change) else text if change is None else change)
            for part, text in parts.items():
                new.writestr(part, text)
        return path

    return write
