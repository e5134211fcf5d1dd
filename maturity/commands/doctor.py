"""`maturity doctor`: what is wrong with this installation, and how to mend it."""

from typing import TYPE_CHECKING

import click

from ..settings import data_dir, database_url
from .common import database_option, json_option, language_option, print_json, told

if TYPE_CHECKING:
    from ..operation.doctor import Check

_NAMES = {
    "versions": "版本",
    "settings": "设置",
    "database": "数据库",
    "files": "文件",
    "disk": "磁盘",
    "evidence": "证据",
    "clock": "时钟",
    "backups": "备份",
}


@click.command("doctor")
@click.option("--quick", is_flag=True, help="Leave out what reads every file and the whole database.")
@json_option
@database_option
@language_option
@click.pass_context
def command(ctx: click.Context, quick: bool, as_json: bool, database: str | None, language: str) -> None:
    """Examine settings, database, files, evidence, disk, clock and backups. Every finding has its remedy.

    Ends with 1 where something is wrong. Nothing is changed.
    """
    from ..operation.doctor import examine
    from ..store import open_store

    store, checks = open_store(database or database_url()), []
    try:
        for check in examine(store, data_dir(), quick=quick):
            checks.append(check)
            if not as_json:
                _print(check, language)
    finally:
        store.close()
    if as_json:
        found = {"ok": all(check.ok for check in checks), "checks": [_figures(check, language) for check in checks]}
        print_json(found)
    ctx.exit(0 if all(check.ok for check in checks) else 1)


def _print(check: "Check", language: str) -> None:
    zh = language == "zh"
    name = _NAMES[check.name] if zh else check.name
    told = ("，" if zh else ", ").join(f"{key} {value}" for key, value in check.told.items() if value is not None)
    state = ("正常" if zh else "ok") if check.ok else ("有问题" if zh else "WRONG")
    click.echo(f"{name}{'：' if zh else ': '}{state}{f'（{told}）' if zh and told else f' ({told})' if told else ''}")
    for problem in check.problems:
        click.echo(f"  {problem.line(language)}")


def _figures(check: "Check", language: str) -> dict[str, object]:
    problems = [told(problem, language) for problem in check.problems]
    return {"check": check.name, "ok": check.ok, **check.told, "problems": problems}
