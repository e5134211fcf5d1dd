from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from maturity.assessment.selection import Reference
from maturity.errors import Refusal
from maturity.store.publications.releases import LedgerEntry, ReleaseOrigin, add_to_ledger, ledger_entries, stored_state
from maturity.store.schema.publications import releases, states

ENTRY = LedgerEntry(
    "standard",
    "a" * 64,
    2025,
    "b" * 64,
    5,
    10,
    "c" * 64,
    {"numbers": [[[["city", "320500"]], [1], 7, True]]},
    "s" * 64,
    "revised",
    Reference(datetime(2025, 3, 31, 16, tzinfo=UTC), {datetime(2025, 1, 1, tzinfo=UTC): frozenset({2**63 + 1})}),
)
STATE = b"enterprises"


def test_a_release_is_entered_once_and_comes_back(store, small, world):
    with store.write() as c:
        add_to_ledger(c, small, [ENTRY], STATE, (), ReleaseOrigin(world.ours.person.id))
        add_to_ledger(c, small, [ENTRY], STATE, (), ReleaseOrigin())
    with store.read() as c:
        (found,) = ledger_entries(c, small, [2025])
        assert replace(found, at=None) == ENTRY
        assert found.at is not None
        assert ledger_entries(c, small, [2024]) == []
        assert stored_state(c, ENTRY.state) == STATE


def test_every_other_release_is_another_entry_in_order(store, small):
    others = [replace(ENTRY, checksum="d" * 64), replace(ENTRY, snapshot="e" * 64)]
    for place, entry in enumerate((ENTRY, *others)):
        with store.write() as c:
            add_to_ledger(c, small, [entry], STATE, [each.key for each in (ENTRY, *others)[:place]], ReleaseOrigin())
    with store.read() as c:
        assert [each.key for each in ledger_entries(c, small, [2025])] == [each.key for each in (ENTRY, *others)]
        assert c.scalar(select(func.count()).select_from(releases)) == 3
        assert c.scalar(select(func.count()).select_from(states)) == 1


def test_a_release_that_was_not_tried_beside_another_is_not_entered(store, small):
    with store.write() as c:
        add_to_ledger(c, small, [ENTRY], STATE, (), ReleaseOrigin())
    with pytest.raises(Refusal) as caught, store.write() as c:
        add_to_ledger(c, small, [replace(ENTRY, checksum="d" * 64, year=2026)], STATE, (), ReleaseOrigin())
    assert [problem.code for problem in caught.value.problems] == ["disclosure-ledger-changed"]
