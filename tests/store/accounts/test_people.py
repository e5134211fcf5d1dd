import pytest
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select, update

from maturity.errors import NotFound, Refusal
from maturity.store.accounts import passwords, tokens
from maturity.store.accounts import people as accounts
from maturity.store.accounts.people import add_person, sign_in
from maturity.store.schema import people
from maturity.store.schema import tokens as token_table
from maturity.store.types import now

GOOD = "correct horse battery"


def codes(caught):
    return [problem.code for problem in caught.value.problems]


@pytest.fixture
def ann(store):
    with store.write() as c:
        return add_person(c, email=" Ann@Example.COM ", name="Ann", role="enterprise", password=GOOD)


def test_addresses_are_kept_in_lower_case(ann):
    assert ann.email == "ann@example.com"


def test_the_right_password_signs_in_and_any_other_does_not(store, ann):
    with store.read() as c:
        assert sign_in(c, "ANN@example.com", GOOD) == ann
        assert sign_in(c, "ann@example.com", GOOD + "!") is None
        assert sign_in(c, "nobody@example.com", GOOD) is None
        assert sign_in(c, "a\x00b", "\ud800") is None


def test_who_has_no_password_yet_cannot_sign_in(store):
    with store.write() as c:
        add_person(c, email="a@example.com", name="A", role="analyst")
        assert sign_in(c, "a@example.com", "nobody's password, never accepted") is None


def test_an_unknown_address_costs_as_much_as_a_known_one(store, ann, monkeypatch):
    """One verification each, of hashes that took the same parameters."""
    verified = []

    class Counting:
        def verify(self, kept, password):
            verified.append(kept.rsplit("$", 2)[0])
            raise VerifyMismatchError

    passwords.verify_password("", None)  # the stand-in hash is made once
    monkeypatch.setattr(passwords, "_HASHER", Counting())
    with store.read() as c:
        for email in ("ann@example.com", "nobody@example.com", "no address"):
            assert sign_in(c, email, "wrong password") is None
    assert len(verified) == 3
    assert len(set(verified)) == 1


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "account-password-short"),
        ("x" * 201, "account-password-long"),
        ("Ann@example.com", "account-password-email"),
        ("1234567890", "account-password-common"),
        ("Qwertyuiop", "account-password-common"),
        ("Password1!", "account-password-common"),
        ("aaaaaaaaaaa", "account-password-repeat"),
        ("abcdefghijk", "account-password-sequence"),
        ("2024-01-31", "account-password-date"),
        ("ann.example1", "account-password-own"),
        ("woaini1314520", "account-password-common"),
        ("ten letters\x00", "store-bad-text"),
    ],
)
def test_weak_passwords_are_refused(store, ann, password, code):
    with store.write() as c, pytest.raises(Refusal) as caught:
        accounts.set_password(c, ann.id, password)
    assert codes(caught) == [code]


def test_all_mistakes_of_a_new_account_are_reported_at_once(store):
    with store.write() as c, pytest.raises(Refusal) as caught:
        add_person(c, email="nobody", name=" ", role="king", password="short")
    assert codes(caught) == ["account-email", "account-name", "account-role", "account-password-short"]


def test_an_address_has_one_account(store, ann):
    with store.write() as c:
        with pytest.raises(Refusal) as caught:
            add_person(c, email="ANN@EXAMPLE.COM", name="Other", role="analyst")
        assert codes(caught) == ["account-email-taken"]
        assert accounts.find_person(c, "ann@example.com") == ann  # the transaction goes on


def test_a_new_password_changes_the_stamp(store, ann):
    with store.write() as c:
        with pytest.raises(Refusal) as caught:
            accounts.change_password(c, ann.id, "not the old one", "another good one")
        assert codes(caught) == ["account-password-wrong"]
        changed = accounts.change_password(c, ann.id, GOOD, "another good one")
        assert changed.stamp != ann.stamp
        assert accounts.person(c, ann.id) == changed
        assert sign_in(c, ann.email, GOOD) is None
        assert sign_in(c, ann.email, "another good one") == changed


def test_passwords_are_kept_as_salted_argon2id(store, ann):
    with store.read() as c:
        kept = c.scalar(select(people.c.password))
    assert kept.startswith("$argon2id$")
    assert passwords.hash_password(GOOD) != kept


@pytest.mark.parametrize("id", ["", "x", "0" * 32, "a\x00b", None])
def test_unknown_people_are_nobody(store, id):
    with store.write() as c:
        assert accounts.person(c, id) is None
        with pytest.raises(NotFound):
            accounts.set_password(c, id, GOOD)
        with pytest.raises(NotFound):
            accounts.set_role(c, id, "analyst", None)


def test_people_come_in_pages(store):
    with store.write() as c:
        for name in "dbcae":
            add_person(c, email=f"{name}@example.com", name=name, role="analyst")
        first = accounts.people(c, limit=2)
        assert [person.name for person in first] == ["a", "b"]
        assert [person.name for person in accounts.people(c, after=first[-1].email)] == ["c", "d", "e"]


def test_the_last_administrator_stays(store, ann):
    with store.write() as c:
        assert not accounts.has_administrator(c)
        accounts.set_role(c, ann.id, "administrator", None)
        assert accounts.has_administrator(c)
        with pytest.raises(Refusal) as caught:
            accounts.set_role(c, ann.id, "analyst", ann.id)
        assert codes(caught) == ["account-last-administrator"]
        accounts.set_role(c, ann.id, "administrator", ann.id)
        other = add_person(c, email="b@example.com", name="B", role="administrator")
        assert accounts.set_role(c, ann.id, "analyst", other.id).role == "analyst"


def test_the_language_is_remembered(store, ann):
    with store.write() as c:
        accounts.set_language(c, ann.id, "en")
        accounts.set_language(c, ann.id, "tlh")
        assert accounts.person(c, ann.id).language == "en"


def test_a_token_works_once(store, ann):
    with store.write() as c:
        token = tokens.issue_token(c, "reset", ann.id, 2)
        assert tokens.is_redeemable(c, "reset", token)
        assert not tokens.is_redeemable(c, "setup", token)
        assert tokens.redeem_token(c, "reset", token) == ann.id
        assert not tokens.is_redeemable(c, "reset", token)
        with pytest.raises(Refusal) as caught:
            tokens.redeem_token(c, "reset", token)
        assert codes(caught) == ["account-token-used"]


def test_a_token_expires(store, ann):
    with store.write() as c:
        token = tokens.issue_token(c, "setup", None, 1)
        c.execute(update(token_table).values(expires_at=now()))
        assert not tokens.is_redeemable(c, "setup", token)
        with pytest.raises(Refusal) as caught:
            tokens.redeem_token(c, "setup", token)
    assert codes(caught) == ["account-token-expired"]


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "x" * 10_000])
def test_a_made_up_token_is_unknown(store, token):
    with store.write() as c, pytest.raises(Refusal) as caught:
        tokens.redeem_token(c, "setup", token)
    assert codes(caught) == ["account-token-unknown"]


def test_tokens_are_not_kept_as_they_are(store):
    with store.write() as c:
        token = tokens.issue_token(c, "setup", None, 1)
        assert tokens.redeem_token(c, "setup", token) is None
        assert token not in str(c.execute(select(token_table)).all())
