"""`maturity workbook`: the questionnaire as a file to fill in without a network."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common import (
    database_option,
    installed,
    language_option,
    opened,
    opened_if_named,
    questionnaire_named,
    questionnaire_option,
    references_options,
)
from . import importing

if TYPE_CHECKING:
    from ...offline import WorkbookContent
    from ...questionnaire import Questionnaire
    from ...questionnaire.numeric.references import References
    from ...store import Connection


@click.group("workbook")
def command() -> None:
    """Write offline workbooks, and import returned ones."""


command.add_command(importing.command)


@command.command("export")
@click.option(
    "--profile",
    metavar="ID",
    help="Write a blank workbook for the weight profile with this id; not needed where there is one.",
)
@click.option("--assessment", metavar="ID", help="Write the workbook of this assessment; its id is in its address.")
@click.option("--as", "email", metavar="EMAIL", help="With --assessment: the member who asks for it.")
@click.option("--blank", "empty", is_flag=True, help="With --assessment: leave its answers and comments out.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.xlsx to write.")
@references_options
@questionnaire_option
@database_option
@language_option
def export(
    profile: str | None,
    assessment: str | None,
    email: str | None,
    empty: bool,
    out: Path,
    references: Path | None,
    questionnaire: str,
    database: str | None,
    language: str,
    **facts: str | None,
) -> None:
    """Write a workbook: blank for a profile, or that of an assessment.

    It grades itself while it is filled in, in Excel, WPS and LibreOffice; numbers against the values in the file
    --references, for the enterprise's division, region and year. Those of an assessment are known.
    """
    from ...offline import workbook_writer
    from ...offline.context import blank_workbook
    from ..evaluation import codes, values

    if (profile and assessment) or bool(assessment) != bool(email):
        raise click.UsageError("Give either --profile, or --assessment with --as.")
    if empty and not assessment:
        raise click.UsageError("--blank goes with --assessment.")
    if assessment and email:
        outgoing = _of(assessment, email, database, language, empty, references)
    else:
        with opened_if_named(database) as store:
            asked = questionnaire_named(questionnaire, store)
        known, told = values(references, asked), codes(facts)
        outgoing = blank_workbook(asked, profile or _only(asked), language, datetime.now(UTC).date(), known, told)
    workbook_writer()(outgoing, out)
    items, given = len(outgoing.origin.entries), sum(e.answer is not None for e in outgoing.origin.entries.values())
    click.echo(
        f"已写出 {out}：{items} 条，其中已答 {given} 条。"
        if language == "zh"
        else f"Written: {out}, {items} items, {given} of them answered."
    )


def _only(asked: "Questionnaire") -> str:
    """The id of the only weight profile; a usage error where there are several."""
    if len(asked.profiles) > 1:
        raise click.UsageError(f"Give --profile, one of {', '.join(asked.profiles)}, or --assessment with --as.")
    return next(iter(asked.profiles))


def _of(
    assessment: str, email: str, database: str | None, language: str, empty: bool, references: Path | None
) -> "WorkbookContent":
    from ...errors import NotFound, Problem
    from ...offline.context import workbook_of
    from ...store.accounts import people
    from ...store.assessments import assessments
    from ..evaluation import values

    with opened(database) as store:
        store.check()
        with store.read() as c:
            person = people.find_person(c, email)
            if person is None:
                raise NotFound(Problem("account-not-found"))
            found = assessments.assessment(c, person, assessment)
            asked = installed(found.questionnaire, found.questionnaire_version, store=store)
            known = values(references, asked) if references else _in_use(c, asked, found.id)
            return workbook_of(c, person, found, asked, language, empty=empty, references=known)


def _in_use(c: "Connection", asked: "Questionnaire", assessment: str) -> "References":
    """The reference values that an assessment is scored against: its own, those for all, or the folder's.

    Raises Refusal with every mistake of them.
    """
    from ...questionnaire.numeric.references import checked
    from ...settings import questionnaires_dir
    from ...store.questionnaires.references import set_in_use, values_of
    from ..evaluation import values

    kept = set_in_use(c, asked.id, assessment)
    if kept is not None:
        return checked(asked, values_of(c, kept.id).values)
    folder = questionnaires_dir()
    path = folder / f"{asked.id}.references.csv" if folder else None
    return values(path if path and path.is_file() else None, asked)
