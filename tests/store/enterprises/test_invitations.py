"""Invitations: an owner's, once, for a while, never a step down."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from maturity.errors import Forbidden, NotFound, Refusal
from maturity.store.accounts.people import add_person, set_role
from maturity.store.enterprises import invitations
from maturity.store.enterprises.invitations import accept, invite, offer, pending, revoke
from maturity.store.enterprises.organisations import add_member, members, organisations_of, remove_member
from maturity.store.schema import audit_log
from maturity.store.schema import invitations as table
from maturity.store.types import now


@pytest.fixture
def guest(store, world):
    with store.write() as c:
        return add_person(c, email="guest@example.com", name="Guest", role="enterprise")


def roles(c, side):
    return {member.name: member.role for member in members(c, side.person, side.organisation.id)}


def refused(act, *arguments):
    with pytest.raises(Refusal) as caught:
        act(*arguments)
    (problem,) = caught.value.problems
    assert problem.message("zh") != problem.message("en")
    return problem.code


@pytest.mark.parametrize("role", ["owner", "editor", "viewer", "assessor"])
def test_a_link_makes_a_member_once(store, world, guest, role):
    ours = world.ours
    with store.write() as c:
        token = invite(c, ours.person, ours.organisation.id, role)
        found = offer(c, token)
        assert (found.organisation_name, found.role, found.by) == (ours.organisation.facts.name, role, "Ours")
        assert [(one.role, one.by) for one in pending(c, ours.person, ours.organisation.id)] == [(role, "Ours")]
        assert accept(c, guest, token) == found
        assert roles(c, ours)["Guest"] == role
        assert pending(c, ours.person, ours.organisation.id) == []
        late = add_person(c, email="late@example.com", name="Late", role="enterprise")
        assert refused(accept, c, late, token) == refused(offer, c, token) == "invitation-used"
        assert organisations_of(c, late) == []


def test_only_the_digest_is_stored_and_the_log_has_no_token(store, world, guest):
    ours = world.ours
    with store.write() as c:
        token = invite(c, ours.person, ours.organisation.id, "editor")
        accept(c, guest, token)
        actions = c.execute(select(audit_log).order_by(audit_log.c.id)).all()
        assert token not in str(c.execute(select(table)).all()) + str(actions)
    names = [row.action for row in actions][-3:]
    assert names == ["invitation.issue", "organisation.add-member", "invitation.accept"]


def test_a_link_expires(store, world, guest):
    ours = world.ours
    with store.write() as c:
        token = invite(c, ours.person, ours.organisation.id, "viewer")
        assert timedelta(days=13) < offer(c, token).expires_at - now() <= timedelta(days=14)
        c.execute(update(table).values(expires_at=now()))
        assert refused(accept, c, guest, token) == "invitation-expired"
        assert pending(c, ours.person, ours.organisation.id) == []
        assert "Guest" not in roles(c, ours)


def test_a_link_is_taken_back(store, world, guest):
    ours = world.ours
    with store.write() as c:
        token = invite(c, ours.person, ours.organisation.id, "viewer")
        (one,) = pending(c, ours.person, ours.organisation.id)
        for _ in range(2):
            revoke(c, ours.person, ours.organisation.id, one.id)
        assert refused(accept, c, guest, token) == "invitation-revoked"
        assert pending(c, ours.person, ours.organisation.id) == []
        used = invite(c, ours.person, ours.organisation.id, "viewer")
        (two,) = pending(c, ours.person, ours.organisation.id)
        accept(c, guest, used)
        assert refused(revoke, c, ours.person, ours.organisation.id, two.id) == "invitation-used"
        assert roles(c, ours)["Guest"] == "viewer"


def test_a_link_dies_with_the_owner_who_made_it(store, world, guest):
    ours = world.ours
    with store.write() as c:
        add_member(c, ours.organisation.id, guest.id, "owner")
        token = invite(c, guest, ours.organisation.id, "owner")
        remove_member(c, ours.organisation.id, guest.id)
        assert refused(accept, c, guest, token) == "invitation-revoked"
        assert pending(c, ours.person, ours.organisation.id) == []


@pytest.mark.parametrize("token", ["", "x", "\x00", "💥", "\ud800", "' OR 1=1 --"])
def test_an_unknown_link(store, world, guest, token):
    with store.write() as c:
        invite(c, world.ours.person, world.ours.organisation.id, "viewer")
        with pytest.raises(NotFound):
            offer(c, token)
        with pytest.raises(NotFound):
            accept(c, guest, token)


@pytest.mark.parametrize(
    ("has", "offered", "becomes"),
    [
        ("viewer", "editor", "editor"),
        ("viewer", "assessor", "assessor"),
        ("viewer", "owner", "owner"),
        ("editor", "owner", "owner"),
        ("owner", "editor", None),
        ("editor", "viewer", None),
        ("editor", "editor", None),
        ("editor", "assessor", None),
        ("assessor", "viewer", None),
        ("assessor", "editor", None),
    ],
)
def test_a_member_rises_or_stays_and_the_link_stays_too(store, world, guest, has, offered, becomes):
    ours = world.ours
    with store.write() as c:
        add_member(c, ours.organisation.id, guest.id, has)
        token = invite(c, ours.person, ours.organisation.id, offered)
        if becomes:
            accept(c, guest, token)
        else:
            assert refused(accept, c, guest, token) == "invitation-member"
            assert offer(c, token)
        assert roles(c, ours)["Guest"] == (becomes or has)


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_accounts_that_publish_do_not_join(store, world, guest, role):
    with store.write() as c:
        token = invite(c, world.ours.person, world.ours.organisation.id, "viewer")
        other = set_role(c, guest.id, role, None)
        with pytest.raises(Forbidden):
            accept(c, other, token)
        assert offer(c, token)


@pytest.mark.parametrize("role", ["editor", "viewer", "assessor"])
def test_only_owners_invite(store, world, guest, role):
    id = world.ours.organisation.id
    with store.write() as c:
        add_member(c, id, guest.id, role)
        invite(c, world.ours.person, id, "viewer")
        (one,) = pending(c, world.ours.person, id)
        for act in (
            lambda: invite(c, guest, id, "editor"),
            lambda: pending(c, guest, id),
            lambda: revoke(c, guest, id, one.id),
        ):
            with pytest.raises(Forbidden):
                act()
        for act in (
            lambda: invite(c, world.theirs.person, id, "editor"),
            lambda: pending(c, world.theirs.person, id),
            lambda: revoke(c, world.theirs.person, id, one.id),
            lambda: revoke(c, world.theirs.person, world.theirs.organisation.id, one.id),
            lambda: revoke(c, world.ours.person, id, "\x00"),
        ):
            with pytest.raises(NotFound):
                act()
        assert refused(invite, c, world.ours.person, id, "king") == "membership-role"
        assert len(pending(c, world.ours.person, id)) == 1


def test_of_two_at_once_one_wins(store, world):
    ours = world.ours
    with store.write() as c:
        token = invite(c, ours.person, ours.organisation.id, "editor")
        guests = [add_person(c, email=f"g{n}@example.com", name=f"G{n}", role="enterprise") for n in range(4)]
    results, start = [], threading.Barrier(4)

    def run(guest):
        start.wait()
        try:
            with store.write() as c:
                invitations.accept(c, guest, token)
            results.append("in")
        except Refusal as refusal:
            results.append(refusal.problems[0].code)

    threads = [threading.Thread(target=run, args=(guest,)) for guest in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["in", *["invitation-used"] * 3]
    with store.read() as c:
        assert len(roles(c, ours)) == 2


@pytest.mark.parametrize("first", ["accept", "revoke"])
def test_who_comes_second_to_an_invitation_is_told_what_the_first_one_did(store, world, guest, first):
    ours, results = world.ours, []
    id = ours.organisation.id
    with store.write() as c:
        token = invite(c, ours.person, id, "viewer")
        (one,) = pending(c, ours.person, id)
    accepting, revoking = (accept, guest, token), (revoke, ours.person, id, one.id)
    (act, *arguments), second = (accepting, revoking) if first == "accept" else (revoking, accepting)

    def run():
        with store.write() as c:
            results.append(refused(second[0], c, *second[1:]))

    thread = threading.Thread(target=run)
    with store.write() as c:
        act(c, *arguments)
        thread.start()
        thread.join(0.3)  # until it waits for this transaction
    thread.join()
    assert results == ["invitation-used" if first == "accept" else "invitation-revoked"]


def test_two_owners_cannot_remove_each_other_at_once(store, world, guest):
    id, people = world.ours.organisation.id, (world.ours.person, guest)
    with store.write() as c:
        add_member(c, id, guest.id, "owner")
    results, start = [], threading.Barrier(2)

    def run(victim):
        start.wait()
        try:
            with store.write() as c:
                remove_member(c, id, victim.id)
            results.append("out")
        except Refusal as refusal:
            results.append(refusal.problems[0].code)

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["membership-last-owner", "out"]
