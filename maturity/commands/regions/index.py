"""`maturity regions index`: entropy-weight TOPSIS of a table of regions."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common import language_option, read_text, unread_printers
from .common import json_option, print_unread

if TYPE_CHECKING:
    from ...regions.workbook import Origin


@click.command("index")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--indicators",
    type=click.Path(path_type=Path),
    required=True,
    help="FILE.yaml that says what the columns are, and whether higher or lower is better.",
)
@click.option("--out", type=click.Path(path_type=Path), help="FILE.xlsx to write: method, weights, ranks, sensitivity.")
@json_option
@language_option
def command(file: Path, indicators: Path, out: Path | None, as_json: bool, language: str) -> None:
    """Rank the regions in FILE by several indicators.

    FILE is a table with one row a region (and year) and one column an indicator. Weights follow from entropy, closeness
    from TOPSIS; how much the ranks depend on single indicators and regions is told as well.
    """
    from ...regions.index import index
    from ...regions.indicators import read_indicators
    from ...regions.lines import index_lines
    from ...regions.records import index_record
    from ...regions.sensitivity import reversals, without_each
    from ...regions.table import read_regions
    from ...regions.workbook import index_workbook, writer

    write = writer(out.suffix) if out else None
    described = read_indicators(read_text(indicators), str(indicators))
    table = read_regions(file, described.indicators, described.level, unread_printers(language)[0])
    print_unread(table, language)
    found = index(table, described)
    without, swaps = without_each(found), reversals(found)
    if write and out:
        origins = [_origin(file), _origin(indicators)]
        write(index_workbook(found, without, swaps, origins, date.today(), language), out)
    if as_json:
        click.echo(json.dumps(index_record(found, without, swaps), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(index_lines(found, without, swaps, language)))
        if out:
            click.echo(f"{'已写出 ' if language == 'zh' else 'Written: '}{out}")


def _origin(path: Path) -> "Origin":
    from ...intake.files import read_bytes
    from ...regions.workbook import Origin

    return Origin(path.name, sha256(read_bytes(path)).hexdigest())
