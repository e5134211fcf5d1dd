"""`maturity regions attainment`: how far targets were reached."""

import json
from pathlib import Path

import click

from ..common import language_option
from .common import json_option


@click.command("attainment")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--targets", "listed", is_flag=True, help="List the indicators of 2015 to 2020 that are shipped.")
@json_option
@language_option
def command(file: Path | None, listed: bool, as_json: bool, language: str) -> None:
    """Tell how far the targets in FILE were reached: (actual - base) / (target - base).

    FILE is a table with the columns indicator and actual, and base, target, unit and region where they differ from the
    indicators that are shipped.
    """
    from ...regions.attainment import read_attained, targets
    from ...regions.lines import attainment_lines, target_lines
    from ...regions.records import attainment_records

    if (file is None) != listed:
        raise click.UsageError("Give either FILE or --targets.")
    if file is None:
        click.echo("\n".join(target_lines(list(targets().values()), language)))
        return
    found = read_attained(file)
    if as_json:
        click.echo(json.dumps(attainment_records(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(attainment_lines(found, language)))
