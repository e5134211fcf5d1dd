"""`maturity report`: the report on one enterprise's answers, in any format."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import (
    language_option,
    opened_if_named,
    published_option,
    questionnaire_named,
    questionnaire_option,
    references_options,
    unread_printers,
)

if TYPE_CHECKING:
    from ..answers import Response
    from ..report import Report


@click.command("report")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.pdf, .docx, .pptx, .xlsx or .html.")
@click.option("--enterprise", default="", metavar="NAME", help="Name of the enterprise, for the cover.")
@click.option("--profile", metavar="ID", help="Id of the weight profile, if FILE does not say.")
@questionnaire_option
@published_option
@references_options
@language_option
def command(
    file: Path,
    out: Path,
    enterprise: str,
    profile: str | None,
    questionnaire: str,
    database: str | None,
    references: Path | None,
    division: str | None,
    region: str | None,
    year: str | None,
    language: str,
) -> None:
    """Write the report on the answers in FILE.

    FILE is as for `maturity grade`. The ending of the file's name chooses the format; the content is the same in all.
    A questionnaire without levels gets the self-evaluation report in six parts, with places to write.
    """
    from ..intake.answers import read_response
    from ..report import exporter
    from ..scoring.ladder import METHOD

    write = exporter(out.suffix)
    with opened_if_named(database) as store:
        asked = questionnaire_named(questionnaire, store)
    response = read_response(file, asked, profile, *unread_printers(language))
    name = enterprise or file.stem
    facts = {fact: code for fact, code in (("division", division), ("region", region), ("year", year)) if code}
    if asked.scoring.method == METHOD:
        report = _graded(response, name, language)
    else:
        report = _evaluated(response, name, references, facts, language)
    written = write(report, out)
    click.echo(f"{'已写出 ' if language == 'zh' else 'Written: '}{written}")


def _graded(response: "Response", name: str, language: str) -> "Report":
    from ..report import Dossier, build
    from ..scoring import grade
    from ..scoring.roadmap import smallest

    roadmap = smallest(response.questionnaire, response)
    return build(Dossier(grade(response), name, None, date.today(), roadmap=roadmap), language)


def _evaluated(
    response: "Response", name: str, references: Path | None, facts: dict[str, str], language: str
) -> "Report":
    from ..report import EvaluationDossier, build_evaluation
    from .evaluation import evaluated

    return build_evaluation(EvaluationDossier(evaluated(response, references, facts), name, date.today()), language)
