"""`maturity report`: the report on one enterprise's answers, in any format."""

from datetime import date
from pathlib import Path

import click

from .common import (
    language_option,
    opened_if_named,
    published_option,
    questionnaire_option,
    questionnaire_with_levels,
    unread_printers,
)


@click.command("report")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.pdf, .docx, .xlsx or .html.")
@click.option("--enterprise", default="", metavar="NAME", help="Name of the enterprise, for the cover.")
@click.option("--profile", metavar="ID", help="Id of the weight profile, if FILE does not say.")
@questionnaire_option
@published_option
@language_option
def command(
    file: Path,
    out: Path,
    enterprise: str,
    profile: str | None,
    questionnaire: str,
    database: str | None,
    language: str,
) -> None:
    """Write the report on the answers in FILE.

    FILE is as for `maturity grade`. The ending of the file's name chooses the format; the content is the same in all.
    """
    from ..intake.answers import read_response
    from ..report import Dossier, build, exporter
    from ..scoring import grade
    from ..scoring.roadmap import smallest

    write = exporter(out.suffix)
    with opened_if_named(database) as store:
        asked = questionnaire_with_levels(questionnaire, store)
    response = read_response(file, asked, profile, *unread_printers(language))
    name = enterprise or file.stem
    dossier = Dossier(grade(response), name, None, date.today(), roadmap=smallest(asked, response))
    written = write(build(dossier, language), out)
    click.echo(f"{'已写出 ' if language == 'zh' else 'Written: '}{written}")
