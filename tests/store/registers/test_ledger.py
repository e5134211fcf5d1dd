"""The ledger in the database: appended whole, in order, and only to the state it was checked against."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from maturity.errors import Conflict, Forbidden, Refusal
from maturity.registers.ledger import Event, units_on
from maturity.store.accounts.people import add_person
from maturity.store.registers import stocks
from maturity.store.registers.ledger import append, entries, ledger, require_keeper
from maturity.store.schema import audit_log, register_events

from ...registers.made import added

LATER = date(2023, 5, 1)
FIRST = (added("甲", credit_code="91110000802100433B", city="320500", division="34", note="示例"), added("乙"))
SECOND = (
    Event("甲", "rename", LATER, "factory", "丙"),
    Event("乙", "remove", LATER, "factory", "乙", reason="accident"),
)


def enter(store, *events, seen=0, by=None):
    with store.write() as c:
        append(c, by, events, seen)


def held(store):
    with store.read() as c:
        return ledger(c)


def test_what_is_appended_comes_back_in_order(store):
    enter(store, *FIRST)
    enter(store, *SECOND, seen=2)
    found = held(store)
    assert (found.events, found.last) == ((*FIRST, *SECOND), 4)
    assert found.units() == units_on((*FIRST, *SECOND))


def test_what_was_entered_meanwhile_stops_it(store):
    enter(store, FIRST[0])
    with pytest.raises(Conflict):
        enter(store, FIRST[1], seen=0)
    assert held(store).last == 1


def test_what_cannot_follow_leaves_nothing(store):
    enter(store, *FIRST)
    with pytest.raises(ValueError, match="does not follow"):
        enter(store, SECOND[1], replace(SECOND[1], on=date(2023, 6, 1)), seen=2)
    assert held(store).last == 2


def test_who_and_when_are_kept_and_logged(store):
    with store.write() as c:
        person = add_person(c, email="a@example.com", name="分析员", role="analyst")
    enter(store, *FIRST, by=person.id)
    enter(store, *SECOND, seen=2)
    with store.read() as c:
        every, one = entries(c), entries(c, "甲")
        logged = c.execute(
            select(audit_log.c.person_id, audit_log.c.detail).where(audit_log.c.action == "register.enter")
        )
        assert sorted(map(tuple, logged), key=lambda row: row[1]["first"]) == [
            (person.id, {"first": 1, "add": 2}),
            (None, {"first": 3, "rename": 1, "remove": 1}),
        ]
    assert [entry.seq for entry in every] == [4, 3, 2, 1]
    assert [(entry.seq, entry.event.action, entry.author) for entry in one] == [
        (3, "rename", None),
        (1, "add", "分析员"),
    ]


@pytest.mark.parametrize("role", ["enterprise", "consultant"])
def test_others_do_not_keep_the_register(sqlite_store, role):
    with sqlite_store.write() as c:
        person = add_person(c, email="a@example.com", name="甲", role=role)
    with pytest.raises(Forbidden):
        require_keeper(person)


def test_no_row_is_ever_changed(store):
    enter(store, *FIRST)
    with store.read() as c:
        before = c.execute(select(register_events).order_by(register_events.c.seq)).all()
    enter(store, *SECOND, seen=2)
    with store.read() as c:
        assert c.execute(select(register_events).order_by(register_events.c.seq)).all()[:2] == before


def test_official_stocks_are_kept_by_kind_and_batch(store):
    enter(store, *FIRST)
    with store.write() as c:
        stocks.set_stock(c, None, "factory", "6", 3, "公告")
        stocks.set_stock(c, None, "factory", "6", 1, "更正公告")
        with pytest.raises(Refusal) as caught:
            stocks.set_stock(c, None, "park", "6", 1)
    assert caught.value.problems[0].code == "register-batch"
    with store.read() as c:
        found = stocks.stocks(c)
    assert {key: (one.closing, one.source) for key, one in found.items()} == {("factory", "6"): (1, "更正公告")}
    with store.write() as c:
        stocks.set_stock(c, None, "factory", "6", None)
        assert stocks.stocks(c) == {}
