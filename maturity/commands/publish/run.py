"""Making and writing the tables of a year: internal ones from the database or a file, or cleared releases."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ...errors import refuse
from ...publication.clearance import Request
from ..common import installed, questionnaire_named, read_text
from .report import Report

if TYPE_CHECKING:
    from ...assessment.selection import Reference
    from ...disclosure.rules import Rules
    from ...publication.clearance import Clearance, Read
    from ...publication.publish import Publication
    from ...publication.release import Exporter, Release, Symbols
    from ...publication.sources.brought import Brought
    from ...questionnaire import Questionnaire, Text
    from ...statistics.engines import Opener
    from ...statistics.plan import Plan
    from ...store import Store
    from .file import TableFile


class Look(NamedTuple):
    """The style of signs, and the publishing body's own reference metadata."""

    symbols: "Symbols"
    own: "Mapping[str, Text]"

    def on(self, release: "Release") -> "Release":
        """`release` with this style and metadata."""
        return replace(release, symbols=self.symbols, own=self.own)


def own_metadata(file: Path | None) -> "Mapping[str, Text]":
    """The reference metadata in `file`, or those in the data folder."""
    from ...publication.metadata_file import kept_sims, read_sims
    from ...settings import data_dir

    return read_sims(read_text(file), str(file)) if file else kept_sims(data_dir())


def brought_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--regions`, `--indicators` and `--actual`: what the publishing body brings, as the argument `brought`."""

    @click.option(
        "--regions", type=click.Path(path_type=Path), metavar="TABLE", help="For plans with tables of regions."
    )
    @click.option(
        "--indicators", type=click.Path(path_type=Path), metavar="FILE.yaml", help="With --regions: its columns."
    )
    @click.option(
        "--actual", type=click.Path(path_type=Path), metavar="FILE", help="For plans of targets: what was reached."
    )
    @wraps(function)
    def run(regions: Path | None, indicators: Path | None, actual: Path | None, **given: Any) -> Any:
        return function(brought=_brought(regions, indicators, actual), **given)

    return run


def _brought(regions: Path | None, indicators: Path | None, actual: Path | None) -> "Brought":
    """What the files say. Raises Refusal with every mistake of them, `plan-regions-alone`."""
    from ...publication.sources.brought import Brought, read_regional, read_targets

    if (regions is None) != (indicators is None):
        raise refuse("plan-regions-alone")
    table = read_regional(regions, indicators, (regions.name, indicators.name)) if regions and indicators else None
    return Brought(table, read_targets(actual, actual.name) if actual else None)


def write_public(
    store: "Store",
    request: Request,
    answered: "Questionnaire",
    out: Path,
    audit: Path | None,
    look: "Look",
    language: str,
    file: "TableFile | None",
    *,
    as_json: bool,
) -> Iterator[Report]:
    """Clear the requested releases, enter them in the ledger, and write them to `out`, a file or a folder.

    Where the internal report is, is told before anything can be refused; with `as_json` on standard error.
    """
    from ...settings import private_folder
    from ...store.publications.releases import ReleaseOrigin

    plans, year = request.plans, request.year
    targets = [_targets(out, f"maturity-{plan.id}-{year}-{language}", len(plans) > 1) for plan in plans]
    read = partial(file.table(answered, store, language).year_data, plans, year, answered) if file else None
    cleared, place = _cleared(store, request, answered, audit, read)
    click.echo(f"{'内部审核报告：' if language == 'zh' else 'Internal audit report: '}{place}", err=as_json)
    with store.write() as c:
        cleared.enter(c, ReleaseOrigin())
    for release, files in zip(cleared.releases, targets, strict=True):
        private_folder(files[0][1].parent)
        written = [write(look.on(release), target, language) for write, target in files]
        yield Report(release, cleared.left_out, written, place)


def data_of(store: "Store", questionnaire: "Questionnaire", year: int, as_of: datetime | None) -> "Reference | None":
    """The reference of the data at the end of a day; None for the present data."""
    from ...publication.revision import reference_on
    from ...store.publications.releases import ledger_entries

    if as_of is None:
        return None
    with store.read() as c:
        known = ledger_entries(c, questionnaire, (year - 1, year))
    return reference_on(as_of.date(), datetime.now(UTC), year, known)


def moment_of(as_of: datetime | None, year: int) -> "Reference | None":
    """The reference of a file: the end of a day, None where not given. Raises Refusal `release-as-of-future`."""
    from ...publication.revision import reference_on

    return reference_on(as_of.date(), datetime.now(UTC), year, ()) if as_of else None


def rules_of(threshold: int, rounded: bool) -> "Rules":
    """The protection rules of a release."""
    from ...disclosure.rules import Rules

    return Rules(threshold=threshold, rounded=rounded)


def of_store(
    store: "Store",
    year: int,
    questionnaire: "Questionnaire",
    reference: "Reference | None",
    engine: "Opener | None",
    brought: "Brought | None" = None,
) -> "Callable[[Plan], Publication]":
    """A function that makes the internal tables of a plan from the store."""
    from ...publication.publish import publish

    return partial(
        publish,
        store,
        year=year,
        questionnaire=questionnaire,
        reference=reference,
        engine=engine,
        brought=brought,
    )


def write_internal(
    make: "Callable[[Plan], Publication]", plans: "Sequence[Plan]", out: Path, look: "Look", language: str
) -> Iterator[Report]:
    """Make each plan's tables and write them to `out`, marked as internal."""
    from ...publication.release import exporter, suffix_of

    write = exporter(suffix_of(out))
    for plan in plans:
        made = make(plan)
        yield Report(made.release, made.left_out, [write(look.on(made.release), out, language)])


def _targets(out: Path, name: str, several: bool) -> "list[tuple[Exporter, Path]]":
    """The exporter and path of each file: the one named, or one in every format in a folder. Several plans need a
    folder.
    """
    from ...publication.release import exporter, suffix_of, suffixes

    if out.suffix and several:
        raise click.UsageError("--out must be a folder where several plans are released together.")
    paths = [out] if out.suffix else [out / f"{name}{suffix}" for suffix in suffixes()]
    return [(exporter(suffix_of(path)), path) for path in paths]


def named(questionnaire: str, plans: Iterable[str], store: "Store | None") -> "tuple[Questionnaire, tuple[Plan, ...]]":
    """The questionnaire and the plans that a user names; looked for in the database too where one is used."""
    answered = questionnaire_named(questionnaire, store)
    return answered, tuple(_plan(name, answered, store) for name in plans)


def _plan(name: str, answered: "Questionnaire", store: "Store | None") -> "Plan":
    """The plan in a file, or one that is at hand by its name; `answered` may be installed nowhere."""
    from ...statistics.plan import load_plan, plans_for, read_plan

    file = Path(name)
    if file.suffix not in (".yaml", ".yml"):
        return plans_for(answered).get(name) or load_plan(name)
    return read_plan(
        read_text(file),
        name,
        lambda name: read_text(file.parent / name),
        lambda id: answered if id == answered.id else installed(id, store=store),
    )


def _cleared(
    store: "Store", request: Request, answered: "Questionnaire", audit: Path | None, read: "Read | None"
) -> "tuple[Clearance, Path]":
    """The cleared releases, not yet entered in the ledger, and where their suppression report was written."""
    from ...publication.clearance import clear
    from ...publication.suppression_report import write_suppression_report
    from ...settings import data_dir

    cleared = clear(store, request, answered, read)
    place = audit or data_dir() / "audits" / cleared.audit_name
    write_suppression_report(cleared.suppressed_cells, place)
    return cleared, place
