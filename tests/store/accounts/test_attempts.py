"""Counts are shared and exact, and end; the addresses of a person are few."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from maturity.store.accounts import attempts
from maturity.store.accounts.people import add_person
from maturity.store.schema import attempts as table
from maturity.store.schema import familiar_addresses


def test_those_who_count_at_once_lose_nothing(store):
    def once(_):
        with store.write() as c:
            return attempts.count_attempt(c, "door", 60)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(once, range(20))) == list(range(1, 21))
    with store.read() as c:
        assert attempts.attempt_count(c, "door")[0] == 20
        assert attempts.attempt_count(c, "another") == (0, None)


def test_a_count_ends_and_is_cleared_away(store):
    with store.write() as c:
        assert attempts.count_attempt(c, "short", -1) == 1
        assert attempts.attempt_count(c, "short") == (0, None)
        assert attempts.count_attempt(c, "short", 60) == 1  # a new one, not the second of the old
        attempts.count_attempt(c, "over", -1)
        attempts.delete_expired(c)
        assert c.scalar(select(func.count()).select_from(table)) == 1
        attempts.reset_attempts(c, "short")
        assert attempts.attempt_count(c, "short") == (0, None)


@pytest.mark.parametrize("often", [1, 3])
def test_the_latest_addresses_are_kept(store, often):
    with store.write() as c:
        who = add_person(c, email="a@example.com", name="A", role="enterprise")
        for number in [*range(attempts.KEPT + 5)] * often:
            attempts.remember_address(c, who.id, f"{number}")
        assert c.scalar(select(func.count()).select_from(familiar_addresses)) == attempts.KEPT
        assert attempts.known_address(c, f"{attempts.KEPT + 4}")
        assert not attempts.known_address(c, "0")
