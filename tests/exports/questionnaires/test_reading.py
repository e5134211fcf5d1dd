"""The workbook's formulas and the reader of returned workbooks agree on what is an answer."""

from datetime import date

import pytest
from openpyxl import load_workbook

from maturity.answers import Response
from maturity.errors import Refusal
from maturity.offline import WorkbookContent, workbook_writer
from maturity.offline.returned_workbook import read_workbook
from maturity.questionnaire import load, only
from maturity.scoring import grade

from ..office import convert
from .filling import sheets, spots

pytestmark = pytest.mark.office
TAKEN = {
    "full": [
        *(
            "全部满足",
            "Fully met",
            "full",
            "FULLY  met",
            "\u3000全部满足\xa0",
            "全部满足\n",
            "全部\u200b满足",
            "ｆｕｌｌ",
        ),
        *("Ｆｕｌｌｙ\u3000Ｍｅｔ", "Fully\xa0met", "Fully\nmet", "\ufeffFull", "1", "1.0", "100%", "１", 1, 1.0),
    ],
    "most": ["大部分满足", "Mostly met", "most", "0.8", ".80", "80%", "80.0 %", "０．８", "８０％", 0.8, "\u20090.8"],
    "part": ["部分满足", "PART", "0.5", "50 %", 0.5],
    "none": ["不满足", "none", "0", "0.", "0%", 0],
    "": [None, " ", "\xa0", "\u3000\u200b\n"],
}
REASONED = (("不适用", "外包"), ("n\u200bot applicable", "\u3000外包"), ("NOT-APPLICABLE", "外包"))
REFUSED = [(word, None) for word in ("全 部满足", "*", "best", "2", "0.7", 0.7, "80", "0,8", "1e0", "部分满足。")]
REFUSED += [("不适用", "\u3000\u200b"), ("不适用", None), ("full", "外包"), (None, "外包")]


def _typed(book, places, pairs):
    for (sheet, cell), (answer, reason) in zip(places, pairs, strict=False):
        book[sheet][cell].value, book[sheet][cell.replace("D", "E")].value = answer, reason


@pytest.fixture(scope="module")
def both(office, tmp_path_factory):
    """A workbook of all that is taken and one of all that is refused, as typed and as LibreOffice computes them."""
    folder = tmp_path_factory.mktemp("reading")
    questionnaire, pairs = load(), [(word, None) for words in TAKEN.values() for word in words] + list(REASONED)
    path = folder / "blank.xlsx"
    workbook_writer()(WorkbookContent(Response(questionnaire, "discrete", {}), {}, "zh", date(2025, 3, 1)), path)
    places, book = list(spots(path).values()), load_workbook(path)
    for name, typed in (("taken", pairs), ("refused", REFUSED)):
        _typed(book, places, [*typed, *[("full", None)] * (len(places) - len(typed))])
        book.save(folder / f"{name}.xlsx")
    convert(office, [folder / "taken.xlsx", folder / "refused.xlsx"], folder, "xlsx")
    return folder


def _computed(path):
    """item -> (state, score) of the sheets, and the sheet of the result."""
    rows = sheets(path)
    return {
        row[8]: (row[6], row[7]) for name, table in rows.items() if name[0] != "_" for row in table[4:] if len(row) > 12
    }, rows["结果"]


def test_what_is_taken_has_the_same_score_in_the_sheet_and_the_same_level(both):
    questionnaire = load()
    home = read_workbook((both / "taken.xlsx").read_bytes(), "taken.xlsx", only(questionnaire))
    wanted = [choice for choice, words in TAKEN.items() for _ in words] + ["not-applicable"] * len(REASONED)
    assert [entry.choice for entry in home.entries.values()][: len(wanted)] == wanted
    found, result = _computed(both / "xlsx" / "taken.xlsx")
    scores = {choice.id: float(choice.score) for choice in questionnaire.choices} | {"": 0, "not-applicable": ""}
    states = {"": "未答", "not-applicable": "不适用"}
    assert {item: found[item] for item in home.entries} == {
        item: (states.get(entry.choice, "已答"), scores[entry.choice]) for item, entry in home.entries.items()
    }
    graded = grade(Response(questionnaire, "discrete", {i: e.answer for i, e in home.entries.items() if e.answer}))
    assert result[3][0].startswith(f"{graded.level} 级" if graded.level else "未达一级")
    assert result[3][3] == pytest.approx(float(graded.score))


def test_what_is_refused_is_red_in_the_sheet(both):
    path = both / "refused.xlsx"
    with pytest.raises(Refusal) as refusal:
        read_workbook(path.read_bytes(), path.name, only(load()))
    told = {problem.place.column.rpartition("!")[2][1:] for problem in refusal.value.problems}
    found, _ = _computed(both / "xlsx" / "refused.xlsx")
    red = {item for item, (state, _) in found.items() if state in ("无此选项", "缺理由", "多余理由")}
    assert {cell[1:] for item, (_, cell) in spots(path).items() if item in red} == told
    assert len(red) == len(REFUSED)
