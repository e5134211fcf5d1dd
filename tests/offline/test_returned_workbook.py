"""A returned workbook: read as it was meant, or refused with the cell or the reason."""

import os
import shutil
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from maturity.answers import Chosen, NotApplicable, Response
from maturity.errors import Refusal
from maturity.offline import IDENTITY, WorkbookContent, make_entry, workbook_writer
from maturity.offline.returned_workbook import read_workbook
from maturity.questionnaire import only

from ..exports.office import convert
from ..exports.questionnaires.filling import spots
from ..intake.hostile import KINDS

OF_COMMENTS = (
    "a formula as comment",
    "a date as comment",
    "a comment too long",
    "control characters",
)  # they cost that comment and are named
COMMENTS = (
    "=1+1",
    "+86 512",
    "-5",
    "@here",
    "😀👩🏽‍🏭",
    "一\n二\n\n三",
    "长" * 5000,
    "0123",
    "TRUE",
    "#N/A",
    "'a",
    "1e5",
    "2025-03-01",
)


def made(questionnaire, folder, answers=None, comments=None, language="zh", **rest):
    response = Response(questionnaire, "discrete", answers or {})
    what = WorkbookContent(response, comments or {}, language, date(2026, 3, 1), assessment="a" * 32, **rest)
    path = folder / f"{language}.xlsx"
    workbook_writer()(what, path)
    return what, path


@pytest.fixture
def known(small):
    return only(small)


@pytest.fixture
def good(small, tmp_path):
    items = [item.id for item in small.items_of("discrete")]
    answers = {items[0]: Chosen("most"), items[2]: NotApplicable("没有")}
    return made(small, tmp_path, answers, {items[0]: "备注"}, versions={items[0]: 3})


def read(data, known):
    return read_workbook(data, "w.xlsx", known)


def refused(data, known):
    with pytest.raises(Refusal) as refusal:
        read(data, known)
    return refusal.value.problems


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_damage_is_refused_with_its_reason(kind, good, known):
    make, code = KINDS[kind]
    data = make(good[1].read_bytes(), spots(good[1]))
    problems = read(data, known).left_out if kind in OF_COMMENTS else refused(data, known)
    assert code in [problem.code for problem in problems]
    for problem in problems:
        assert problem.message("zh")
        assert problem.remedy("en")
        if code.startswith("offline-") and code not in (
            "offline-foreign", "offline-format", "offline-version", "offline-tampered",
        ):  # fmt: skip
            assert "!" in problem.place.column or code in ("offline-heading", "offline-sheet-copied")


def test_there_are_forty_kinds():
    assert len(KINDS) >= 40


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_untouched_workbook_brings_back_what_it_took_out(small, tmp_path, known, language):
    items = [item.id for item in small.items_of("discrete")]
    what, path = made(small, tmp_path, {items[0]: Chosen("full")}, {items[1]: "话"}, language)
    returned = read(path.read_bytes(), known)
    assert returned.origin == what.origin
    assert (dict(returned.entries), returned.left_out) == (dict(what.origin.entries), ())


def test_what_is_typed_is_read_whatever_it_starts_with(good, known):
    _, path = good
    book = load_workbook(path)
    wanted = {}
    for (item, (sheet, cell)), comment in zip(spots(path).items(), COMMENTS, strict=False):
        target = book[sheet][cell.replace("D", "F")]
        target.value = comment
        target.data_type = "s"
        wanted[item] = comment
    out = BytesIO()
    book.save(out)
    returned = read(out.getvalue(), known)
    assert {item: returned.entries[item].comment for item in wanted} == wanted


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("全部满足", "full"),
        (" 全部满足 ", "full"),
        ("Fully met", "full"),
        ("fully  MET", "full"),
        ("full", "full"),
        ("Ｆｕｌｌｙ　ｍｅｔ", "full"),
    ],
)
def test_an_answer_may_be_a_word_of_either_language_or_an_id(good, known, typed, choice):
    _, path = good
    item, (sheet, cell) = next(iter(spots(path).items()))
    book = load_workbook(path)
    book[sheet][cell].value = typed
    out = BytesIO()
    book.save(out)
    assert read(out.getvalue(), known).entries[item].answer == Chosen(choice)


def test_moved_renamed_and_hidden_is_still_read(good, known):
    what, path = good
    book = load_workbook(path)
    book.move_sheet(IDENTITY, -10)
    for sheet in [sheet for sheet in book.worksheets if sheet.title != IDENTITY]:
        sheet.title = f"改名 {sheet.title}"[:31]
    for sheet in book.worksheets:
        sheet.column_dimensions["I"].hidden = True
        sheet.column_dimensions["C"].hidden = True
    book._sheets.reverse()
    out = BytesIO()
    book.save(out)
    assert dict(read(out.getvalue(), known).entries) == dict(what.origin.entries)


def test_all_mistakes_are_told_at_once_with_their_cells(good, known):
    _, path = good
    found = list(spots(path).values())
    book = load_workbook(path)
    for sheet, cell in found[:3]:
        book[sheet][cell].value = "也许"
    out = BytesIO()
    book.save(out)
    problems = refused(out.getvalue(), known)
    assert [problem.place.column for problem in problems] == [f"{sheet}!{cell}" for sheet, cell in found[:3]]
    assert "也许" in problems[0].message("zh")
    assert "全部满足" in problems[0].remedy("zh")


def test_missing_items_are_counted_and_the_first_ten_named(good, known, small):
    book = load_workbook(good[1])
    for sheet in {sheet for sheet, _ in spots(good[1]).values()}:
        del book[sheet]
    (problem,) = refused(_saved(book), known)
    items = [item.id for item in small.items_of("discrete")]
    assert problem.values == {"count": len(items), "items": ", ".join([*items[:10], "…"])}


def test_computed_columns_may_hold_their_formulas(good, known):
    book = load_workbook(good[1])
    assert any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    read(good[1].read_bytes(), known)


def _copied(path, change, name="技术(2)"):
    """The workbook with a copy of its first sheet of items; `change` is given both sheets and the cells of answers."""
    book = load_workbook(path)
    title = next(iter(spots(path).values()))[0]
    copy = book.copy_worksheet(book[title])
    copy.title = name
    change(book[title], copy, [cell for sheet, cell in spots(path).values() if sheet == title])
    return _saved(book)


def _saved(book):
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet, cells, value="全部满足"):
    for cell in cells:
        sheet[cell].value = value


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (lambda first, copy, cells: _fill(copy, cells[1:]), 1),
        (lambda first, copy, cells: (_fill(first, cells, None), _fill(copy, cells[:2])), 2),
        (lambda first, copy, cells: _fill(copy, [cells[0].replace("D", "F")], "另一个备注"), 1),
        (lambda first, copy, cells: _fill(first, cells[:1], "全部满足"), 1),
        (lambda first, copy, cells: _fill(copy, cells[:1], "#REF!"), 1),
    ],
    ids=["both hold something", "the first is blank", "a comment", "the copy is older", "an error in the copy"],
)
def test_a_copied_sheet_that_says_something_else_is_named(good, known, change, count):
    (problem,) = refused(_copied(good[1], change), known)
    first = next(iter(spots(good[1]).values()))[0]
    assert (problem.code, problem.place.column) == ("offline-sheet-copied", "技术(2)")
    assert (problem.values["count"], problem.values["first"]) == (count, first)


@pytest.mark.parametrize(
    "change",
    [
        lambda first, copy, cells: None,
        lambda first, copy, cells: _fill(copy, [cells[0]], "mostly met"),
        lambda first, copy, cells: [_fill(copy, [cell.replace("D", c) for cell in cells], None) for c in "DEF"],
    ],
    ids=["the same", "the same in other words", "blank"],
)
def test_a_copied_sheet_that_says_nothing_else_does_no_harm(good, known, change):
    what, path = good
    returned = read(_copied(path, change), known)
    assert (dict(returned.entries), returned.left_out) == (dict(what.origin.entries), ())


def test_of_a_renamed_sheet_and_its_filled_copy_neither_is_passed_over(good, known):
    def change(first, copy, cells):
        first.title = "旧"
        _fill(copy, cells[1:3])

    (problem,) = refused(_copied(good[1], change), known)
    assert (problem.code, problem.place.column, problem.values["first"]) == ("offline-sheet-copied", "技术(2)", "旧")


@pytest.mark.office
def test_saved_again_by_libreoffice_it_says_the_same(small, tmp_path, known):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("MATURITY_REQUIRE_SERVICES"):
            pytest.fail("LibreOffice is required here")
        pytest.skip("LibreOffice is not installed")
    items = [item.id for item in small.items_of("discrete")]
    paths, wanted = [], []
    for number, language in enumerate(("zh", "en", "zh", "en")):
        folder = tmp_path / str(number)
        folder.mkdir()
        choices = [Chosen(choice.id) for choice in small.choices] + [NotApplicable("没有 =1"), None]
        answers = {item: answer for k, item in enumerate(items) if (answer := choices[(k + number) % len(choices)])}
        comments = {item: COMMENTS[(k * 3 + number) % len(COMMENTS)] for k, item in enumerate(items)}
        what, path = made(small, folder, answers, comments, language)
        renamed = path.rename(folder / f"w{number}.xlsx")
        paths.append(renamed)
        wanted.append(what.origin)
    convert(program, paths, tmp_path, "xlsx")
    for path, origin in zip(paths, wanted, strict=True):
        returned = read((tmp_path / "xlsx" / path.name).read_bytes(), known)
        assert (returned.origin, returned.left_out) == (origin, ())
        assert dict(returned.entries) == {
            item: make_entry(one.answer, one.comment) for item, one in origin.entries.items()
        }


def _showing(path, places, value="#REF!"):
    """The workbook with an error pasted as a value into cells of the first items."""
    book = load_workbook(path)
    for item, column in places.items():
        sheet, cell = spots(path)[item]
        target = book[sheet][cell.replace("D", column)]
        target.value = value
        target.data_type = "e"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_answer_that_shows_an_error_is_a_mistake_with_its_cell(good, known):
    first, second = list(spots(good[1]))[:2]
    problems = refused(_showing(good[1], {first: "D", second: "E"}), known)
    wanted = {"!".join(spots(good[1])[first]), "!".join(spots(good[1])[second]).replace("!D", "!E")}
    assert {problem.code for problem in problems} >= {"intake-lost"}
    assert wanted <= {problem.place.column for problem in problems if problem.code == "intake-lost"}


@pytest.mark.parametrize(("column", "text"), [("F", "\u200b"), ("E", "#N/A"), ("E", "=Sheet2!A1")])
def test_what_says_nothing_is_no_comment_and_no_reason(small, tmp_path, known, column, text):
    """Characters that nobody sees, or an error value pasted as text; a comment may be any text that is seen."""
    item = small.items_of("discrete")[0].id
    _, path = made(small, tmp_path, {item: NotApplicable("没有")}, {item: "备注"})
    book, (sheet, cell) = load_workbook(path), spots(path)[item]
    target = book[sheet][cell.replace("D", column)]
    target.value, target.data_type = text, "s"
    out = BytesIO()
    book.save(out)
    if column == "E":
        assert [problem.code for problem in refused(out.getvalue(), known)] == ["intake-lost"]
        return
    assert read(out.getvalue(), known).entries[item].comment == ""


@pytest.mark.parametrize("kind", ["error", "formula", "long"])
def test_a_comment_that_cannot_be_read_costs_that_comment_only(good, known, kind):
    what, path = good
    first, second = list(spots(path))[:2]
    if kind == "error":
        data = _showing(path, {first: "F"})
    else:
        book = load_workbook(path)
        sheet, cell = spots(path)[first]
        target = book[sheet][cell.replace("D", "F")]
        target.value = "=1+1" if kind == "formula" else "长" * 5001
        target.data_type = "f" if kind == "formula" else "s"
        sheet, cell = spots(path)[second]
        book[sheet][cell].value = "全部满足"
        out = BytesIO()
        book.save(out)
        data = out.getvalue()
    returned = read(data, known)
    sheet, cell = spots(path)[first]
    assert {problem.place.column for problem in returned.left_out} == {f"{sheet}!{cell.replace('D', 'F')}"}
    assert returned.entries[first] == what.origin.entries[first], "the comment as it went out, never an erased one"
    if kind != "error":
        assert returned.entries[second].answer == Chosen("full")
