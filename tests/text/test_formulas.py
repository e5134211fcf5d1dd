"""Text that a spreadsheet would take for a formula gets a mark, which every reader of CSV here takes away."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.intake.spreadsheets.table import number_records
from maturity.text.formulas import bare, protect

ACTIVE = "=+-@\t\r\n\0＝＋－＠"
LIKELY = st.text(st.sampled_from([*ACTIVE, " ", "\u3000", "'", "1", "甲", ",", '"']), max_size=6)


@given(LIKELY | st.text())
def test_protection_is_reversible_and_leaves_no_formula(text):
    safe = protect(text)
    assert bare(safe) == text
    assert not safe.lstrip().startswith(tuple(ACTIVE))


@pytest.mark.parametrize("start", ["", " ", "\u3000", "'", "''"])
@pytest.mark.parametrize("active", ACTIVE)
def test_every_beginning_is_known(start, active):
    assert protect(f"{start}{active}1+1") == f"'{start}{active}1+1"
    assert bare(f"{start}甲") == protect(f"{start}甲") == f"{start}甲"


@given(st.lists(LIKELY.map(lambda text: text.replace("\0", "")), min_size=2, max_size=4))
def test_a_reader_of_csv_gives_what_was_protected(cells):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["甲"] * len(cells), [protect(cell) for cell in cells]])
    _, (_, found) = number_records(io.StringIO(out.getvalue(), newline=""), ",", 1, "a.csv")
    assert found == cells
