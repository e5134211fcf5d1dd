"""The offline workbook of a questionnaire without levels on its pages: out, back, records merged by name, conflicts."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from maturity.answers.reading import read_table, read_value
from maturity.questionnaire import load
from maturity.store.assessments.answers import save_answer, saved_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.web import create_app

from ...offline.test_returned_numbers import product, table_of
from .test_apply import seen, send, upload_of

ASKED = load("green-factory-2025")


@pytest.fixture
def app(config):
    return create_app({name: value for name, value in config.items() if name != "QUESTIONNAIRE"})


@pytest.fixture
def green(town, sqlite_store):
    with sqlite_store.write() as c:
        found = start_assessment(c, town.people["enterprise"], town.mine.id, ASKED, "default", 2025)
    put(sqlite_store, town, found, "products", rows(("甲", "1000"), ("乙", "2000"), ("丙", "3000")))
    put(sqlite_store, town, found, "land-area", number("8", "ha"))
    return found


def rows(*given):
    return read_table(ASKED.item("products"), [product(*one) for one in given])


def number(text, unit):
    return read_value(ASKED.item("land-area"), text, unit)


def put(store, town, found, item, answer, version=0):
    with store.write() as c:
        save_answer(c, town.people["enterprise"], found.id, ASKED, item, answer, "", version)


def held(store, found):
    with store.read() as c:
        return {item: one.answer for item, one in saved_answers(c, found).items()}


def fetched(member, found):
    got = member.get(f"/assessments/{found.id}/questionnaire.xlsx?language=zh")
    assert got.status_code == 200
    return load_workbook(BytesIO(got.data))


def sent(member, found, book):
    target = BytesIO()
    book.save(target)
    return send(member, f"/assessments/{found.id}", target.getvalue())


def confirmed(member, found, page, *, erase="", **sides):
    base = f"/assessments/{found.id}"
    given = {"seen": seen(page.text), "erase": erase} | {f"side-{item}": side for item, side in sides.items()}
    return member.post(f"{base}/workbook/{upload_of(base, page.text)}", data=given)


def test_records_are_merged_by_name_and_what_both_changed_is_asked(member, town, sqlite_store, green):
    book = fetched(member, green)
    sheet, row = table_of(book, "products")
    first = [cell.value for cell in sheet[row][:7]]
    for column in range(1, 8):  # the first two rows change places, with another output of 甲 and of 乙
        sheet.cell(row, column).value, sheet.cell(row + 1, column).value = (
            sheet.cell(row + 1, column).value,
            first[column - 1],
        )
    sheet.cell(row + 1, 2).value = 1111
    sheet.cell(row, 2).value = 2222
    put(sqlite_store, town, green, "products", rows(("甲", "1000"), ("乙", "2500"), ("丙", "3000", "33")), 1)
    page = sent(member, green, book)
    assert page.status_code == 200
    assert "甲：产量 1,111 吨" in page.text
    assert "乙：产量 2,222 吨" in page.text
    assert "乙：产量 2,500 吨" in page.text, "both sides of what is to be decided, with units"
    assert confirmed(member, green, page).status_code == 400
    assert confirmed(member, green, page, products="database").status_code == 302
    done = {one.key: one.numbers for one in held(sqlite_store, green)["products"].rows}
    assert [done[key]["products.output"].text for key in ("甲", "乙", "丙")] == ["1111", "2500", "3000"]
    assert done["丙"]["products.energy"].text == "33", "what only the site changed"
    assert held(sqlite_store, green)["land-area"] == number("8", "ha")


def test_a_row_that_is_gone_is_deleted_only_on_consent(member, town, sqlite_store, green):
    book = fetched(member, green)
    sheet, row = table_of(book, "products")
    for column in range(1, 8):
        sheet.cell(row + 1, column).value = None
    page = sent(member, green, book)
    assert "乙：产量 2,000 吨" in page.text
    assert "甲：产量 1,000 吨" not in page.text.split('id="erased"')[1], "only what would go"
    confirmed(member, green, page)
    assert len(held(sqlite_store, green)["products"].rows) == 3
    confirmed(member, green, sent(member, green, book), erase="1")
    assert [one.key for one in held(sqlite_store, green)["products"].rows] == ["甲", "丙"]


def test_more_rows_together_than_the_table_takes_are_a_conflict_of_the_whole(member, town, sqlite_store, green):
    put(sqlite_store, town, green, "products", rows(("甲", "1000"), ("乙", "2000")), 1)
    book = fetched(member, green)
    sheet, row = table_of(book, "products")
    for column, value in enumerate(("丁", 4, "吨", 4, "吨标准煤", 4, "立方米"), start=1):
        sheet.cell(row + 2, column).value = value
    put(sqlite_store, town, green, "products", rows(("甲", "1000"), ("乙", "2000"), ("丙", "3000")), 2)
    page = sent(member, green, book)
    assert 'name="side-products"' in page.text
    assert confirmed(member, green, page, products="workbook").status_code == 302
    assert [one.key for one in held(sqlite_store, green)["products"].rows] == ["甲", "乙", "丁"]


def test_mistakes_are_told_by_cell_in_the_language_of_the_page(member, green, sqlite_store):
    book = fetched(member, green)
    sheet, row = table_of(book, "products")
    sheet.cell(row, 2).value = "4,5"
    page = sent(member, green, book)
    assert page.status_code == 400
    assert f"{sheet.title}!B{row}" in page.text
    assert "读不准" in page.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_there_and_speaks_of_numbers(member, green, language):
    page = member.get(f"/assessments/{green.id}/workbook?lang={language}")
    assert page.status_code == 200
    assert ("单位在旁边选" if language == "zh" else "with the unit chosen beside them") in page.text
    assert "levels" not in page.text.partition("<h1")[2]
