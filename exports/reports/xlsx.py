"""A report as a workbook: a cover, the charts, and one sheet for each kind of table."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from maturity.charts.assessments import Bars, Radar, text_alternative
from maturity.errors import refuse
from maturity.report import Block, Cell, Column, Facts, Logo, Notice, Prose, Report, Section, Space, Table, Verdict

from ..package import place, repack
from ..page import Item, Page
from ..sheets import add_sheet
from .charts import native

_NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")
_MOST_WIDTH = 60.0
_MILLIMETRE = 36_000  # in the unit of drawings
_FIRST, _APART = 37, 10  # millimetres of the first column of the cover, and between logos


def write(report: Report, path: Path) -> Path:
    """Write `report` to `path`; returns it. Raises Refusal where that fails; no file is left then."""
    pages = sheets(report)
    place(path, lambda draft: _save(report, pages, draft), lambda draft: _check(pages, draft))
    return path


def sheets(report: Report) -> list[Page]:
    """The cover, the texts in reading order, then the tables by kind."""
    kinds: dict[str, list[tuple[Section, Table]]] = {}
    for section, block in report.blocks():
        if isinstance(block, Table):
            kinds.setdefault(block.kind, []).append((section, block))
    return [_cover(report), _texts(report), *(_page(report, found) for found in kinds.values())]


def _cover(report: Report) -> Page:
    verdict = report.verdict
    said = [*(it.words for it in report.strong), *(it.words for it in report.conditions), report.imprint]
    label = "提示" if report.language == "zh" else "Please note"
    head = [
        *([(Item(None, "above"),)] if report.logos else []),
        (Item(report.title, "above"),),
        (Item(report.enterprise, "title"),),
        (Item(report.subtitle, "above"),),
        (Item(" · ".join(filter(None, (verdict.name, verdict.score, verdict.maximum))), "warning"),),
        *((Item(line, "above"),) for line in verdict.meaning.split("\n") if line),
    ]
    facts = [(Item(name, "label"), Item(words, "wrapped")) for name, words in report.facts.pairs]
    notes = [(Item(label, "label"), Item(words, "wrapped")) for words in said]
    return Page("封面 Cover", (*head, *facts, *notes), widths=(20, 72))


def _texts(report: Report) -> Page:
    """What the sections say beside their tables and charts, with the notes of tables: a paragraph or a pair a row."""
    zh = report.language == "zh"
    rows = [
        (Item(section.heading, "text"), Item(label or None, "wrapped"), Item(words or None, "wrapped"))
        for section, block in report.blocks()
        for label, words in _said(block)
    ]
    names = ("章节", "关于", "内容") if zh else ("Chapter", "About", "Text")
    head = tuple(Item(name, "head") for name in names)
    return Page("正文" if zh else "Text", (head, *rows), header=1, table="texts", widths=(22.0, 24.0, 80.0))


def _said(block: Block) -> Iterator[tuple[str, str]]:
    """The texts of a block, each with what it is about."""
    match block:
        case Prose() | Notice():
            yield "", block.words
        case Facts():
            yield from block.pairs
        case Verdict():
            yield block.name, block.meaning
        case Space():
            yield "", block.asks
        case Table() if block.note:
            yield block.title or block.sheet, block.note


def _page(report: Report, found: list[tuple[Section, Table]]) -> Page:
    """The tables of one kind on one sheet: each row with its section and title; notes of cells have a column."""
    zh, first = report.language == "zh", found[0][1]
    noted = any(cell.note for _, table in found for row in table.rows for cell in row)
    many = len({table.title for _, table in found}) > 1
    names = ["章节" if zh else "Chapter"] + (["小标题" if zh else "Heading"] if many else [])
    head = [Item(name, "head") for name in names]
    head += [Item(column.words or " ", _head(column)) for column in first.columns]
    head += [Item("附注" if zh else "Note", "head")] if noted else []
    rows = []
    for section, table in found:
        for cells in table.rows:
            items = [Item(section.heading, "text")] + ([Item(table.title, "text")] if many else [])
            items += [_item(cell, column) for cell, column in zip(cells, table.columns, strict=True)]
            items += [Item("\n".join(cell.note for cell in cells if cell.note) or None, "wrapped")] if noted else []
            rows.append(tuple(items))
    widths = (
        22.0,
        *((16.0,) if many else ()),
        *(_width(column) for column in first.columns),
        *((40.0,) if noted else ()),
    )
    return Page(first.sheet, (tuple(head), *rows), header=1, table=first.kind, widths=widths)


def _width(column: Column) -> float:
    return min(_MOST_WIDTH, max(10.0, column.width * 0.95, 2.0 * len(column.words)))


def _head(column: Column) -> str:
    return "head-number" if column.kind == "number" else "head"


def _item(cell: Cell, column: Column) -> Item:
    number = _NUMBER.fullmatch(cell.words) if column.kind == "number" else None
    if number:
        return Item(float(cell.words) if number[1] else int(cell.words), "number", len(number[1] or ""))
    return Item(cell.words or None, "sign" if column.kind == "number" else "wrapped")


def _save(report: Report, pages: list[Page], path: Path) -> None:
    book = Workbook()
    del book[book.sheetnames[0]]
    for page in pages:
        add_sheet(book, page, report.language)
    if report.logos:
        _add_logos(book.worksheets[0], report.logos)
    pictures = [block for _, block in report.blocks() if isinstance(block, Bars | Radar)]
    if pictures:
        _add_charts(book, pictures, report.language)
    about, moment = book.properties, datetime.combine(report.day, time())
    about.title, about.subject, about.creator = report.title, report.enterprise, "maturity"
    about.language = "zh-CN" if report.language == "zh" else "en-GB"
    about.created = about.modified = moment
    book.save(path)
    charts, images = [text_alternative(picture) for picture in pictures], [logo.words for logo in report.logos]
    repack(path, report.day, charts, images)


def _add_logos(cover: Worksheet, logos: Sequence[Logo]) -> None:
    """Put the first logo at the left edge of the first row, the second one beside it: programs differ in how wide they
    draw columns, so that a place at the right edge is none.
    """
    cover.row_dimensions[1].height = 60
    reached = 0.0
    for place_, logo in enumerate(logos):
        width, height = (round(side * _MILLIMETRE) for side in logo.printed)
        left = round(max(_APART, reached + _APART - _FIRST) * _MILLIMETRE) if place_ else 0
        reached = logo.printed[0]
        image = Image(BytesIO(logo.image))
        start = AnchorMarker(col=min(place_, 1), colOff=left, row=0, rowOff=0)
        image.anchor = OneCellAnchor(start, XDRPositiveSize2D(width, height))
        cover.add_image(image)


def _add_charts(book: Workbook, pictures: list[Bars | Radar], language: str) -> None:
    sheet = book.create_sheet("图 Charts", 1)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, picture in enumerate(pictures):
        chart = native(picture, language)
        chart.width, chart.height = 22, 10 if isinstance(picture, Bars) else 16
        sheet.add_chart(chart, f"A{1 + 22 * number}")


def _check(pages: list[Page], path: Path) -> None:
    book = load_workbook(path)
    for page in pages:
        for items, cells in zip(page.rows, book[page.name].iter_rows(), strict=True):
            for item, cell in zip(items, cells, strict=False):
                if cell.value != item.value or (isinstance(item.value, str) and cell.data_type != "s"):
                    raise refuse("plan-not-verified", detail=f"{page.name}!{cell.coordinate}")
