"""`maturity demo`: the whole job on invented enterprises, from answers to the published workbook."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from ..settings import data_dir, private_folder
from .common import database_option, language_option, opened, progress

if TYPE_CHECKING:
    from ..demo.load import Account


@click.command("demo")
@click.option("--serve", is_flag=True, help="Serve the app afterwards, until interrupted.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@database_option
@language_option
@click.pass_context
def command(ctx: click.Context, serve: bool, host: str, port: int, database: str | None, language: str) -> None:
    """Load 20,000 synthetic enterprises, a finished green factory and a register, grade them, and write the workbook.

    They reproduce the published distribution of 2021, the register sums of six national lists; 1,500 are green
    factories too. Tables of 2020 and 2021 and an index are published. Running it again changes only the passwords.
    """
    from ..demo.brought import release_others
    from ..demo.factories import load_factories
    from ..demo.load import load_people, load_population
    from ..demo.population import YEAR
    from ..demo.register import load_register
    from ..demo.releasing import release_factories, release_years
    from ..publication.publish import publish
    from ..publication.release import exporter, marked
    from ..questionnaire import load
    from ..statistics.plan import load_plan

    zh, questionnaire = language == "zh", load()
    with opened(database) as store:
        store.upgrade()
        with progress("示例企业" if zh else "Synthetic enterprises"):
            added = load_population(store, questionnaire)
            accounts = load_people(store, questionnaire)
            load_factories(store)
            load_register(store)
            release = publish(store, load_plan(), YEAR).release
            release_years(store, questionnaire)
            release_factories(store)
            release_others(store, questionnaire)
    path = marked(release, data_dir() / f"maturity-{YEAR}-{language}.xlsx")
    private_folder(path.parent)
    exporter("xlsx")(release, path, language)
    count = added.submissions + added.repeated
    click.echo(f"{count:,} 家合成企业已评级（{YEAR} 年）。" if zh else f"{count:,} enterprises graded ({YEAR}).")
    _tell(accounts, zh=zh)
    click.echo(f"{'汇总工作簿：' if zh else 'Aggregate workbook: '}{path}")
    if serve:
        from .serve import command as serve_command

        ctx.invoke(serve_command, host=host, port=port, database=database, language=language)


def _tell(accounts: "Iterable[Account]", *, zh: bool) -> None:
    """Print the accounts with their passwords."""
    click.echo("可用以下账户登录，密码刚刚生成：" if zh else "Accounts to sign in with, passwords drawn just now:")
    for account in accounts:
        click.echo(f"  {account.role:<12}{account.email:<28}{account.password}")
