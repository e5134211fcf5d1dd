"""An index of synthetic regions and the register's tables are released once, whatever was released before."""

from maturity.demo.brought import RELEASED, release_others
from maturity.demo.register import load_register
from maturity.publication.publish import publish
from maturity.questionnaire import load
from maturity.statistics.plan import load_plan
from maturity.store.accounts.people import add_person
from maturity.store.publications.releases import ledger_entries


def test_both_are_released_once(sqlite_store):
    with sqlite_store.write() as c:
        add_person(c, email="analyst@demo.example", name="甲", role="analyst")
    load_register(sqlite_store)
    for _ in range(2):
        release_others(sqlite_store, load())
    with sqlite_store.read() as c:
        entries = ledger_entries(c, load(), RELEASED.values())
    assert sorted((entry.plan, entry.year) for entry in entries) == sorted(RELEASED.items())
    index = publish(sqlite_store, load_plan("regions"), RELEASED["regions"]).release
    assert len(index.tables[0].rows) == 31
    assert {row.cells[3].zh for row in index.tables[0].rows} == {"A+", "A", "B"}
    assert "合成" in index.tables[0].origin.source.zh
