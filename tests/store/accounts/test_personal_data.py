"""What is stored of a person can be taken along and erased: no name and no address is left in any table."""

import json

import pytest
from sqlalchemy import select

from maturity.errors import Refusal
from maturity.store.accounts import attempts, people, second_factor, sessions, tokens
from maturity.store.accounts.people import add_person
from maturity.store.accounts.personal_data import ERASED_NAME, erase_person, personal_data
from maturity.store.audit.verification import verify
from maturity.store.enterprises.organisations import add_member
from maturity.store.schema import metadata
from maturity.store.schema import people as table
from maturity.store.sealing import Sealer


@pytest.fixture
def who(store, world):
    """A consultant with everything that an account can have."""
    with store.write() as c:
        who = add_person(
            c, email="marker@example.com", name="记号甲", role="consultant", password="quiet river lantern"
        )
        add_member(c, world.ours.organisation.id, who.id, "editor")
        sessions.begin_session(c, who.id, "记号设备")
        second_factor.begin(c, who, Sealer("key", "second factor"))
        tokens.issue_token(c, "reset", who.id, 1)
        attempts.remember_address(c, who.id, "a" * 64)
    return who


def everything(c):
    return {one.name: str(c.execute(select(one)).all()) for one in metadata.sorted_tables}


def test_the_export_has_what_is_stored_of_the_person(store, who, world):
    with store.write() as c:
        found = json.loads(json.dumps(personal_data(c, who)))
    assert (found["account"]["email"], found["account"]["name"]) == (who.email, who.name)
    assert found["memberships"] == [{"name": world.ours.organisation.facts.name, "role": "editor"}]
    assert found["sessions"][0]["device"] == "记号设备"
    assert "person.sign-in" in [one["action"] for one in found["acts"]]


def test_an_erased_person_is_in_no_table_and_the_log_verifies(store, who):
    with store.write() as c:
        before = everything(c)
        assert {name for name, rows in before.items() if "记号" in rows} == {"people", "sessions"}
        erase_person(c, who.id, None)
        erase_person(c, who.id, None)
    with store.read() as c:
        after = everything(c)
        assert not [name for name, rows in after.items() if "记号" in rows or "marker@" in rows]
        kept = c.execute(select(table).where(table.c.id == who.id)).one()
        assert (kept.name, kept.password) == (ERASED_NAME, None)
        left = {name for name, rows in after.items() if who.id in rows}
        assert left == {"people", "audit_log"}
        assert people.active_person(c, who.id) is None
        assert verify(c).faults == []


def test_nobody_leaves_an_enterprise_without_an_owner(store, world):
    with pytest.raises(Refusal, match="membership-last-owner"), store.write() as c:
        erase_person(c, world.ours.person.id, None)
    with store.read() as c:
        assert people.active_person(c, world.ours.person.id) == world.ours.person
