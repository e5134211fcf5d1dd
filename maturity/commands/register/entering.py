"""`maturity register import`: a table of events, all of it or nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common import database_option, json_option, language_option, opened, print_json, unread_printers
from .common import beijing_today, kind_option

if TYPE_CHECKING:
    from ...registers.reading import Plan


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@kind_option
@click.option("--batch", default="", help="Batch of additions where the table has no column of batches.")
@click.option("--day", default="", metavar="DAY", help="Day of the events where the table has no column of days.")
@click.option("--dry-run", is_flag=True, help="Only report mistakes and counts; write nothing.")
@json_option
@database_option
@language_option
def command(
    file: Path,
    kind: str | None,
    batch: str,
    day: str,
    dry_run: bool,
    as_json: bool,
    database: str | None,
    language: str,
) -> None:
    """Read a table (CSV, XLSX, ODS or XLS) of events: additions, renamings, restorations, removals, one a row.

    Columns: name, kind, day, province or city, batch; event (every row is an addition without it), new_name, reason,
    credit_code, division, note. Rows may stand in any order. All must be right, or nothing is written.
    """
    from ...registers.reading import read_events
    from ...store.registers.ledger import append, ledger

    with opened(database) as store:
        with store.read() as c:
            held = ledger(c)
        common = {"kind": kind or "", "batch": batch, "day": day}
        seen, ignored = unread_printers(language)
        plan = read_events(file, held.units(), beijing_today(), common=common, seen=seen, ignored=ignored)
        if not dry_run:
            with store.write() as c:
                append(c, None, plan.events, held.last)
    if as_json:
        counts = [{"kind": one, "event": action, "count": n} for (one, action), n in sorted(plan.counts.items())]
        print_json({"events": len(plan.events), "counts": counts, "dry_run": dry_run})
    else:
        _print(plan, dry_run, language)


def _print(plan: "Plan", dry_run: bool, language: str) -> None:
    from ...registers.kinds import ACTIONS, KINDS

    for (one, action), count in sorted(plan.counts.items()):
        click.echo(f"{KINDS[one].of(language)}  {ACTIONS[action].of(language)}  {count:,}")
    said = {
        ("zh", True): "没有错误；试运行，什么也没有写入。",
        ("zh", False): f"已登记 {len(plan.events):,} 项变动。",
        ("en", True): "No mistakes; dry run, nothing was written.",
        ("en", False): f"Events entered: {len(plan.events):,}.",
    }
    click.echo(said[language, dry_run])
