"""Decisions about proposals for removal: made by a person with grounds, once a unit and year. A removal is an event."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from ...errors import Conflict, NotFound, Place, Problem, refuse
from ...registers.kinds import REASONS
from ...registers.ledger import Event, Unit
from ...registers.proposals import YEARS, Year, year_of_forms
from ...text.plain import visible
from ..accounts.people import Person
from ..enterprises import audit
from ..faults import unique_or
from ..schema import people
from ..schema.registers import register_decisions as table
from ..types import check_text, now
from . import forms
from .ledger import Ledger, append, ledger, require_keeper

WORDS_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about the proposal for a unit: its reasons then, whether the unit was removed, on what grounds,
    when and by whom.
    """

    unit: str
    year: int
    reasons: tuple[str, ...]
    removed: bool
    words: str
    at: datetime
    author: str


def decisions(c: Connection, year: int) -> dict[str, Decision]:
    """The decisions of `year`, by unit, the first one first."""
    columns = (table.c.unit, table.c.year, table.c.reasons, table.c.removed, table.c.words, table.c.at, people.c.name)
    rows = c.execute(select(*columns).join(people, people.c.id == table.c.by).where(table.c.year == year))
    found = [Decision(row[0], row[1], tuple(row[2].split()), *row[3:]) for row in rows]
    return {one.unit: one for one in sorted(found, key=lambda one: one.at)}


def forms_of(c: Connection, year: int, today: date, held: Ledger | None = None) -> Year:
    """What the forms of `year` say today. Raises Refusal register-no-form where no day is set by which they are due."""
    due = forms.due_day(c, year)
    filed = forms.filings(c, range(year - YEARS + 1, year + 1))
    return year_of_forms((held or ledger(c)).events, filed, year, due, today)


def decide(c: Connection, person: Person, year: int, unit: str, reason: str, words: str, today: date) -> None:
    """Decide about the proposal for `unit`: `reason` is that of its removal, "" to keep it listed.

    Raises Forbidden; Refusal register-no-flag without a proposal, register-word for a reason that is not one of the
    proposal's, register-words without grounds; NotFound; Conflict register-decided.
    """
    require_keeper(person)
    grounds = visible(check_text(words, "words"))
    if not 1 <= len(grounds) <= WORDS_LIMIT:
        raise refuse("register-words", Place(column="words"), limit=WORDS_LIMIT)
    held = ledger(c)
    found = held.units().get(unit)
    if found is None:
        raise NotFound(Problem("register-unknown"))
    taken = Conflict(Problem("register-decided", values={"name": found.name, "year": year}))
    if unit in decisions(c, year):
        raise taken
    reasons = _proposed(forms_of(c, year, today, held), found)
    if reason and reason not in reasons:
        named = {tongue: "; ".join(REASONS[one].of(tongue) for one in reasons) for tongue in ("zh", "en")}
        raise refuse("register-word", Place(column="reason"), found=reason[:40], **named)
    values = {"unit": unit, "year": year, "reasons": " ".join(reasons), "removed": bool(reason)}
    with unique_or(c, lambda: taken):
        c.execute(insert(table).values(**values, words=grounds, at=now(), by=person.id))
    audit.record(c, person.id, "register.decide", detail={**values, "reason": reason})
    if reason:
        facts = {"kind": found.kind, "name": found.name, "reason": reason, "note": grounds}
        append(c, person.id, [Event(unit, "remove", today, **facts)], held.last)


def _proposed(forms: Year, unit: Unit) -> tuple[str, ...]:
    proposal = next((one for one in forms.proposals if one.unit == unit.id), None)
    if proposal is None:
        raise refuse("register-no-flag", name=unit.name, year=forms.year)
    return proposal.reasons
