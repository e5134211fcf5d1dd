"""The tables of a request, suppressed or rounded, audited against what was published before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ...assessment.selection import Reference
from ...errors import Problem, refuse
from ..earlier_releases import LOOKS_BACK, ROUNDED, EarlierRelease, looks_back, named
from ..publish import YearData
from ..suppression_report import SuppressedCell, suppressed_cell, suppressed_cells, suppressed_sums, unprotected
from .request import Request

if TYPE_CHECKING:
    from ...statistics.confidentiality.counts import Count
    from ...statistics.confidentiality.protection import Protection
    from ...statistics.confidentiality.states import State
    from ...statistics.plan import Plan, TablePlan
    from ...statistics.table import Table


def reference_of(data: YearData) -> Reference:
    """The reference of data of the store. Raises ValueError without one."""
    if data.reference is None:
        raise ValueError("data without a reference")
    return data.reference


ASSOCIATED = "associated"  # in what a release told: the digest of the scores that a correlation of it is of


class Batch(NamedTuple):
    """How many enterprises changed since the year's last release, how many are held back, and the reference then."""

    changed: int
    held: int
    reference: Reference


def batch_since(request: Request, data: YearData, earlier: Sequence[EarlierRelease]) -> Batch | None:
    """The changes since the last release of the year; None without one, or where it has the same data.

    Raises Refusal `release-all-wait` where a revision would hold back every change.
    """
    from ...statistics.confidentiality.holding import batch
    from ...statistics.confidentiality.linked import linked

    of_year = [each for each in earlier if each.entry.year == request.year and each.entry.reference]
    now = data.state
    if not of_year or now.own.digest in {each.published.state.own.digest for each in of_year}:
        return None
    base = of_year[-1]
    footprints = [
        each.published.footprint for each in of_year if each.published.state.digest == base.published.state.digest
    ]
    found = batch(now, linked(_joint(request.plans), now, {}), base.published.state, footprints, request.rules)
    if request.beside == "hold-back" and request.status == "revised" and len(found.held) == len(found.changed):
        raise refuse("release-all-wait", year=request.year, moved=len(found.changed))
    before = base.entry.reference or reference_of(data)
    reference = reference_of(data).holding(found.held.tolist(), before)
    return Batch(len(found.changed), len(found.held), reference)


class Protected(NamedTuple):
    """The result of protection: `footprint` is what is published, for the ledger; `cells` are those not shown."""

    state: "State"
    tables: "tuple[tuple[Table, ...], ...]"
    footprint: Mapping[str, Any]
    cells: tuple[SuppressedCell, ...]
    problems: tuple[Problem, ...]


def suppressed(request: Request, data: YearData, earlier: Sequence[EarlierRelease], batch: Batch | None) -> Protected:
    """Tables with primary and secondary suppression; with "refuse" earlier releases are only checked."""
    from ...statistics.confidentiality.associations import association_digest
    from ...statistics.confidentiality.protection import beside_earlier, protection
    from ...statistics.tabulate import tabulate

    plans = _joint(request.plans)
    tables = [
        replace(table, id=_joined(plan, table.id)) for plan in request.plans for table in tabulate(plan, data.frame)
    ]
    published = [each.published for each in earlier]
    hides = request.beside != "refuse"
    by = protection(plans, tables, data.frame, request.rules, published if hides else (), state=data.state)
    problems = [unprotected(by)] if by.unsafe else []
    by, of_sums = _with_sums(request, by, plans, data, earlier)
    problems += of_sums
    by = replace(by, associated=_associated(request, data, earlier))
    together: Sequence[Count | None] = ()
    if published and not hides and not by.unsafe:
        by, together = beside_earlier(by, plans, published)
    if together:
        problems.append(_beside_earlier(request, together, earlier, batch))
    cells = (*suppressed_cells(by), *suppressed_sums(by), *(suppressed_cell(count, "together") for count in together))
    apart = _apart(request.plans, by.apply(tables))
    document = by.footprint.document() | (by.sums.document() if by.sums else {})
    document |= {ASSOCIATED: association_digest(data.frame)} if by.associated else {}
    return Protected(by.state, apart, document, cells, tuple(problems))


def _associated(request: Request, data: YearData, earlier: Sequence[EarlierRelease]) -> bool:
    """Whether a correlation with scores under another questionnaire may be shown, beside those that earlier releases of
    the year showed.
    """
    from ...statistics.confidentiality.associations import association_shown
    from ...statistics.relative.names import ASSOCIATION

    if not any(ASSOCIATION in table.measures for plan in request.plans for table in plan.tables):
        return False
    of_year = [each for each in earlier if each.entry.year == request.year and ASSOCIATED in each.entry.footprint]
    before = [(str(each.entry.footprint[ASSOCIATED]), each.published.state) for each in of_year]
    return association_shown(data.frame, data.state, before, request.rules)


def _with_sums(
    request: Request, by: "Protection", plans: "Sequence[TablePlan]", data: YearData, earlier: Sequence[EarlierRelease]
) -> "tuple[Protection, list[Problem]]":
    """`by` with the sums of quantities that may be shown, and why they may not be published: sums of the year that were
    released from other data would tell of the difference.
    """
    from ...statistics.confidentiality.protection import with_sums
    from ...statistics.confidentiality.sums import SumsTold, amounts_digest, sums_from

    known = list[SumsTold]()
    changed = list[EarlierRelease]()
    for each in earlier:
        told = sums_from(each.entry.footprint)
        if each.entry.year == request.year and told.shown:
            same = told.digest == amounts_digest(data.frame, told.shown)
            known += [told] if same else []
            changed += [] if same else [each]
    by = with_sums(by, plans, data.frame, known)
    problems = []
    if by.sums is not None and changed:
        values = {"year": request.year, **named(each.entry for each in changed)}
        problems.append(Problem("disclosure-sums-changed", values=values))
    if by.sums is not None and by.sums.unsafe:
        problems.append(Problem("disclosure-sums-unsafe", values={"count": by.sums.unsafe}))
    return by, problems


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
    request: Request, together: "Sequence[Count | None]", earlier: Sequence[EarlierRelease], batch: Batch | None
) -> Problem:
    """The problem that releases disclose together with earlier ones, and what would make them possible."""
    changed = sum(count is not None and count.unlike is not None for count in together)
    values: dict[str, object] = {"count": len(together), **named(each.entry for each in earlier)}
    if not changed or batch is None:
        return Problem("disclosure-beside-earlier", values=values)
    code = "disclosure-changes-told" if batch.held < batch.changed else "disclosure-changes-wait"
    return Problem(code, values=values | {"changed": changed, "moved": batch.changed, "held": batch.held})


def rounded_tables(request: Request, data: YearData, earlier: "Sequence[State]") -> Protected:
    """Tables with rounded numbers, the same in every release for the same enterprises: differences disclose nothing."""
    from ...statistics.confidentiality.rounding import BASE, reduced, rounded
    from ...statistics.tabulate import tabulate

    less = [reduced(plan) for plan in request.plans]
    tables = tuple(rounded(plan.tables, tabulate(plan, data.frame), [*earlier, data.state]) for plan in less)
    footprint = {ROUNDED: BASE, LOOKS_BACK: any(looks_back(plan) for plan in less)}
    return Protected(data.state, tables, footprint, (), ())
