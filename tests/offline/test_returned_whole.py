"""Everything in a returned workbook is read or reported: 30 kinds of changed workbooks."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from maturity.answers import Chosen, NotApplicable, Response
from maturity.errors import Refusal
from maturity.offline import WorkbookContent, workbook_writer
from maturity.offline.returned_workbook import read_workbook
from maturity.questionnaire import only

from ..exports.questionnaires.filling import spots

MARKER = re.compile(r"标记\d+")


@pytest.fixture(scope="module")
def good(small, tmp_path_factory):
    """A workbook with answers and comments, its bytes, and the cells of its answers."""
    items = [item.id for item in small.items_of("discrete")]
    answers = {items[0]: Chosen("most"), items[2]: NotApplicable("没有"), items[5]: Chosen("part")}
    facts = (("企业名称", "示例企业"), ("从业人员（人）", "350"))
    what = WorkbookContent(
        Response(small, "discrete", answers), {items[0]: "备注"}, "zh", date(2026, 3, 1), {}, "a" * 32, facts
    )
    path = tmp_path_factory.mktemp("whole") / "w.xlsx"
    workbook_writer()(what, path)
    return what, path.read_bytes(), spots(path)


class Book:
    """A workbook to be changed: sheets of items, cells of answers by their place in the order of the items."""

    def __init__(self, data, cells):
        self.book = load_workbook(BytesIO(data))
        self.cells = list(cells.values())
        self.sheet = self.book[max({s for s, _ in self.cells}, key=lambda name: sum(s == name for s, _ in self.cells))]
        self.mine = [cell for sheet, cell in self.cells if sheet == self.sheet.title]
        self.last = self.sheet.max_row

    def put(self, place, text, sheet=None):
        (sheet or self.sheet)[place].value = text

    def note(self, number=0, column="F", text="标记1"):
        self.sheet[self.mine[number].replace("D", column)].value = text

    def copy(self):
        copy = self.book.copy_worksheet(self.sheet)
        copy.title = "副本"
        return copy

    def extra(self):
        return self.book.create_sheet("补充")

    def merge(self, first, last):
        self.sheet.merge_cells(f"{self.mine[first]}:{self.mine[last]}")

    def saved(self):
        out = BytesIO()
        self.book.save(out)
        return out.getvalue()


def _moved(book):
    book.sheet.insert_cols(2, 2)
    book.put("B2", "标记1")


def _deleted(book):
    book.note()
    book.sheet.delete_rows(int(book.mine[1][1:]))


def _noted(book, cell):
    book.sheet[cell].comment = Comment("标记1", "某人")


def _rich(book):
    book.note(0)
    book.note(1, text="标记2 " + "长" * 4000)


TAKEN = {
    "a comment": lambda b: b.note(),
    "two comments": _rich,
    "a comment in a renamed sheet": lambda b: (b.note(), setattr(b.sheet, "title", "我的")),
    "a comment and an identical copy": lambda b: (b.note(), b.copy()),
    "a comment in moved rows": lambda b: (b.note(), b.sheet.insert_rows(1, 3)),
    "a comment in a hidden row": lambda b: (
        b.note(), setattr(b.sheet.row_dimensions[int(b.mine[0][1:])], "hidden", True)),
    "a comment in a hidden sheet": lambda b: (b.note(), setattr(b.sheet, "sheet_state", "hidden")),
    "a comment beside formulas of one's own": lambda b: (b.note(), b.put("Z5", "=LEN(F6)")),
}  # fmt: skip
TOLD = {
    "a column of one's own": lambda b: b.put(b.mine[0].replace("D", "N"), "标记1"),
    "a column of one's own with a heading": lambda b: (b.put("N4", "标记1"), b.put("N7", "标记2")),
    "inserted columns": _moved,
    "above the table": lambda b: b.put("D3", "标记1"),
    "beside the title": lambda b: b.put("C1", "标记1"),
    "below the table": lambda b: b.put(f"B{b.last + 2}", "标记1"),
    "far below the table": lambda b: b.put(f"A{b.last + 200}", "标记1"),
    "over a statement": lambda b: b.put(b.mine[0].replace("D", "B"), "标记1"),
    "over a help text": lambda b: b.put(b.mine[0].replace("D", "C"), "标记1"),
    "a number of one's own": lambda b: b.put("P9", 4711),
    "a sheet without headings": lambda b: b.put("B2", "标记1", b.extra()),
    "a sheet with a long list": lambda b: b.extra().append(["标记1", "标记2", "标记3"]),
    "beside the instructions": lambda b: b.put("F3", "标记1", b.book["说明"]),
    "beside the enterprise": lambda b: b.put("D3", "标记1", b.book["企业"]),
    "over the instructions": lambda b: b.put("A5", "标记1", b.book["说明"]),
    "in a free cell of the instructions": lambda b: b.put("C3", "标记1", b.book["说明"]),
    "below the instructions": lambda b: b.put("A90", "标记1", b.book["说明"]),
    "a fact of the enterprise": lambda b: b.put("B5", "420", b.book["企业"]),
    "below the enterprise": lambda b: b.put("B40", "标记1", b.book["企业"]),
    "in a free cell of the result": lambda b: b.put("C20", "标记1", b.book["结果"]),
    "a number over a formula of the result": lambda b: b.put("A3", 4.75, b.book["结果"]),
    "a weight": lambda b: b.put("B5", 0.123, b.book["计算"]),
    "a note on an answer": lambda b: _noted(b, b.mine[0]),
    "a note on a title": lambda b: _noted(b, "A1"),
    "merged answers": lambda b: b.merge(0, 2),
    "merged answer and comment": lambda b: b.sheet.merge_cells(f"{b.mine[0]}:{b.mine[0].replace('D', 'F')}"),
    "a copy with another comment": lambda b: b.put(b.mine[0].replace("D", "F"), "标记1", b.copy()),
    "a copy with a column of its own": lambda b: b.put("N8", "标记1", b.copy()),
    "an error in an answer": lambda b: b.note(column="D", text="#N/A"),
    "an error in a comment": lambda b: b.note(column="F", text="#REF!"),
    "a formula as comment": lambda b: b.note(text='="标记1"'),
    "an unknown word": lambda b: b.note(column="D", text="标记1"),
    "a reason beside an open answer": lambda b: b.note(1, "E"),
    "a comment beside no item": lambda b: b.put(f"F{b.last + 2}", "标记1"),
    "a deleted row": _deleted,
    "a heading renamed": lambda b: b.put("D4", "标记1"),
    "a comment that is too long": lambda b: b.note(text="标记1" + "长" * 5000),
}


def _read(data, small):
    """(entries or {}, the mistakes that are reported)."""
    try:
        returned = read_workbook(data, "w.xlsx", only(small))
    except Refusal as refusal:
        return {}, refusal.problems
    return dict(returned.entries), returned.left_out


@pytest.mark.parametrize("kind", TAKEN)
def test_what_is_in_its_place_is_taken_whatever_else_changes(kind, good, small):
    what, data, cells = good
    book = Book(data, cells)
    TAKEN[kind](book)
    entries, reported = _read(book.saved(), small)
    assert reported == ()
    before = dict(what.origin.entries)
    changed = [item for item, entry in entries.items() if entry != before[item]]
    assert changed == [item for item, entry in entries.items() if MARKER.search(entry.comment)] != []
    assert all(entries[item].answer == before[item].answer for item in before)


@pytest.mark.parametrize("kind", TOLD)
def test_what_is_elsewhere_or_unreadable_is_told_and_nothing_is_erased(kind, good, small):
    what, data, cells = good
    book = Book(data, cells)
    TOLD[kind](book)
    entries, reported = _read(book.saved(), small)
    assert reported, "nothing is passed over without a word"
    for problem in reported:
        assert problem.message("zh")
        assert problem.remedy("en")
        assert "!" in problem.place.column or problem.code in ("offline-sheet-copied", "offline-heading")
    assert not entries or entries == dict(what.origin.entries)


def _drawn(data, shape):
    """The workbook with a shape over each of its drawings."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for part in old.infolist():
            xml = old.read(part)
            if part.filename.startswith("xl/drawings/drawing"):
                end = xml.rindex(b"</")
                xml = xml[:end] + shape.encode() + xml[end:]
            new.writestr(part, xml)
    return out.getvalue()


ANCHOR = (
    '<x:twoCellAnchor xmlns:x="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><x:from><x:col>2</x:col><x:row>6</x:row></x:from>'
    "<x:to><x:col>4</x:col><x:row>9</x:row></x:to>{}<x:clientData/></x:twoCellAnchor>"
)


@pytest.mark.parametrize(
    ("shape", "reported"),
    [
        ('<x:sp><x:nvSpPr><x:cNvPr id="9" name="TextBox 1"/></x:nvSpPr><x:txBody><a:p><a:r><a:t>标记1</a:t></a:r></a:p>'
         "<a:p><a:r><a:t>第二段</a:t></a:r></a:p></x:txBody></x:sp>", "C7: 标记1 第二段"),
        ('<x:grpSp><x:sp><x:nvSpPr><x:cNvPr id="9" name="椭圆 1"/></x:nvSpPr></x:sp></x:grpSp>', "C7: 椭圆 1"),
        ('<x:pic><x:nvPicPr><x:cNvPr id="9" name="图片 1" descr="铭牌照片"/></x:nvPicPr></x:pic>', "C7: 铭牌照片"),
    ],
)  # fmt: skip
def test_what_lies_over_the_cells_is_reported(good, small, shape, reported):
    what, data, _ = good
    entries, problems = _read(_drawn(data, ANCHOR.format(shape)), small)
    assert entries == dict(what.origin.entries)
    assert [(one.code, one.place.column) for one in problems] == [("offline-drawn", "结果!C7")]
    assert problems[0].values["shapes"] == reported


def test_what_the_program_wrote_is_told_in_no_language(small, tmp_path):
    for language in ("zh", "en"):
        for cuts in ({}, {"sales": "没有"}):
            facts = (("A", "B"), ("年份", "2025"))
            response = Response(small, "discrete", {}, cuts)
            what = WorkbookContent(response, {}, language, date(2026, 3, 1), {}, "", facts)
            workbook_writer()(what, tmp_path / "w.xlsx")
            data = (tmp_path / "w.xlsx").read_bytes()
            assert _read(data, small)[1] == ()
            assert _read(Book(data, spots(tmp_path / "w.xlsx")).saved(), small)[1] == ()


def test_a_workbook_of_before_has_no_fingerprints_and_is_read(good, small):
    _, data, cells = good
    book = Book(data, cells)
    identity = book.book["_maturity"]
    for row in identity.iter_rows(min_col=7):
        row[0].value = None
    book.put("A5", "别的说明", book.book["说明"])
    assert _read(book.saved(), small)[1] == ()


def test_everything_beside_is_counted_and_the_first_cells_are_named(good, small):
    _, data, cells = good
    book = Book(data, cells)
    for row in range(5, 12):
        book.put(f"N{row}", f"标记{row}")
    (problem,) = _read(book.saved(), small)[1]
    assert (problem.code, problem.place.column) == ("offline-beside", f"{book.sheet.title}!N5")
    assert problem.values["count"] == 7
    assert "N5: 标记5; N6: 标记6" in problem.message("en")


def test_the_first_of_merged_answers_is_taken_and_the_rest_stay(good, small):
    what, data, cells = good
    book = Book(data, cells)
    book.note(0, "D", "不满足")
    book.note(0, "E", None)
    book.merge(0, 1)
    entries, (problem,) = _read(book.saved(), small)
    assert problem.code == "offline-merged"
    items = [item for item, (sheet, _) in cells.items() if sheet == book.sheet.title]
    assert entries[items[0]].answer == Chosen("none")
    assert entries[items[1]] == what.origin.entries[items[1]]


@pytest.mark.parametrize(("column", "text"), [("G", "已完成"), ("H", "满分"), ("G", "张三核")])
def test_what_is_typed_over_a_state_or_score_is_named(good, small, column, text):
    _, data, cells = good
    book = Book(data, cells)
    book.note(0, column, text)
    (problem,) = _read(book.saved(), small)[1]
    assert problem.code == "offline-beside"
    assert text in problem.message("zh")


@pytest.mark.parametrize(("column", "value"), [("G", "已答"), ("H", 0.8), ("H", 1), ("H", None), ("J", "部分满足")])
def test_values_that_are_left_of_formulas_are_nothing_typed(good, small, column, value):
    _, data, cells = good
    book = Book(data, cells)
    book.note(0, column, value)
    assert _read(book.saved(), small)[1] == ()
