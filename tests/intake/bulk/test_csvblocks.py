"""A table as text read by blocks gives what its rows give, wherever blocks end and however its lines are written."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.intake.bulk import csvblocks
from maturity.intake.spreadsheets import decoding
from maturity.questionnaire import load

from .test_columnwise import WRONG, by_column, by_row, row

CMMM = load()


def text(rows, **how):
    names = list(dict.fromkeys(name for one in rows for name in one))
    out = io.StringIO(newline="")
    writer = csv.writer(out, **how)
    writer.writerows([names, *([one.get(name, "") for name in names] for one in rows)])
    return out.getvalue()


GOOD = [row(n, name=f"精密机械{n}") for n in range(1, 8)]
MARKED = [
    row(n, name=f"{mark}1+{n}甲") for n, mark in enumerate(("'=", "'＋", "' @", "''-", "'", "O'Hara ", "'\u3000＝"), 1)
]
QUOTED = [row(n, name=f"鑫盛, “{n}”\n分厂") if n == 3 else row(n, name=f'"{n}" 厂') for n in range(1, 8)]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Blocks of a line or two, read in pieces that part characters."""
    monkeypatch.setattr(csvblocks, "_BLOCK", 4096)
    monkeypatch.setattr(decoding, "PIECE", 1001)
    monkeypatch.setattr(csvblocks, "PIECE", 1001)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("rows", [GOOD, QUOTED, MARKED])
@pytest.mark.parametrize(
    "how", [{}, {"delimiter": "\t"}, {"delimiter": ";", "lineterminator": "\n"}, {"quoting": csv.QUOTE_ALL}]
)
def test_every_encoding_and_way_to_write_lines(tmp_path, encoding, rows, how):
    path = tmp_path / "bulk.csv"
    path.write_bytes(text(rows, **how).encode(encoding))
    assert by_column(path) == by_row(path)
    assert len(by_column(path)) == 7


def test_lines_that_end_as_on_an_old_mac(tmp_path):
    path = tmp_path / "bulk.csv"
    path.write_bytes(text(QUOTED, lineterminator="\r").encode())
    assert by_column(path) == by_row(path)
    assert len(by_column(path)) == 7


def test_a_line_that_names_the_separator_and_titles_above_the_headings(tmp_path):
    path = tmp_path / "bulk.csv"
    path.write_text("sep=;\r\n某省汇总;\r\n\r\n" + text([*GOOD, row(8, city="-")], delimiter=";"), encoding="utf-8-sig")
    assert by_column(path) == by_row(path)
    assert [problem.place.row for problem in by_column(path)] == [12]


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (lambda t: t.replace("精密机械5", '"精密"机械5'), "intake-csv", 6),
        (lambda t: t.replace("精密机械5", '"精密机械5'), "intake-csv", 6),
        (lambda t: t.replace("精密机械5", "精" * 32_768), "intake-cell-long", 6),
        (lambda t: t.replace("精密机械5", "精密,机械5"), "intake-row-long", 6),
        (lambda t: t.replace("精密机械5", "精密机械5\0"), "intake-nul", 6),
        (lambda t: t.splitlines()[0], "intake-empty", None),
        (lambda t: t.splitlines()[0] + "\n\n ,\n", "intake-empty", None),
        (lambda t: "", "intake-empty", None),
        (lambda t: t.replace("city", "town"), "intake-column-unknown", 1),
        (lambda t: "a,b\n1,2\n", "intake-headings", None),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(tmp_path, change, code, line):
    path = tmp_path / "bulk.csv"
    path.write_bytes(change(text(GOOD)).encode())
    assert by_column(path) == by_row(path)
    assert (code, line) in [(problem.code, problem.place.row) for problem in by_column(path)]


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"\xff\xff", 3), ("あいうえおアイウエオ".encode("shift_jis"), 2), (b"\xe9" * 9, 3)],
)
def test_an_encoding_that_is_none_is_told_with_its_line(tmp_path, data, line):
    path = tmp_path / "bulk.csv"
    path.write_bytes(text(GOOD[:3]).encode("gb18030").replace("精密机械2".encode("gb18030"), data))
    assert by_column(path) == by_row(path)
    assert [(problem.code, problem.place.row) for problem in by_column(path)] == [("intake-encoding", line)]


def test_rows_that_are_short_blank_or_end_in_separators_are_read(tmp_path):
    lines = text(GOOD).splitlines()
    short = lines[3].rsplit(",", 3)[0]
    path = tmp_path / "bulk.csv"
    path.write_text("\n".join([*lines[:2], "", short, "," * 5, lines[4] + ",,,", *lines[5:]]), encoding="utf-8")
    assert by_column(path) == by_row(path)
    path.write_text("\n".join(line + ",," for line in lines), encoding="utf-8")
    assert by_column(path) == by_row(path)
    assert len(by_column(path)) == 7


CELLS = st.text(st.sampled_from("精密\"\r\n,; \t'?é\u200b"), max_size=6)


@given(names=st.lists(CELLS, min_size=1, max_size=6), raw=st.booleans(), end=st.sampled_from(["\r\n", "\n", "\r"]))
@settings(max_examples=60)
def test_whatever_the_cells_hold(tmp_path_factory, names, raw, end):
    rows = [row(n, name="@") for n in range(len(names))]
    lines = text(rows, lineterminator=end)
    for name in names:
        lines = lines.replace("@", name if raw else '"' + name.replace('"', '""') + '"', 1)
    path = tmp_path_factory.mktemp("cells") / "bulk.csv"
    path.write_bytes(lines.encode())
    assert by_column(path) == by_row(path)


@given(wrong=st.lists(st.sampled_from([{}, *WRONG]), min_size=1, max_size=8))
@settings(max_examples=25)
def test_mistakes_are_those_of_the_rows(tmp_path_factory, wrong):
    rows = [
        {name: value.replace("\0", "") for name, value in (row(7 + n) | one).items()} for n, one in enumerate(wrong)
    ]
    path = tmp_path_factory.mktemp("wrong") / "bulk.csv"
    path.write_text(text([row(6), *rows]), encoding="utf-8")
    assert by_column(path) == by_row(path)


def test_plain_lines_are_parsed_by_column(tmp_path, monkeypatch):
    monkeypatch.setattr(csvblocks, "batches_of_rows", None)
    path = tmp_path / "bulk.csv"
    path.write_text(text([row(1), row(2, name='鑫盛, "2"厂')], quoting=csv.QUOTE_ALL), encoding="utf-8")
    assert len(by_column(path)) == 2
