"""Codes and keys: what leads to a vote, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.workshop import secrecy
from maturity.workshop.secrecy import ALPHABET, new_room_code, new_salt, new_seat_code, read_code, seat_key, vote_key


@pytest.fixture
def cheap(monkeypatch):
    monkeypatch.setattr(secrecy, "COST", {"time_cost": 1, "memory_cost": 8, "parallelism": 1})


def test_codes_have_no_letters_that_are_misread():
    assert not set("01OIL") & set(ALPHABET)
    assert (len(new_room_code()), len(new_seat_code())) == (6, 8)
    assert set(new_room_code() + new_seat_code()) <= set(ALPHABET)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("ab2-c3d", "AB2C3D"), (" AB2 C3D ", "AB2C3D"), ("AB2C3", None), ("AB2C30", None), ("", None), ("ÄB2C3D", None)],
)
def test_a_code_is_read_as_people_type_it(typed, read):
    assert read_code(typed, 6) == read


@given(st.text())
def test_any_text_is_a_code_or_none(text):
    found = read_code(text, 6)
    assert found is None or (len(found) == 6 and set(found) <= set(ALPHABET))


def test_the_same_code_leads_to_the_same_secret_in_its_room_alone(cheap):
    code, salt = new_seat_code(), new_salt()
    assert secrecy.seat_secret(code, salt) == secrecy.seat_secret(code, salt)
    assert secrecy.seat_secret(code, salt) != secrecy.seat_secret(code, new_salt())


def test_keys_of_a_seat_differ_by_item_round_and_room_and_tell_nothing_of_the_seat():
    secret = "ab" * 32
    keys = {vote_key(secret, room, item, round) for room in "ab" for item in "xy" for round in (1, 2)}
    assert len(keys) == 8
    assert seat_key(secret) not in keys
    assert not any(secret in key for key in keys)


def test_a_try_costs_what_argon2id_costs():
    assert secrecy.COST["memory_cost"] >= 19 * 1024
    assert len(ALPHABET) ** secrecy.SEAT_LETTERS > 8e11
