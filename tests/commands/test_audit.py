"""`maturity audit`: an untouched log is confirmed, a touched one is named, the export is a table of texts."""

import csv
import io
import json

import pytest
from sqlalchemy import update

from maturity.store.accounts.people import add_person
from maturity.store.schema import audit_log
from maturity.store.types import now


@pytest.fixture
def told(sqlite_store):
    with sqlite_store.write() as c:
        return add_person(c, email="who@example.com", name="=1+1", role="administrator")


def test_a_whole_log_is_confirmed_and_a_changed_entry_named(run, sqlite_store, told):
    url = str(sqlite_store.engine.url)
    said = json.loads(run("audit", "verify", "--json", "--database", url).out)
    assert (said["entries"], said["faults"]) == (1, [])
    assert said["head"] in run("audit", "verify", "--head", said["head"], "--database", url).out
    ran = run("audit", "verify", "--head", "f" * 64, "--database", url)
    assert (ran.code, "audit-head" in ran.err) == (1, True)
    with sqlite_store.write() as c:
        c.execute(update(audit_log).values(detail={}))
    ran = run("audit", "verify", "--database", url)
    assert (ran.code, f"{now().date()}:1" in ran.err) == (1, True)
    assert "audit-changed" in ran.err


def test_an_export_is_a_table_and_an_entry_itself(run, sqlite_store, told):
    url = str(sqlite_store.engine.url)
    first, last = csv.DictReader(io.StringIO(run("audit", "export", "--database", url).out))
    assert (first["action"], first["about"]) == ("person.add", "'=1+1 <who@example.com>")
    assert last["action"] == "audit.export"
    lines = run("audit", "export", "--kind", "log", "--json", "--database", url).out.splitlines()
    assert [json.loads(line)["action"] for line in lines] == ["audit.export", "audit.export"]
    assert run("audit", "export", "--kind", "gossip", "--database", url).code == 2
