"""`maturity publish`: the aggregate tables of a year, in a file."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...publication.clearance import Request
from ...publication.revision import STATUSES
from ..common import (
    database_option,
    json_option,
    language_option,
    opened,
    opened_if_named,
    questionnaire_option,
    year_option,
)
from ..engine import engine_of, engine_option
from .file import TableFile, table_options
from .report import tell
from .run import (
    Look,
    brought_options,
    data_of,
    moment_of,
    named,
    of_store,
    own_metadata,
    rules_of,
    write_internal,
    write_public,
)

if TYPE_CHECKING:
    from ...publication.clearance import DifferencingPolicy
    from ...publication.release import Symbols
    from ...publication.revision import ReleaseStatus
    from ...publication.sources.brought import Brought


_HELP = """Write the aggregate tables of a year.

The ending of the file's name chooses the format. Without --release the file is for internal use and "-internal" is
added to its name. With --release, what could tell about single enterprises is hidden, an intruder is tried on what
is left and on earlier releases (where that is unsafe, only the audit report is written), and --out may be a folder.
"""


@click.command("publish", help=_HELP)
@click.option(
    "--plan",
    "plans",
    default=["standard"],
    show_default=True,
    multiple=True,
    metavar="PLAN",
    help="A shipped plan, or the FILE.yaml of one; with --release several, protected together.",
)
@year_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="FILE.xlsx, .html, .csv, .parquet, .sdmx.zip, .jsonstat.zip or .px.zip.",
)
@click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Reference metadata: see `maturity metadata`  [default: metadata.yaml in MATURITY_DATA_DIR]",
)
@click.option("--release", "public", is_flag=True, help="Protect single enterprises, and enter it into the ledger.")
@click.option("--threshold", type=int, default=5, show_default=True, help="With --release: smallest number shown.")
@click.option("--audit", type=click.Path(path_type=Path), help="With --release: where the internal report goes.")
@click.option(
    "--beside-earlier",
    "beside",
    type=click.Choice(["refuse", "hold-back", "hide"]),
    default="refuse",
    show_default=True,
    help="With --release: what happens where it would disclose beside earlier ones.",
)
@click.option(
    "--status",
    type=click.Choice(STATUSES),
    default="provisional",
    show_default=True,
    help="With --release: of the figures.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The data at the end of this day, such as that of an earlier release  [default: now]",
)
@click.option("--round", "rounded", is_flag=True, help="With --release: round numbers to 5, hide none.")
@click.option(
    "--symbols",
    type=click.Choice(["customary", "gss", "cn"]),
    default="customary",
    show_default=True,
    help="Signs in tables: [c] [u] [z] (gss), as in Chinese yearbooks (cn), or as is usual in the language.",
)
@brought_options
@engine_option
@questionnaire_option
@table_options
@json_option
@database_option
@language_option
def command(
    plans: tuple[str, ...],
    year: int,
    out: Path,
    public: bool,
    threshold: int,
    beside: "DifferencingPolicy",
    status: "ReleaseStatus",
    as_of: datetime | None,
    rounded: bool,
    audit: Path | None,
    symbols: "Symbols",
    metadata: Path | None,
    brought: "Brought",
    engine: str,
    questionnaire: str,
    file: TableFile | None,
    as_json: bool,
    database: str | None,
    language: str,
) -> None:
    """Write the aggregate tables of a year."""
    look = Look(symbols, own_metadata(metadata))
    with engine_of(engine, database, public) as on:
        if file and not public:
            with opened_if_named(database) as known:
                answered, asked = named(questionnaire, plans, known)
                made = file.table(answered, known, language).maker(year, answered, as_of, on)
                return tell(write_internal(made, asked, out, look, language), language, as_json=as_json)
        with opened(database) as store:
            answered, asked = named(questionnaire, plans, store)
            data = moment_of(as_of, year) if file else data_of(store, answered, year, as_of)
            if not public:
                made = of_store(store, year, answered, data, on, brought)
                return tell(write_internal(made, asked, out, look, language), language, as_json=as_json)
            request = Request(asked, year, rules_of(threshold, rounded), status, beside, data, brought)
            written = write_public(store, request, answered, out, audit, look, language, file, as_json=as_json)
            tell(written, language, as_json=as_json)
