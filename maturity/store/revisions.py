"""Alembic migrations, run from the installed package without alembic.ini."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from ..errors import refuse

#: Takes a step that was made, and the seconds it took.
Told = Callable[["Step", float], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A migration: its revision, and what it is about in one line."""

    revision: str
    about: str


def pending(connection: Connection, revision: str = "head") -> list[Step]:
    """The migrations between the database of `connection` and a revision, by default the newest, in order.

    Raises Refusal store-newer when the database was written by a later program.
    """
    scripts = ScriptDirectory.from_config(_config())
    found = current(connection)
    if found is not None and found not in _known(scripts):
        raise refuse("store-newer", found=found, wanted=newest())
    steps = scripts.iterate_revisions(revision, found or "base")
    return [Step(step.revision, (step.doc or "").rstrip(".")) for step in reversed(list(steps))]


def upgrade(connection: Connection, revision: str = "head", told: Told = lambda step, seconds: None) -> None:
    """Migrate the database of `connection` to a revision, by default the newest, within its transaction.

    `told` gets every step with the seconds it took. Raises Refusal store-newer when the database was written by a later
    program, store-damaged when a foreign key refers to a missing row.
    """
    config = _config()
    config.attributes["connection"] = connection
    for step in pending(connection, revision):
        begun = time.perf_counter()
        command.upgrade(config, step.revision)
        told(step, time.perf_counter() - begun)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise refuse("store-damaged", detail="foreign key check failed")


def current(connection: Connection) -> str | None:
    """The revision of the database; None where it has none."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str:
    """The revision that this program needs. Its migrations are read once a process."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def check(connection: Connection) -> None:
    """Raise Refusal (store-not-created, store-older, store-newer) unless the database is at the newest revision."""
    found, wanted = current(connection), newest()
    if found is None:
        raise refuse("store-not-created")
    if found != wanted:
        code = "store-older" if found in _known(ScriptDirectory.from_config(_config())) else "store-newer"
        raise refuse(code, found=found, wanted=wanted)


def _known(scripts: ScriptDirectory) -> set[str]:
    return {script.revision for script in scripts.walk_revisions()}


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
