"""`maturity db upgrade` says what it will do, does it, and says how long it took."""

import json

from sqlalchemy import text

from maturity.store import open_store, revisions
from maturity.store.copies import looking


def test_an_empty_database_gets_all_tables_and_a_second_run_changes_nothing(run, tmp_path):
    planned = json.loads(run("db", "upgrade", "--dry-run", "--json").out)
    assert (planned["found"], planned["rows"], planned["done"], planned["last_backup"]) == (None, 0, [], None)
    assert "Empty database: all tables" in run("db", "upgrade", "--dry-run").out
    done = json.loads(run("db", "upgrade", "--json").out)
    assert [step["revision"] for step in done["done"]] == [step["revision"] for step in planned["steps"]]
    assert all(step["seconds"] >= 0 for step in done["done"])
    again = run("db", "upgrade")
    assert (again.code, again.out) == (0, "The database is up to date.\n")


def test_an_older_database_is_told_step_by_step_before_and_after(run, tmp_path):
    url = f"sqlite:///{tmp_path}/old.db"
    store = open_store(url)
    with store.at_any_revision(writes=True) as c:
        revisions.upgrade(c, "0034")
        c.execute(text("INSERT INTO attempts (bucket, tries, expires_at) VALUES ('x', 1, '2030-01-01')"))
        later = looking.pending(c)
    store.close()
    told = run("db", "upgrade", "--database", url).out
    assert told.startswith("From revision 0034 (1 rows, ")
    for step in later:
        assert f"  {step.revision}  {step.about}\n" in told
        assert step.about
    assert told.count(" s\n") == len(later)


def test_a_later_database_is_refused_before_anything_is_done(run, tmp_path):
    url = f"sqlite:///{tmp_path}/new.db"
    assert run("db", "upgrade", "--database", url).code == 0
    store = open_store(url)
    with store.at_any_revision(writes=True) as c:
        c.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    assert "store-newer" in run("db", "upgrade", "--database", url).err
