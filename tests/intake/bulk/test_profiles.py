"""The weight profile of each row of a table: by its facts, by a column of its own, or as the whole table asks."""

import csv
from dataclasses import replace

import pytest

from maturity.classification.credit_code import complete
from maturity.errors import Refusal
from maturity.intake.bulk import COLUMNS, headings, read_bulk
from maturity.intake.bulk.columnwise import read_blocks
from maturity.intake.spreadsheets.table import read_table
from maturity.store.enterprises.facts import read_fact, read_facts

from ...conftest import foreign_questionnaire

ORCHARD = foreign_questionnaire("orchard")  # "sunny" is for divisions 34 and 35, "shady" for 39
SUNNY, SHADY = 0, 1


@pytest.fixture(scope="module")
def both():
    """Division 34 decides for one profile; any other leaves both open."""
    shady = replace(ORCHARD.profile("shady"), meant_for={"division": frozenset(["39", "26"])})
    sunny = replace(ORCHARD.profile("sunny"), meant_for={"division": frozenset(["34", "26"])})
    return replace(ORCHARD, profiles={"sunny": sunny, "shady": shady})


@pytest.fixture
def write(tmp_path):
    def write(*rows, column="profile"):
        """A table with a row for each (division, cell of the column), without that column where it has no name."""
        path = tmp_path / "table.csv"
        named = {} if column is None else {column: None}
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*COLUMNS[:-1], *named, *(item.id for item in ORCHARD.items)])
            for number, (division, cell) in enumerate(rows):
                facts = [f"示例企业 {number}", complete(f"93000000TPR{number:05d}"), division, "discrete"]
                facts += ["苏州市", "120", "900", "2001", *([cell] if named else [])]
                writer.writerow([*facts, *["c5"] * len(ORCHARD.items)])
        return path

    return write


def read(path, questionnaire, profile=""):
    """The places of the profiles as both readers find them, else the mistakes, which both tell alike."""
    try:
        one = read_bulk(read_table(path, headings(questionnaire)), questionnaire, read_facts, profile=profile)
        by_row = [entry.profile for entry in one]
    except Refusal as refusal:
        by_row = refusal.problems
    try:
        blocks = list(read_blocks(path, questionnaire, read_facts, read_fact, profile=profile))
        by_column = [place for block in blocks for place in block.profiles.tolist()]
    except Refusal as refusal:
        by_column = refusal.problems
    assert by_column == by_row
    return by_row


@pytest.mark.parametrize("column", ["profile", "权重方案", "weight_profile"])
def test_a_row_names_its_profile_by_id_or_name(write, both, column):
    cells = ["sunny", "向阳", "Sunny", " SHADY ", "背阴"]
    path = write(*(("26", cell) for cell in cells), column=column)
    assert read(path, both) == [SUNNY, SUNNY, SUNNY, SHADY, SHADY]


def test_facts_decide_where_one_profile_alone_is_meant(write, both):
    path = write(("34", ""), ("39", " "), ("34", "sunny"), ("26", "sunny"))
    assert read(path, both) == [SUNNY, SHADY, SUNNY, SUNNY]
    assert read(write(("34", ""), ("39", ""), column=None), both) == [SUNNY, SHADY]


def test_rows_that_name_none_take_that_of_the_table(write, both):
    path = write(("26", ""), ("34", ""), ("39", ""), ("26", "sunny"))
    assert read(path, both, "shady") == [SHADY, SUNNY, SHADY, SUNNY]
    assert read(write(("26", ""), ("34", ""), column=None), both, "sunny") == [SUNNY, SUNNY]


@pytest.mark.parametrize(
    ("division", "cell", "profile", "code", "allowed"),
    [
        ("26", "", "", "intake-several-profiles", "sunny, shady"),
        ("26", "moonlit", "", "answer-unknown-profile", "sunny, shady"),
        ("26", "?", "sunny", "answer-unknown-profile", "sunny, shady"),
        ("34", "背阴", "", "intake-other-profile", "sunny"),
        ("39", "sunny", "sunny", "intake-other-profile", "shady"),
        ("26", "#REF!", "sunny", "intake-lost", None),
    ],
)
def test_what_is_wrong_is_told_with_its_row_and_column(write, both, division, cell, profile, code, allowed):
    (problem,) = read(write(("34", ""), (division, cell)), both, profile)
    assert (problem.code, problem.place.row, problem.place.column) == (code, 3, "profile")
    assert problem.values.get("allowed") == allowed


def test_a_table_asks_for_a_profile_that_there_is(write, both):
    with pytest.raises(Refusal, match="answer-unknown-profile"):
        read_bulk(read_table(write(("34", "")), headings(both)), both, read_facts, profile="moonlit")
