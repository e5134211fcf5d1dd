"""Reading of the audit log: who, whom, what; by kind, time and name; only for administrators."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

import maturity
from maturity.errors import Forbidden
from maturity.store.accounts.people import SELF, add_person, record_refused, set_role
from maturity.store.audit.reading import COLUMNS, PAGE, AuditFilter, audit_page, audit_rows
from maturity.store.enterprises import audit
from maturity.store.types import now


@pytest.fixture
def boss(store):
    with store.write() as c:
        return add_person(c, email="boss@example.com", name="Boss", role="administrator")


def page(store, boss, **filters):
    with store.read() as c:
        return audit_page(c, boss, AuditFilter(**filters))


def test_entries_name_who_and_whom_the_latest_first(store, boss):
    with store.write() as c:
        other = add_person(c, email="other@example.com", name="Other", role="analyst", by=boss.id)
        record_refused(c, "Other@example.com")
        record_refused(c, "nobody@example.com")
    first, second, third, *_ = page(store, boss).entries
    assert (first.action, first.by, first.about, first.detail) == ("person.refused", None, None, {})
    assert (second.action, second.about.email, second.kind) == ("person.refused", other.email, "sign-in")
    assert (third.action, third.by.name, third.about.name) == ("person.add", "Boss", "Other")
    with pytest.raises(Forbidden), store.read() as c:
        audit_page(c, other, AuditFilter())
    with pytest.raises(Forbidden):
        audit_rows(store, other, AuditFilter())


def test_who_signs_up_is_named_as_the_one_who_did_it(store, boss):
    with store.write() as c:
        add_person(c, email="new@example.com", name="New", role="enterprise", by=SELF)
    first, second = page(store, boss).entries
    assert (first.action, first.by.name) == ("person.add", "New")
    assert (second.action, second.by) == ("person.add", None), "the command line"


def test_no_page_adds_an_account_in_nobody_s_name():
    folder = Path(maturity.__file__).parent
    calls = [
        (path.name, {keyword.arg for keyword in node.keywords})
        for path in (*folder.glob("web/**/*.py"), *folder.glob("store/**/*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "add_person"
    ]
    assert len(calls) > 4
    assert [name for name, given in calls if "by" not in given] == []


def test_filters_find_by_kind_day_name_and_request(store, boss):
    with store.write() as c:
        other = add_person(c, email="other_1@example.com", name="陆 Other", role="analyst", by=boss.id)
        set_role(c, boss.id, "administrator", boss.id)
        record_refused(c, other.email)
    today = now().date()
    assert len(page(store, boss).entries) == 4
    assert [one.action for one in page(store, boss, kind="sign-in").entries] == ["person.refused"]
    assert len(page(store, boss, search="陆").entries) == 2
    assert len(page(store, boss, search="OTHER_1@").entries) == 2
    assert page(store, boss, search="other%1@").entries == []
    assert page(store, boss, kind="nothing").entries == []
    assert len(page(store, boss, since=today, until=today).entries) == 4
    assert page(store, boss, since=today + timedelta(days=1)).entries == []
    assert page(store, boss, until=date(2020, 1, 1)).entries == []


def test_pages_follow_on_each_other_and_an_export_has_every_entry(store, boss):
    with store.write() as c:
        for number in range(PAGE + 5):
            audit.record(c, boss.id, "instance.trust", detail={"number": number})
    first = page(store, boss)
    second = page(store, boss, before=first.more)
    assert (len(first.entries), len(second.entries), second.more) == (PAGE, 6, None)
    rows = list(audit_rows(store, None, AuditFilter()))
    assert len(rows) == PAGE + 7
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert dict(zip(COLUMNS, rows[1], strict=True))["by"] == "Boss <boss@example.com>"
    assert dict(zip(COLUMNS, rows[-1], strict=True))["action"] == "audit.export"
