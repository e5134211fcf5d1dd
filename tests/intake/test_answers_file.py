"""An answers table: a cell that shows an error is a mistake, never "not yet answered"."""

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.errors import Refusal
from maturity.intake.answers import read_response


def test_an_error_value_is_a_mistake_with_its_row(small, workbook):
    cells = (
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>skills.1a</t></is></c><c r="B2" t="e"><v>#REF!</v></c></row>'
        b'<row r="3"><c r="A3" t="inlineStr"><is><t>skills.1b</t></is></c><c r="B3"><f>X1</f></c></row></sheetData>'
    )
    change = {"xl/worksheets/sheet1.xml": lambda text: text.replace(b"</sheetData>", cells)}
    with pytest.raises(Refusal) as caught:
        read_response(workbook([("Item", "CHOICE", "reason")], change), small, "discrete")
    assert [(p.code, p.place.row, p.values["shown"]) for p in caught.value.problems] == [
        ("intake-lost", 2, "#REF!"),
        ("intake-lost", 3, "=X1"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"answers": {"skills.1a": NaN}}', "intake-json-number"),
        ('{"answers": {"skills.1a": -Infinity}}', "intake-json-number"),
        ('{"answers": {"skills.1a": 1e400}}', "intake-json-number"),
        ('{"answers": {"skills.1a": 1, "skills.1a": 0}}', "intake-key-repeated"),
        ('{"answers": ' + "[" * 100_000, "intake-json"),
        ('{"answers": {"skills.1a": ' + "9" * 5000 + "}}", "intake-json-number"),
    ],
)
def test_json_that_is_none_is_refused(tmp_path, small, text, code):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_response(path, small)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_the_line_of_a_number_out_of_range_is_told(tmp_path, small):
    path = tmp_path / "a.json"
    path.write_text('{"answers": {\n"skills.1a": 1,\n"shape.1a": -1e999}}', encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_response(path, small, "discrete")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row, problem.values["found"]) == ("intake-json-number", 3, "-1e999")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_json_may_begin_with_a_byte_order_mark(tmp_path, small, encoding):
    path = tmp_path / "a.json"
    path.write_text('{"profile": "discrete", "answers": {"skills.1a": "full"}}', encoding=encoding)
    assert read_response(path, small).answers


@pytest.mark.parametrize(
    "header",
    ["条目,选择,理由", "條目,回答,不適用理由", "Item ID,Answer,Reason", "题号,答案,不适用原因", "ITEM,Response,理由"],
)
def test_headings_are_known_in_both_languages(tmp_path, small, header):
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\nskills.1a,全部满足,\nskills.1b,不适用,停产\n", encoding="utf-8")
    answers = read_response(path, small, "discrete").answers
    assert answers == {"skills.1a": Chosen("full"), "skills.1b": NotApplicable("停产")}


@pytest.mark.parametrize("choice", ["full", ""])
def test_a_reason_beside_anything_but_not_applicable_is_told(tmp_path, small, choice):
    path = tmp_path / "a.csv"
    path.write_text(f"item,choice,reason\nskills.1a,{choice},停产\nskills.1b,full, \u200b\n", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_response(path, small, "discrete")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row, problem.place.column) == ("answer-reason-stray", 2, "skills.1a")
