"""What pages ask of the database is found by indexes, however many other enterprises there are."""

import pytest
from sqlalchemy import event

LARGE = {
    "submissions",
    "assessments",
    "organisations",
    "answers",
    "answer_history",
    "memberships",
    "people",
    "audit_log",
}
PAGES = {
    "enterprise": ("/", "{one}", "{one}/skills", "{one}/review", "{one}/roadmap", "{one}/evidence", "{one}/workshops"),
    "consultant": ("/", "{one}", "{one}/skills", "{one}/assessed", "{one}/workshops"),
}


@pytest.fixture
def asked(sqlite_store):
    """The SQL statements sent since the last `clear()`, with their parameters."""
    sent = []
    event.listen(sqlite_store.engine, "before_cursor_execute", lambda *args: sent.append(args[2:4]))
    return sent


@pytest.mark.parametrize("role", PAGES)
def test_no_page_of_an_assessment_reads_a_large_table_whole(client_of, town, sqlite_store, asked, role):
    client = client_of(town.people[role])
    for page in PAGES[role]:
        asked.clear()
        assert client.get(page.format(one=f"/assessments/{town.open.id}")).status_code == 200
        whole = set()
        for statement, parameters in [each for each in asked if each[0].startswith(("SELECT", "WITH"))]:
            with sqlite_store.read() as c:
                plan = c.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            whole |= {step for *_, step in plan if step.startswith("SCAN") and step.split()[1] in LARGE}
        assert whole == set(), page
