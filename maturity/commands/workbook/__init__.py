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
    questionnaire_option,
    questionnaire_with_levels,
)
from . import importing

if TYPE_CHECKING:
    from ...offline import WorkbookContent


@click.group("workbook")
def command() -> None:
    """Write offline workbooks, and import returned ones."""


command.add_command(importing.command)


@command.command("export")
@click.option("--profile", metavar="ID", help="Write a blank workbook for the weight profile with this id.")
@click.option("--assessment", metavar="ID", help="Write the workbook of this assessment; its id is in its address.")
@click.option("--as", "email", metavar="EMAIL", help="With --assessment: the member who asks for it.")
@click.option("--blank", "empty", is_flag=True, help="With --assessment: leave its answers and comments out.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.xlsx to write.")
@questionnaire_option
@database_option
@language_option
def export(
    profile: str | None,
    assessment: str | None,
    email: str | None,
    empty: bool,
    out: Path,
    questionnaire: str,
    database: str | None,
    language: str,
) -> None:
    """Write a workbook: blank for a profile, or that of an assessment.

    It grades itself while it is filled in, in Excel, WPS and LibreOffice.
    """
    from ...offline import workbook_writer
    from ...offline.context import blank_workbook

    if bool(profile) == bool(assessment) or bool(assessment) != bool(email):
        raise click.UsageError("Give either --profile, or --assessment with --as.")
    if empty and not assessment:
        raise click.UsageError("--blank goes with --assessment.")
    if assessment and email:
        outgoing = _of(assessment, email, database, language, empty)
    else:
        with opened_if_named(database) as store:
            asked = questionnaire_with_levels(questionnaire, store)
        outgoing = blank_workbook(asked, str(profile), language, datetime.now(UTC).date())
    workbook_writer()(outgoing, out)
    items, given = len(outgoing.origin.entries), sum(bool(entry.choice) for entry in outgoing.origin.entries.values())
    click.echo(
        f"已写出 {out}：{items} 条，其中已答 {given} 条。"
        if language == "zh"
        else f"Written: {out}, {items} items, {given} of them answered."
    )


def _of(assessment: str, email: str, database: str | None, language: str, empty: bool) -> "WorkbookContent":
    from ...errors import NotFound, Problem
    from ...offline.context import workbook_of
    from ...store.accounts import people
    from ...store.assessments import assessments

    with opened(database) as store:
        store.check()
        with store.read() as c:
            person = people.find_person(c, email)
            if person is None:
                raise NotFound(Problem("account-not-found"))
            found = assessments.assessment(c, person, assessment)
            asked = installed(found.questionnaire, found.questionnaire_version, store=store)
            return workbook_of(c, person, found, asked, language, empty=empty)
