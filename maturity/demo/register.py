"""A synthetic register: as many invented units a batch and kind as the printed national lists have."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from ..classification.industries import DIVISIONS
from ..classification.regions import CITIES
from ..registers.filings import Filing
from ..registers.kinds import KINDS
from ..registers.ledger import Event
from ..registers.national import Printed, national_lists
from ..store import Store
from ..store.registers.forms import keep_filings, set_due
from ..store.registers.ledger import append, ledger
from ..store.registers.stocks import set_stock

_SEED = 2022
_BATCHES = ("1", "2", "3", "4", "5", "6")
YEARS = (2020, 2021, 2022)  # of the forms
_SILENT = 997  # every 997th unit files no form


def load_register(store: Store) -> int:
    """Add the units of the first six lists, the official stocks, and the forms of three years, in one transaction, to a
    register that is empty. Returns how many units were added.
    """
    events = tuple(units())
    with store.write() as c:
        if ledger(c).last:
            return 0
        append(c, None, events, 0)
        for one in _lists():
            if one.closing is not None:
                set_stock(c, None, one.kind, one.batch, one.closing, one.source.zh)
        for year in YEARS:
            set_due(c, None, year, date(year, 4, 15))
            keep_filings(c, None, year, tuple(_filings(events, year)))
    return len(events)


def units() -> Iterator[Event]:
    """An addition for every unit; more of them in the cities that come first in the classification."""
    random = np.random.default_rng(_SEED)
    cities, divisions = list(CITIES.values()), list(DIVISIONS)
    weights = 1 / np.arange(12, 12 + len(cities))
    mixed = np.random.default_rng(_SEED + 1).permutation(len(cities))
    number = 0
    for one in _lists():
        where = random.choice(len(cities), one.added, p=weights / weights.sum())
        what = random.integers(len(divisions), size=one.added)
        for place, division in zip(mixed[where], what, strict=True):
            number += 1
            city = cities[place]
            yield Event(
                unit=f"{number:032x}",
                action="add",
                on=date.fromisoformat(f"{one.published}-01"),
                kind=one.kind,
                name=f"示例{KINDS[one.kind].zh} {number:05d}（{city.short.zh}）",
                province=city.province,
                city=city.code,
                division="" if one.kind == "park" else divisions[division],
                batch=one.batch,
            )


def _lists() -> list[Printed]:
    return [one for one in national_lists() if one.batch in _BATCHES]


def _filings(events: tuple[Event, ...], year: int) -> Iterator[Filing]:
    """The forms of those that were listed by the due day; a unit's values of all years are near each other."""
    for number, event in enumerate(events, 1):
        if event.on <= date(year, 4, 15) and number % _SILENT:
            value = 55 + number * 7919 % 4000 / 100 + (year + number) % 3 / 10
            met = ("exclusion-b",) if number % 2011 == 0 and year == YEARS[-1] else ()
            yield Filing(event.unit, year, date(year, 4, 1 + number % 15), round(value, 1), met)
