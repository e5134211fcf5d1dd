"""The invented register has the printed sums, and something for every page to show."""

from datetime import date

import pytest

from maturity.demo.register import load_register, units
from maturity.registers.proposals import year_of_forms
from maturity.registers.stockflow import stock_and_flow
from maturity.registers.tables import by_batch, by_province, totals
from maturity.store.registers import forms, stocks
from maturity.store.registers.ledger import ledger


@pytest.fixture(scope="module")
def events():
    return tuple(units())


def test_it_has_the_printed_sums_of_six_batches(events):
    found = by_batch(events)
    assert [line.id for line in found] == ["1", "2", "3", "4", "5", "6"]
    assert totals(found) == (2783, 3159, 224, 296)


def test_every_unit_is_plainly_invented(events):
    assert all(one.name.startswith("示例") and not one.credit_code for one in events)
    assert len({(one.kind, one.name) for one in events}) == len(events)


def test_loading_again_adds_nothing_and_the_forms_lead_to_some_proposals(sqlite_store):
    assert (load_register(sqlite_store), load_register(sqlite_store)) == (6462, 0)
    with sqlite_store.read() as c:
        held, filed = ledger(c).events, forms.filings(c, range(2020, 2023))
        official = {key: one.closing for key, one in stocks.stocks(c).items()}
    found = year_of_forms(held, filed, 2022, date(2022, 4, 15), date(2022, 5, 1))
    reasons = {reason for one in found.proposals for reason in one.reasons}
    assert reasons == {"not-filed", "exclusion-b", "last-5-percent"}
    assert 10 < len(found.proposals) < 200
    rows = {(row.kind, row.batch): row for row in stock_and_flow(held, official)}
    assert {key: row.unexplained for key, row in rows.items() if row.unexplained} == {("park", "5"): -1}
    assert len(by_province(ledger_units(sqlite_store))) > 20


def ledger_units(store):
    with store.read() as c:
        return ledger(c).units().values()
