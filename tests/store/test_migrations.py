import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, create_engine, inspect, text

from maturity.errors import Refusal
from maturity.store import open_store, revisions
from maturity.store.schema import metadata


def test_the_migrations_make_the_tables_of_the_schema(store):
    with store.read() as c:
        context = MigrationContext.configure(c, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_make_the_checks_of_the_schema(store):
    with store.read() as c:
        for table in metadata.sorted_tables:
            wanted = {str(rule.name) for rule in table.constraints if isinstance(rule, CheckConstraint)}
            assert {rule["name"] for rule in inspect(c).get_check_constraints(table.name)} == wanted


def test_the_migrations_write_what_the_schema_writes(sqlite_store, tmp_path):
    """The same checks and conditions of indexes, word for word."""
    fresh = create_engine(f"sqlite:///{tmp_path}/fresh.db")
    metadata.create_all(fresh)
    indexes = text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL ORDER BY name")
    with fresh.connect() as plain, sqlite_store.read() as c:
        assert plain.scalars(indexes).all() == c.scalars(indexes).all()
        for table in metadata.tables:
            made, migrated = (inspect(side).get_check_constraints(table) for side in (plain, c))
            assert sorted(map(str, made)) == sorted(map(str, migrated))
    fresh.dispose()


def test_upgrading_again_changes_nothing(store):
    store.upgrade()
    store.check()


def test_an_empty_database_asks_for_the_upgrade(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/new.db")
    with pytest.raises(Refusal) as caught, store.read():
        pass
    assert caught.value.problems[0].code == "store-not-created"
    assert "maturity db upgrade" in str(caught.value)
    store.close()


def test_a_later_database_is_left_alone(sqlite_store):
    with sqlite_store.write() as c:
        c.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    again = open_store(sqlite_store.engine.url.render_as_string())
    for use in (again.check, again.upgrade):
        with pytest.raises(Refusal) as caught:
            use()
        assert caught.value.problems[0].code == "store-newer"
        assert "maturity db upgrade" in str(caught.value)
    again.close()


def test_an_earlier_database_asks_for_the_upgrade(sqlite_store, monkeypatch):
    monkeypatch.setattr(revisions, "newest", lambda: "9999")
    again = open_store(sqlite_store.engine.url.render_as_string())
    with pytest.raises(Refusal) as caught:
        again.check()
    assert caught.value.problems[0].code == "store-older"
    assert "maturity db upgrade" in str(caught.value)
    again.close()
