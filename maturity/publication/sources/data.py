"""What tables from other sources are made of: the register as it was at the end of a year, and what was brought."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from ...assessment.selection import Reference
from ...errors import Problem, Refusal
from ...registers.ledger import Event
from .brought import Brought, Regional, Targets, regional_from, targets_from

if TYPE_CHECKING:
    from ...statistics.plan import Plan
    from ...store import Connection, Store

T = TypeVar("T")
_MISSING = {"regions": "plan-no-regions", "targets": "plan-no-targets"}


@dataclass(frozen=True, slots=True)
class Register:
    """The events of a register up to `day`, and the official closing stocks by kind and batch."""

    day: date
    events: tuple[Event, ...]
    stocks: Mapping[tuple[str, str], int]

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of all of it."""
        return sha256(repr((self.day, self.events, self.stocks)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sources:
    """What the tables of some plans need for a year; None for what none of them needs."""

    year: int
    register: Register | None = None
    regions: Regional | None = None
    targets: Targets | None = None

    def digest_with(self, snapshot: str, plan: "Plan") -> str:
        """SHA-256 (hexadecimal) of the digest of submissions and of what `plan` needs besides; `snapshot` itself where
        it needs nothing.
        """
        needed = sorted({table.source for table in plan.others if table.outside})
        if not needed:
            return snapshot
        return sha256("\0".join((snapshot, *(getattr(self, name).digest for name in needed))).encode()).hexdigest()


def sources_of(
    store: "Store", plans: "Iterable[Plan]", year: int, reference: Reference, brought: Brought | None = None
) -> Sources | None:
    """The sources of `plans` for a year, as they were known at `reference`; None where no plan needs any. What is not
    `brought` is that which was stored last.

    A register is shown at the end of the year, or on the day of the reference where that is earlier. Raises Refusal
    with all that is missing: `plan-register-empty`, `plan-no-regions`, `plan-no-targets`.
    """
    needed = {table.source for plan in plans for table in plan.others if table.outside}
    if not needed:
        return None
    given, problems = brought or Brought(), list[Problem]()
    with store.read() as c:
        register = _register(c, year, reference, problems) if "register" in needed else None
        regions, targets = given.regions, given.targets
        if "regions" in needed and regions is None:
            regions = _stored(c, "regions", year, reference, problems, regional_from)
        if "targets" in needed and targets is None:
            targets = _stored(c, "targets", year, reference, problems, targets_from)
    if problems:
        raise Refusal(*problems)
    return Sources(year, register, regions, targets)


def _stored(
    c: "Connection",
    source: str,
    year: int,
    reference: Reference,
    problems: list[Problem],
    read: Callable[[Mapping[str, Any]], T],
) -> T | None:
    from ...store.publications.brought import brought

    found = brought(c, source, year, reference.as_of)
    if found is None:
        problems.append(Problem(_MISSING[source], values={"year": year}))
        return None
    return read(found.document)


def _register(c: "Connection", year: int, reference: Reference, problems: list[Problem]) -> Register | None:
    from ...store.registers.ledger import ledger
    from ...store.registers.stocks import stocks

    day = min(date(year, 12, 31), reference.day)
    events = tuple(event for event in ledger(c, reference.as_of).events if event.on <= day)
    closings = {key: one.closing for key, one in sorted(stocks(c).items())}
    if not events:
        problems.append(Problem("plan-register-empty", values={"day": day.isoformat()}))
        return None
    return Register(day, events, closings)
