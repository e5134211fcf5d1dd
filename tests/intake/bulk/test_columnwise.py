"""A Parquet file read column by column gives what its rows give: the same enterprises, the same mistakes and cells."""

import datetime
from functools import partial

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.classification.credit_code import complete
from maturity.errors import Refusal
from maturity.intake.bulk import batches, headings, read_bulk, screen
from maturity.intake.bulk.columnwise import read_blocks
from maturity.intake.spreadsheets.table import read_table
from maturity.intake.spreadsheets.texts import is_destroyed, is_lost
from maturity.questionnaire import load
from maturity.questionnaire.facts import UNSTATED
from maturity.store.enterprises.facts import read_fact, read_facts

CMMM = load()
ITEM = CMMM.items[0].id
PILOT = "91350100M000100Y4A"


def row(number, **changes):
    facts = {
        "name": f"示例企业 {number}",
        "credit_code": complete(f"91000000TEX{number:05d}"),
        "division": "C39",
        "production_type": ("discrete", "process")[number % 2],
        "city": "苏州市",
        "headcount": "120",
        "revenue_10k": "900.5",
        "founded": "2001",
    }
    return facts | {item.id: "most" for item in CMMM.items} | changes


def by_row(path):
    try:
        entries = read_bulk(read_table(path, headings(CMMM)), CMMM, read_facts)
    except Refusal as refusal:
        return refusal.problems
    return [
        (*(shown(entry.facts, field) for field in FIELDS), float(entry.facts.revenue_10k), entry.vector)
        for entry in entries
    ]


def shown(facts, field):
    """A fact as the arrays have it."""
    value = getattr(facts, field)
    return UNSTATED[field] if value is None else value


FIELDS = ("credit_code", "division", "production_type", "city", "headcount", "founded", "ownership")


def by_column(path):
    found = []
    try:
        for block in read_blocks(path, CMMM, read_facts, read_fact):
            facts = [block.facts[field].tolist() for field in (*FIELDS, "revenue_10k")]
            found += zip(*facts, (vector.tobytes() for vector in block.matrix), strict=True)
    except Refusal as refusal:
        return refusal.problems
    return found


@pytest.fixture
def write(tmp_path):
    def write(*rows):
        path = tmp_path / "bulk.parquet"
        names = list(dict.fromkeys(name for row in rows for name in row))
        pq.write_table(pa.table({name: [row.get(name) for row in rows] for name in names}), path)
        return path

    return write


def test_enterprises_are_those_of_the_rows(write, monkeypatch):
    monkeypatch.setattr(batches, "ROWS", 2)
    path = write(
        row(1, name="鑫盛 Ｇｍｂｈ", headcount="1,200人", revenue_10k="3.5亿元", ownership="state"),
        row(2, credit_code=f" {row(2)['credit_code'].lower()} ", **{ITEM: "不适用：没有"}),
        row(3, founded="2005年3月1日", **{ITEM: "80%"}),
        row(4, headcount="007", **{ITEM: None}),
        row(5, city="北京市", division="39"),
    )
    assert by_column(path) == by_row(path)
    assert len(by_column(path)) == 5


WRONG = [
    {"name": ""},
    {"name": "#N/A"},
    {"name": "????公司"},
    {"name": "x" * 201},
    {"name": "a\x00"},
    {"credit_code": "91000000TEX000010"},
    {"credit_code": row(1)["credit_code"][:-1] + "O"},
    {"credit_code": PILOT},
    {"credit_code": row(6)["credit_code"]},
    {"credit_code": row(6)["credit_code"].lower(), "city": "Atlantis"},
    {"division": "XX", ITEM: "best"},
    {"headcount": "0"},
    {"headcount": "99999999"},
    {"revenue_10k": "-1"},
    {"founded": "1700"},
    {"production_type": "both"},
    {ITEM: "不适用"},
    {ITEM: "#REF!"},
    {item.id: "" for item in CMMM.items},
    dict.fromkeys(row(1), ""),
]


@given(wrong=st.lists(st.sampled_from([{}, *WRONG]), min_size=1, max_size=8))
@settings(max_examples=25)
def test_mistakes_are_those_of_the_rows(tmp_path_factory, wrong):
    path = tmp_path_factory.mktemp("wrong") / "bulk.parquet"
    pq.write_table(pa.Table.from_pylist([row(6), *(row(7 + n, **changes) for n, changes in enumerate(wrong))]), path)
    assert by_column(path) == by_row(path)


def test_of_a_repeated_enterprise_the_first_good_row_stays(write):
    code = row(1)["credit_code"]
    path = write(row(1, city="Atlantis"), row(2, credit_code=code), row(3, credit_code=code), row(4, headcount="0"))
    assert by_column(path) == by_row(path)


def test_a_confirmed_code_is_taken(write):
    path = write(row(1, credit_code=PILOT))
    accepted = [partial(read, accepted=(PILOT,)) for read in (read_facts, read_fact)]
    (block,) = read_blocks(path, CMMM, *accepted)
    assert block.facts["credit_code"].tolist() == [PILOT]


def test_an_empty_file_is_refused(write):
    path = write(row(1))
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    assert [problem.code for problem in by_column(path)] == ["intake-empty"]


TEXTS = st.text(st.sampled_from("精密鑫烫锟斤拷（）()é°·è? #Ee019A\u3000\x00\u200b-XY."), max_size=20)


@given(st.lists(TEXTS | st.sampled_from(["#N/A", "Err:502", row(1)["credit_code"], PILOT]), min_size=1))
def test_a_screen_passes_only_what_is_read_unchanged(texts):
    lengths = np.array([len(text) for text in texts])
    for field, passes in {"name": screen.valid_names, "credit_code": screen.valid_codes}.items():
        for text, well in zip(texts, passes(np.array(texts), lengths), strict=True):
            assert not well or (read_fact(field, text) == text and not is_lost(text) and not is_destroyed(text))


@given(st.lists(st.text("0123456789.-,", max_size=9), min_size=1))
def test_whole_numbers_pass_only_where_they_are_read_so(texts):
    for text, well in zip(
        texts, screen.valid_whole_numbers(np.array(texts), np.array([*map(len, texts)])), strict=True
    ):
        for field in ("headcount", "revenue_10k"):
            assert not well or read_fact(field, text) == int(text)


def test_numbers_days_and_coded_columns_are_those_of_the_rows(tmp_path):
    rows = [row(n, headcount=120 + n, revenue_10k=[900.5, 3.0][n % 2], founded=None) for n in range(4)]
    table = pa.Table.from_pylist([{**one, "founded": datetime.date(2001, 2, 3)} for one in rows])
    path = tmp_path / "typed.parquet"
    pq.write_table(table.set_column(4, "city", table["city"].dictionary_encode()), path)
    assert by_column(path) == by_row(path)
    assert len(by_column(path)) == 4


def test_texts_that_are_no_utf_8_are_a_mistake_of_the_file(write):
    path = write(row(1, name="企业名称"))
    path.write_bytes(path.read_bytes().replace("企业名称".encode(), b"\xff\xfe" * 6))
    assert [problem.code for problem in by_column(path)] == ["intake-parquet"]


def sheet(path, *rows):
    book = openpyxl.Workbook()
    for one in ([*rows[0]], *(list(each.values()) for each in rows)):
        book.active.append(one)
    book.save(path)
    return path


def test_a_workbook_is_read_by_its_rows(tmp_path):
    path = sheet(
        tmp_path / "bulk.xlsx", row(1), row(2, name="=B2"), row(3), row(4, mistakes="beyond"), row(5, city="-")
    )
    assert by_column(path) == by_row(path)
    assert [(problem.code, problem.place.row) for problem in by_column(path)] == [
        ("intake-lost", 3),
        ("intake-row-long", 5),
    ]
    path = sheet(path, row(1, mistakes=""), row(3, mistakes="=B2"), row(4, mistakes="x"))
    assert by_column(path) == by_row(path)
    assert len(by_column(path)) == 3
