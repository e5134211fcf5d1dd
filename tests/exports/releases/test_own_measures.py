"""Weighted figures, intervals of ranks and of changes in the files that people read."""

import re

import pytest
from maturity.exports.releases import html, tidy, workbook
from openpyxl import load_workbook

from maturity.publication.release import Status, shown

from .own_measures import own_release


@pytest.fixture(scope="module")
def own():
    return own_release()


def test_the_workbook_holds_every_figure(own, tmp_path):
    book = load_workbook(workbook.write(own, tmp_path / "own.xlsx", "en"))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for table in own.tables:
        for column in table.columns:
            assert any(column.label.en in text for text in texts), column.id
    numbers = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    for table in own.tables:
        for _, column, cell in table.figures():
            assert isinstance(cell, Status) or float(cell) in numbers, (column.id, cell)


def test_the_page_shows_and_explains_every_figure(own, tmp_path):
    page = html.write(own, tmp_path / "own.html", "en").read_text(encoding="utf-8")
    words = re.sub(r"<[^>]+>", "|", page)
    for table in own.tables:
        for _, column, cell in table.figures():
            assert shown(cell, column, "en") in words, column.id
    for text in ("Kish's 1 + CV²", "Klein and others 2020", "is that for pairs", "source: Statistical office"):
        assert text in words.replace("&#39;", "'"), text


def test_the_data_hold_every_measure(own, tmp_path):
    text = tidy.write(own, tmp_path / "own.csv", "zh").read_text(encoding="utf-8-sig")
    for measure in (
        *("weighted_share", "weighted_ci_low", "weighted_ci_high", "weighted_mean", "design_effect", "effective_n"),
        *("rank_low", "rank_high", "change_low", "mean_change", "mean_change_low", "mean_change_high"),
    ):
        assert f'"{measure}"' in text, measure
