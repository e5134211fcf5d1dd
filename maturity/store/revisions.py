"""Alembic migrations, run from the installed package without alembic.ini."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from ..errors import refuse


def upgrade(connection: Connection) -> None:
    """Migrate the database of `connection` to the newest revision, within its transaction.

    Raises Refusal store-newer when the database was written by a later program, store-damaged when a foreign
    key refers to a missing row.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in _known(scripts):
        raise refuse("store-newer", found=found, wanted=scripts.get_current_head())
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise refuse("store-damaged")


def check(connection: Connection) -> None:
    """Raise Refusal (store-not-created, store-older, store-newer) unless the database is at the newest revision."""
    scripts = ScriptDirectory.from_config(_config())
    found, wanted = MigrationContext.configure(connection).get_current_revision(), scripts.get_current_head()
    if found is None:
        raise refuse("store-not-created")
    if found != wanted:
        code = "store-older" if found in _known(scripts) else "store-newer"
        raise refuse(code, found=found, wanted=wanted)


def _known(scripts: ScriptDirectory) -> set[str]:
    return {script.revision for script in scripts.walk_revisions()}


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
