"""`--json`: what verbs report, for programs. Other tests of this folder read that of check, grade, doctor and db."""

import json

import pytest

from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import sign_up

from ..registers.made import line, table
from .conftest import enterprise
from .test_register import FORMS


@pytest.fixture
def told(run, database):
    """`told(code, *words)`: what a command that ends with this code prints, read as JSON."""

    def told(code, *words):
        ran = run(*words, "--json", "--database", database)
        assert ran.code == code, ran.err
        return json.loads(ran.out)

    return told


def test_of_a_table_of_enterprises(told, bulk, tmp_path):
    path = bulk(enterprise(1), enterprise(2, city="nowhere"))
    args = ("import", path, "--year", 2025, "--skip-bad", tmp_path / "refused.csv")
    figures = {"rows": 2, "enterprises": 1, "submissions": 1, "repeated": 0, "refused": 1}
    assert told(1, *args, "--dry-run") == figures | {"dry_run": True}
    assert told(1, *args) == figures | {"dry_run": False}


def test_of_the_register(run, told, database, tmp_path):
    removal = line("移出", 名称="示例一厂", 日期="2023-05-01", 移出原因="造假")
    events = ("register", "import", table(tmp_path, line(), line(name="示例二厂"), removal))
    counts = [{"kind": "factory", "event": "add", "count": 2}, {"kind": "factory", "event": "remove", "count": 1}]
    assert told(0, *events) == {"events": 3, "counts": counts, "dry_run": False}
    flow = [(row["batch"], row["added"], row["removed"], row["closing"]) for row in told(0, "register", "flow")]
    assert flow == [("6", 2, 0, 2), ("", 0, 1, 1)]
    assert {row["kind"] for row in told(0, "register", "flow", "--national")} >= {"factory", "park"}
    told_nothing = {"owing": 1, "filed": 0, "late": 0, "decided": 0}
    assert run("register", "due", 2025, "2025-04-15", "--database", database).code == 0
    proposed = {"kind": "factory", "name": "示例二厂", "reasons": ["not-filed"]}
    assert told(0, "register", "proposals", 2025) == {"proposals": [proposed], **told_nothing}
    form = table(tmp_path, ["工厂", "示例二厂", "2025-04-01", "80", "b"], head=FORMS)
    filed = {"forms": 1, "replaced": 0}
    for options, dry in ((["--dry-run"], True), ([], False)):
        assert told(0, "register", "filings", form, "--year", 2025, *options) == {**filed, "dry_run": dry}


def test_of_an_enterprise_s_own_data(told, database, facts, tmp_path):
    store = open_store(database)
    with store.write() as c:
        owner = add_person(c, email="owner@demo.example", name="示例", role="enterprise")
        firm = sign_up(c, facts(1), owner.id)
    store.close()
    out = tmp_path / "firm.zip"
    asked = ("--as", "owner@demo.example")
    written = told(0, "organisation", "export", firm.facts.credit_code, *asked, "--out", out)
    assert (written["file"], written["files"], written["rows"] > 0) == (str(out), 0, True)
    assert told(0, "organisation", "purge") == {"deleted": 0}
