"""A store on each database, and a few made-up people and enterprises to fill it with."""

import os
import shutil
import uuid
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.script import ScriptDirectory
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings
from jinja2 import BytecodeCache
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from maturity.classification.credit_code import complete
from maturity.questionnaire import read
from maturity.store import open_store
from maturity.store.accounts import passwords
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import Facts, sign_up
from maturity.store.schema import metadata

FOREIGN_FILES = Path(__file__).parent / "questionnaires" / "foreign"
SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
settings.register_profile("patient", deadline=None)  # how long an example takes depends on what else runs
settings.register_profile("brief", settings.get_profile("patient"), max_examples=40)
THOROUGH = os.environ.get("MATURITY_THOROUGH") == "1"
settings.load_profile("patient" if THOROUGH else "brief")


@pytest.hookimpl(trylast=True)  # after the folders have marked theirs
def pytest_itemcollected(item):
    if not THOROUGH and item.get_closest_marker("thorough"):
        item.add_marker(pytest.mark.skip(reason="thorough: MATURITY_THOROUGH=1 runs it"))


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """What the tests of a module share is made once: they stay on one worker, unless the module says on which."""
    for item in items:
        definitions = item._fixtureinfo.name2fixturedefs.values()
        shares = any(found.scope == "module" for each in definitions for found in each)
        if shares and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))


class CompiledTemplates(BytecodeCache):
    """The code of every template, by its name and source."""

    def __init__(self):
        self.code = {}

    def load_bytecode(self, bucket):
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket):
        self.code[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once():
    """Not again for the application of every test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": CompiledTemplates()})
        yield


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once():
    """The functions that build the addresses of pages: werkzeug compiles two a route for every application."""
    compile_builder, made = Rule._compile_builder, {}

    def known(rule, append_unknown=True):
        key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown)
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", known)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once():
    """SQL of the same statement is the same for every store of a dialect: most stores live for one test."""
    made = defaultdict(SharedStatements)
    shared = property(lambda engine: made[type(engine.dialect)], lambda engine, own: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "_compiled_cache", shared, raising=False)
        yield


class SharedStatements(LRUCache):
    """Compiled statements by their keys without the first part, the dialect object of one engine."""

    def __init__(self):
        super().__init__(5000)

    def get(self, key, default=None):
        return super().get(key[1:], default)

    def __setitem__(self, key, compiled):
        super().__setitem__(key[1:], compiled)


@pytest.fixture(scope="session", autouse=True)
def migrations_read_once():
    """Alembic reads all of them for every step to another revision."""
    read_folder = cache(ScriptDirectory)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            ScriptDirectory, "from_config", lambda config: read_folder(config.get_main_option("script_location"))
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Hashes of the least cost: most tests that sign somebody in are not about passwords."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def small():
    """The small questionnaire: two levels, twelve items, profiles process and discrete, `sales` may be cut."""
    file = Path(__file__).parent / "questionnaires" / "valid" / "small.yaml"
    return read(file.read_text(encoding="utf-8"), file.name)


def foreign_questionnaire(name):
    """A made-up questionnaire that shares nothing with the shipped one: harbour, orchard, or lantern without levels."""
    file = FOREIGN_FILES / f"{name}.yaml"
    return read(file.read_text(encoding="utf-8"), file.name)


@pytest.fixture(scope="session", params=["harbour", "orchard"])
def foreign(request):
    """A made-up questionnaire with levels: 2 tiers, 3 levels and 5 choices; 4 tiers, 9 levels and 7 choices."""
    return foreign_questionnaire(request.param)


@pytest.fixture(scope="session")
def unscored():
    """A made-up questionnaire without levels, by a method that is not there."""
    return foreign_questionnaire("lantern")


@pytest.fixture(scope="session")
def postgresql_url():
    """A database of its own on the server of MATURITY_TEST_POSTGRES, dropped at the end."""
    server = make_url(os.environ.get("MATURITY_TEST_POSTGRES", SERVER))
    admin = create_engine(server, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"maturity_test_{uuid.uuid4().hex[:12]}"
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit TO off"))
    except OperationalError as error:
        reason = f"no PostgreSQL answers at {server.host}:{server.port}: {str(error.orig).splitlines()[0]}"
        if os.environ.get("MATURITY_REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    yield server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def upgraded_postgresql(postgresql_url):
    store = open_store(postgresql_url)
    store.upgrade()
    yield store
    store.close()


@pytest.fixture(scope="session")
def upgraded_sqlite(tmp_path_factory):
    file = tmp_path_factory.mktemp("store") / "empty.db"
    store = open_store(f"sqlite:///{file}")
    store.upgrade()
    store.close()
    return file


@pytest.fixture
def sqlite_store(upgraded_sqlite, tmp_path):
    """An empty store in a file of its own."""
    file = tmp_path / "store.db"
    shutil.copy(upgraded_sqlite, file)
    store = open_store(f"sqlite:///{file}")
    yield store
    store.close()


@pytest.fixture
def postgresql_store(upgraded_postgresql):
    """An empty store on the server."""
    yield upgraded_postgresql
    held = " UNION ALL ".join(
        f"SELECT '{table.name}' WHERE EXISTS (SELECT FROM {table.name})" for table in metadata.tables.values()
    )
    with upgraded_postgresql.write() as c:
        filled = set(c.scalars(text(held)))
        for table in reversed(metadata.sorted_tables):  # to empty all of them takes longer than most tests
            if table.name in filled:
                c.execute(table.delete())


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request):
    """An empty store, once on SQLite and once on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_store")


@pytest.fixture(scope="session")
def facts():
    """`facts(3)`: the facts of made-up enterprise number 3; keywords replace single ones."""

    def make(number=0, **changes):
        values = {
            "name": f"示例企业 {number}",
            "credit_code": complete(f"93000000TEK{number:05d}"),
            "division": "34",
            "production_type": "discrete",
            "city": "320500",
            "headcount": 350,
            "revenue_10k": Decimal("12000.5000"),
            "founded": 1998,
        }
        return Facts(**values | changes)

    return make


@pytest.fixture
def world(store, small, facts):
    """Two enterprises, `ours` and `theirs`, with person, organisation and open assessment each."""
    with store.write() as c:
        sides = []
        for number, name in enumerate(("ours", "theirs")):
            person = add_person(c, email=f"{name}@example.com", name=name.title(), role="enterprise")
            organisation = sign_up(c, facts(number), person.id)
            assessment = start_assessment(c, person, organisation.id, small, "discrete", 2024)
            sides.append(SimpleNamespace(person=person, organisation=organisation, assessment=assessment))
    return SimpleNamespace(ours=sides[0], theirs=sides[1])


@pytest.fixture(scope="session")
def office():
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("MATURITY_REQUIRE_SERVICES") == "1":
            pytest.fail("LibreOffice is required here and not installed")
        pytest.skip("LibreOffice is not installed")
    return program
