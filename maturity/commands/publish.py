"""`maturity publish`: the aggregate tables of a year, in a file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ..clearance import Request
from ..errors import refuse
from ..revision import STATUSES
from .bulk import file_option, of_plain_file, source, streamed
from .common import database_option, language_option, questionnaire_option, read_text, shipped, year_option

if TYPE_CHECKING:
    from ..clearance import Beside, Clearance
    from ..disclosure.rules import Rules
    from ..publish import Publication
    from ..questionnaire import Questionnaire, Text
    from ..release import Exporter, Release, Symbols
    from ..revision import ReleaseStatus
    from ..selection import LeftOut, Reference
    from ..statistics.plan import Plan
    from ..store import Store


@click.command("publish")
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
    type=click.Choice(["gss", "cn"]),
    default="gss",
    show_default=True,
    help="Signs in tables: [c] [u] [z], or as in Chinese yearbooks.",
)
@questionnaire_option
@file_option
@database_option
@language_option
def command(
    plans: tuple[str, ...],
    year: int,
    out: Path,
    public: bool,
    threshold: int,
    beside: "Beside",
    status: "ReleaseStatus",
    as_of: datetime | None,
    rounded: bool,
    audit: Path | None,
    symbols: "Symbols",
    metadata: Path | None,
    questionnaire: str,
    file: Path | None,
    accepted: tuple[str, ...],
    database: str | None,
    language: str,
) -> None:
    """Write the aggregate tables of a year.

    The ending of the file's name chooses the format. Without --release the file is for internal use and "-internal" is
    added to its name. With --release, what could tell about single enterprises is hidden, an attacker is tried on what
    is left and on earlier releases, and --out may be a folder: it then gets every format. Where anything stays unsafe
    nothing is written but the internal audit report.
    """
    look = _Look(symbols, _own(metadata))
    asked, answered = tuple(map(_plan, plans)), shipped(questionnaire)
    if public and file:
        raise refuse("disclosure-no-ledger")
    if file and as_of is None and streamed(file, answered):
        return _internal(partial(of_plain_file, file, accepted, year, answered), asked, out, look, language)
    with source(database, file, accepted, answered, year) as store:
        reference = _reference(store, answered, year, as_of)
        if public:
            request = Request(asked, year, _rules(threshold, rounded), status, beside, reference)
            _public(store, request, answered, out, audit, look, language)
        else:
            _internal(_of_store(store, year, answered, reference), asked, out, look, language)


class _Look(NamedTuple):
    """What a release is shown with: its signs, and the publishing body's own reference metadata."""

    symbols: "Symbols"
    own: "Mapping[str, Text]"

    def on(self, release: "Release") -> "Release":
        """`release` with it."""
        return replace(release, symbols=self.symbols, own=self.own)


def _own(file: Path | None) -> "Mapping[str, Text]":
    from ..settings import data_dir
    from ..simsfile import kept_sims, read_sims

    return read_sims(read_text(file), str(file)) if file else kept_sims(data_dir())


def _public(
    store: "Store",
    request: Request,
    answered: "Questionnaire",
    out: Path,
    audit: Path | None,
    look: "_Look",
    language: str,
) -> None:
    plans, year = request.plans, request.year
    targets = [_targets(out, f"maturity-{plan.id}-{year}-{language}", len(plans) > 1) for plan in plans]
    cleared = _cleared(store, request, answered, audit, language)
    for release, files in zip(cleared.releases, targets, strict=True):
        _write(release, cleared.left_out, files, look, language)


def _reference(store: "Store", questionnaire: "Questionnaire", year: int, as_of: datetime | None) -> "Reference | None":
    """The data at the end of a day; None for all there are now."""
    from ..revision import reference_on
    from ..store.releases import entries

    if as_of is None:
        return None
    with store.read() as c:
        return reference_on(as_of.date(), datetime.now(UTC), entries(c, questionnaire, (year,)))


def _rules(threshold: int, rounded: bool) -> "Rules":
    from ..disclosure.rules import Rules

    return Rules(threshold=threshold, rounded=rounded)


def _of_store(
    store: "Store", year: int, questionnaire: "Questionnaire", reference: "Reference | None"
) -> "Callable[[Plan], Publication]":
    from ..publish import publication

    return partial(publication, store, year=year, questionnaire=questionnaire, reference=reference)


def _internal(
    make: "Callable[[Plan], Publication]", plans: "Sequence[Plan]", out: Path, look: "_Look", language: str
) -> None:
    from ..release import exporter, suffix_of

    write = exporter(suffix_of(out))
    for plan in plans:
        made = make(plan)
        written = write(look.on(made.release), out, language)
        for line in _report(made.release, made.left_out, written, language):
            click.echo(line)


def _targets(out: Path, name: str, several: bool) -> "list[tuple[Exporter, Path]]":
    """What writes which file: the one named, or one of every format in a folder. Several plans need a folder."""
    from ..release import exporter, suffix_of, suffixes

    if out.suffix and several:
        raise click.UsageError("--out must be a folder where several plans are released together.")
    paths = [out] if out.suffix else [out / f"{name}{suffix}" for suffix in suffixes()]
    return [(exporter(suffix_of(path)), path) for path in paths]


def _plan(wish: str) -> "Plan":
    """The plan in a file, or a shipped one by its name."""
    from ..statistics.plan import load_plan, read_plan

    file = Path(wish)
    return read_plan(read_text(file), wish) if file.suffix in (".yaml", ".yml") else load_plan(wish)


def _cleared(
    store: "Store", request: Request, answered: "Questionnaire", audit: Path | None, language: str
) -> "Clearance":
    """The releases, their audit report written and the ledger told."""
    from ..clearance import clear
    from ..settings import data_dir
    from ..store.releases import Origin
    from ..suppressions import write_audit

    cleared = clear(store, request, answered)
    report = audit or data_dir() / "audits" / cleared.audit_name
    write_audit(cleared.findings, report)
    click.echo(f"{'内部审核报告：' if language == 'zh' else 'Internal audit report: '}{report}")
    with store.write() as c:
        cleared.enter(c, Origin())
    return cleared


def _write(
    release: "Release",
    left_out: "LeftOut",
    targets: "Sequence[tuple[Exporter, Path]]",
    look: "_Look",
    language: str,
) -> None:
    from ..settings import private_folder

    private_folder(targets[0][1].parent)
    for write, target in targets:
        written = write(look.on(release), target, language)
        click.echo(f"{'已写出 ' if language == 'zh' else 'Written: '}{written}")
    for line in _report(release, left_out, written, language)[1:]:
        click.echo(line)


def _report(release: "Release", left_out: "LeftOut", written: Path, language: str) -> list[str]:
    from ..release import manifest

    counts = manifest(release)
    zh = language == "zh"
    lines = [
        f"已写出 {written}：{release.base:,} 家企业，{len(release.tables)} 张表。"
        if zh
        else f"Written: {written}, {release.base:,} enterprises, {len(release.tables)} tables."
    ]
    for count in counts:
        detail = f"{count.rows:,} 行，{count.cells:,} 格" if zh else f"{count.rows:,} rows, {count.cells:,} cells"
        lines.append(f"  {count.table:<24} {detail}")
    return [*lines, *_notes(left_out, zh)]


def _notes(left_out: "LeftOut", zh: bool) -> Iterator[str]:
    """What is not in the release, each reason by itself."""
    if left_out.versions:
        yield (
            f"注意：{left_out.versions:,} 家企业按问卷的其他版本提交，未计入。"
            if zh
            else f"Note: {left_out.versions:,} enterprises answered another version and are left out."
        )
    if left_out.held:
        yield (
            f"注意：{left_out.held:,} 家企业的新数据留待以后的批次，仍按上次发布时的数据计入。"
            if zh
            else f"Note: newer data of {left_out.held:,} enterprises wait for a later batch; they stand as in the last "
            "release."
        )
    if left_out.elsewhere:
        yield (
            f"注意：{left_out.elsewhere:,} 家企业只有从外部带入、尚未认可的提交，未计入。"
            if zh
            else f"Note: {left_out.elsewhere:,} enterprises have only submissions brought in from elsewhere that "
            "nobody has accepted; they are left out."
        )
    if left_out.differing:
        count, named = len(left_out.differing), "; ".join(left_out.differing)
        yield (
            f"注意：{count:,} 家企业保存的等级与答案不符，未计入：{named}"
            if zh
            else f"Note: {count:,} enterprises keep a level that does not follow from their answers and are left out: "
            f"{named}"
        )
