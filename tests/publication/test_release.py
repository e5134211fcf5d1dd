import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.publication.release import (
    TIDY_COLUMNS,
    Observation,
    Status,
    amount,
    build,
    exporter,
    manifest,
    marked,
)
from maturity.questionnaire import load
from maturity.statistics.plan import load_plan

from ..statistics.world import frame_2021, make_frame


@pytest.fixture(scope="module")
def release():
    return build(load_plan(), frame_2021(), load(), 2021)


def rebuilt(release):
    """{(table, key, measure, level): value} from the tidy rows alone."""
    concepts = {
        table.id: [table.by.dimensions[d].concept.lower() for d in table.dimensions] for table in release.tables
    }
    return {
        (row.table_id, tuple(getattr(row, concept) for concept in concepts[row.table_id]), row.measure, row.level): row
        for row in release.tidy
    }


def assert_tidy_is_the_tables(release):
    found = rebuilt(release)
    cells = 0
    for table in release.tables:
        for row, column, cell in table.figures():
            tidy_row = found[table.id, row.key, column.measure, column.level]
            assert tidy_row.obs_value == amount(cell)
            unsure = 0 < row.base < 30 and column.measure not in ("count", "rank")
            small = cell is Status.ROUNDS_TO_ZERO
            missing = isinstance(cell, Status) and not small
            assert tidy_row.obs_status == (
                "Q" if cell is Status.CONFIDENTIAL else "M" if missing else "N" if small else "U" if unsure else "A"
            )
            assert tidy_row.n_base == row.base
            cells += 1
    assert cells == len(found) == len(release.tidy)


def test_the_tidy_rows_rebuild_the_tables(release):
    assert_tidy_is_the_tables(release)


@given(st.lists(st.sampled_from(["110000", "320500", "710000", "659000"]), min_size=1, max_size=12), st.data())
@settings(max_examples=10)
def test_the_tidy_rows_rebuild_any_tables(cities, data):
    levels = data.draw(st.lists(st.integers(0, 5), min_size=len(cities), max_size=len(cities)))
    assert_tidy_is_the_tables(build(load_plan(), make_frame({"city": cities}, levels), load(), 2021))


def test_the_parts_of_every_table_add_up_to_its_total(release):
    for id in ("by-type", "by-division", "by-type-and-division", "by-province", "by-size"):
        table = next(table for table in release.tables if table.id == id)
        for place, column in enumerate(table.columns):
            if column.measure == "count":
                total, *rows = table.rows
                assert total.cells[place] == sum(row.cells[place] for row in rows if "_T" not in row.key)


def test_the_columns_of_the_data_are_the_fields_of_an_observation():
    assert [name.lower() for name in TIDY_COLUMNS] == list(Observation._fields)


def test_nothing_of_this_edition_is_for_publication(release):
    assert release.internal
    assert {row.conf_status for row in release.tidy} == {"N"}
    assert marked(release, Path("a/b.xlsx")) == Path("a/b-internal.xlsx")
    assert marked(release, Path("a/b-internal.xlsx")) == Path("a/b-internal.xlsx")
    public = dataclasses.replace(release, internal=False)
    assert marked(public, Path("a/b.xlsx")) == Path("a/b.xlsx")
    assert {row.conf_status for row in public.tidy} == {"F"}


def test_the_metadata_says_that_weights_are_not_verified(release):
    values = {fact.id: fact.value for fact in release.metadata}
    for profile in ("discrete", "process"):
        assert "verified: false" in values[f"weights-{profile}"].en
    assert values["base"].zh == "20,000"
    assert any(note.id == "weights" for note in release.notes)


def test_every_note_of_a_column_is_among_the_notes(release):
    known = {note.id for note in release.notes}
    for table in release.tables:
        assert set(table.notes) <= known
        assert all(table.number in note.tables for note in release.notes if note.id in table.notes)


def test_every_code_of_a_table_is_in_the_code_lists(release):
    members = {codes.id: set(codes.members) for codes in release.codes}
    for table in release.tables:
        for place, dimension in enumerate(table.dimensions):
            assert {row.key[place] for row in table.rows} <= members[dimension] | members["general"]
    assert {row.level for row in release.tidy} <= members["level"] | members["general"]


def test_other_years_are_left_out_and_an_empty_one_is_refused():
    with pytest.raises(Refusal) as caught:
        build(load_plan(), make_frame({}, [1]), load(), 2020)
    assert caught.value.problems[0].code == "plan-no-records"


def test_the_day_of_the_snapshot_is_kept():
    release = build(load_plan(), make_frame({}, [1]), load(), 2021, as_of=date(2022, 1, 15))
    assert release.as_of == date(2022, 1, 15)
    assert release.checksum == build(load_plan(), make_frame({}, [1]), load(), 2021).checksum


def test_the_checksum_follows_the_figures(release):
    other = build(load_plan(), make_frame({}, [1]), load(), 2021)
    assert len(release.checksum) == 64
    assert release.checksum != other.checksum


def test_the_manifest_counts_rows_and_cells(release):
    counts = {count.table: count for count in manifest(release)}
    assert counts["cities"].rows == 51
    assert counts["Data"].cells == 18 * len(release.tidy)


def test_exporters_are_found_by_suffix():
    assert exporter(".XLSX") is exporter("xlsx")
    with pytest.raises(Refusal) as caught:
        exporter(".exe")
    assert caught.value.problems[0].code == "plan-unknown-suffix"
    assert ".xlsx" in str(caught.value)
