"""`maturity workbook import`: returned workbooks, one or a thousand, each by itself."""

from pathlib import Path
from typing import cast

import click

from ...errors import refuse
from ..common import database_option, json_option, language_option, opened


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--as", "email", required=True, metavar="EMAIL", help="The member who imports them.")
@click.option("--assessment", metavar="ID", help="The assessment to import into; needed for a blank workbook.")
@click.option("--apply", is_flag=True, help="Save; without it, only show what would change.")
@click.option("--prefer", type=click.Choice(["workbook", "database"]), help="Which side wins where both were changed.")
@click.option("--erase", is_flag=True, help="Also erase answers and comments that are blank in the workbook.")
@json_option
@database_option
@language_option
@click.pass_context
def command(
    ctx: click.Context,
    source: Path,
    email: str,
    assessment: str | None,
    apply: bool,
    prefer: str | None,
    erase: bool,
    as_json: bool,
    database: str | None,
    language: str,
) -> None:
    """Bring returned workbooks in: SOURCE is one, a folder or a zip file of them.

    Each is read, compared with the database and saved by itself: bad ones are listed, the others are saved. What
    others changed meanwhile is kept; what both changed is a conflict. Without --apply nothing is saved, and nothing is
    erased without --erase. Whatever is not taken is named, and makes the exit code 1.
    """
    from ...offline.merge import Side
    from ...offline.returned_files import list_files
    from ...store.accounts import people
    from .run import ImportOptions, Run

    with opened(database) as store, list_files(source) as files:
        store.check()
        with store.read() as c:
            person = people.find_person(c, email)
        if person is None:
            raise refuse("account-not-found")
        run = Run(store, person, ImportOptions(assessment, apply, cast(Side | None, prefer), erase, as_json, language))
        if not run.all_of(files):
            ctx.exit(1)
