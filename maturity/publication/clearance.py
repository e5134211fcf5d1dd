"""From the store to protected releases: suppressed or rounded, audited against earlier releases, entered in the ledger.

The order matters: the suppression report is written first, whatever the result; the ledger has a release before its
files are moved into place. A release that cannot be proven safe is a Refusal, and nothing is written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..assessment.selection import LeftOut, Reference
from ..disclosure.rules import Rules
from ..errors import Problem, Refusal, refuse
from ..questionnaire import Questionnaire, Text, load
from ..questionnaire.fitting import without_replaced
from .earlier_releases import (
    LOOKS_BACK,
    ROUNDED,
    EarlierRelease,
    RelevantLedger,
    check_unmixed,
    earlier_releases,
    looks_back,
    named,
    relevant_ledger,
    rounded_states,
)
from .publish import YearData, year_data
from .revision import ReleaseStatus, check_status, reference_on
from .suppression_report import SuppressedCell, suppressed_cell, suppressed_cells, unprotected

if TYPE_CHECKING:
    from ..statistics.confidentiality.counts import Count
    from ..statistics.confidentiality.states import State
    from ..statistics.plan import Plan, TablePlan
    from ..statistics.table import Table
    from ..store import Connection, Store
    from ..store.publications.releases import LedgerEntry, ReleaseOrigin
    from .release import Release

DifferencingPolicy = Literal["refuse", "hide", "hold-back"]
Read = Callable[[Reference, bytes], YearData]


@dataclass(frozen=True, slots=True)
class Request:
    """The plans to publish for one year and one state of the data; they are protected together.

    `beside` says what happens if a figure could be derived together with earlier releases (disclosure by differencing):
    "refuse"; "hide" more cells; or "hold-back" the changes of few enterprises, then hide what is left. Without a
    `reference` the data are the present ones.
    """

    plans: "tuple[Plan, ...]"
    year: int
    rules: Rules
    status: ReleaseStatus = "provisional"
    beside: DifferencingPolicy = "refuse"
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Clearance:
    """The protected releases, the cells not shown (`suppressed_cells`), and why they may not be published (`problems`).

    `entries` are for the ledger, `state` is the packed state of the data, `tried` the keys of the releases audited
    against.
    """

    releases: "tuple[Release, ...]"
    left_out: LeftOut
    suppressed_cells: tuple[SuppressedCell, ...]
    problems: tuple[Problem, ...]
    questionnaire: Questionnaire
    entries: "tuple[LedgerEntry, ...]"
    state: bytes
    tried: frozenset[tuple[str, str]]

    @property
    def audit_name(self) -> str:
        """The file name of the internal suppression report."""
        first = self.entries[0]
        return f"{'-'.join(entry.plan for entry in self.entries)}-{first.year}-{first.checksum[:12]}-internal.csv"

    def enter(self, c: "Connection", by: "ReleaseOrigin") -> None:
        """Enter them in the ledger. Raises Refusal with the problems, or `disclosure-ledger-changed`."""
        from ..store.publications.releases import add_to_ledger

        self.check()
        add_to_ledger(c, self.questionnaire, self.entries, self.state, self.tried, by)

    def check(self) -> None:
        """Raise Refusal with the problems unless the releases may be published."""
        if self.problems:
            raise Refusal(*self.problems)


def clear(
    store: "Store",
    request: Request,
    questionnaire: Questionnaire | None = None,
    read: Read | None = None,
) -> Clearance:
    """The protected releases of `request`, audited against all earlier ones of its year and the adjacent years.

    Their data are the submissions in the store, or those that `read(reference, salt)` returns from a file. Raises
    Refusal as :func:`maturity.publication.publish.year_data` and :func:`maturity.publication.revision.check_status` do,
    and `disclosure-…` where an audit is impossible.
    """
    from ..statistics.coverage import covered
    from ..statistics.frame import present
    from .releasable import check_meant, check_unweighted

    asked, rules = questionnaire or load(), request.rules
    check_meant(request.plans, asked)
    check_unweighted(request.plans)
    known = relevant_ledger(store, asked, request.year, from_file=read is not None)
    check_unmixed(request.year, request.plans, rules.rounded, known)
    if read and request.beside == "hold-back":
        raise refuse("disclosure-file-held")
    moment = request.reference or reference_on(None, datetime.now(UTC), request.year, known.entries)
    data, kept = _of_file(read, moment, known) if read else (year_data(store, asked, request.year, moment), None)
    earlier = earlier_releases(store, asked, request.year, data, known)
    batch = _batch(request, data, earlier) if request.beside != "hide" else None
    if batch and request.beside == "hold-back":
        data = year_data(store, asked, request.year, batch.reference)
    base = len(present(data.frame))
    if base < rules.statistics:
        raise refuse("disclosure-too-few", year=request.year, count=base, least=rules.statistics)
    plans, missing = zip(*(covered(plan, data.frame) for plan in request.plans), strict=True)
    request = replace(request, plans=plans)
    before = rounded_states(store, asked, request.year, data, known) if rules.rounded else ()
    protected = _rounded(request, data, before) if rules.rounded else _suppressed(request, data, earlier, batch)
    protected = protected._replace(state=kept or protected.state)
    of_year = [entry for entry in known.entries if entry.year == request.year]
    check_status(request.status, _reference(data), protected.state.digest, request.year, of_year)
    return _cleared(request, asked, data, protected, known, missing)


def _of_file(read: Read, moment: Reference, known: RelevantLedger) -> "tuple[YearData, State]":
    """The enterprises of a file, numbered as in the store where they are in it, and the file's state of the data."""
    from ..statistics.confidentiality.states import state_of

    data = read(moment, known.salt or b"")
    named = known.named(data.frame["member"].to_numpy())
    return replace(data, frame=data.frame.assign(member=named)), state_of(data.frame)


def _reference(data: YearData) -> Reference:
    if data.reference is None:
        raise ValueError("data without a reference")
    return data.reference


class _Batch(NamedTuple):
    """How many enterprises changed since the year's last release, how many are held back, and the reference then."""

    changed: int
    held: int
    reference: Reference


def _batch(request: Request, data: YearData, earlier: Sequence[EarlierRelease]) -> _Batch | None:
    """The changes since the last release of the year; None without one, or where it has the same data.

    Raises Refusal `release-all-wait` where a revision would hold back every change.
    """
    from ..statistics.confidentiality.holding import batch
    from ..statistics.confidentiality.linked import linked

    of_year = [each for each in earlier if each.entry.year == request.year and each.entry.reference]
    now = data.state
    if not of_year or now.digest in {each.published.state.digest for each in of_year}:
        return None
    base = of_year[-1]
    footprints = [
        each.published.footprint for each in of_year if each.published.state.digest == base.published.state.digest
    ]
    found = batch(now, linked(_joint(request.plans), now, {}), base.published.state, footprints, request.rules)
    if request.beside == "hold-back" and request.status == "revised" and len(found.held) == len(found.changed):
        raise refuse("release-all-wait", year=request.year, moved=len(found.changed))
    before = base.entry.reference or _reference(data)
    reference = _reference(data).holding(found.held.tolist(), before)
    return _Batch(len(found.changed), len(found.held), reference)


class _Protected(NamedTuple):
    """The result of protection: `footprint` is what is published, for the ledger; `cells` are those not shown."""

    state: "State"
    tables: "tuple[tuple[Table, ...], ...]"
    footprint: Mapping[str, Any]
    cells: tuple[SuppressedCell, ...]
    problems: tuple[Problem, ...]


def _suppressed(
    request: Request, data: YearData, earlier: Sequence[EarlierRelease], batch: _Batch | None
) -> _Protected:
    """Tables with primary and secondary suppression; with "refuse" earlier releases are only checked."""
    from ..statistics.confidentiality.protection import beside_earlier, protection
    from ..statistics.tabulate import tabulate

    plans = _joint(request.plans)
    tables = [
        replace(table, id=_joined(plan, table.id)) for plan in request.plans for table in tabulate(plan, data.frame)
    ]
    published = [each.published for each in earlier]
    hides = request.beside != "refuse"
    by = protection(plans, tables, data.frame, request.rules, published if hides else (), state=data.state)
    problems = [unprotected(by)] if by.unsafe else []
    together: Sequence[Count | None] = ()
    if published and not hides and not by.unsafe:
        by, together = beside_earlier(by, plans, published)
    if together:
        problems.append(_beside_earlier(request, together, earlier, batch))
    cells = (*suppressed_cells(by), *(suppressed_cell(count, "together") for count in together))
    apart = _apart(request.plans, by.apply(tables))
    return _Protected(by.state, apart, by.footprint.document(), cells, tuple(problems))


def _joint(plans: "Sequence[Plan]") -> "list[TablePlan]":
    """The tables of several plans, the plan's id before each table's id."""
    return [replace(table, id=_joined(plan, table.id)) for plan in plans for table in plan.tables]


def _joined(plan: "Plan", table: str) -> str:
    return f"{plan.id}/{table}"


def _apart(plans: "Sequence[Plan]", tables: "Sequence[Table]") -> "tuple[tuple[Table, ...], ...]":
    """Finished tables by plan, with their own ids."""
    found = {table.id: table for table in tables}
    return tuple(tuple(replace(found[_joined(plan, table.id)], id=table.id) for table in plan.tables) for plan in plans)


def _beside_earlier(
    request: Request, together: "Sequence[Count | None]", earlier: Sequence[EarlierRelease], batch: _Batch | None
) -> Problem:
    """The problem that releases disclose together with earlier ones, and what would make them possible."""
    changed = sum(count is not None and count.unlike is not None for count in together)
    values: dict[str, object] = {"count": len(together), **named(each.entry for each in earlier)}
    if not changed or batch is None:
        return Problem("disclosure-beside-earlier", values=values)
    code = "disclosure-changes-told" if batch.held < batch.changed else "disclosure-changes-wait"
    return Problem(code, values=values | {"changed": changed, "moved": batch.changed, "held": batch.held})


def _rounded(request: Request, data: YearData, earlier: "Sequence[State]") -> _Protected:
    """Tables with rounded numbers, the same in every release for the same enterprises: differences disclose nothing."""
    from ..statistics.confidentiality.rounding import BASE, reduced, rounded
    from ..statistics.tabulate import tabulate

    less = [reduced(plan) for plan in request.plans]
    tables = tuple(rounded(plan.tables, tabulate(plan, data.frame), [*earlier, data.state]) for plan in less)
    footprint = {ROUNDED: BASE, LOOKS_BACK: any(looks_back(plan) for plan in less)}
    return _Protected(data.state, tables, footprint, (), ())


def _cleared(
    request: Request,
    asked: Questionnaire,
    data: YearData,
    protected: _Protected,
    known: RelevantLedger,
    missing: Sequence[tuple[Text, ...]],
) -> Clearance:
    from ..statistics.frame import present
    from ..statistics.quality import lines
    from ..store.publications.releases import SALT, TITLE, LedgerEntry
    from .release import assemble

    rules, year, base = request.rules, request.year, len(present(data.frame))
    quality, reference = lines(data.quality, asked, rules), _reference(data)
    used = without_replaced(asked, data.quality.profiles)
    footprint = protected.footprint if data.salt is None else {**protected.footprint, SALT: data.salt.hex()}
    releases, entries = [], []
    for plan, tables, left in zip(request.plans, protected.tables, missing, strict=True):
        made = assemble(
            plan,
            tables,
            used,
            year,
            base,
            as_of=reference.day,
            status=request.status,
            rules=rules,
            left_out=data.left_out,
            missing=left,
        )
        releases.append(replace(made, quality=quality))
        ids = (plan.id, plan.digest, year, data.digest, rules.threshold, rules.statistics, made.checksum)
        titled = {**footprint, TITLE: [plan.title.zh, plan.title.en]}
        entries.append(LedgerEntry(*ids, titled, protected.state.digest, request.status, reference))
    problems = () if all(entry.key in known.keys for entry in entries) else protected.problems
    kept = protected.state.packed()
    return Clearance(tuple(releases), data.left_out, protected.cells, problems, asked, tuple(entries), kept, known.keys)
