"""Figures of a year are those of the version that it was answered in, also when that is withdrawn."""

import csv
import io

import pytest

from maturity.questionnaire import read
from maturity.store.questionnaires import definitions
from maturity.store.submissions.submissions import Record, add_graded

from .conftest import FILE, NEXT


@pytest.fixture
def analyst(client_of, town, publish, withdraw, sqlite_store, facts):
    """2024 was answered in version 1 by 30 enterprises, 2025 in version 2 by 40 and in version 1 by 3."""
    for file in (FILE, NEXT):
        publish(file)
    with sqlite_store.write() as c:
        for file, year, numbers in ((FILE, 2024, range(30)), (NEXT, 2025, range(40)), (FILE, 2025, range(40, 43))):
            asked = read(file.decode())
            rows = [Record(facts(50 + n), "default", year, bytes([1 + n % 5]) * len(asked.items)) for n in numbers]
            add_graded(c, asked, rows)
    return client_of(town.people["analyst"], "en")


def total(client, year):
    with client.get(f"/publications/{year}/maturity.csv?questionnaire=harbour") as answer:
        rows = [*csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))]
    return int(rows[0]["OBS_VALUE"])


@pytest.mark.parametrize(("year", "count"), [(2024, 30), (2025, 40)])
def test_each_year_is_counted_by_its_version(analyst, year, count):
    assert total(analyst, year) == count


def test_what_is_withdrawn_has_its_figures_and_its_trend(analyst, town, sqlite_store):
    with sqlite_store.write() as c:
        for found in definitions.definitions(c):
            definitions.withdraw(c, town.people["administrator"], found.id, "有错")
    for path in ("/publications", "/publications/2024", "/publications/2025", "/detail", "/releases"):
        page = analyst.get(f"{path}?questionnaire=harbour")
        assert page.status_code == 200, path
        assert "Harbour trial" in page.text
