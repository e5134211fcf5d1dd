"""Requests for microdata: for how long, for how many, and by whose yes."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from maturity.errors import Forbidden, Refusal
from maturity.store.accounts.people import add_person
from maturity.store.publications import exports
from maturity.store.publications.exports import DAYS, LEAST, Wish
from maturity.store.schema import exports as table
from maturity.store.types import now

WISH = Wish("small", 2024, "all", "csv", "年度报告", 2)


@pytest.fixture
def two(store, world):
    with store.write() as c:
        return [add_person(c, email=f"{name}@demo.example", name=name, role="analyst") for name in ("a", "b")]


def code(caught):
    return caught.value.problems[0].code


def refused(store, act, *rest):
    with pytest.raises(Refusal) as caught, store.write() as c:
        act(c, *rest)
    return code(caught)


def test_fewer_than_were_agreed_to_are_not_exported(store, world, two):
    asking, other = two
    ids = [world.ours.organisation.id, world.theirs.organisation.id]
    with store.write() as c:
        id = exports.ask(c, asking.id, WISH).id
    assert refused(store, exports.make, id, ids) == "export-few"
    assert refused(store, exports.approve, asking, id) == "export-own"
    with store.write() as c:
        exports.approve(c, other, id)
    assert refused(store, exports.make, id, ids[:1]) == "export-shrunk"
    with store.write() as c:
        exports.make(c, id, ids)
        assert [one.reason for one in exports.of_organisation(c, world.ours.person, ids[0])] == ["年度报告"]
    assert refused(store, exports.make, id, ids) == "export-over"


def test_a_set_that_shrank_ends_the_request_and_one_without_a_yes_waits_for_it(store, two):
    asking, other = two
    with store.write() as c:
        many, agreed = (exports.ask(c, asking.id, Wish(**{**vars_of(WISH), "enterprises": n})).id for n in (None, 3))
        assert [one.id for one in exports.waiting(c)] == [agreed]
        exports.approve(c, other, agreed)
        for id in (many, agreed):
            exports.failed(c, id, 2)
        assert [(one.id, one.enterprises) for one in exports.waiting(c)] == [(many, 2)]


def vars_of(wish):
    return {name: getattr(wish, name) for name in Wish.__slots__}


@pytest.mark.parametrize("agreed", [False, True])
def test_a_request_is_over_after_a_while(store, world, two, agreed):
    asking, other = two
    with store.write() as c:
        id = exports.ask(c, asking.id, WISH).id
        if agreed:
            exports.approve(c, other, id)
        assert exports.waiting(c)
        c.execute(update(table).values(asked_at=now() - timedelta(days=DAYS, minutes=1)))
        assert not exports.waiting(c)
    assert refused(store, exports.approve, other, id) == "export-over"
    many = [world.ours.organisation.id] * LEAST
    assert refused(store, exports.make, id, many) == "export-over"


def test_a_closed_request_cannot_be_used(store, world, two):
    asking, other = two
    with store.write() as c:
        id = exports.ask(c, asking.id, WISH).id
        exports.approve(c, other, id)
    with pytest.raises(Forbidden), store.write() as c:
        exports.close(c, world.ours.person, id)
    with store.write() as c:
        exports.close(c, other, id)
    ids = [world.ours.organisation.id, world.theirs.organisation.id]
    assert refused(store, exports.make, id, ids) == "export-over"
