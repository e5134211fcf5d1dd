"""Pages beside millions of other submissions on PostgreSQL: as many statements, and no large table read whole.

`python -m bench.volume [submissions]` on the server that MATURITY_BENCH_POSTGRES names. Copies of the demo's enterprise
with a submission for each of five years are made by SQL; what the pages ask is then explained by the database.
"""

import os
import re
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, Table, text

from maturity.demo.load import load_people, records
from maturity.demo.population import YEAR, build
from maturity.questionnaire import load
from maturity.store import Store, open_store
from maturity.store.accounts.people import add_person
from maturity.store.schema import answers, assessments, audit_log, memberships, organisations, people, submissions
from maturity.store.submissions.submissions import add_graded
from maturity.web import create_app

from .pages import counted
from .servers import postgresql

COUNT, YEARS = 10_000_000, 5
LARGE = 10_000  # rows from which a table is not read whole by a page
BASE = 1_000  # enterprises of the demo that are copied
PAGES = {
    "enterprise": (
        "/",
        "{one}",
        "{one}/energy-management",
        "{one}/review",
        "{one}/result",
        "{one}/roadmap",
        "{one}/peers",
    ),
    "consultant": ("/", "{one}", "{one}/assessed", "{one}/evidence", "{one}/workshops"),
    "administrator": ("/people", "/audit", "/questionnaires"),
    "analyst": ("/releases", "/register", "/calendar"),
}
Look = tuple[list[tuple[str, Any]], float]  # the statements of a page with their parameters, and its seconds


def main(count: int) -> None:
    """Name statements, milliseconds, blocks and tables read whole, a page, before and after submissions are made."""
    server = os.environ.get("MATURITY_BENCH_POSTGRES", "")
    if not server:
        return print("volume: MATURITY_BENCH_POSTGRES names no server")
    with postgresql(server) as url, tempfile.TemporaryDirectory() as folder:
        store = open_store(url)
        store.upgrade()
        clients = signed_in(store, folder)
        before = look_at_all(clients, store)
        began = time.perf_counter()
        fill(store, count)
        print(f"{count:,} submissions made in {time.perf_counter() - began:.0f} s")
        after = look_at_all(clients, store)
        for page, (asked, seconds) in after.items():
            few, quick = before[page]
            reads = [read_by(store, one) for one in asked]
            whole = ", ".join(sorted(set[str]().union(*(names for _, names in reads)))) or "none"
            print(
                f"{page}: {len(asked)} statements (before {len(few)}), {seconds * 1000:.0f} ms "
                f"(before {quick * 1000:.0f} ms), {sum(blocks for blocks, _ in reads)} blocks, "
                f"large tables read whole: {whole}"
            )
        store.close()


def signed_in(store: Store, folder: str) -> dict[str, FlaskClient]:
    """A client that is signed in, by role."""
    accounts = {account.role: (account.email, account.password) for account in load_people(store, load())}
    accounts["administrator"] = ("administrator@demo.example", secrets.token_urlsafe(12))
    with store.write() as c:
        email, password = accounts["administrator"]
        add_person(c, email=email, name="administrator", role="administrator", password=password)
    app = create_app({"STORE": store, "DATA_DIR": folder, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False})
    clients = {role: app.test_client() for role in accounts}
    for role, (email, password) in accounts.items():
        assert clients[role].post("/sign-in", data={"email": email, "password": password}).status_code == 302
    return clients


def look_at_all(clients: Mapping[str, FlaskClient], store: Store) -> dict[str, Look]:
    """Each page at its second look, by role and address."""
    found = re.search(r"/assessments/[0-9a-f]{32}", clients["enterprise"].get("/").get_data(as_text=True))
    assert found
    return {
        f"{role} {page.format(one='…')}": look(clients[role], store, page.format(one=found.group()))
        for role, pages in PAGES.items()
        for page in pages
    }


def look(client: FlaskClient, store: Store, path: str) -> Look:
    """What a page asks of the database, and how long it takes, the second time."""
    assert client.get(path).status_code == 200, path
    with counted(store) as asked:
        began = time.perf_counter()
        client.get(path)
        seconds = time.perf_counter() - began
    return asked, seconds


def read_by(store: Store, asked: tuple[str, Any]) -> tuple[int, set[str]]:
    """The blocks of 8 KiB that the database reads to answer a statement, and the large tables among them read whole."""
    statement, parameters = asked
    if not statement.lstrip().startswith(("SELECT", "WITH")):
        return 0, set()
    with store.read() as c:
        explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
        plan = c.exec_driver_sql(explain, parameters).scalar_one()[0]["Plan"]
        names = {node["Relation Name"] for node in nodes(plan) if node["Node Type"].endswith("Seq Scan")}
        rows = text("SELECT reltuples FROM pg_class WHERE relname = :name AND relkind = 'r'")
        whole = {name for name in names if (c.scalar(rows, {"name": name}) or 0) > LARGE}
        return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], whole


def nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A node of a plan and all below it."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def fill(store: Store, count: int) -> None:
    """Add about `count` submissions: enterprises of the demo with one a year, and copies of them made by SQL."""
    questionnaire = load()
    population = build(questionnaire)
    with store.write() as c:
        for year in range(YEAR, YEAR + YEARS):
            add_graded(c, questionnaire, islice(records(population, questionnaire, year), BASE))
    with store.engine.begin() as c:
        c.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign key is checked: copies keep them
        base = "NOT IN (SELECT organisation_id FROM memberships)"
        own = {"id": "lpad(to_hex(g), 8, '0') || substr(t.id, 9)"}
        firm = {"organisation_id": "lpad(to_hex(g), 8, '0') || substr(t.organisation_id, 9)"}
        of = {"assessment_id": "lpad(to_hex(g), 8, '0') || substr(t.assessment_id, 9)"}
        copied = f"CROSS JOIN generate_series(1, {count // (BASE * YEARS) - 1}) g"
        code = {"credit_code": "'V' || lpad((row_number() OVER ())::text, 17, '0')"}
        _copy(c, organisations, f"organisations t {copied} WHERE t.id {base}", own | code)
        _copy(c, assessments, f"assessments t {copied} WHERE t.organisation_id {base}", own | firm)
        _copy(c, submissions, f"submissions t {copied} WHERE t.organisation_id {base}", own | firm | of)
        their = "t CROSS JOIN organisations o WHERE o.credit_code LIKE 'V%'"
        one = "(SELECT * FROM people WHERE role = 'enterprise' LIMIT 1)"
        _copy(c, people, f"{one} {their}", {"id": "o.id", "email": "o.id || '@demo.example'"})
        one = "(SELECT * FROM memberships WHERE role = 'owner' LIMIT 1)"
        _copy(c, memberships, f"{one} {their}", {"organisation_id": "o.id", "person_id": "o.id"})
        each = (
            "t CROSS JOIN submissions s JOIN organisations o ON o.id = s.organisation_id WHERE o.credit_code LIKE 'V%'"
        )
        _copy(c, answers, f"(SELECT * FROM answers LIMIT 1) {each}", {"assessment_id": "s.assessment_id"})
        about = {"id": "1000000 + row_number() OVER ()", "organisation_id": "s.organisation_id", "at": "s.submitted_at"}
        _copy(c, audit_log, f"(SELECT * FROM audit_log LIMIT 1) {each}", about)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        c.execute(text("VACUUM ANALYZE"))


def _copy(c: Connection, table: Table, rows: str, changes: Mapping[str, str]) -> None:
    """Insert `rows` of SQL, whose alias `t` has the columns of `table`; `changes` are expressions by column."""
    names = [column.name for column in table.columns]
    values = ", ".join(changes.get(name, f't."{name}"') for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    c.execute(text(f"INSERT INTO {table.name} ({quoted}) SELECT {values} FROM {rows}"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
