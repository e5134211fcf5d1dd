"""From the store to a release that may leave the house: protected, checked against earlier ones, entered, written.

The order is what makes it safe: the audit report is written first, whatever comes of it; the ledger learns of a release
before its files are moved into place. A release that cannot be proved safe is a refusal, and nothing is written.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .disclosure.rules import Rules
from .errors import Problem, Refusal, refuse
from .publish import Taken, take
from .questionnaire import Questionnaire, load
from .selection import LeftOut

if TYPE_CHECKING:
    from .release import Release
    from .statistics.footprint import Footprint
    from .statistics.linked import Count
    from .statistics.plan import Plan
    from .statistics.protection import Protection
    from .statistics.table import Table
    from .store import Store
    from .store.releases import Entry

_ROUNDED = "rounded"


class Finding(NamedTuple):
    """A number that is not shown: what it counts, how many, why, and how far an attacker can narrow it down.

    `reason` is frequency, statistics or group (primary), complementary, together (with an earlier release) or change
    (since an earlier release). The interval is empty where none was computed.
    """

    counts: str
    levels: str
    enterprises: int | None
    reason: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Clearance:
    """A protected release, what its audit found, and why it must not leave the house (`problems`, mostly none)."""

    release: "Release"
    left_out: LeftOut
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    questionnaire: Questionnaire
    entry: "Entry"

    def enter(self, store: "Store", by: str | None = None) -> None:
        """Put it into the ledger. Raises Refusal where it is not cleared."""
        from .store.releases import enter

        if self.problems:
            raise Refusal(*self.problems)
        with store.write() as c:
            enter(c, self.questionnaire, self.entry, by)


def clear(
    store: "Store", plan: "Plan", year: int, rules: Rules, questionnaire: Questionnaire | None = None
) -> Clearance:
    """The protected release of a plan for a year, tried against all earlier ones of that year.

    Raises Refusal as :func:`maturity.publish.take` does, and disclosure-… where the proof cannot be tried.
    """
    from .release import assemble
    from .statistics.frame import present
    from .statistics.quality import lines
    from .store.releases import Entry, entries

    asked = questionnaire or load()
    taken = take(store, asked, year)
    base = len(present(taken.frame))
    if base < rules.statistics:
        raise refuse("disclosure-too-few", year=year, count=base, least=rules.statistics)
    shield = _rounded(plan, taken) if rules.rounded else _suppressed(plan, taken, rules)
    release = assemble(plan, shield.tables, asked, year, base, rules=rules, left_out=taken.left_out)
    release = replace(release, quality=lines(taken.quality, asked, rules))
    numbers = (rules.threshold, rules.statistics)
    entry = Entry(plan.id, plan.digest, year, taken.digest, *numbers, release.checksum, shield.told)
    with store.read() as c:
        earlier = [each for each in entries(c, asked, year) if each.key != entry.key]
    mixed = [each.plan for each in earlier if _is_rounded(each) is not rules.rounded]
    if mixed:
        raise refuse("disclosure-rounded-mixed", year=year, earlier=", ".join(dict.fromkeys(mixed)))
    findings, problems = shield.tried(earlier)
    return Clearance(release, taken.left_out, findings, problems, asked, entry)


class _Shield(NamedTuple):
    """Tables that may leave the house, what they tell as JSON, and how they stand up beside earlier releases."""

    tables: "tuple[Table, ...]"
    told: Mapping[str, Any]
    tried: "Callable[[Sequence[Entry]], tuple[tuple[Finding, ...], tuple[Problem, ...]]]"


def _suppressed(plan: "Plan", taken: Taken, rules: Rules) -> _Shield:
    from .statistics.footprint import footprint
    from .statistics.protection import protection
    from .statistics.tabulate import tabulate

    tables = tabulate(plan, taken.frame)
    by = protection(plan.tables, tables, taken.frame, rules)
    told = footprint(by)
    return _Shield(by.apply(tables), told.document(), lambda earlier: _tried(by, told, earlier, taken))


def _rounded(plan: "Plan", taken: Taken) -> _Shield:
    """The same enterprises have the same rounded number in every release: beside each other they tell nothing more."""
    from .statistics.rounding import BASE, reduced, rounded
    from .statistics.tabulate import tabulate

    less = reduced(plan)
    tables = rounded(less.tables, tabulate(less, taken.frame), taken.frame)
    return _Shield(tables, {_ROUNDED: BASE}, lambda earlier: ((), ()))


def _is_rounded(entry: "Entry") -> bool:
    return _ROUNDED in entry.told


def write_audit(findings: Sequence[Finding], path: Path) -> None:
    """The findings as CSV, for the people who answer for the release and for nobody else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Finding._fields)
        writer.writerows(["" if field is None else field for field in finding] for finding in findings)


def _tried(
    by: "Protection", told: "Footprint", earlier: Sequence["Entry"], taken: Taken
) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """What is hidden and why; what stands in the way."""
    from .statistics.footprint import disclosed_together, footprint_from, told_by_change

    hidden = tuple(_hidden(by))
    problems = [Problem("disclosure-unsafe", values={"count": len(by.unsafe)})] if by.unsafe else []
    same = [footprint_from(dict(each.told)) for each in earlier if each.snapshot == taken.digest]
    together = disclosed_together([told, *same], taken.frame, by.rules) if same else ()
    if together:
        names = ", ".join(dict.fromkeys(each.plan for each in earlier if each.snapshot == taken.digest))
        problems.append(Problem("disclosure-by-difference", values={"count": len(together), "earlier": names}))
    changed: list[Count] = []
    for each in earlier:
        if each.snapshot != taken.digest:
            changed += told_by_change(footprint_from(dict(each.told)), told, by.rules)
    if changed:
        values = {"count": len(changed), "threshold": by.rules.threshold}
        problems.append(Problem("disclosure-by-change", values=values))
    more = (*(_named(count, "together") for count in together), *(_named(count, "change") for count in changed))
    return (*hidden, *more), tuple(problems)


def _hidden(by: "Protection") -> Iterator[Finding]:
    """Every secret with the interval an attacker can reach, then what is hidden for their sake."""
    secrets = by.outcome.secrets
    for place, cell in enumerate(secrets.cell):
        finding = _named(by.counted(cell), secrets.rule[place])
        low, high = (round(float(ends[place]), 6) for ends in (by.outcome.low, by.outcome.high))
        yield finding._replace(enterprises=int(secrets.values[place]), low=low, high=high)
    shown = {cell for line in by.linked.system.lines if line.listed for cell in (line.n, *line.parts)}
    values = by.linked.system.values
    for cell in sorted(shown - set(secrets.cell)):
        if not by.outcome.published[cell]:
            yield _named(by.counted(cell), "complementary")._replace(enterprises=int(values[cell]))


def _named(count: "Count | None", reason: str) -> Finding:
    """`reason` for a number; one that no table shows by itself is part of a crossing and has no name."""
    where = ", ".join(f"{dimension} = {code}" for dimension, code in count.where) if count else "part of a crossing"
    levels = ", ".join(map(str, count.levels)) if count else ""
    return Finding(where or "all", levels, None, reason, None, None)
