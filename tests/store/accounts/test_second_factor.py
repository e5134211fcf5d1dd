"""Codes by time work once, recovery codes too; tries are few; nothing in the database can be used."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import select

from maturity.errors import Refusal
from maturity.store.accounts import second_factor as factor
from maturity.store.accounts.people import add_person, person
from maturity.store.audit.verification import verify
from maturity.store.schema.access import recovery_codes, second_factors
from maturity.store.sealing import Sealer

SEALER = Sealer("a key of the application's, long enough", "second factor")
AT = 1_800_000_000


@pytest.fixture
def clock(monkeypatch):
    """`clock(seconds)` sets the time."""

    def turn(seconds):
        monkeypatch.setattr(factor, "now", lambda: datetime.fromtimestamp(AT + seconds, UTC))

    turn(0)
    return turn


@pytest.fixture
def who(store, clock):
    """A person whose second factor is on, `code(seconds)` for the code of a moment, and the recovery codes."""
    with store.write() as c:
        who = add_person(c, email="who@example.com", name="Who", role="analyst")
        factor.begin(c, who, SEALER)
        totp = pyotp.TOTP(factor.second_factor(c, who.id, SEALER).secret)
        codes = factor.confirm(c, who, totp.at(AT), SEALER)
    return who, lambda seconds: totp.at(AT + seconds), codes


def check(store, who, code, sealer=SEALER):
    with store.write() as c:
        return factor.check(c, who.id, code, sealer)


def test_a_code_is_right_for_a_moment_and_once(store, who, clock):
    who, code, _ = who
    assert check(store, who, code(0)) == "wrong"  # it confirmed the set-up
    clock(60)
    assert check(store, who, code(60)) == "right"
    assert check(store, who, code(60)) == "wrong"
    assert check(store, who, code(30)) == "wrong"  # an older one that was seen over a shoulder
    assert check(store, who, f" {code(90)[:3]} {code(90)[3:]} ") == "right"  # a clock that is fast, and spaces
    clock(600)
    assert check(store, who, code(60)) == "wrong"


def test_of_two_who_send_the_same_code_one_is_let_in(store, who, clock):
    who, code, codes = who
    clock(60)
    for same in (code(60), codes[0]):
        with ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(lambda _: check(store, who, same), range(3)))  # noqa: B023
        assert sorted(answers) == ["right", "wrong", "wrong"]


def test_a_recovery_code_works_once_however_it_is_written(store, who):
    who, _, codes = who
    assert len(set(codes)) == factor.RECOVERY_CODES
    assert check(store, who, codes[0].replace("-", " ").lower()) == "right"
    assert check(store, who, codes[0]) == "wrong"
    with store.write() as c:
        assert factor.second_factor(c, who.id, SEALER).codes == factor.RECOVERY_CODES - 1
        fresh = factor.renew_codes(c, who)
    assert check(store, who, codes[1]) == "wrong"
    assert check(store, who, fresh[1]) == "right"


def test_tries_are_few_right_or_not(store, who, clock):
    who, code, _ = who
    clock(60)
    assert [check(store, who, "000000") for _ in range(factor.TRIES)] == ["wrong"] * factor.TRIES
    assert check(store, who, code(60)) == "often"
    assert check(store, add(store), code(60)) == "wrong"


def add(store):
    with store.write() as c:
        return add_person(c, email="other@example.com", name="Other", role="analyst")


def test_the_database_holds_neither_secret_nor_code_and_another_key_opens_nothing(store, who, clock):
    who, code, codes = who
    with store.read() as c:
        rows = str([c.execute(select(table)).all() for table in (second_factors, recovery_codes)])
        secret = factor.second_factor(c, who.id, SEALER).secret
        other = factor.second_factor(c, who.id, Sealer("another key", "second factor"))
        assert verify(c).faults == []
    assert secret not in rows
    assert not [one for one in codes if one in rows or one.replace("-", "") in rows]
    assert other.secret is None
    clock(60)
    assert check(store, who, code(60), Sealer("another key", "second factor")) == "wrong"
    assert check(store, who, codes[0], Sealer("another key", "second factor")) == "right"


def test_it_is_on_only_after_a_first_code_and_a_new_start_does_not_replace_it(store, clock):
    who = add(store)
    with store.write() as c:
        with pytest.raises(Refusal, match="second-factor-none"):
            factor.confirm(c, who, "123456", SEALER)
        factor.begin(c, who, SEALER)
        first = factor.second_factor(c, who.id, SEALER).secret
        factor.begin(c, who, SEALER)
        second = factor.second_factor(c, who.id, SEALER).secret
        assert first != second
        assert not factor.has_second_factor(c, who.id)
        with pytest.raises(Refusal, match="second-factor-wrong"):
            factor.confirm(c, who, pyotp.TOTP(first).at(AT), SEALER)
        factor.confirm(c, who, pyotp.TOTP(second).at(AT), SEALER)
        with pytest.raises(Refusal, match="second-factor-there"):
            factor.begin(c, who, SEALER)
        assert person(c, who.id).stamp != who.stamp  # other sessions are over
        factor.remove(c, who.id, None)
        factor.remove(c, who.id, None)
        assert factor.second_factor(c, who.id, SEALER) is None
        assert c.execute(select(recovery_codes)).all() == []
        with pytest.raises(Refusal, match="second-factor-none"):
            factor.renew_codes(c, who)
