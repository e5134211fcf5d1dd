"""The demonstration's green factories: plainly synthetic, scored, some eligible and some not, published once."""

from maturity.demo import factories
from maturity.demo.factories import QUESTIONNAIRE, load_factories
from maturity.demo.population import YEAR
from maturity.demo.releasing import release_factories
from maturity.publication.publish import year_data
from maturity.questionnaire import load
from maturity.store.publications.releases import ledger_entries

GREEN = load(QUESTIONNAIRE)


def test_loading_and_publishing_again_adds_nothing(sqlite_store, monkeypatch):
    monkeypatch.setattr(factories, "_COUNT", 120)
    assert load_factories(sqlite_store).submissions == 120
    again = load_factories(sqlite_store)
    assert (again.submissions, again.repeated) == (0, 120)
    data = year_data(sqlite_store, GREEN, YEAR)
    assert {*data.frame["level"].tolist()} == {1, 3}
    assert not data.left_out.differing
    assert 40 < data.frame["score"].mean() < 95
    for _ in range(2):
        release_factories(sqlite_store)
    with sqlite_store.read() as c:
        told = [entry.plan for entry in ledger_entries(c, GREEN, (YEAR,)) if entry.counted]
    assert sorted(told) == ["concentration", "joint", "standard"]


def test_every_reference_value_is_marked_as_made_up():
    found = factories.synthetic_references().values
    assert found
    assert all(one.status == "M" and "Synthetic" in one.source and not one.verified for one in found)
