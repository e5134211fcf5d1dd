import pytest

from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import sign_up


@pytest.fixture
def firm(database, facts):
    store = open_store(database)
    with store.write() as c:
        owner = add_person(c, email="owner@demo.example", name="示例", role="enterprise")
        made = sign_up(c, facts(1), owner.id)
    store.close()
    return made


def test_out_and_in_elsewhere(run, database, firm, tmp_path):
    out = tmp_path / "firm.zip"
    ran = run(
        "organisation",
        "export",
        firm.facts.credit_code,
        "--as",
        "owner@demo.example",
        "--out",
        out,
        "--database",
        database,
    )
    assert (ran.code, ran.err) == (0, "")
    assert "rows, 0 files" in ran.out
    other = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    assert run("db", "upgrade", "--database", other).code == 0
    again = run("organisation", "import", out, "--as", "nobody@demo.example", "--database", other)
    assert "account-not-found" in again.err
    store = open_store(other)
    with store.write() as c:
        add_person(c, email="owner@demo.example", name="示例", role="enterprise")
    store.close()
    assert run("organisation", "import", out, "--as", "owner@demo.example", "--database", other).code == 0
    twice = run("organisation", "import", out, "--as", "owner@demo.example", "--database", other)
    assert twice.code == 1
    assert "archive-there" in twice.err


def test_nobody_is_purged_before_the_time(run, database, firm):
    ran = run("organisation", "purge", "--database", database)
    assert (ran.code, ran.out) == (0, "Deleted enterprises: 0.\n")
