"""Filling a workbook in as another program would, and reading what a person would see."""

import re
from html import escape
from zipfile import ZIP_STORED, ZipFile

from python_calamine import CalamineWorkbook

from maturity.offline import HEADINGS, IDENTITY, answer_words


def spots(path):
    """item -> (name of the sheet, cell of the answer), as the hidden sheet tells."""
    rows = sheets(path)[IDENTITY]
    start = next(place for place, row in enumerate(rows) if row[0] == "item") + 1
    return {row[0]: tuple(row[1].rsplit("!", 1)) for row in rows[start:]}


def sheets(path):
    """Every sheet's rows from A1 on."""
    with CalamineWorkbook.from_path(path) as book:
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def shown(path, language):
    """item -> (answer, reason, comment) as they stand in the sheets, found by the headings."""
    titles = {name: title.of(language) for name, title in HEADINGS.items()}
    found = {}
    for rows in sheets(path).values():
        head = next((place for place, row in enumerate(rows) if set(titles.values()) <= set(row)), None)
        if head is None:
            continue
        column = {name: rows[head].index(title) for name, title in titles.items()}
        for row in rows[head + 1 :]:
            if row[column["item"]]:
                found[row[column["item"]]] = tuple(row[column[name]] for name in ("answer", "reason", "comment"))
    return found


class Blank:
    """A workbook to be filled in many times, fast: its cells are replaced in the text of its parts."""

    def __init__(self, path, questionnaire, language):
        with ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        book = self.parts["xl/workbook.xml"].decode()
        self.files = {
            name: f"xl/worksheets/sheet{number}.xml"
            for number, name in enumerate(re.findall(r'<sheet [^>]*name="([^"]+)"', book), start=1)
        }
        self.spots = spots(path)
        self.spelling = {id: word for word, id in answer_words(questionnaire, language).items()}

    def fill(self, target, entries):
        """Write a copy to `target` with the entries (item -> Entry) in their cells."""
        typed = {}
        for item, entry in entries.items():
            sheet, cell = self.spots[item]
            of_sheet = typed.setdefault(self.files[sheet], {})
            of_sheet[cell] = self.spelling.get(entry.choice, "")
            of_sheet[cell.replace("D", "E")] = entry.reason
        with ZipFile(target, "w", ZIP_STORED) as package:
            for name, content in self.parts.items():
                package.writestr(name, _typed(content, typed[name]) if name in typed else content)


_EMPTY = re.compile(r'<c r="([DE]\d+)" (s="\d+") t="n"(?: ?/>|></c>)')


def _typed(content, cells):
    def cell(found):
        words = cells.pop(found[1], None)
        if not words:
            return found[0]
        return f'<c r="{found[1]}" {found[2]} t="inlineStr"><is><t>{escape(words)}</t></is></c>'

    filled = _EMPTY.sub(cell, content.decode()).encode()
    assert not any(cells.values()), "cells to fill in that the sheet does not have"
    return filled
