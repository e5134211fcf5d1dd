"""`maturity register due`, `filings` and `proposals`: the yearly forms. Decisions are made on pages, by a person."""

from datetime import datetime
from pathlib import Path

import click

from ..common import database_option, json_option, language_option, opened, print_json, unread_printers
from .common import beijing_today, kind_option

_YEAR = click.IntRange(2000, 2100)


@click.command("due")
@click.argument("year", type=_YEAR)
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@database_option
@language_option
def due(year: int, day: datetime, database: str | None, language: str) -> None:
    """Set the DAY by which the yearly forms of YEAR are due, such as 2025-04-15."""
    from ...store.registers.forms import set_due

    with opened(database) as store, store.write() as c:
        set_due(c, None, year, day.date())
    click.echo("已登记。" if language == "zh" else "Entered.")


@click.command("filings")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=_YEAR, required=True, help="Year of the forms.")
@kind_option
@click.option("--dry-run", is_flag=True, help="Only report mistakes and counts; write nothing.")
@json_option
@database_option
@language_option
def filings(
    file: Path, year: int, kind: str | None, dry_run: bool, as_json: bool, database: str | None, language: str
) -> None:
    """Read a table of the forms that units filed for a year, one unit a row; all of it or nothing.

    Columns: name, kind, filed_on; credit_code, year, value (higher is better), exclusions (letters a to f).
    """
    from ...registers.filings import read_filings
    from ...store.registers.forms import due_day, keep_filings
    from ...store.registers.ledger import ledger

    with opened(database) as store:
        with store.read() as c:
            due_day(c, year)
            units = ledger(c).units()
        seen = unread_printers(language)[0]
        found = read_filings(file, units, year, beijing_today(), kind=kind or "", seen=seen)
        again = 0
        if not dry_run:
            with store.write() as c:
                again = keep_filings(c, None, year, found)
    n = len(found)
    if as_json:
        print_json({"forms": n, "replaced": again, "dry_run": dry_run})
        return
    said = {
        ("zh", True): f"没有错误，{n:,} 份；试运行，什么也没有写入。",
        ("zh", False): f"已登记 {n:,} 份，其中 {again:,} 份替换了先前的。",
        ("en", True): f"No mistakes, forms: {n:,}; dry run, nothing was written.",
        ("en", False): f"Forms entered: {n:,}, in place of earlier ones: {again:,}.",
    }
    click.echo(said[language, dry_run])


@click.command("proposals")
@click.argument("year", type=_YEAR)
@json_option
@database_option
@language_option
def proposals(year: int, as_json: bool, database: str | None, language: str) -> None:
    """Print which units are proposed for removal after the forms of YEAR, with the reasons. Nothing is removed."""
    from ...registers.kinds import KINDS, REASONS
    from ...store.registers.decisions import decisions, forms_of
    from ...store.registers.ledger import ledger

    with opened(database) as store, store.read() as c:
        held = ledger(c)
        found, decided = forms_of(c, year, beijing_today(), held), decisions(c, year)
    units = held.units()
    open_ones = [one for one in found.proposals if one.unit not in decided]
    owing, filed = len(found.owing), len(found.filed)
    if as_json:
        named = [
            {"kind": units[one.unit].kind, "name": units[one.unit].name, "reasons": list(one.reasons)}
            for one in open_ones
        ]
        counts = {"owing": owing, "filed": filed, "late": len(found.late), "decided": len(decided)}
        print_json({"proposals": named, **counts})
        return
    for one in open_ones:
        reasons = "; ".join(REASONS[reason].of(language) for reason in one.reasons)
        click.echo(f"{KINDS[units[one.unit].kind].of(language)}\t{units[one.unit].name}\t{reasons}")
    zh = f"应填报 {owing:,}，已填报 {filed:,}，逾期填报 {len(found.late):,}，已决定 {len(decided):,}。"
    en = f"Owed: {owing:,}; filed: {filed:,}; filed late: {len(found.late):,}; decided: {len(decided):,}."
    click.echo(zh if language == "zh" else en, err=True)
