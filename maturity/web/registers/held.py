"""The register as it is now. A process reads the ledger again only where something was appended to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app

from ...errors import NotFound, Problem
from ...registers.ledger import Event, Unit
from ...registers.proposals import YEARS, Year, year_of_forms
from ...registers.stockflow import batches
from ...store.registers import forms
from ...store.registers.ledger import Mark, ledger, mark
from ..context import Connection

# In the extensions of the application: the mark of the ledger (and of the forms), and what follows from them.
_KEPT, _YEARS = "maturity_register", "maturity_register_years"


@dataclass(frozen=True, slots=True)
class Held:
    """The events in the order of entry, the number of the last, the units by id, and the first day of each batch."""

    events: Sequence[Event]
    last: int
    units: Mapping[str, Unit]
    batches: Mapping[str, date]

    def unit(self, id: str) -> Unit:
        """The unit with this id. Raises NotFound register-unknown."""
        if id not in self.units:
            raise NotFound(Problem("register-unknown"))
        return self.units[id]


def held(c: Connection) -> Held:
    """The register in the state of the transaction `c`."""
    kept: tuple[Mark, Held] | None = current_app.extensions.get(_KEPT)
    now = mark(c)
    if kept is None or kept[0] != now:
        found = ledger(c)
        kept = now, Held(found.events, found.last, found.units(), batches(found.events))
        current_app.extensions[_KEPT] = kept
    return kept[1]


def years_held(c: Connection, now: Held, today: date) -> Mapping[int, Year]:
    """What the forms of every year with a due day say on the day `today`, the last year first. A process computes it
    again only where a due day, a filing or an event was added, and on another day.
    """
    kept: tuple[Any, Mapping[int, Year]] | None = current_app.extensions.get(_YEARS)
    marks = (mark(c), forms.mark(c), today)
    if kept is None or kept[0] != marks:
        days = forms.due_days(c)
        filed = forms.filings(c, range(min(days) - YEARS + 1, max(days) + 1)) if days else ()
        kept = marks, {year: year_of_forms(now.events, filed, year, due, today) for year, due in days.items()}
        current_app.extensions[_YEARS] = kept
    return kept[1]
