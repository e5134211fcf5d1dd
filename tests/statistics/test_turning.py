"""Tables of many measures in different units over a few rows have a line a measure, with the same figures."""

import openpyxl
import pytest

from maturity.publication.publish import publish
from maturity.publication.release import amount, exporter, manifest
from maturity.statistics.numeric.turning import heads, lines, shape, turned
from maturity.statistics.plan import load_plan, plans_for
from maturity.statistics.signs import Status
from maturity.statistics.tabulate import tabulate

from ..publication.factories import GREEN, YEAR, load_factories
from ..publication.test_outcomes import table
from .world import frame_2021

PLAN = plans_for(GREEN)["standard"]
TURNED = ["amounts", "ratios", "ratios-by-region"]


@pytest.fixture
def release(sqlite_store):
    load_factories(sqlite_store, 60)
    return publish(sqlite_store, PLAN, YEAR, GREEN).release


def test_such_tables_are_turned_and_no_others(release):
    assert [one.id for one in release.tables if turned(one)] == TURNED
    assert not any(map(turned, tabulate(load_plan(), frame_2021().head(900))))


def test_every_figure_stands_in_the_line_of_its_measure(release):
    found = table(release, "ratios-by-region")
    assert heads(found, "zh", "customary") == ("合计", "东部", "西部")
    for line in lines(found):
        place = found.column(line.column.id)
        assert line.cells == tuple(row.cells[place] for row in found.rows)
    assert shape(found) == (len(found.columns) - 1, (len(found.columns) - 1) * 5)
    assert shape(table(release, "by-division")) == (4, 4 * len(table(release, "by-division").columns))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_has_units_beside_measures_and_its_manifest_counts_them(release, tmp_path, language):
    book = openpyxl.load_workbook(exporter(".xlsx")(release, tmp_path / "out.xlsx", language))
    found = table(release, "amounts")
    head, *rows = book[f"表{found.number} Table {found.number}"].iter_rows(min_row=7, values_only=True)
    assert head == (
        {"zh": "指标", "en": "Measure"}[language],
        {"zh": "单位", "en": "Unit"}[language],
        *heads(found, language, "customary"),
    )
    for (words, unit, *cells), line in zip(rows, lines(found), strict=True):
        assert words.startswith(line.column.label.of(language))
        assert unit == line.column.unit.of(language)
        assert cells == [None if isinstance(one, Status) else float(amount(one)) for one in line.cells]
    assert next(one for one in manifest(release) if one.table == "amounts").rows == len(rows)


def test_the_page_in_html_has_them_too(release, tmp_path):
    page = exporter(".html")(release, tmp_path / "out.html", "en").read_text(encoding="utf-8")
    assert page.count('<table class="turned">') == len(TURNED)
    assert "<th>" not in page
    assert "kgce/piece" in page
