"""The demo publishes both years, so that an enterprise sees how its peers stood."""

import pytest

from maturity.demo.load import load_population
from maturity.demo.releasing import release_years
from maturity.publication.published_levels import distribution
from maturity.questionnaire import load
from maturity.statistics.breakdowns import breakdowns
from maturity.store import open_store
from maturity.store.publications.releases import ledger_entries, published_figures


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('released')}/demo.sqlite3")
    store.upgrade()
    load_population(store, load())
    yield store
    store.close()


def test_both_years_are_released_once_and_shown_to_peers(store):
    q = load()
    for _ in range(2):
        release_years(store, q)
    with store.read() as c:
        assert [entry.year for entry in ledger_entries(c, q, (2020, 2021))] == [2020, 2021]
        shown = distribution(breakdowns(q), published_figures(c, q), "36", "discrete")
    assert (shown.kind, shown.year) == ("division", 2021)
    assert sum(part.enterprises for part in shown.parts) == shown.enterprises > 100
