"""A protected release in every format: the same figures, nothing that is hidden, the same bytes again."""

import re

import duckdb
import openpyxl
import pytest
from maturity.exports.releases import (
    html,
    jsonstat,
    parquet,
    px,
    reference,
    sdmx,
    tidy,
    workbook,
)

from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication.release import INTERNAL, TIDY_COLUMNS, assemble, exporter, shown, suffixes
from maturity.questionnaire import load
from maturity.statistics.confidentiality.protection import protection
from maturity.statistics.plan import load_plan
from maturity.statistics.signs import Status
from maturity.statistics.tabulate import tabulate

from ...statistics.world import frame_2021

WRITERS = {
    **{".csv": tidy, ".html": html, ".jsonstat.zip": jsonstat, ".parquet": parquet},
    **{".px.zip": px, ".sdmx.zip": sdmx, ".sims.csv": reference, ".xlsx": workbook},
}


@pytest.fixture(scope="module")
def public():
    plan, frame = load_plan(), frame_2021()
    tables = tabulate(plan, frame)
    by = protection(plan.tables, tables, frame, Rules())
    return assemble(plan, by.apply(tables), load(), 2021, len(frame), rules=Rules())


def test_every_format_is_installed():
    assert suffixes() == sorted(WRITERS)
    assert [exporter(suffix).__module__ for suffix in WRITERS] == [each.__name__ for each in WRITERS.values()]


def test_a_public_file_is_not_called_internal(public, tmp_path):
    for suffix, module in WRITERS.items():
        path = module.write(public, tmp_path / f"levels{suffix}", "zh")
        assert path.name == f"levels{suffix}"


def test_the_same_release_gives_the_same_bytes(public, tmp_path):
    for suffix, module in WRITERS.items():
        one, two = (module.write(public, tmp_path / f"{name}{suffix}", "en").read_bytes() for name in "ab")
        assert one == two, suffix


def test_the_data_tells_nothing_that_the_tables_hide(public):
    hidden = [row for row in public.tidy if row.conf_status == "C"]
    assert hidden
    assert all(row.obs_value is None and row.obs_status == "Q" for row in hidden)
    assert {row.conf_status for row in public.tidy} == {"C", "F"}
    small = [row for row in public.tidy if row.ref_area in ("710000", "810000", "820000")]
    assert small
    assert all(row.n_base is None and row.obs_value is None for row in small)
    assert not [row for row in public.tidy if row.measure == "count" and row.obs_value and 0 < row.obs_value < 5]


def test_parquet_holds_the_tidy_rows_typed(public, tmp_path):
    path = parquet.write(public, tmp_path / "levels.parquet", "zh")
    relation = duckdb.sql(f"SELECT * FROM '{path}'")
    assert relation.columns == list(TIDY_COLUMNS)
    kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))
    assert kinds["OBS_VALUE"] == "DOUBLE"
    assert kinds["N_BASE"] == "BIGINT"
    rows = relation.fetchall()
    assert len(rows) == len(public.tidy)
    for row, wanted in zip(rows, public.tidy, strict=True):
        value = dict(zip(relation.columns, row, strict=True))["OBS_VALUE"]
        assert value == (None if wanted.obs_value is None else float(wanted.obs_value))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_every_cell_and_asks_for_nothing(public, tmp_path, language):
    page = html.write(public, tmp_path / "levels.html", language).read_text(encoding="utf-8")
    assert not re.search(r"<script|https?://(?!www\.w3\.org/)", page)
    screen = re.sub(r'<div class="folded".*?</div>', "", page, flags=re.S)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", screen)
    wanted = [
        shown(cell, column, language)
        for table in public.tables
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    assert [cell.replace("&amp;", "&").replace("&#39;", "'") for cell in cells] == wanted
    assert shown(Status.CONFIDENTIAL, None, language) in cells
    assert public.checksum in page


def test_a_row_with_a_hidden_share_has_no_bar(public, tmp_path):
    page = html.write(public, tmp_path / "levels.html", "zh").read_text(encoding="utf-8")
    picture = page[page.index('id="by-province"') :].split("<svg")[1].split("</svg>")[0]
    assert "香港 *" in picture
    assert "香港 * 一级" not in picture


def test_the_workbook_shows_the_sign_and_its_meaning(public, tmp_path):
    book = openpyxl.load_workbook(workbook.write(public, tmp_path / "levels.xlsx", "en"))
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert "[c]" in texts
    assert any("to protect single enterprises" in text for text in texts)
    assert INTERNAL not in texts


def test_a_missing_folder_is_a_plain_refusal(public, tmp_path):
    for suffix, module in WRITERS.items():
        with pytest.raises(Refusal):
            module.write(public, tmp_path / "no" / f"x{suffix}", "zh")
