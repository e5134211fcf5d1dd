"""`maturity db`: the database itself."""

from typing import TYPE_CHECKING, Any

import click

from ..settings import data_dir
from .common import database_option, json_option, language_option, opened, print_json

if TYPE_CHECKING:
    from ..store import Store
    from ..store.revisions import Step


@click.group("db")
def command() -> None:
    """Create the database or bring it up to date."""


@command.command("upgrade")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@json_option
@database_option
@language_option
def upgrade(dry_run: bool, as_json: bool, database: str | None, language: str) -> None:
    """Create the tables, or bring them up to date with this program. Running it twice changes nothing.

    What will be done is said first, and afterwards how long each step took. All steps are one transaction. Tables that
    are rebuilt are copied row by row: how long that takes here, an upgrade of a restored backup tells beforehand.
    """
    zh, told = language == "zh", _Steps()
    with opened(database) as store:
        plan = _plan(store)
        if not as_json:
            _print_plan(plan, zh=zh)
        if plan["steps"] and not dry_run:
            store.upgrade(told.take)
    if as_json:
        print_json({**plan, "done": told.taken})
        return
    for step in told.taken:
        click.echo(f"  {step['revision']}  {step['seconds']:.2f} s")
    if not dry_run:
        click.echo("数据库已是最新。" if zh else "The database is up to date.")


class _Steps:
    """The steps that were made, with how long each took."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []

    def take(self, step: "Step", seconds: float) -> None:
        self.taken.append({"revision": step.revision, "seconds": round(seconds, 3)})


def _plan(store: "Store") -> dict[str, Any]:
    from ..operation.latest import last_backup
    from ..store.copies import looking

    with store.at_any_revision() as c:
        steps = looking.pending(c)
        found, rows, size = looking.revision(c), sum(looking.row_counts(c).values()), looking.size(c)
    last = last_backup(data_dir())
    return {
        "found": found,
        "steps": [{"revision": step.revision, "about": step.about} for step in steps],
        "rows": rows,
        "bytes": size,
        "last_backup": last.isoformat() if last else None,
    }


def _print_plan(plan: dict[str, Any], *, zh: bool) -> None:
    """Say what is there and which steps are to be made; of new tables only their number."""
    steps = plan["steps"]
    if not plan["found"]:
        click.echo(
            f"空数据库：建立全部表（{len(steps)} 步）。" if zh else f"Empty database: all tables ({len(steps)} steps)."
        )
    elif steps:
        size = f"{plan['bytes'] / 1024**2:,.1f} MB"
        head = f"从 {plan['found']} 升级（{plan['rows']:,} 行，{size}）：" if zh else ""
        click.echo(head or f"From revision {plan['found']} ({plan['rows']:,} rows, {size}):")
        for step in steps:
            click.echo(f"  {step['revision']}  {step['about']}")
        last = plan["last_backup"] or ("无" if zh else "none")
        click.echo(f"最近的备份：{last}" if zh else f"Latest backup: {last}")
