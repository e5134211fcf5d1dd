"""`maturity regions association` and `concentration`: columns of a table of regions."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import Place, refuse
from ..common import language_option, unread_printers
from .common import json_option, level_option, one_year_option

if TYPE_CHECKING:
    from ...regions.indicators import Level
    from ...regions.table import RegionalTable


@click.command("association")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--x", required=True, metavar="COLUMN", help="Heading of the first column, such as GDP a head.")
@click.option("--y", required=True, metavar="COLUMN", help="Heading of the second, such as a share.")
@click.option("--participants", metavar="COLUMN", help="Heading of the number of enterprises that a share is of.")
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="With --participants: regions of fewer do not count.",
)
@level_option
@one_year_option
@json_option
@language_option
def association(
    file: Path,
    x: str,
    y: str,
    participants: str | None,
    least: int,
    level: "Level",
    year: int | None,
    as_json: bool,
    language: str,
) -> None:
    """Tell whether two columns of FILE are high and low in the same regions.

    Spearman's rho with a permutation test, Kendall's tau-b, rho without each region, and regions above both medians;
    with --participants also rho with their number held fixed.
    """
    from ...regions.association import associated
    from ...regions.lines import association_lines
    from ...regions.records import association_record

    names = (x, y, participants) if participants else (x, y)
    found = associated(_table(file, names, level, language, signed=True), year, least)
    if as_json:
        click.echo(json.dumps(association_record(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(association_lines(found, names, language)))


@click.command("concentration")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", required=True, metavar="COLUMN", help="Heading of the column, such as a number of factories.")
@level_option
@one_year_option
@json_option
@language_option
def concentration(file: Path, column: str, level: "Level", year: int | None, as_json: bool, language: str) -> None:
    """Tell how few regions of FILE hold most of a column's total.

    Shares of the first 1, 5 and 10 regions, the Herfindahl-Hirschman index, and the Gini coefficient.
    """
    from ...regions.concentration import concentrated
    from ...regions.lines import concentration_lines
    from ...regions.records import concentration_record

    found = concentrated(_table(file, (column,), level, language, signed=False), year)
    if as_json:
        click.echo(json.dumps(concentration_record(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(concentration_lines(found, column, language)))


def _table(file: Path, columns: Sequence[str], level: "Level", language: str, *, signed: bool) -> "RegionalTable":
    """The columns of a table by their headings; gaps are allowed where values may be below 0 (`signed`)."""
    from ...intake.spreadsheets.table import heading_key
    from ...questionnaire import Text
    from ...regions.indicators import RESERVED, Indicator
    from ...regions.table import read_regions

    if len({heading_key(column) for column in columns}) < len(columns):
        raise refuse("regions-same-column", Place(str(file)), column=", ".join(columns))
    wrong = next((column for column in columns if column in RESERVED), None)
    if wrong:
        raise refuse("regions-reserved", Place(str(file)), id=wrong)
    read = [Indicator(one, Text(one, one), negative=signed, headings=(one,), required=not signed) for one in columns]
    return read_regions(file, read, level, unread_printers(language)[0], asked=True)
