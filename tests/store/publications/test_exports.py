"""Requests for microdata: for how long, for how many, and by whose yes."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from maturity.errors import Forbidden, Refusal
from maturity.store.accounts.people import add_person
from maturity.store.publications import exports
from maturity.store.publications.exports import APPROVAL_THRESHOLD, REQUEST_DAYS, ExportRequest
from maturity.store.schema import exports as table
from maturity.store.types import now

WISH = ExportRequest("small", 2024, "all", "csv", "年度报告", 2)


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
        id = exports.request_export(c, asking.id, WISH).id
    assert refused(store, exports.record_export, id, ids) == "export-few"
    assert refused(store, exports.approve, asking, id) == "export-own"
    with store.write() as c:
        exports.approve(c, other, id)
    assert refused(store, exports.record_export, id, ids[:1]) == "export-shrunk"
    with store.write() as c:
        exports.record_export(c, id, ids)
        assert [one.reason for one in exports.exports_of_organisation(c, world.ours.person, ids[0])] == ["年度报告"]
    assert refused(store, exports.record_export, id, ids) == "export-over"


def test_a_set_that_shrank_ends_the_request_and_one_without_a_yes_waits_for_it(store, two):
    asking, other = two
    with store.write() as c:
        many, agreed = (
            exports.request_export(c, asking.id, ExportRequest(**{**vars_of(WISH), "enterprises": n})).id
            for n in (None, 3)
        )
        assert [one.id for one in exports.pending_requests(c)] == [agreed]
        exports.approve(c, other, agreed)
        for id in (many, agreed):
            exports.record_refusal(c, id, 2)
        assert [(one.id, one.enterprises) for one in exports.pending_requests(c)] == [(many, 2)]


def vars_of(wish):
    return {name: getattr(wish, name) for name in ExportRequest.__slots__}


@pytest.mark.parametrize("agreed", [False, True])
def test_a_request_is_over_after_a_while(store, world, two, agreed):
    asking, other = two
    with store.write() as c:
        id = exports.request_export(c, asking.id, WISH).id
        if agreed:
            exports.approve(c, other, id)
        assert exports.pending_requests(c)
        c.execute(update(table).values(asked_at=now() - timedelta(days=REQUEST_DAYS, minutes=1)))
        assert not exports.pending_requests(c)
    assert refused(store, exports.approve, other, id) == "export-over"
    many = [world.ours.organisation.id] * APPROVAL_THRESHOLD
    assert refused(store, exports.record_export, id, many) == "export-over"


def test_a_closed_request_cannot_be_used(store, world, two):
    asking, other = two
    with store.write() as c:
        id = exports.request_export(c, asking.id, WISH).id
        exports.approve(c, other, id)
    with pytest.raises(Forbidden), store.write() as c:
        exports.close(c, world.ours.person, id)
    with store.write() as c:
        exports.close(c, other, id)
    ids = [world.ours.organisation.id, world.theirs.organisation.id]
    assert refused(store, exports.record_export, id, ids) == "export-over"
