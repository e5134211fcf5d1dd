"""Identities at a provider: whose they are, on both databases."""

from dataclasses import replace

import pytest

from maturity.errors import Refusal
from maturity.store.accounts import identities, people
from maturity.store.accounts.identities import Claims

ISSUER = "https://id.example.org"


def claims(subject, **said):
    known = {"email": f"{subject}@example.com", "verified": True, "name": "林晓"}
    return Claims(issuer=ISSUER, subject=subject, **{**known, **said})


def code(act, *args):
    with pytest.raises(Refusal) as caught:
        act(*args)
    return caught.value.problems[0].code


def test_an_identity_is_issuer_and_subject(store):
    with store.write() as c:
        lin = identities.sign_in(c, claims("lin"), None, "zh")
        assert identities.sign_in(c, claims("lin", email="", verified=False), None, "zh").id == lin.id
        assert identities.person_of(c, replace(claims("lin"), issuer="https://id.example.com")) is None
        assert code(identities.sign_in, c, claims("Lin"), None, "zh") == "oidc-address-taken"
        wu = people.add_person(c, email="wu@example.com", name="吴敏", role="consultant")
        assert code(identities.connect, c, wu.id, claims("lin")) == "identity-taken"
        identities.connect(c, wu.id, claims("wu"))
        assert code(identities.connect, c, wu.id, claims("wu2")) == "identity-there"
        assert identities.person_of(c, claims("wu")).id == wu.id
        assert code(identities.disconnect, c, wu.id, ISSUER) == "identity-only"
        people.set_password(c, wu.id, "quiet river lantern")
        identities.disconnect(c, wu.id, ISSUER)
        assert identities.identity(c, wu.id, ISSUER) is None
        assert identities.person_of(c, claims("wu")) is None


def test_a_role_by_groups_is_given_until_no_administrator_would_be_left(store):
    with store.write() as c:
        boss = people.add_person(c, email="boss@example.com", name="管理员", role="administrator")
        lin = identities.sign_in(c, claims("lin"), "administrator", "zh")
        assert identities.sign_in(c, claims("lin"), "analyst", "zh").role == "analyst"
        assert identities.sign_in(c, claims("lin"), None, "zh").role == "analyst"
        identities.sign_in(c, claims("lin"), "administrator", "zh")
        people.disable(c, boss.id, None)
        assert identities.sign_in(c, claims("lin"), "enterprise", "zh").role == "administrator"
        assert people.person(c, lin.id).role == "administrator"


def test_the_highest_of_several_groups_counts_and_none_without_a_mapping():
    roles = {"a": "analyst", "b": "administrator", "c": "consultant"}
    assert identities.role_of(("c", "a", "x"), roles) == "analyst"
    assert identities.role_of(("a", "b"), roles) == "administrator"
    assert identities.role_of((), roles) == "enterprise"
    assert identities.role_of(("a",), {}) is None
