"""From the store to protected releases: suppressed or rounded, audited against earlier releases, entered in the ledger.

The order matters: the suppression report is written first, whatever the result; the ledger has a release before its
files are moved into place. A release that cannot be proven safe is a Refusal, and nothing is written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from ..assessment.selection import LeftOut, Reference
from ..errors import Problem, Refusal, refuse
from ..questionnaire import Questionnaire, Text, load
from ..questionnaire.fitting import without_replaced
from .clearing.protected import Protected, batch_since, reference_of, rounded_tables, suppressed
from .clearing.request import DifferencingPolicy, Request
from .earlier_releases import RelevantLedger, check_unmixed, earlier_releases, relevant_ledger, rounded_states
from .publish import YearData, year_data
from .revision import check_status, own_data, reference_on
from .sources.data import Sources, sources_of
from .suppression_report import SuppressedCell

if TYPE_CHECKING:
    from ..statistics.confidentiality.states import State
    from ..statistics.plan import Plan
    from ..statistics.table import Table
    from ..store import Connection, Store
    from ..store.publications.releases import LedgerEntry, ReleaseOrigin
    from .release import Release

__all__ = ["Clearance", "DifferencingPolicy", "Read", "Request", "clear"]
Read = Callable[[Reference, bytes], YearData]


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
    from .releasable import check_absolute, check_meant, check_releasable

    asked, rules = questionnaire or load(), request.rules
    check_meant(request.plans, asked)
    check_releasable(request.plans)
    if read or rules.rounded:
        check_absolute(request.plans, "plan-file-relative" if read else "plan-relative-rounded")
    known = relevant_ledger(store, asked, request.year, from_file=read is not None)
    check_unmixed(request.year, request.plans, rules.rounded, known)
    if read and request.beside == "hold-back":
        raise refuse("disclosure-file-held")
    moment = request.reference or reference_on(None, datetime.now(UTC), request.year, known.entries)
    sources = sources_of(store, request.plans, request.year, moment, request.brought)
    if not any(plan.tables for plan in request.plans):
        return _of_sources(request, asked, moment, sources, known)
    return _of_submissions(store, request, asked, read, moment, sources, known)


def _of_submissions(
    store: "Store",
    request: Request,
    asked: Questionnaire,
    read: Read | None,
    moment: Reference,
    sources: Sources | None,
    known: RelevantLedger,
) -> Clearance:
    from ..statistics.coverage import covered
    from ..statistics.frame import present
    from .releasable import joined_of

    rules = request.rules
    read_store = partial(year_data, store, asked, request.year, joined=joined_of(request.plans))
    data, kept = _of_file(read, moment, known) if read else (read_store(moment), None)
    earlier = earlier_releases(store, asked, request.year, data, known)
    batch = batch_since(request, data, earlier) if request.beside != "hide" else None
    if batch and request.beside == "hold-back":
        data = read_store(batch.reference)
    base = len(present(data.frame))
    if base < rules.statistics:
        raise refuse("disclosure-too-few", year=request.year, count=base, least=rules.statistics)
    plans, missing = zip(*(covered(plan, data.frame) for plan in request.plans), strict=True)
    request = replace(request, plans=plans)
    before = rounded_states(store, asked, request.year, data, known) if rules.rounded else ()
    protected = rounded_tables(request, data, before) if rules.rounded else suppressed(request, data, earlier, batch)
    protected = protected._replace(state=kept or protected.state)
    of_year = [own_data(entry) for entry in known.entries if entry.year == request.year and entry.counted]
    check_status(request.status, reference_of(data), protected.state.own.digest, request.year, of_year)
    return _cleared(request, asked, data, protected, known, missing, sources)


def _of_file(read: Read, moment: Reference, known: RelevantLedger) -> "tuple[YearData, State]":
    """The enterprises of a file, numbered as in the store where they are in it, and the file's state of the data."""
    from ..statistics.confidentiality.states import state_of

    data = read(moment, known.salt or b"")
    named = known.named(data.frame["member"].to_numpy())
    return replace(data, frame=data.frame.assign(member=named)), state_of(data.frame)


def _cleared(
    request: Request,
    asked: Questionnaire,
    data: YearData,
    protected: Protected,
    known: RelevantLedger,
    missing: Sequence[tuple[Text, ...]],
    sources: Sources | None,
) -> Clearance:
    from ..statistics.quality import lines
    from ..store.publications.releases import OWN_STATE, SALT, TITLE, LedgerEntry

    rules, year = request.rules, request.year
    quality, reference = lines(data.quality, asked, rules), reference_of(data)
    used = without_replaced(asked, data.quality.profiles)
    footprint = protected.footprint if data.salt is None else {**protected.footprint, SALT: data.salt.hex()}
    own_state = {OWN_STATE: protected.state.own.digest} if protected.state.by.joined else {}
    releases: list[Release] = []
    entries: list[LedgerEntry] = []
    for plan, tables, left in zip(request.plans, protected.tables, missing, strict=True):
        if not plan.tables:
            made, entry = _without_submissions(request, plan, asked, reference, sources, known)
            releases.append(made)
            entries.append(entry)
            continue
        made = _with_submissions(request, plan, tables, left, used, data, sources)
        releases.append(replace(made, quality=quality))
        snapshot = sources.digest_with(data.digest, plan) if sources else data.digest
        ids = (plan.id, plan.digest, year, snapshot, rules.threshold, rules.statistics, made.checksum)
        titled = {**footprint, TITLE: [plan.title.zh, plan.title.en], **own_state}
        entries.append(LedgerEntry(*ids, titled, protected.state.digest, request.status, reference))
    problems = () if all(entry.key in known.keys for entry in entries) else protected.problems
    kept = protected.state.packed()
    return Clearance(tuple(releases), data.left_out, protected.cells, problems, asked, tuple(entries), kept, known.keys)


def _with_submissions(
    request: Request,
    plan: "Plan",
    tables: "tuple[Table, ...]",
    missing: tuple[Text, ...],
    used: Questionnaire,
    data: YearData,
    sources: Sources | None,
) -> "Release":
    """The release of a plan whose tables of submissions are protected."""
    from ..statistics.frame import present
    from .release import assemble

    return assemble(
        plan,
        tables,
        used,
        request.year,
        len(present(data.frame)),
        as_of=reference_of(data).day,
        status=request.status,
        rules=request.rules,
        left_out=data.left_out,
        missing=missing,
        sources=sources,
    )


def _of_sources(
    request: Request, asked: Questionnaire, reference: Reference, sources: Sources | None, known: RelevantLedger
) -> Clearance:
    """Releases none of which has a table of submissions: nothing in them is secret."""
    made = [_without_submissions(request, plan, asked, reference, sources, known) for plan in request.plans]
    releases, entries = zip(*made, strict=True)
    return Clearance(releases, LeftOut(0, 0), (), (), asked, entries, b"", known.keys)


def _without_submissions(
    request: Request,
    plan: "Plan",
    asked: Questionnaire,
    reference: Reference,
    sources: Sources | None,
    known: RelevantLedger,
) -> "tuple[Release, LedgerEntry]":
    """The release of a plan that has no table of submissions, and its entry. Its status is held against earlier
    releases of the same plan alone.
    """
    from ..store.publications.releases import SOURCES_ALONE, TITLE, LedgerEntry
    from .release import assemble

    rules, year = request.rules, request.year
    digest = sources.digest_with("", plan) if sources else ""
    same = [each for each in known.entries if each.year == year and each.plan == plan.id and not each.counted]
    check_status(request.status, reference, digest, year, same)
    made = assemble(plan, (), asked, year, 0, as_of=reference.day, status=request.status, rules=rules, sources=sources)
    ids = (plan.id, plan.digest, year, digest, rules.threshold, rules.statistics, made.checksum)
    told = {SOURCES_ALONE: True, TITLE: [plan.title.zh, plan.title.en]}
    return made, LedgerEntry(*ids, told, digest, request.status, reference)
