"""`maturity register flow`, `export` and `stock`: what follows from the ledger."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import Place, refuse
from ..common import database_option, json_option, language_option, opened, print_json
from .common import KINDS, beijing_today

if TYPE_CHECKING:
    from ...regions.workbook import TableWorkbook, WorkbookTable


@click.command("flow")
@click.option("--national", is_flag=True, help="The national lists as they were printed, instead of the register.")
@json_option
@database_option
@language_option
def flow(national: bool, as_json: bool, database: str | None, language: str) -> None:
    """Print stock and flow by kind and batch: opening + added - removed + unexplained = closing."""
    from ...registers.book import flow_sheet
    from ...registers.national import national_flows
    from ...registers.stockflow import stock_and_flow
    from ...store.registers.ledger import ledger
    from ...store.registers.stocks import stocks

    if national:
        rows = list(national_flows())
    else:
        with opened(database) as store, store.read() as c:
            official = {key: one.closing for key, one in stocks(c).items()}
            rows = list(stock_and_flow(ledger(c).events, official))
    if as_json:
        print_json([asdict(row) for row in rows])
    else:
        _print(flow_sheet(rows, language))


def _print(sheet: "WorkbookTable") -> None:
    """A table with tabs, to be read or piped."""
    click.echo("\t".join(column.heading for column in sheet.columns))
    for row in sheet.rows:
        click.echo("\t".join(map(str, row)))


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As it was on this day  [default: today]")
@database_option
@language_option
def export(file: Path, day: datetime | None, database: str | None, language: str) -> None:
    """Write the register to FILE: .xlsx with stock and flow, tables, units and ledger, or .csv with the units."""
    from ...registers.book import book
    from ...store.registers.ledger import ledger
    from ...store.registers.stocks import stocks

    if file.suffix.lower() not in (".xlsx", ".csv"):
        raise refuse("plan-unknown-suffix", Place(str(file)), found=file.suffix, allowed=".xlsx, .csv")
    with opened(database) as store, store.read() as c:
        official = {key: one.closing for key, one in stocks(c).items()}
        events = ledger(c).events
    _write(book(events, official, day.date() if day else beijing_today(), language), file)
    click.echo(f"{'已写出 ' if language == 'zh' else 'Written: '}{file}")


def _write(made: "TableWorkbook", file: Path) -> None:
    from ...regions.workbook import writer
    from ...registers.book import csv_text
    from ...settings import write_whole

    if file.suffix.lower() == ".xlsx":
        writer(file.suffix)(made, file)
        return
    try:
        write_whole(file, csv_text(next(sheet for sheet in made.tables if sheet.id == "units")).encode("utf-8-sig"))
    except OSError as error:
        raise refuse("plan-not-written", Place(str(file)), detail=error.strerror or str(error)) from None


@click.command("stock")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("batch")
@click.argument("closing", type=click.IntRange(min=0))
@click.option("--source", default="", help="Where the official stock was printed.")
@database_option
@language_option
def stock(kind: str, batch: str, closing: int, source: str, database: str | None, language: str) -> None:
    """Enter the official closing stock of KIND after BATCH; what it leaves unexplained then has a row of its own."""
    from ...registers.cells import read_batch
    from ...store.registers.stocks import set_stock

    with opened(database) as store, store.write() as c:
        set_stock(c, None, kind, read_batch(batch), closing, source)
    click.echo("已登记。" if language == "zh" else "Entered.")
