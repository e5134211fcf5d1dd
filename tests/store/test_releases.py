from dataclasses import replace

from sqlalchemy import func, select

from maturity.store.publictables import releases
from maturity.store.releases import Entry, enter, entries

ENTRY = Entry(
    "standard", "a" * 64, 2025, "b" * 64, 5, 10, "c" * 64, {"numbers": [[[["city", "320500"]], [1], 7, True]]}
)


def test_a_release_is_entered_once_and_comes_back(store, small, world):
    with store.write() as c:
        enter(c, small, ENTRY, world.ours.person.id)
        enter(c, small, ENTRY, None)
    with store.read() as c:
        (found,) = entries(c, small, 2025)
        assert replace(found, at=None) == ENTRY
        assert found.at is not None
        assert entries(c, small, 2024) == []


def test_every_other_release_is_another_entry_in_order(store, small):
    others = [replace(ENTRY, checksum="d" * 64), replace(ENTRY, snapshot="e" * 64)]
    for entry in (ENTRY, *others):
        with store.write() as c:
            enter(c, small, entry, None)
    with store.read() as c:
        assert [each.key for each in entries(c, small, 2025)] == [each.key for each in (ENTRY, *others)]
        assert c.scalar(select(func.count()).select_from(releases)) == 3
