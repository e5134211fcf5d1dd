"""A table needs the columns of the facts that its questionnaire needs; others may be there, and are checked."""

import csv
from dataclasses import replace

import pytest

from maturity.classification.credit_code import complete
from maturity.errors import Refusal
from maturity.intake.bulk import COLUMNS, headings, read_bulk
from maturity.intake.bulk.columnwise import read_blocks
from maturity.intake.bulk.kept import Kept, blocks_of
from maturity.intake.spreadsheets.table import read_table
from maturity.questionnaire.facts import FACTS, UNSTATED
from maturity.store.enterprises.facts import read_fact, read_facts

from ...conftest import foreign_questionnaire

HARBOUR, ORCHARD = foreign_questionnaire("harbour"), foreign_questionnaire("orchard")


@pytest.fixture
def write(tmp_path):
    def write(questionnaire, *rows):
        """A table with a row for each mapping of facts, whose columns are those of the first."""
        path = tmp_path / "table.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["name", "credit_code", *rows[0], *(item.id for item in questionnaire.items)])
            for number, row in enumerate(rows):
                identity = [f"示例企业 {number}", complete(f"93000000TPR{number:05d}")]
                cells = [questionnaire.choices[0].id] * len(questionnaire.items)
                writer.writerow([*identity, *row.values(), *cells])
        return path

    return write


def read(path, questionnaire):
    """The facts of the rows as both readers find them, else (code, row, column) of mistakes, which both tell alike."""
    try:
        entries = read_bulk(read_table(path, headings(questionnaire)), questionnaire, read_facts)
        by_row = list(map(stated, blocks_of(entries)))
    except Refusal as refusal:
        by_row = [(one.code, one.place.row, one.place.column) for one in refusal.problems]
    try:
        by_column = list(map(stated, read_blocks(path, questionnaire, read_facts, read_fact)))
    except Refusal as refusal:
        by_column = [(one.code, one.place.row, one.place.column) for one in refusal.problems]
    assert by_column == by_row
    return by_row[0] if by_row and isinstance(by_row[0], dict) else by_row


def stated(block):
    """The facts of a block that anybody states, by column; NaN as None."""
    assert block.facts.keys() >= {*COLUMNS}
    found = {fact: [None if one != one else one for one in block.facts[fact].tolist()] for fact in FACTS}
    return {fact: values for fact, values in found.items() if {*values} - {UNSTATED[fact], None}}


def test_name_and_code_are_enough_where_nothing_else_is_needed(write):
    assert read(write(HARBOUR, {}, {}), HARBOUR) == {}


def test_what_is_needed_is_demanded_as_a_column_and_in_every_row(write):
    assert read(write(ORCHARD, {}), ORCHARD) == [
        ("intake-column-missing", 1, "division"),
        ("intake-column-missing", 1, "city"),
    ]
    rows = {"division": "34", "city": "苏州市"}, {"division": "", "city": ""}
    assert read(write(ORCHARD, *rows), ORCHARD) == [("facts-missing", 3, "division"), ("facts-missing", 3, "city")]


def test_what_is_not_needed_may_be_there_in_part(write):
    rows = [
        {"city": "苏州市", "headcount": "120", "revenue_10k": "", "founded": "", "ownership": ""},
        {"city": "", "headcount": "", "revenue_10k": "0", "founded": "2001年", "ownership": "民企"},
        {"city": "", "headcount": "1,200人", "revenue_10k": "3.5亿元", "founded": "", "ownership": ""},
    ]
    assert read(write(HARBOUR, *rows), HARBOUR) == {
        "city": ["320500", "", ""],
        "headcount": [120, 0, 1200],
        "revenue_10k": [None, 0.0, 35000.0],
        "founded": [0, 2001, 0],
        "ownership": ["", "private", ""],
    }


def test_what_is_not_needed_is_checked_where_it_is(write):
    rows = {"division": "99", "headcount": "many"}, {"division": "", "headcount": "#N/A"}
    assert read(write(HARBOUR, *rows), HARBOUR) == [
        ("class-industry-outside", 2, "division"),
        ("facts-number", 2, "headcount"),
        ("intake-lost", 3, "headcount"),
    ]


def test_ownership_can_be_needed(write):
    asked = replace(HARBOUR, facts=("ownership",))
    assert read(write(asked, {}), asked) == [("intake-column-missing", 1, "ownership")]
    assert read(write(asked, {"ownership": ""}), asked) == [("facts-missing", 2, "ownership")]


def test_what_is_not_stated_outlives_the_temporary_file(write):
    path = write(HARBOUR, {"headcount": "", "revenue_10k": ""}, {"headcount": "7", "revenue_10k": "0"})
    with Kept() as kept:
        for block in read_blocks(path, HARBOUR, read_facts, read_fact):
            kept.add(block)
        kept.finish()
        assert list(map(stated, kept.blocks())) == [{"headcount": [0, 7], "revenue_10k": [None, 0.0]}]
