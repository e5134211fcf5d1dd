"""Numbers, tables, ticks and texts in tables of many enterprises: by row and by column the same, mistakes by cell."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.answers import decode
from maturity.answers.codec import check_answer, entered_answers
from maturity.errors import Refusal
from maturity.intake.bulk import headings, read_bulk
from maturity.intake.bulk.columnwise import read_blocks
from maturity.intake.bulk.inputs import Headings
from maturity.intake.spreadsheets.table import read_table
from maturity.questionnaire import load
from maturity.store.enterprises.facts import read_fact, read_facts

from ...scoring.green import filled
from .factories import GREEN, factory, write


def by_row(path):
    try:
        entries = read_bulk(read_table(path, headings(GREEN)), GREEN, read_facts)
    except Refusal as refusal:
        return refusal.problems
    return [(one.facts.credit_code, one.vector, dict(one.reasons), dict(one.entered)) for one in entries]


def by_column(path):
    found = []
    try:
        for block in read_blocks(path, GREEN, read_facts, read_fact, with_reasons=True):
            vectors = (vector.tobytes() for vector in block.matrix)
            rows = zip(block.facts["credit_code"].tolist(), vectors, block.reasons, block.entered, strict=True)
            found += [(code, vector, dict(reasons), dict(entered)) for code, vector, reasons, entered in rows]
    except Refusal as refusal:
        return refusal.problems
    return found


def told(path):
    with pytest.raises(Refusal) as caught:
        read_bulk(read_table(path, headings(GREEN)), GREEN, read_facts)
    assert by_column(path) == caught.value.problems
    return [(one.code, one.place.row, one.place.column) for one in caught.value.problems]


def test_a_row_says_what_a_response_says(tmp_path):
    path = write(tmp_path / "one.csv", factory(1))
    ((_, vector, reasons, entered),) = by_row(path)
    answers = decode(GREEN, vector, reasons, entered_answers(entered))
    wanted, written = filled().answers, ("energy", "pollutants")
    assert {id: one for id, one in answers.items() if id not in written} == {
        id: one for id, one in wanted.items() if id not in written
    }
    for id in written:
        assert values(answers[id]) == values(wanted[id])
    assert by_column(path) == by_row(path)


def values(table):
    return [(row.key, {id: one.value for id, one in row.numbers.items()}) for row in table.rows]


def test_the_words_of_an_item_are_a_heading_and_units_stand_where_they_like(tmp_path):
    row = factory(1)
    del row["land-area"], row["output"], row["footprint"]
    more = {
        "厂区用地面积": "120",
        "厂区用地面积单位": "亩",
        "output（万件）": "2.6",
        "footprint [ha]": "3.2",
        "footprint unit": "",
    }
    ((_, _, _, entered),) = by_row(write(tmp_path / "one.csv", row | more))
    read = entered_answers(entered)
    assert (read["land-area"].value, read["output"].value, read["footprint"].value) == (80000, 26000, 32000)


def test_every_mistake_is_told_by_its_cell_and_nothing_comes_in(tmp_path):
    path = write(
        tmp_path / "bad.csv",
        factory(1, output="viele", material="-5"),
        factory(2, waste_water="12 吨"),
        factory(3, compliance__g1="vielleicht") | {"energy[electricity] [GWh]": "4,5"},
    )
    assert sorted(told(path)) == [
        ("answer-unknown-choice", 4, "compliance.g1"),
        ("quantity-comma", 4, "energy[electricity]"),
        ("quantity-no-number", 2, "output"),
        ("quantity-not-above", 2, "material"),
        ("quantity-unit-unfit", 3, "waste-water"),
    ]


def test_headings_with_units_that_do_not_fit_are_refused(tmp_path):
    row = factory(1)
    del row["output"], row["material"]
    path = write(tmp_path / "bad.csv", row | {"output [kWh]": "3", "energy[plutonium]": "2"})
    codes = {(code, column) for code, _, column in told(path)}
    assert codes == {
        ("quantity-unit-unfit", "output"),
        ("answer-carrier", "energy[plutonium]"),
        ("intake-column-missing", "material"),
    }


def test_two_carriers_of_which_one_counts_are_refused_in_their_row(tmp_path):
    both = [id for id in carriers() if id.startswith("electricity")]
    assert len(both) > 1
    path = write(tmp_path / "bad.csv", factory(1), factory(2) | {f"energy[{both[1]}]": "3 MWh"})
    assert told(path) == [("answer-carrier-twice", 3, "energy")]


def carriers():
    from maturity.quantities.factors import factors

    return [*factors("energy")]


def test_what_does_not_apply_has_a_reason(tmp_path):
    path = write(tmp_path / "na.csv", factory(1, exhaust_gas="不适用：没有废气"), factory(2, exhaust_gas=""))
    first, second = by_row(path)
    assert first[2] == {"exhaust-gas": "没有废气"}
    assert "exhaust-gas" not in second[3]
    assert by_column(path) == [first, second]
    assert told(write(tmp_path / "bad.csv", factory(1, exhaust_gas="不适用"))) == [
        ("answer-reason-missing", 2, "exhaust-gas")
    ]


def test_a_table_needs_no_columns_for_texts_and_rows(tmp_path):
    row = {name: text for name, text in factory(1).items() if "[" not in name}
    ((_, _, _, entered),) = by_row(write(tmp_path / "plain.csv", row))
    assert ("energy" in entered, "output" in entered) == (False, True)


def test_headings_are_read_in_every_shape():
    read = Headings(load("green-factory-2016")).read
    names = {
        "output": ("output", ""),
        "产量 [t]": None,
        "OUTPUT [unit]": ("output", "unit"),
        "output unit": ("output unit", ""),
        "energy[electricity] [MWh]": ("energy[electricity]", "MWh"),
        "energy［天然气］（万立方米）": ("energy[natural-gas]", "万立方米"),
        "energy[electricity] unit": ("energy[electricity] unit", ""),
        "pollutants.amount[COD]": ("pollutants.amount[COD]", ""),
        "pollutants.amount[COD] [t] x": None,
        "some remark": None,
    }
    for text, wanted in names.items():
        found = read(text)
        assert (found and (found.name, found.unit)) == wanted, text


CELLS = st.one_of(
    st.decimals(-10, 10**6, allow_nan=False, places=3).map(str),
    st.integers(0, 10**9).map(str),
    st.sampled_from(
        ["", " ", "12 t", "1,200", "４５", "4,5", "nix", "0", "0.0", "-0", "1e3", "3 万", "007", "12.", ".5"]
    ),
    st.sampled_from(["不适用：没有", "n/a", "#N/A", "1.50", "100", "100.0", "0.45", "45%"]),
)


@given(
    st.lists(
        st.tuples(CELLS, CELLS, CELLS, CELLS, st.sampled_from(["", "t", "kg", "万吨", "MWh"])), min_size=1, max_size=12
    )
)
@settings(max_examples=60, deadline=None)
def test_columns_give_what_rows_give(tmp_path_factory, cells):
    tmp_path = tmp_path_factory.mktemp("bulk")
    changed = [
        factory(number, green_material=a, waste_generated=b)
        | {"green-material unit": unit, "energy[electricity] [GWh]": c, "pollutants.amount[COD]": d}
        for number, (a, b, c, d, unit) in enumerate(cells)
    ]
    names = [*changed[0]]
    text = write(tmp_path / "bulk.csv", *changed)
    table = pa.table({name: pa.array([row[name] or None for row in changed], pa.string()) for name in names})
    pq.write_table(table, tmp_path / "bulk.parquet")
    rows = by_row(text)
    assert [shown(one) for one in by_column(text)] == [shown(one) for one in rows]
    assert [shown(one) for one in by_column(tmp_path / "bulk.parquet")] == [shown(one) for one in rows]
    for _, _, _, entered in [one for one in rows if isinstance(one, tuple)]:
        for item, answer in entered_answers(entered).items():
            check_answer(GREEN, item, answer)


def shown(one):
    return one if isinstance(one, tuple) else (one.code, one.place.row, one.place.column, one.values)
