import click
import pytest

from maturity.classification.credit_code import complete
from maturity.store import open_store
from maturity.store.accounts.people import find_person, sign_in

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
