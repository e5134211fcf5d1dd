"""Returned workbooks of questionnaires without levels: read as they were meant, or refused with the cell."""

from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from maturity.answers import Chosen, Entered, Listed, NotApplicable, Response, Said, Ticked
from maturity.answers.reading import read_table, read_value
from maturity.errors import Refusal
from maturity.offline import CELL_LIMIT, IDENTITY, WorkbookContent, workbook_writer
from maturity.offline.returned_workbook import read_workbook
from maturity.questionnaire import load, only
from maturity.questionnaire import read as read_definition

from ..exports.office import convert
from ..exports.questionnaires.filling import spots
from ..scoring.green import filled

ASKED = load("green-factory-2025")
FACTORY = load("green-factory-2016")
SMALL = (Path(__file__).parents[1] / "questionnaires" / "green.yaml").read_text(encoding="utf-8")


def product(key, output, energy="10", water="5"):
    return key, {
        "products.output": (output, "t"),
        "products.energy": (energy, "tce"),
        "products.water": (water, "m3"),
    }


def answers():
    ticks = next(item for item in ASKED.items if getattr(item.asks, "options", None))
    return {
        "boundary.period": Said("=1+1\n2025"),
        "lawful.g1": Chosen("yes"),
        "lawful.x1": NotApplicable("@新设"),
        "land-area": read_value(ASKED.item("land-area"), "1.2 万", "亩"),
        "output-value": read_value(ASKED.item("output-value"), "３.1亿元"),
        ticks.id: Ticked((ticks.asks.options[1].id,)),
        "products": read_table(ASKED.item("products"), [product("甲", "1,000"), product("乙", "2000")]),
    }


def written(folder, language="zh", given=None, questionnaire=ASKED):
    response = Response(questionnaire, "default", answers() if given is None else given)
    what = WorkbookContent(response, {"land-area": "@备注"}, language, date(2026, 3, 1), assessment="a" * 32)
    path = folder / f"{language}.xlsx"
    workbook_writer()(what, path)
    return what, path


@pytest.fixture
def good(tmp_path):
    return written(tmp_path)


def read(book, questionnaire=ASKED):
    if isinstance(book, bytes):
        return read_workbook(book, "w.xlsx", only(questionnaire))
    target = BytesIO()
    book.save(target)
    return read_workbook(target.getvalue(), "w.xlsx", only(questionnaire))


def refused(book):
    with pytest.raises(Refusal) as refusal:
        read(book)
    return {(problem.code, problem.place.column) for problem in refusal.value.problems}


def cell_of(path, item, column="D"):
    sheet, cell = spots(path)[item]
    return sheet, cell.replace("D", column)


def put(book, path, item, value, column="D"):
    sheet, cell = cell_of(path, item, column)
    book[sheet][cell].value = value
    return f"{sheet}!{cell}"


def table_of(book, item):
    """The sheet of a table, and its first row of records."""
    for sheet in book:
        for row in sheet.iter_rows(max_row=6):
            if any(cell.value == f"maturity-table {item}" for cell in row):
                return sheet, row[0].row + 2
    raise AssertionError(item)


def test_a_row_of_energy_begins_with_the_unit_in_which_it_is_usually_stated(tmp_path):
    _, path = written(tmp_path, "zh", {}, FACTORY)
    sheet, first = table_of(load_workbook(path), "energy")
    units = {name: unit for name, _, unit in sheet.iter_rows(first, first + 12, max_col=3, values_only=True)}
    usual = {"原煤": "吨", "天然气": "立方米", "热力（当量值）": "吉焦", "电力（当量值）": "千瓦时"}
    assert usual.items() <= units.items()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_untouched_workbook_brings_back_what_it_took_out(tmp_path, language):
    what, path = written(tmp_path, language)
    returned = read(path.read_bytes())
    assert dict(returned.entries) == dict(what.origin.entries)
    assert returned.left_out == ()
    assert returned.entries["land-area"].answer.text == "1.2 万", "as it was entered, though the cell holds 12,000"


def test_saved_by_libreoffice_or_with_values_alone_it_says_the_same(office, tmp_path):
    for what, path in (written(tmp_path), written(tmp_path, "en", dict(filled().answers), FACTORY)):
        convert(office, [path], tmp_path, "xlsx")
        saved = tmp_path / "xlsx" / path.name
        book = load_workbook(saved, data_only=True)  # what a program leaves that keeps values without formulas
        for data in (saved.read_bytes(), book):
            returned = read(data, what.questionnaire)
            assert dict(returned.entries) == dict(what.origin.entries)
            left = {one.place.column.partition("!")[0] for one in returned.left_out}
            assert left <= {"结果", "计算", "Result", "Calculation"}, "what was computed, as with levels"
            assert not left or data is book


@pytest.mark.parametrize(
    ("typed", "unit", "text", "meant", "value"),
    [
        (80000, "平方米", "80000", "m2", 80000),
        (8, "公顷", "8", "ha", 80000),
        (0.1 + 0.2, "ha", "0.3", "ha", 3000),
        ("４.5 万", "平方米", "４.5 万", "m2", 45000),
        ("45,000", "", "45,000", "m2", 45000),
        ("120亩", "亩", "120亩", "mu", 80000),
    ],
)
def test_numbers_are_read_as_on_the_page_with_the_unit_that_was_meant(good, typed, unit, text, meant, value):
    book = load_workbook(good[1])
    put(book, good[1], "land-area", typed)
    put(book, good[1], "land-area", unit, "E")
    assert read(book).entries["land-area"].answer == Entered(text, meant, Fraction(value))


@pytest.mark.parametrize(
    ("typed", "unit", "code"),
    [
        (80000, "千克", "quantity-unit-unfit"),
        (80000, "斗", "quantity-unit-unknown"),
        ("很大", "平方米", "quantity-no-number"),
        ("1.2.3", "平方米", "quantity-two-points"),
        ("4,5", "平方米", "quantity-comma"),
        ("1e400", "平方米", "quantity-beyond"),
        (1e300, "平方米", "quantity-beyond"),
        ("NaN", "平方米", "quantity-no-number"),
        (-5, "平方米", "quantity-not-above"),
        (0, "平方米", "quantity-not-above"),
        ("8 公顷", "平方米", "quantity-two-units"),
        (True, "平方米", "quantity-no-number"),
        (datetime(2025, 3, 1), "平方米", "offline-date"),
        ("=1+1", "平方米", "offline-formula"),
        ("#REF!", "平方米", "intake-lost"),
    ],
)
def test_what_is_no_such_number_is_refused_with_its_cell(good, typed, unit, code):
    book = load_workbook(good[1])
    at = put(book, good[1], "land-area", typed)
    put(book, good[1], "land-area", unit, "E")
    assert (code, at) in refused(book)


def test_all_mistakes_of_items_lists_and_tables_are_told_at_once(good):
    book = load_workbook(good[1])
    sheet, row = table_of(book, "products")
    name = sheet.title
    sheet.cell(row, 2).value = "千吨"
    sheet.cell(row + 1, 1).value = "甲"
    sheet.cell(row + 2, 4).value = 7
    sheet.cell(row + 2, 5).value = "平方米"
    sheet.cell(row + 4, 1).value = "丁"
    energy, first = table_of(book, "energy")
    energy.cell(first, 2).value = -1
    ticks = next(item for item in ASKED.items if getattr(item.asks, "options", None))
    list_sheet, cell = cell_of(good[1], ticks.id)
    book[list_sheet][f"D{int(cell[1:]) + 1}"].value = "也许"
    whole = put(book, good[1], ticks.id, "无")
    gate = put(book, good[1], "lawful.g1", "也许")
    aside = put(book, good[1], "lawful.x1", "", "F")
    told = refused(book)
    assert told == {
        ("quantity-no-number", f"{name}!B{row}"),
        ("answer-row-twice", f"{name}!A{row + 1}"),
        ("answer-row-nameless", f"{name}!A{row + 2}"),
        ("quantity-unit-unfit", f"{name}!D{row + 2}"),
        ("answer-rows", f"{name}!A{row + 4}"),
        ("quantity-below", f"{energy.title}!B{first}"),
        ("offline-word", f"{list_sheet}!D{int(cell[1:]) + 1}"),
        ("offline-both", whole),
        ("offline-word", gate),
        ("offline-reason-missing", aside),
    }


def test_rows_of_a_table_are_known_by_their_names_wherever_they_stand(good):
    book = load_workbook(good[1])
    sheet, row = table_of(book, "products")
    kept = [[cell.value for cell in cells[:7]] for cells in sheet.iter_rows(min_row=row, max_row=row + 1)]
    for place, values in ((row + 4, kept[0]), (row, kept[1]), (row + 1, [None] * 7)):
        for column, value in enumerate(values, start=1):
            sheet.cell(place, column).value = value
    assert read(book).entries["products"] == good[0].origin.entries["products"]
    for column, value in enumerate(("丙", 0.5, "万吨", 1, "吨标准煤", 2, "立方米"), start=1):
        sheet.cell(row + 2, column).value = value
    rows = read(book).entries["products"].answer.rows
    assert [one.key for one in rows] == ["乙", "丙", "甲"]
    assert rows[1].numbers["products.output"] == Entered("0.5", "1e4t", Fraction(5000))


def test_a_table_that_does_not_apply_holds_no_rows_and_takes_no_other_word(good):
    book = load_workbook(good[1])
    at = put(book, good[1], "products", "不适用")
    put(book, good[1], "products", "没有产品", "F")
    assert refused(book) == {("offline-both", at)}
    sheet, row = table_of(book, "products")
    for cells in sheet.iter_rows(min_row=row, max_row=row + 1, max_col=7):
        for cell in cells:
            cell.value = None
    assert read(book).entries["products"].answer == NotApplicable("没有产品")
    put(book, good[1], "products", "1000")
    put(book, good[1], "products", None, "F")
    assert refused(book) == {("offline-beside-table", at)}


def test_a_sheet_of_a_table_that_is_missing_or_says_two_things_is_named(good):
    book = load_workbook(good[1])
    copy = book.copy_worksheet(table_of(book, "products")[0])
    assert read(book).entries == good[0].origin.entries, "a copy that says the same does no harm"
    copy["B6"].value = 7
    assert refused(book) == {("offline-sheet-copied", copy.title)}
    book = load_workbook(good[1])
    del book[table_of(book, "products")[0].title]
    sheet, cell = cell_of(good[1], "products")
    assert refused(book) == {("offline-table-missing", f"{sheet}!{cell}")}


def test_a_missing_row_of_a_list_is_no_unticked_option(good):
    book = load_workbook(good[1])
    ticks = next(item for item in ASKED.items if getattr(item.asks, "options", None))
    sheet, cell = cell_of(good[1], ticks.id)
    book[sheet][f"J{int(cell[1:]) + 2}"].value = None
    assert "offline-items-missing" in {code for code, _ in refused(book)}


def test_a_share_typed_as_a_part_of_one_is_refused_and_told(tmp_path):
    asked = load("green-park-2016")
    item = next(one for one in asked.items if getattr(getattr(one.asks, "unit", None), "id", "") == "%")
    _, path = written(tmp_path, given={}, questionnaire=asked)
    book = load_workbook(path)
    at = put(book, path, item.id, 0.45)
    with pytest.raises(Refusal) as refusal:
        read(book, asked)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.place.column) == ("offline-share", at)
    put(book, path, item.id, "0.45%")
    assert read(book, asked).entries[item.id].answer.value == Fraction(45, 100)
    put(book, path, item.id, 45)
    assert read(book, asked).entries[item.id].answer.value == 45


def test_words_beside_the_cells_to_fill_in_are_named(good):
    book = load_workbook(good[1])
    sheet, _ = table_of(book, "products")
    sheet["A1"].value = "产品（初稿）"
    put(book, good[1], "land-area", "见附件", "B")
    told = {(one.code, one.place.column) for one in read(book).left_out}
    assert told == {
        ("offline-beside", f"{sheet.title}!A1"),
        ("offline-beside", "!".join(cell_of(good[1], "land-area", "B"))),
    }


@pytest.mark.parametrize("text", ['{"text":"5","unit":"m2","value":"9"}', '{"words":"x"}', "no json"])
def test_a_forged_base_is_refused(good, text):
    book = load_workbook(good[1])
    for row in book[IDENTITY].iter_rows():
        if row[0].value == "land-area":
            row[6].value = text
    assert {code for code, _ in refused(book)} == {"offline-tampered"}


def test_nothing_typed_is_ever_a_formula(good):
    book = load_workbook(good[1])
    sheet, cell = cell_of(good[1], "boundary.period")
    assert (book[sheet][cell].value, book[sheet][cell].data_type) == ("=1+1\n2025", "s")
    assert isinstance(read(book).entries["products"].answer, Listed)


def test_a_workbook_of_a_large_table_keeps_its_base_in_several_cells(tmp_path):
    asked = read_definition(SMALL.replace('most: "3"', 'most: "99"'), "green.yaml")
    item = asked.item("products")
    numbers = {"products.used": ("1" * 29, "kgce"), "products.made": ("2" * 29, "t")}
    rows = [(f"{'长' * 97}{number}", numbers) for number in range(99)]
    what, path = written(tmp_path, given={"products": read_table(item, rows)}, questionnaire=asked)
    assert len(what.origin.entries["products"].entered) > CELL_LIMIT
    assert read(path.read_bytes(), asked).entries == what.origin.entries
