"""Workbooks without levels keep within what spreadsheet programs read, and hold nothing that is not meant."""

import re
from datetime import date

import pytest
from openpyxl import load_workbook

from maturity.answers import NotApplicable, Response, Said
from maturity.errors import Refusal
from maturity.offline import WorkbookContent, workbook_writer
from maturity.offline.numeric_texts import numeric_texts
from maturity.quantities import name_of
from maturity.questionnaire import load

from .test_numeric_office import SHIPPED, VARIANTS, asked
from .test_workbook import ALLOWED, DAY, HOSTILE

MORE = {"ABS", "AND", "COUNT", "EXACT", "IFERROR", "INT", "ISTEXT", "LARGE", "LEN", "LOG10", "MAX", "MID", "MIN", "NOT"}
MORE |= {"OR", "ROUND", "SUMIFS", "VLOOKUP"}
FORMULA, TEXT, LIMIT = 8192, 32_767, 255  # letters that Excel takes: of a formula, of a text, of a limit on a cell


def written(questionnaire, folder, answers=None, comments=None, language="zh", **rest):
    response = Response(questionnaire, next(iter(questionnaire.profiles)), answers or {})
    path = folder / "w.xlsx"
    workbook_writer()(WorkbookContent(response, comments or {}, language, DAY, **rest), path)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [*SHIPPED, *VARIANTS])
def test_formulas_texts_and_limits_are_such_as_every_program_reads(name, language, tmp_path):
    book = load_workbook(written(asked(name), tmp_path, language=language))
    for sheet in book:
        assert len(sheet.title) <= 31
        limits = list(sheet.data_validations.dataValidation)
        assert all(len(one.formula1) <= LIMIT and len(one.error) <= LIMIT for one in limits)
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert len(cell.value) <= (FORMULA if cell.data_type == "f" else TEXT), (sheet.title, cell.coordinate)
            if cell.data_type == "f":
                bare = re.sub(r'"[^"]*"', '""', cell.value)
                assert set(re.findall(r"([A-Z0-9]+)\(", bare)) <= ALLOWED | MORE, (sheet.title, cell.coordinate)


@pytest.mark.parametrize(
    ("language", "formula", "missing"),
    [
        ("zh", "算式：(计入容积率的建筑面积 + 计入容积率的构筑物面积) ÷ 厂区用地面积", "14 条缺参考值，不计分。"),
        (
            *("en", "Formula: sum(Energy used, by carrier) ÷ Output of qualified product"),
            "Items without a reference value, not scored: 14.",
        ),
    ],
)
def test_formulas_name_items_and_plain_numbers_have_no_unit(language, formula, missing, tmp_path):
    """14 as the site counts them: one of them by a formula that names a baseline."""
    factory = load("green-factory-2016")
    book = load_workbook(written(factory, tmp_path, language=language))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(formula in text for text in texts)
    assert missing in texts
    ids = [name_of(item.id) for item in factory.items if "-" in item.id]
    shown = [text for text in texts if text.startswith(("算式：", "Formula: "))]
    assert len(shown) == 15
    assert not [text for text in shown if any(re.search(rf"\b{name}\b", text) for name in ids)]
    assert "1" not in [cell.value for sheet in book.worksheets[3:13] for cell in sheet["E"]]  # of units


def test_formulas_by_ids_as_0_1_0_wrote_them_are_the_program_s_own():
    own = set(numeric_texts(load("green-factory-2016"), "zh"))
    assert {"算式：footprint ÷ land_area", "算式：建筑物、构筑物占地面积 ÷ 厂区用地面积"} <= own


def test_hostile_texts_stay_texts_and_come_back(tmp_path):
    questionnaire = load("green-factory-2025")
    items = [item.id for item in questionnaire.items if not hasattr(item.asks, "formula")]
    words = ("boundary.organisation", "boundary.production", "boundary.period")
    answers = {id: Said(text) for id, text in zip(words, HOSTILE[:3], strict=True)}
    rest = [id for id in items if id not in words]
    answers |= {id: NotApplicable(text[:1000].strip() or "x") for id, text in zip(rest, HOSTILE[3:12], strict=False)}
    comments = dict(zip(items, HOSTILE, strict=False))
    facts = tuple((text[:40], text[:200]) for text in HOSTILE)
    path = written(questionnaire, tmp_path, answers, comments, facts=facts)  # it is read back and compared
    book = load_workbook(path)
    typed = {text for text in HOSTILE if text.startswith("=")}
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in typed]
    assert len(cells) >= 3
    assert {cell.data_type for cell in cells} == {"s"}


def test_control_characters_and_the_words_of_not_applicable_in_texts_do_not_keep_a_workbook_back(tmp_path):
    questionnaire = load("green-factory-2025")
    answers = {
        "boundary.organisation": Said("不适用"),
        "boundary.period": Said("a\x01b"),
        "lawful.g1": NotApplicable("a\x01b"),
    }
    assert written(questionnaire, tmp_path, answers).is_file()
    assert written(questionnaire, tmp_path, {"boundary.organisation": Said("不适用")}).is_file()


def test_the_same_content_gives_the_same_bytes(tmp_path):
    questionnaire = load("green-park-2016")
    first = written(questionnaire, tmp_path).read_bytes()
    assert written(questionnaire, tmp_path).read_bytes() == first


def test_a_workbook_that_does_not_read_back_is_not_written(tmp_path, monkeypatch):
    from maturity.exports.questionnaires.numeric import items

    monkeypatch.setattr(items, "tick_row", lambda item, option: f"{item}?{option}")
    with pytest.raises(Refusal, match="plan-not-verified"):
        written(load("green-factory-2025"), tmp_path)
    assert not [*tmp_path.iterdir()]


def test_a_number_that_is_no_decimal_of_a_spreadsheet_comes_back_as_entered(tmp_path):
    questionnaire = load("green-factory-2016")
    item = questionnaire.item("output-value")
    answer = item.asks.read("310,000,000.123456789012345678", "CNY")
    content = WorkbookContent(Response(questionnaire, "default", {item.id: answer}), {}, "zh", date(2025, 3, 1))
    workbook_writer()(content, tmp_path / "w.xlsx")  # it is read back and compared
