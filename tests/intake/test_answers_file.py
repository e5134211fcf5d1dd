"""An answers table: a cell that shows an error is a mistake, never "not yet answered"."""

import pytest

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
