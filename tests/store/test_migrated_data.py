"""Every migration keeps the rows that are there, and fills in what it promises: with data, on both databases."""

import sqlite3
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.command import upgrade as command_upgrade
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, insert, make_url, select, text, update
from sqlalchemy.types import Boolean, DateTime, LargeBinary, Numeric

from maturity.errors import Refusal
from maturity.store import open_store, revisions
from maturity.store.accounts.people import find_person
from maturity.store.enterprises import access_log
from maturity.store.enterprises.access_log import LogFilter

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
# what the checks of the tables allow, by column or by table and column
RIGHT = {
    "audit_log.id": 1000,  # the database counts from 1
    "id": "a" * 32,
    "production_type": "discrete",
    "founded": 2000,
    "year": 2024,
    "language": "zh",
    "email": "owner@example.com",
    "state": "open",
    "assessments.submitted_at": None,
    "role": "owner",
    "people.role": "enterprise",
    "actions.state": "done",
    "evidence.paper": None,  # it is for an item
    "value_targets.entered": "90",
    "releases.state": "s" * 64,
    "purpose": "reset",
    "reason": None,
    "register_events.reason": "",
    "register_events.action": "add",
    "entered": None,
    "exports.reason": "研究",
    "exports.approved_by": None,
    "what": "all",
    "rule": "gated",
    "digest": "d" * 64,
    "kind": "link",
    "file": None,
    "status": "final",
    "occasion": "submit",
    "decision": "approved",
    "previous_id": None,
    "brought.source": "targets",
    "workshop_rooms.state": "lobby",
    "workshop_rooms.target": "answers",
    "workshop_items.state": "waiting",
    "workshop_items.kind": None,
    "workshop_items.reason": "",
    "workshop_rounds.state": "void",
    "workshop_rounds.question": "answer",
    "workshop_seats.state": "left",
    "workshop_notes.kind": "dissent",
    "workshop_outcomes.kind": None,
    "workshop_outcomes.reason": "",
    "confidence": "know",
    "jobs.state": "done",
    "jobs.about": "{}",
    "jobs.problems": "[]",
    "questionnaires.state": "withdrawn",
    "questionnaires.reason": "有错",
    "audit_seals.erased_by": None,
    "logos.room_id": None,  # it is an enterprise's
    "verdict": "met",
}


RENAMED = {("0021", "subdomain"): "area"}  # columns, by revision


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """A store whose database holds no table yet."""
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{tmp_path}/new.db")
        yield store
        store.close()
        return
    server, name = request.getfixturevalue("upgraded_postgresql").engine, f"new_{uuid.uuid4().hex[:12]}"
    with server.begin() as c:
        c.execute(text(f"CREATE SCHEMA {name}"))
    address = make_url(request.getfixturevalue("postgresql_url"))
    store = open_store(
        address.update_query_dict({"options": f"-c search_path={name}"}).render_as_string(hide_password=False)
    )
    yield store
    store.close()
    with server.begin() as c:
        c.execute(text(f"DROP SCHEMA {name} CASCADE"))


def upgrade(store, revision):
    """Bring the database to `revision` in the way in which it is brought to the newest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revisions.command, "upgrade", lambda config, _: command_upgrade(config, revision))
        store.upgrade()


def numbers():
    return [
        script.revision for script in reversed(list(ScriptDirectory.from_config(revisions._config()).walk_revisions()))
    ]


def tables(c):
    """The tables as the database tells them, parents first."""
    found = MetaData()
    found.reflect(c)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def value(column, held):
    """A value for a column that no check and no key refuses; `held` are the rows of the tables before it."""
    for name in (f"{column.table.name}.{column.name}", column.name):
        if name in RIGHT:
            return RIGHT[name]
    for key in column.foreign_keys:
        return held[key.column.table.name][key.column.name]
    kind = column.type
    if isinstance(kind, DateTime):
        return AT
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, LargeBinary):
        return b"\x01\x02"
    if kind.python_type in (int, float) or isinstance(kind, Numeric):
        return 1
    if kind.python_type is str:
        return f"{column.name}"[: kind.length]
    return AT.date()


def fill(c, held, found):
    """Put a row into every table of `found` that `held` has none of; what a migration put there is held as it is."""
    for table in found:
        there = None if table.name in held else c.execute(select(table)).mappings().first()
        if there is not None:
            held[table.name] = {name: plain(value) for name, value in there.items()}
        elif table.name not in held:
            row = {column.name: value(column, held) for column in table.columns}
            c.execute(insert(table).values(row))
            held[table.name] = row


def plain(found):
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found


def test_every_row_outlives_every_later_migration(empty):
    held = {}
    for revision in numbers():
        upgrade(empty, revision)
        for table in held:
            held[table] = {RENAMED.get((revision, name), name): value for name, value in held[table].items()}
        with empty._transaction(writes=True) as c:
            found = tables(c)  # reading them takes most of the time of this test
            for table in found:
                for row in [held[table.name]] if table.name in held else []:
                    columns = [table.c[name] for name in row]
                    keys = [table.c[key.name] == row[key.name] for key in table.primary_key]
                    kept = c.execute(select(*columns).where(*keys)).one()
                    assert {name: plain(kept._mapping[table.c[name]]) for name in row} == row, (revision, table.name)
            fill(c, held, found)
    empty.check()
    assert len(held) > 30


def rows_of(c, name):
    return Table(name, MetaData(), autoload_with=c)


def another(c, name, held, **changes):
    """A second row of a table, like the one that is there but for `changes`."""
    row = {**held[name], **changes}
    c.execute(insert(rows_of(c, name)).values(row))
    return row


def test_enterprises_loaded_in_bulk_take_part_in_comparison_and_nobody_else(empty):
    upgrade(empty, "0003")
    held = {}
    with empty._transaction(writes=True) as c:
        fill(c, held, tables(c))
        another(c, "organisations", held, id="b" * 32, credit_code="bulk")
    upgrade(empty, "0004")
    with empty._transaction(writes=False) as c:
        found = rows_of(c, "organisations")
        compared = {row.id: row.compared for row in c.execute(select(found.c.id, found.c.compared))}
    assert compared == {held["organisations"]["id"]: False, "b" * 32: True}


def test_every_enterprise_of_an_export_that_was_made_has_a_row_and_its_owners_read_it(empty):
    upgrade(empty, "0017")
    held = {}
    with empty._transaction(writes=True) as c:
        fill(c, held, tables(c))
        c.execute(update(rows_of(c, "exports")).values(made_at=AT, rows=17, reason="产业研究"))
        another(c, "organisations", held, id="b" * 32, credit_code="another")
        another(c, "exports", held, id="c" * 32, made_at=None)
        another(c, "exports", held, id="e" * 32, made_at=LATER, asked_by=None)
        first, exported = held["exports"]["id"], {"organisation_id": "b" * 32}
        for export in (first, "c" * 32, "e" * 32):
            another(c, "exported", held, export_id=export, **exported)
        before = c.execute(select(rows_of(c, "audit_log"))).all()
    upgrade(empty, "0018")
    with empty._transaction(writes=False) as c:
        log = rows_of(c, "audit_log")
        found = c.execute(select(log).order_by(log.c.id != 1000)).all()
        new = {(row.organisation_id, row.person_id, plain(row.at), row.action, row.detail) for row in found[1:]}
    who, own = held["people"]["id"], held["organisations"]["id"]
    assert found[0] == before[0]
    assert len(found) == 4
    assert new == {
        (own, who, AT, "detail.hold", f'{{"export":"{first}"}}'),
        ("b" * 32, who, AT, "detail.hold", f'{{"export":"{first}"}}'),
        ("b" * 32, None, LATER, "detail.hold", f'{{"export":"{"e" * 32}"}}'),
    }
    upgrade(empty, "head")
    with empty.read() as c:
        owner = find_person(c, held["people"]["email"])
        entries = access_log.log_of(c, owner, own, LogFilter("exports", None, None, None)).entries
    assert [(one.export.reason, one.export.rows) for one in entries] == [("产业研究", 17)]


def test_facts_that_are_there_stay_and_ownership_that_was_not_stated_is_null(empty):
    upgrade(empty, "0025")
    held = {}
    with empty._transaction(writes=True) as c:
        fill(c, held, tables(c))
        second = another(c, "organisations", held, id="b" * 32, credit_code="another", ownership="")
        changes = {"id": "b" * 32, "assessment_id": "b" * 32, "organisation_id": "b" * 32, "ownership": ""}
        another(c, "assessments", held, id="b" * 32, organisation_id="b" * 32)
        later = another(c, "submissions", held, **changes)
    upgrade(empty, "0026")
    for name, rows in (
        ("organisations", (held["organisations"], second)),
        ("submissions", (held["submissions"], later)),
    ):
        with empty._transaction(writes=True) as c:
            table = rows_of(c, name)
            for row in rows:
                kept = c.execute(select(table).where(table.c.id == row["id"])).one()._mapping
                assert {**row, "ownership": row["ownership"] or None} == {key: plain(kept[key]) for key in row}
            facts = ("division", "production_type", "city", "headcount", "revenue_10k", "founded")
            c.execute(update(table).values(dict.fromkeys(facts)))
            assert set(c.execute(select(*(table.c[fact] for fact in facts)))) == {(None,) * len(facts)}


def test_assessments_of_enterprises_with_members_await_their_figures_and_the_latest_are_known(empty):
    upgrade(empty, "0052")
    held = {}
    with empty._transaction(writes=True) as c:
        fill(c, held, tables(c))
        mine = held["assessments"]
        another(c, "assessments", held, id="b" * 32, year=mine["year"] + 1)
        another(c, "assessments", held, id="c" * 32, year=mine["year"] + 2, questionnaire="another")
        another(c, "organisations", held, id="d" * 32, credit_code="nobody's")
        another(c, "assessments", held, id="d" * 32, organisation_id="d" * 32)
    upgrade(empty, "0053")
    with empty._transaction(writes=False) as c:
        table = rows_of(c, "standings")
        names = ("assessment_id", "organisation_id", "questionnaire", "year", "state", "latest", "stale", "basis")
        found = {row[0]: tuple(row) for row in c.execute(select(*(table.c[name] for name in names)))}
    own, asked, year = mine["organisation_id"], mine["questionnaire"], mine["year"]
    assert found == {
        mine["id"]: (mine["id"], own, asked, year, "open", False, True, None),
        "b" * 32: ("b" * 32, own, asked, year + 1, "open", True, True, None),
        "c" * 32: ("c" * 32, own, "another", year + 2, "open", True, True, None),
    }


def test_every_migration_that_writes_rows_is_tried_with_data():
    """Those above; a new one that moves data gets its test here."""
    scripts = list(ScriptDirectory.from_config(revisions._config()).walk_revisions())
    sources = {script.revision: Path(script.path).read_text(encoding="utf-8") for script in scripts}
    moving = {one for one, source in sources.items() if any(word in source for word in ("execute(", "bulk_insert"))}
    assert moving == {"0004", "0018", "0026", "0053"}


def test_a_row_that_refers_to_nothing_stops_the_upgrade(sqlite_store):
    file = sqlite3.connect(sqlite_store.engine.url.database)  # without foreign keys, as every other program opens it
    file.execute(f"INSERT INTO exported VALUES ('{'a' * 32}', '{'b' * 32}')")
    file.commit()
    file.close()
    with pytest.raises(Refusal) as caught:
        sqlite_store.upgrade()
    assert caught.value.problems[0].code == "store-damaged"
    with sqlite_store.read() as c:
        assert c.scalar(text("PRAGMA foreign_keys")) == 1
