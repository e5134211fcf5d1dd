"""From the store to a release that may leave the house: protected, checked against earlier ones, entered, written.

The order is what makes it safe: the audit report is written first, whatever comes of it; the ledger learns of a release
before its files are moved into place. A release that cannot be proved safe is a refusal, and nothing is written.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .disclosure.rules import Rules
from .errors import Problem, Refusal, refuse
from .publish import Taken, take
from .questionnaire import Questionnaire, load
from .selection import LeftOut
from .settings import private_folder

if TYPE_CHECKING:
    from .release import Release
    from .statistics.counts import Count
    from .statistics.linked import Told
    from .statistics.plan import Plan
    from .statistics.protection import Protection
    from .statistics.states import State
    from .statistics.table import Table
    from .store import Store
    from .store.releases import Entry

_ROUNDED = "rounded"


class Finding(NamedTuple):
    """A number that is not shown: what it counts, how many, why, and how far an attacker can narrow it down.

    `reason` is frequency, statistics or group (primary), change (few came, went or changed since an earlier release),
    complementary, or together (what this release and earlier ones would tell). The interval is empty where none was
    computed.
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
    state: bytes
    tried: frozenset[tuple[str, str]]

    def enter(self, store: "Store", by: str | None = None) -> None:
        """Put it into the ledger. Raises Refusal where it is not cleared, or disclosure-ledger-changed."""
        from .store.releases import enter

        if self.problems:
            raise Refusal(*self.problems)
        with store.write() as c:
            enter(c, self.questionnaire, self.entry, self.state, self.tried, by)


def clear(
    store: "Store",
    plan: "Plan",
    year: int,
    rules: Rules,
    questionnaire: Questionnaire | None = None,
    *,
    beside_earlier: bool = False,
) -> Clearance:
    """The protected release of a plan for a year, tried against all earlier ones of that year and the years around it.

    With `beside_earlier` it hides what would disclose together with them. Raises Refusal as
    :func:`maturity.publish.take` does, and disclosure-… where the proof cannot be tried.
    """
    from .release import assemble
    from .statistics.frame import present
    from .statistics.quality import lines
    from .store.releases import Entry

    asked = questionnaire or load()
    taken = take(store, asked, year)
    base = len(present(taken.frame))
    if base < rules.statistics:
        raise refuse("disclosure-too-few", year=year, count=base, least=rules.statistics)
    earlier, tried = _earlier(store, asked, year, taken, rules)
    shield = _rounded(plan, taken) if rules.rounded else _suppressed(plan, taken, rules, earlier, beside_earlier)
    release = assemble(plan, shield.tables, asked, year, base, rules=rules, left_out=taken.left_out)
    release = replace(release, quality=lines(taken.quality, asked, rules))
    digest, numbers = shield.state.digest, (rules.threshold, rules.statistics)
    entry = Entry(plan.id, plan.digest, year, taken.digest, *numbers, release.checksum, shield.told, digest)
    told = entry.key in tried
    problems = () if told else shield.problems
    return Clearance(release, taken.left_out, shield.findings, problems, asked, entry, shield.state.packed(), tried)


def _earlier(
    store: "Store", questionnaire: Questionnaire, year: int, taken: Taken, rules: Rules
) -> "tuple[list[tuple[Entry, Told]], frozenset[tuple[str, str]]]":
    """What earlier releases told that bears on this year, and the keys of all of them."""
    from .statistics.footprint import footprint_from
    from .statistics.linked import Told
    from .store.releases import entries, kept_state

    found = []
    with store.read() as c:
        known = entries(c, questionnaire, (year - 1, year, year + 1))
        packed = {each.state: kept_state(c, each.state) for each in known if each.state}
    mixed = [each.plan for each in known if each.year == year and _is_rounded(each) is not rules.rounded]
    if mixed:
        raise refuse("disclosure-rounded-mixed", year=year, earlier=", ".join(dict.fromkeys(mixed)))
    for each in known:
        if not _is_rounded(each):
            state = _state(store, questionnaire, year, taken, each, packed)
            found.append((each, Told(footprint_from(dict(each.told)), state)))
    return found, frozenset(each.key for each in known)


def _state(
    store: "Store", questionnaire: Questionnaire, year: int, taken: Taken, entry: "Entry", packed: Mapping[Any, bytes]
) -> "State":
    """The state of the data behind an earlier release. Raises Refusal disclosure-earlier-unknown."""
    from .statistics.states import state_of, unpacked

    if entry.state:
        return unpacked(packed[entry.state])
    now = taken if entry.year == year else take(store, questionnaire, entry.year)
    if now.digest != entry.snapshot:
        raise refuse("disclosure-earlier-unknown", plan=entry.plan, year=entry.year)
    return state_of(now.frame)


class _Shield(NamedTuple):
    """Tables that may leave the house and the state behind them, what they tell as JSON, what is hidden, and what
    stands in the way.
    """

    state: "State"
    tables: "tuple[Table, ...]"
    told: Mapping[str, Any]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


def _suppressed(
    plan: "Plan", taken: Taken, rules: Rules, earlier: "Sequence[tuple[Entry, Told]]", beside_earlier: bool
) -> _Shield:
    """Hide what would disclose; beside earlier releases, where asked for, else look whether anything does."""
    from .statistics.protection import disclosed_beside, protection
    from .statistics.tabulate import tabulate

    tables = tabulate(plan, taken.frame)
    told = [each for _, each in earlier]
    by = protection(plan.tables, tables, taken.frame, rules, told if beside_earlier else ())
    problems = [Problem("disclosure-unsafe", values={"count": len(by.unsafe)})] if by.unsafe else []
    together: Sequence[Count | None] = ()
    if told and not beside_earlier and not by.unsafe:
        together = disclosed_beside(by, plan.tables, tables, told)
    if together:
        names = ", ".join(dict.fromkeys(f"{each.plan} {each.year}" for each, _ in earlier))
        changed = sum(count is not None and count.unlike is not None for count in together)
        values = {"count": len(together), "changed": changed, "earlier": names}
        problems.append(Problem("disclosure-beside-earlier", values=values))
    findings = (*_hidden(by), *(_named(count, "together") for count in together))
    return _Shield(by.state, by.apply(tables), by.told.document(), findings, tuple(problems))


def _rounded(plan: "Plan", taken: Taken) -> _Shield:
    """The same enterprises have the same rounded number in every release: beside each other they tell nothing more."""
    from .statistics.rounding import BASE, reduced, rounded
    from .statistics.states import state_of
    from .statistics.tabulate import tabulate

    less, state = reduced(plan), state_of(taken.frame)
    return _Shield(state, rounded(less.tables, tabulate(less, taken.frame), state), {_ROUNDED: BASE}, (), ())


def _is_rounded(entry: "Entry") -> bool:
    return _ROUNDED in entry.told


def write_audit(findings: Sequence[Finding], path: Path) -> None:
    """The findings as CSV, for the people who answer for the release and for nobody else."""
    private_folder(path.parent)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Finding._fields)
        writer.writerows(["" if field is None else field for field in finding] for finding in findings)


def _hidden(by: "Protection") -> Iterator[Finding]:
    """Every secret with the interval an attacker can reach, then what is hidden for their sake."""
    secrets = by.outcome.secrets
    for place, cell in enumerate(secrets.cell):
        finding = _named(by.counted(cell), secrets.rule[place])
        low, high = (round(float(ends[place]), 6) for ends in (by.outcome.low, by.outcome.high))
        yield finding._replace(enterprises=int(secrets.values[place]), low=low, high=high)
    own = [line for line in by.linked.system.lines if line.listed and line.told is None]
    shown = {cell for line in own for cell in (line.n, *line.parts)}
    values = by.linked.system.values
    for cell in sorted(shown - set(secrets.cell)):
        if not by.outcome.published[cell]:
            yield _named(by.counted(cell), "complementary")._replace(enterprises=int(values[cell]))


def _named(count: "Count | None", reason: str) -> Finding:
    """`reason` for a number; one that no table shows by itself is part of a crossing and has no name."""
    where = ", ".join(f"{dimension} = {code}" for dimension, code in count.where) if count else "part of a crossing"
    if count and count.unlike is not None:
        reason = "change"
    levels = ", ".join(map(str, count.levels)) if count else ""
    return Finding(where or "all", levels, None, reason, None, None)
