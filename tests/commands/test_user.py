import json

import click
import pytest

from maturity.classification.credit_code import complete
from maturity.store import open_store
from maturity.store.accounts import second_factor
from maturity.store.accounts.people import find_person, sign_in
from maturity.store.sealing import Sealer

WHO = ("user", "add", "--email", "A@example.com", "--name", "甲", "--role")
PASSWORD = "correct horse battery"


@pytest.fixture
def signed_in(database):
    def signed_in(password):
        store = open_store(database)
        with store.write() as c:
            person = sign_in(c, "a@example.com", password)
        store.close()
        return person

    return signed_in


def test_a_generated_password_is_printed_once_and_works(run, database, signed_in):
    ran = run(*WHO, "analyst", "--generate", "--database", database)
    assert ran.code == 0
    assert signed_in(ran.out.split("Password (shown this once): ")[1].strip()).role == "analyst"


def test_a_password_is_asked_for(run, database, signed_in, monkeypatch):
    monkeypatch.setattr(click, "prompt", lambda *words, hide_input, **more: PASSWORD if hide_input else None)
    ran = run(*WHO, "administrator", "--database", database)
    assert ran.code == 0
    assert PASSWORD not in ran.out + ran.err
    assert signed_in(PASSWORD).name == "甲"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["king"], "account-role"),
        (["enterprise", "--organisation", "123"], "class-credit-code"),
        (["enterprise", "--organisation", complete("91000000TEX00009")], "organisation-not-found"),
    ],
)
def test_mistakes_add_nobody(run, database, words, code):
    ran = run(*WHO, *words, "--generate", "--database", database)
    assert ran.code == 1
    assert code in ran.err
    store = open_store(database)
    with store.read() as c:
        assert find_person(c, "a@example.com") is None
    store.close()


def test_an_address_is_taken_once(run, database):
    assert run(*WHO, "analyst", "--generate", "--database", database).code == 0
    ran = run(*WHO, "analyst", "--generate", "--database", database)
    assert ran.code == 1
    assert "account-email-taken" in ran.err


def test_upgrading_twice_changes_nothing(run, database):
    assert run("db", "upgrade", "--database", database).code == 0


def test_a_data_folder_that_cannot_be_made_is_a_users_mistake(run, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path / "file" / "var"))
    ran = run("db", "upgrade")
    assert ran.code == 1
    assert "intake-no-folder" in ran.err


@pytest.fixture
def two(run, database):
    """An administrator and an analyst, and `user(...)` for the command."""
    run(*WHO, "administrator", "--generate", "--database", database)
    run(
        "user",
        "add",
        "--email",
        "b@example.com",
        "--name",
        "乙",
        "--role",
        "analyst",
        "--generate",
        "--database",
        database,
    )
    return lambda *words: run("user", *words, "--database", database)


def test_accounts_are_listed_disabled_enabled_and_given_roles(two):
    assert two("list").out.splitlines() == [
        "a@example.com\tadministrator\tactive\t甲",
        "b@example.com\tanalyst\tactive\t乙",
    ]
    assert two("disable", "B@example.com").code == 0
    (line,) = two("list", "--disabled", "--json").out.splitlines()
    assert json.loads(line) == {"email": "b@example.com", "name": "乙", "role": "analyst", "disabled": True}
    assert two("list", "--active").out.split()[0] == "a@example.com"
    assert two("enable", "b@example.com").code == 0
    assert two("role", "b@example.com", "consultant").code == 0
    assert two("list", "--search", "乙", "--role", "consultant").out.startswith("b@example.com\tconsultant\tactive")
    assert two("list", "--search", "%").out == ""


def test_nobody_is_left_without_an_administrator(two):
    for words in (("disable", "a@example.com"), ("role", "a@example.com", "analyst")):
        ran = two(*words)
        assert (ran.code, "account-last-administrator" in ran.err) == (1, True)
    ran = two("enable", "nobody@example.com")
    assert (ran.code, "account-not-found" in ran.err) == (1, True)


def test_a_reset_gives_a_password_and_takes_the_second_factor_away(two, database, signed_in):
    ran = two("reset", "a@example.com", "--generate")
    password = ran.out.split("Password (shown this once): ")[1].strip()
    assert signed_in(password).name == "甲"
    store = open_store(database)
    sealer = Sealer("key", "second factor")
    with store.write() as c:
        who = find_person(c, "a@example.com")
        second_factor.begin(c, who, sealer)
    assert two("reset", "a@example.com", "--second-factor").code == 0
    with store.read() as c:
        assert second_factor.second_factor(c, who.id, sealer) is None
    store.close()
    assert signed_in(password).name == "甲"


def test_an_erased_person_is_gone_for_good(two):
    assert two("erase", "b@example.com", "--yes").code == 0
    assert two("list", "--search", "乙").out == ""
    assert "account-not-found" in two("enable", "b@example.com").err
