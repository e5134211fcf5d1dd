"""`maturity detail`: one row an enterprise, for authorised analysts."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..publication.microdata_file import WHAT, What
from .bulk import blocks_of_file, file_option
from .common import (
    database_option,
    json_option,
    language_option,
    opened,
    print_json,
    progress,
    questionnaire_option,
    questionnaire_with_levels,
    year_option,
)

if TYPE_CHECKING:
    from ..publication.microdata_file import Microdata
    from ..questionnaire import Questionnaire


@click.command("detail")
@year_option
@click.option(
    "--what",
    type=click.Choice(WHAT),
    default="scores",
    show_default=True,
    help="Scores of levels, groups and areas; or every answer; or all of it.",
)
@click.option("--reason", required=True, help="What the microdata are for; the enterprises in them can read it.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.xlsx, .csv or .parquet.")
@questionnaire_option
@file_option
@json_option
@database_option
@language_option
def command(
    year: int,
    what: What,
    reason: str,
    out: Path,
    questionnaire: str,
    file: Path | None,
    profile: str,
    accepted: tuple[str, ...],
    as_json: bool,
    database: str | None,
    language: str,
) -> None:
    """Write one row per enterprise: facts, level and scores, answers on demand; no names, no credit codes.

    Every export is logged with its reason and seen by the enterprises in it; fewer than 10 enterprises are refused
    here, and go out from the analysts' page once a second person has agreed.

    For internal use: "-internal" is added to the file's name. A manifest beside it tells rows, columns, checksum and
    what was left out. Stopping it leaves nothing behind.
    """
    from ..publication.microdata_file import write

    with nullcontext() if file else opened(database) as store:
        asked = questionnaire_with_levels(questionnaire, store)
    firms = "企业" if language == "zh" else "Enterprises"
    with (
        _made(year, what, reason, out, asked, file, profile, accepted, database, language) as made,
        progress(firms, made.rows) as told,
    ):
        path, manifest = write(made, out, told)
    if as_json:
        print_json({"file": str(path), "manifest": str(manifest), "rows": made.rows, "columns": len(made.columns)})
        return
    shape = f"{made.rows:,} × {len(made.columns)}"
    click.echo(f"{'已写出 ' if language == 'zh' else 'Written: '}{path} ({shape})")
    click.echo(f"{'清单：' if language == 'zh' else 'Manifest: '}{manifest}")


@contextmanager
def _made(
    year: int,
    what: What,
    reason: str,
    out: Path,
    asked: "Questionnaire",
    file: Path | None,
    profile: str,
    accepted: tuple[str, ...],
    database: str | None,
    language: str,
) -> "Iterator[Microdata]":
    """The rows, for as long as the block lasts: of a file, or of the database, whose log tells of it."""
    from ..publication.microdata import export
    from ..store.publications import exports

    if file is not None:
        with _of_file(file, profile, accepted, asked, year, what, reason, language) as made:
            yield made
        return
    with opened(database) as store:
        with store.write() as c:
            requested = exports.ExportRequest(asked.id, year, what, out.suffix.removeprefix(".")[:10], reason)
            request = exports.request_export(c, None, requested)
        yield export(store, request, asked)


@contextmanager
def _of_file(
    file: Path,
    profile: str,
    accepted: tuple[str, ...],
    asked: "Questionnaire",
    year: int,
    what: What,
    reason: str,
    language: str,
) -> "Iterator[Microdata]":
    from ..intake.bulk.kept import Kept
    from ..publication.microdata import new_pseudonyms, of_file
    from ..store.publications.exports import read_reason

    with Kept() as kept:
        with progress(file.name) as step:
            for block in blocks_of_file(file, accepted, asked, language, step, profile=profile):
                kept.add(block, pseudonym=new_pseudonyms(len(block.rows)))
        kept.finish()
        words = read_reason(reason)
        with file.open("rb") as source:
            digest = file_digest(source, "sha256").hexdigest()
        yield replace(of_file(kept.sorted("pseudonym"), kept.rows, digest, year, what, asked), reason=words)
