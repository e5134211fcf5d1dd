"""What the verbs about regions share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ..common import Decorator

if TYPE_CHECKING:
    from ...regions.table import RegionalTable


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--json`."""
    option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON, numbers unrounded.")
    return option(function)


def level_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--level province|city|other`."""
    option: Decorator = click.option(
        "--level",
        type=click.Choice(["province", "city", "other"]),
        default="province",
        show_default=True,
        help="What the regions are; names of other ones are not checked.",
    )
    return option(function)


def one_year_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--year Y`."""
    option: Decorator = click.option("--year", type=int, help="Which year, where the table has several.")
    return option(function)


def print_unread(table: "RegionalTable", language: str) -> None:
    """Name on standard error the columns of the table that are not read."""
    if table.beside and language == "zh":
        click.echo(f"没有读的列：{'、'.join(table.beside)}。", err=True)
    elif table.beside:
        click.echo(f"Columns not read: {', '.join(table.beside)}.", err=True)
