"""`maturity import`: a table of many enterprises with their answers: all of it, or nothing, or its good rows."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ..errors import Refusal
from .bulk import accept_option, add_kept, checked, profile_option
from .common import (
    database_option,
    json_option,
    language_option,
    opened,
    print_json,
    questionnaire_named,
    questionnaire_option,
    references_of,
    year_option,
)

if TYPE_CHECKING:
    from ..intake.bulk.kept import Kept
    from ..questionnaire import Questionnaire
    from ..store import Store

_NAMES = 3  # shown to confirm


def _normalised(ctx: click.Context, option: click.Parameter, codes: tuple[str, ...]) -> tuple[str, ...]:
    from ..classification.credit_code import normalise

    return tuple(map(normalise, codes))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@year_option
@questionnaire_option
@click.option("--dry-run", is_flag=True, help="Only report mistakes and counts; write nothing.")
@click.option(
    "--again", is_flag=True, help="Also import enterprises with a submission for the year; the new one counts."
)
@profile_option
@accept_option
@click.option(
    "--confirm-code",
    "codes",
    multiple=True,
    callback=_normalised,
    metavar="CODE",
    help="Import for this enterprise, which registered itself, once you have checked its members.",
)
@click.option(
    "--skip-bad",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Import the rows without mistakes; write the others to FILE (.csv or .xlsx), to correct and import.",
)
@click.option(
    "--references",
    type=click.Path(path_type=Path),
    help="Reference values that numbers are scored against  [default: the set in use in the database, else "
    "ID.references.csv beside definitions]",
)
@json_option
@database_option
@language_option
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    year: int,
    questionnaire: str,
    dry_run: bool,
    again: bool,
    profile: str,
    accepted: tuple[str, ...],
    codes: tuple[str, ...],
    skip_bad: Path | None,
    references: Path | None,
    as_json: bool,
    database: str | None,
    language: str,
) -> None:
    """Read a table (CSV, XLSX, ODS or XLS) of enterprises with their answers, one row each.

    Columns: name, credit_code, division, production_type, city, headcount, revenue_10k, founded, ownership, profile
    (what is not needed may be missing), one an item id; others are named and passed over. Cells hold a choice by id or
    text, a reason ("not-applicable: …", "不适用：…"), or a number; its unit stands there ("12 GWh"), in a column
    "ITEM unit" or in the heading: "output [t]", "energy[electricity] [MWh]". All rows must be right, or use --skip-bad.
    """
    from ..intake.bulk.refused import Refused, check_target, write_refused

    aside: list[Refused] = []
    if skip_bad:
        check_target(skip_bad, file)
    with opened(database) as store:
        asked = questionnaire_named(questionnaire, store)
        against, known = references_of(asked, references, store, language), _known(store, asked, year, dry_run)
        confirmed, mistakes = known.confirmed(accepted), known.mistakes(again, codes)
        with (
            checked(file, asked, confirmed, mistakes, language, aside if skip_bad else None, profile) as kept,
            write_refused(aside, skip_bad, language) if skip_bad else nullcontext(),
        ):
            names = kept.first("name", _NAMES)
            added = _would_add(kept, known) if dry_run else add_kept(store, asked, kept, year, codes, against)
    _print(_Counts(kept.rows + len(aside), *added, len(aside), dry_run), names, skip_bad, as_json, language)
    ctx.exit(1 if aside else 0)


class _Counts(NamedTuple):
    rows: int
    enterprises: int
    submissions: int
    repeated: int
    refused: int
    dry_run: bool


def _print(counts: _Counts, names: Sequence[str], aside: Path | None, as_json: bool, language: str) -> None:
    if as_json:
        print_json(counts._asdict())
        return
    click.echo(f"{_counted(counts, language)}\n{_first(names, language)}")
    if counts.refused:
        click.echo(_refused(counts.rows - counts.refused, counts.refused, str(aside), language))


class _Known(NamedTuple):
    registered: frozenset[str]
    submitted: frozenset[str]
    claimed: frozenset[str]

    def confirmed(self, accepted: Sequence[str]) -> tuple[str, ...]:
        """Those that are accepted though they fail a check: named by the user, or registered before."""
        from ..classification.credit_code import waived

        return (*accepted, *filter(waived, self.registered))

    def mistakes(self, again: bool, confirmed: Sequence[str]) -> dict[str, frozenset[str]]:
        """The credit codes that may not come in, by the mistake that it would be."""
        taken = frozenset[str]() if again else self.submitted
        return {"intake-taken": taken, "import-claimed": self.claimed.difference(confirmed)}


def _known(store: "Store", questionnaire: "Questionnaire", year: int, dry_run: bool) -> _Known:
    """The enterprises in the store; none for a dry run with a database without tables."""
    from ..store.enterprises.claimed import claimed_codes
    from ..store.enterprises.lookup import codes_with_submission, registered_codes

    try:
        with store.read() as c:
            return _Known(registered_codes(c), codes_with_submission(c, questionnaire, year), claimed_codes(c))
    except Refusal as refusal:
        if dry_run and refusal.problems[0].code == "store-not-created":
            return _Known(frozenset(), frozenset(), frozenset())
        raise


def _would_add(kept: "Kept", known: _Known) -> tuple[int, int, int]:
    codes = (code for block in kept.blocks() for code in block.facts["credit_code"].tolist())
    return sum(code not in known.registered for code in codes), kept.rows, 0


def _counted(counts: _Counts, language: str) -> str:
    rows, new, submissions, repeated = (f"{count:,}" for count in counts[:4])
    if language == "zh":
        head = "试运行，没有写入数据库。" if counts.dry_run else ""
        tail = f"，{repeated} 行与已有提交完全相同、未重复写入" if counts.repeated else ""
        return f"{head}读取 {rows} 行，新企业 {new} 家，提交 {submissions} 份{tail}。"
    head = "Dry run, nothing was written to the database. " if counts.dry_run else ""
    tail = f"; {repeated} rows equal to what is there were left alone" if counts.repeated else ""
    return f"{head}{rows} rows read, {new} new enterprises, {submissions} submissions{tail}."


def _first(names: Sequence[str], language: str) -> str:
    """The first names as read, which show whether the encoding was recognised."""
    if language == "zh":
        return f"最前面的企业名称：{'、'.join(names) or '（无）'}。如有乱码，请另存为 .xlsx 后重新导入。"
    shown = ", ".join(names) or "none"
    return f"First names read: {shown}. If they are not what you expect, save the table as .xlsx and import it again."


def _refused(taken: int, refused: int, file: str, language: str) -> str:
    if language == "zh":
        return f"其中可用 {taken:,} 行，有误 {refused:,} 行；有误的行连同错误已写入 {file}，改正后再次导入。"
    return f"{taken:,} of them good, {refused:,} refused; the refused rows and their mistakes are in {file} to mend."
