"""The register as it is now. A process reads the ledger again only where something was appended to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app

from ...errors import NotFound, Problem
from ...registers.ledger import Event, Unit
from ...registers.stockflow import batches
from ...store.registers.ledger import Mark, ledger, mark
from ..context import Connection

_KEPT = "maturity_register"  # in the extensions of the application: the mark of the ledger, and what follows from it


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
