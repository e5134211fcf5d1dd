"""What comes into the store and out as microdata from a file read in blocks is what its rows, one by one, give."""

import csv
from contextlib import contextmanager
from zipfile import ZipFile

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from maturity.commands.bulk import add_kept, checked
from maturity.errors import Refusal
from maturity.intake.bulk import batches, headings, kept, read_bulk
from maturity.intake.spreadsheets.table import read_table
from maturity.questionnaire import load
from maturity.store import open_store
from maturity.store.enterprises.claimed import claimed_codes
from maturity.store.enterprises.facts import read_facts
from maturity.store.schema import assessments, audit_log, organisations, submissions
from maturity.store.submissions import bulk as store_bulk
from maturity.store.submissions.submissions import Record, add_graded

from .conftest import enterprise

CMMM = load()
ITEMS = [item.id for item in CMMM.items]
GOOD = [
    {},
    {"name": "鑫盛 Ｇｍｂｈ", "headcount": "1,200人", "revenue_10k": "3.5亿元", "ownership": "state"},
    {"production_type": "process", ITEMS[3]: "不适用：没有", ITEMS[4]: "not-applicable: none here"},
    dict.fromkeys(ITEMS[::3], "不适用：没有这一项"),
    {"revenue_10k": "0.0001", "founded": "2005年3月1日", ITEMS[0]: "80%", ITEMS[1]: ""},
    {"revenue_10k": "1000000000", "city": "北京市", "division": "39"},
]
WRONG = [
    {"city": "Atlantis", ITEMS[0]: "best"},
    {"name": ""},
    {"credit_code": enterprise(1)["credit_code"]},
    {"credit_code": enterprise(90)["credit_code"]},
    {"credit_code": enterprise(91)["credit_code"], ITEMS[2]: "#REF!"},
    dict.fromkeys(ITEMS, ""),
]


@contextmanager
def kept_of(url):
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


def contents(store):
    """Every row that an import writes, without what is drawn or read off the clock."""
    drawn = {"id", "organisation_id", "assessment_id", "submitted_at", "created_at", "at"}
    told = []
    with store.read() as c:
        codes = {row.id: row.credit_code for row in c.execute(select(organisations.c.id, organisations.c.credit_code))}
        for table in (organisations, assessments, submissions, audit_log):
            for row in c.execute(select(table)).mappings():
                owner = codes.get(row.get("organisation_id") or row["id"], "")
                told.append((table.name, owner, [(k, str(v)) for k, v in row.items() if k not in drawn]))
    return sorted(told)


def one_by_one(store, path, known):
    """As imports were read and written before files came in blocks."""
    entries = read_bulk(read_table(path, headings(CMMM)), CMMM, read_facts, known=known)
    with store.write() as c:
        rows = [Record(one.facts, one.facts.production_type, 2025, one.vector, one.reasons) for one in entries]
        added = add_graded(c, CMMM, rows)
    return added.organisations, added.submissions, added.repeated


def in_blocks(store, path, known):
    with checked(path, CMMM, known=known) as found:
        return add_kept(store, CMMM, found, 2025)


def written(path, rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [[row.get(name, "") for name in names] for row in rows]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([names, *lines])
    else:
        pq.write_table(pa.table({name: [line[n] for line in lines] for n, name in enumerate(names)}), path)
    return path


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(batches, "ROWS", 3)
    monkeypatch.setattr(batches, "FEW", 3)
    monkeypatch.setattr(kept, "_ROWS", 2)
    monkeypatch.setattr(store_bulk, "_CHUNK", 4)


DRAWN = st.lists(st.sampled_from(GOOD), min_size=1, max_size=8) | st.lists(
    st.sampled_from([*GOOD, *WRONG]), min_size=1, max_size=8
)


@given(changes=DRAWN, suffix=st.sampled_from([".parquet", ".csv"]))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_drawn_tables_are_stored_and_refused_as_by_their_rows(
    upgraded_sqlite, tmp_path_factory, small_blocks, changes, suffix
):
    folder = tmp_path_factory.mktemp("drawn")
    path = written(folder / f"bulk{suffix}", [enterprise(n, **change) for n, change in enumerate(changes, 1)])
    known = {"intake-taken": {enterprise(90)["credit_code"]}, "import-claimed": {enterprise(91)["credit_code"]}}
    found = []
    for number, way in enumerate((one_by_one, in_blocks)):
        copy = folder / f"{number}.sqlite3"
        copy.write_bytes(upgraded_sqlite.read_bytes())
        with kept_of(f"sqlite:///{copy}") as store:
            try:
                told = way(store, path, known)
            except Refusal as refusal:
                told = refusal.problems
            found.append((told, contents(store)))
    assert found[0] == found[1]


def test_what_only_the_store_sees_is_named_by_the_row_of_the_file(store, tmp_path, small_blocks, monkeypatch):
    rows = [dict.fromkeys(enterprise(1), ""), *(enterprise(n) for n in range(1, 8))]
    path = written(tmp_path / "bulk.parquet", rows)
    late = enterprise(6)["credit_code"]
    monkeypatch.setattr("maturity.store.enterprises.claimed.unconfirmed_codes", lambda c, known, confirmed: {late})
    with checked(path, CMMM) as found, pytest.raises(Refusal) as caught:
        add_kept(store, CMMM, found, 2025)
    assert [(one.code, one.place.row) for one in caught.value.problems] == [("import-claimed", 8)]
    with store.read() as c:
        assert c.execute(select(organisations)).all() == []
        assert claimed_codes(c) == frozenset()


def firms():
    changes = [
        *GOOD,
        *(dict.fromkeys(ITEMS[n::7], choice) for n, choice in enumerate(["none", "part", "full", ""])),
    ]
    return [enterprise(n, **change) for n, change in enumerate(changes, 1)]


def lines(path):
    """The rows of a file without their pseudonyms, in an order that does not depend on them."""
    if path.suffix == ".csv":
        head, *rows = path.read_text(encoding="utf-8-sig").splitlines()
        return head, sorted(row.partition(",")[2] for row in rows)
    if path.suffix == ".xlsx":
        with ZipFile(path) as package:
            head, *rows = package.read("xl/worksheets/sheet1.xml").decode().split("<row>")[1:]
            return head, sorted(row.partition("</c>")[2].removesuffix("</sheetData></worksheet>") for row in rows)
    found = duckdb.read_parquet(str(path))
    kinds = duckdb.sql(f"SELECT name, type, converted_type FROM parquet_schema('{path}')").fetchall()
    return kinds, sorted(map(repr, found.project("* EXCLUDE pseudonym").fetchall()))


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("what", ["scores", "all"])
def test_microdata_of_a_file_are_those_of_its_enterprises_in_a_database(
    run, database, tmp_path, small_blocks, monkeypatch, suffix, what
):
    path = written(tmp_path / "bulk.parquet", firms())
    assert run("import", path, "--year", 2025, "--database", database).code == 0
    asked = ("detail", "--year", 2025, "--reason", "年度报告", "--what", what)
    assert run(*asked, "--database", database, "--out", tmp_path / f"a.{suffix}").code == 0
    assert run(*asked, "--file", path, "--out", tmp_path / f"b.{suffix}").code == 0
    first, second = (lines(tmp_path / f"{name}-internal.{suffix}") for name in "ab")
    assert first == second
    assert len(first[1]) == len(firms())


def test_microdata_of_a_file_are_not_in_its_order(run, tmp_path):
    path = written(tmp_path / "bulk.parquet", [enterprise(n, founded=str(1900 + n)) for n in range(1, 101)])
    asked = ("detail", "--year", 2025, "--reason", "年度报告", "--what", "scores", "--file", path)
    orders = []
    for name in "ab":
        assert run(*asked, "--out", tmp_path / f"{name}.csv").code == 0
        with (tmp_path / f"{name}-internal.csv").open(encoding="utf-8-sig", newline="") as file:
            orders.append([row["pseudonym"] for row in csv.DictReader(file)])
    assert orders[0] == sorted(orders[0])
    assert len({*orders[0], *orders[1]}) == 200


@pytest.mark.parametrize(("reason", "code"), [(" ", "export-reason"), ("x" * 1001, "export-reason")])
def test_a_file_needs_a_reason_too(run, tmp_path, reason, code):
    path = written(tmp_path / "bulk.parquet", firms())
    ran = run("detail", "--year", 2025, "--reason", reason, "--file", path, "--out", tmp_path / "d.csv")
    assert ran.code == 1
    assert code in ran.err
    assert not list(tmp_path.glob("d*"))
