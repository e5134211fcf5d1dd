"""`maturity db`: the database itself."""

import click

from .common import database_option, language_option, opened


@click.group("db")
def command() -> None:
    """Create the database or bring it up to date."""


@command.command("upgrade")
@database_option
@language_option
def upgrade(database: str | None, language: str) -> None:
    """Create the tables, or bring them up to date with this program. Running it twice changes nothing."""
    with opened(database) as store:
        store.upgrade()
    click.echo("数据库已是最新。" if language == "zh" else "The database is up to date.")
