"""`maturity detail`: one row an enterprise, for authorised analysts."""

from pathlib import Path

import click

from ..detail import WHAT, What
from .bulk import file_option, source
from .common import database_option, language_option, progress, questionnaire_option, shipped, year_option


@click.command("detail")
@year_option
@click.option(
    "--what",
    type=click.Choice(WHAT),
    default="scores",
    show_default=True,
    help="Scores of levels, domains and subdomains; or every answer; or all of it.",
)
@click.option("--reason", required=True, help="What the microdata are for; the enterprises in them can read it.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.xlsx, .csv or .parquet.")
@questionnaire_option
@file_option
@database_option
@language_option
def command(
    year: int,
    what: What,
    reason: str,
    out: Path,
    questionnaire: str,
    file: Path | None,
    accepted: tuple[str, ...],
    database: str | None,
    language: str,
) -> None:
    """Write one row per enterprise: facts, level and scores, answers on demand; no names, no credit codes.

    Every export is logged with its reason and seen by the enterprises in it; fewer than 10 enterprises are refused
    here, and go out from the analysts' page once a second person has agreed.

    For internal use: "-internal" is added to the file's name. A manifest beside it tells rows, columns, checksum and
    what was left out. Stopping it leaves nothing behind.
    """
    from ..detail import write
    from ..detailing import export
    from ..store import exports

    asked = shipped(questionnaire)
    with source(database, file, accepted, asked, year, language) as store:
        with store.write() as c:
            wish = exports.Wish(asked.id, year, what, out.suffix.removeprefix(".")[:10], reason)
            request = exports.ask(c, None, wish)
        made = export(store, request, asked)
    with progress("企业" if language == "zh" else "Enterprises", made.rows) as told:
        path, manifest = write(made, out, told)
    shape = f"{made.rows:,} × {len(made.columns)}"
    click.echo(f"{'已写出 ' if language == 'zh' else 'Written: '}{path} ({shape})")
    click.echo(f"{'清单：' if language == 'zh' else 'Manifest: '}{manifest}")
