"""Proposals for removal that follow from the yearly forms. They are computed, never carried out: a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .filings import Filing, last_units, values_of
from .kinds import EXCLUSIONS, KINDS
from .ledger import Event, Unit, units_on

YEARS = 3  # running in the last 5 %


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal to remove a unit, with its reasons (ids of `REASONS`)."""

    unit: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The forms of a year: ids of the units that owe one, of those that filed, and filed after the due day."""

    year: int
    due: date
    owing: tuple[str, ...]
    filed: frozenset[str]
    late: frozenset[str]
    proposals: tuple[Proposal, ...]


def year_of_forms(events: Sequence[Event], filings: Sequence[Filing], year: int, due: date, today: date) -> Year:
    """What the forms of `year`, due by `due`, say on the day `today`.

    A form is owed by every unit that was listed at the end of the due day, whatever became of it. Proposed is, of those
    that are listed still, who did not file once the due day is over, who meets an exclusion, and who stands in the last
    5 % of its kind in this year and the two before.
    """
    units = units_on(events)
    owing = tuple(id for id, unit in units_on(events, due).items() if unit.listed)
    mine = {one.unit: one for one in filings if one.year == year}
    last = _last_three_years(filings, units, year)
    found = []
    for id in (id for id in owing if units[id].listed):
        form = mine.get(id)
        reasons = ["not-filed"] if form is None and today > due else []
        reasons += [one for one in EXCLUSIONS if form and one in form.exclusions]
        reasons += ["last-5-percent"] if id in last else []
        found += [Proposal(id, tuple(reasons))] if reasons else []
    late = frozenset(id for id in owing if id in mine and mine[id].on > due)
    return Year(year, due, owing, frozenset(mine) & frozenset(owing), late, tuple(found))


def _last_three_years(filings: Sequence[Filing], units: Mapping[str, Unit], year: int) -> frozenset[str]:
    found = frozenset[str]()
    for kind in KINDS:
        years = [last_units(values_of(filings, units, kind, one)) for one in range(year - YEARS + 1, year + 1)]
        found |= frozenset.intersection(*years)
    return found
