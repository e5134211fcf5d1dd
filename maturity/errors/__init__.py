"""What can go wrong, said once: a catalogue of codes, each with a message and a remedy in both languages.

A :class:`Problem` is one mistake at one :class:`Place`; a :class:`Refusal` carries all the problems found at once.
The texts live beside this file, one module a room of the house; ``{name}`` fields are filled from ``Problem.values``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .catalogue import (
    accounts,
    answers,
    archive,
    calendar,
    classification,
    colleagues,
    definitions,
    disclosure,
    evidence,
    exports,
    forms,
    intake,
    offline,
    plans,
    privacy,
    reference,
    reports,
    roadmap,
    spreadsheets,
    store,
)
from .entry import Entry

CATALOGUE: Mapping[str, Entry] = {
    **definitions.ENTRIES,
    **answers.ENTRIES,
    **archive.ENTRIES,
    **classification.ENTRIES,
    **store.ENTRIES,
    **accounts.ENTRIES,
    **colleagues.ENTRIES,
    **forms.ENTRIES,
    **evidence.ENTRIES,
    **exports.ENTRIES,
    **intake.ENTRIES,
    **spreadsheets.ENTRIES,
    **offline.ENTRIES,
    **plans.ENTRIES,
    **reports.ENTRIES,
    **roadmap.ENTRIES,
    **disclosure.ENTRIES,
    **privacy.ENTRIES,
    **reference.ENTRIES,
    **calendar.ENTRIES,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a file or form (`source`), a 1-based `row`, a `column` (a name or a path)."""

    source: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        return ":".join(part for part in (self.source, str(self.row or ""), self.column) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: a code of the catalogue (else KeyError), its place, the values its texts mention."""

    code: str
    place: Place = Place()
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        CATALOGUE[self.code]

    def message(self, language: str) -> str:
        """What was found, in `language` ("zh" or "en")."""
        return CATALOGUE[self.code].message(language).format_map(self.values)

    def remedy(self, language: str) -> str:
        """How to mend it on a page, in `language`."""
        return CATALOGUE[self.code].remedy(language).format_map(self.values)

    def terminal_remedy(self, language: str) -> str:
        """How to mend it at the command line, in `language`."""
        return CATALOGUE[self.code].terminal_remedy(language).format_map(self.values)

    def line(self, language: str) -> str:
        """`place: code: message remedy`, the line a terminal shows."""
        head = f"{self.place}: " if str(self.place) else ""
        gap = "" if language == "zh" else " "
        return f"{head}{self.code}: {self.message(language)}{gap}{self.terminal_remedy(language)}"


class Refusal(Exception):
    """A user's mistake, with every problem found. Nothing was written."""

    status = 400

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.line("en") for problem in problems))
        self.problems = problems

    def lines(self, language: str) -> list[str]:
        """One line a problem, in `language`."""
        return [problem.line(language) for problem in self.problems]


class NotFound(Refusal):
    """There is no such thing, or it belongs to somebody else: the two look the same on purpose."""

    status = 404


class Forbidden(Refusal):
    """The person is known but the role does not allow this."""

    status = 403


class Conflict(Refusal):
    """Somebody else saved first, or the thing is frozen. `current` is what the store holds now."""

    status = 409

    def __init__(self, *problems: Problem, current: object = None) -> None:
        super().__init__(*problems)
        self.current = current


class Busy(Refusal):
    """The database is locked, full or gone, or too much is being read: worth another try, nothing was written."""

    status = 503


def refuse(code: str, place: Place = Place(), **values: object) -> Refusal:
    """A :class:`Refusal` of one problem."""
    return Refusal(Problem(code, place, values))


__all__ = [
    "CATALOGUE",
    "Busy",
    "Conflict",
    "Entry",
    "Forbidden",
    "NotFound",
    "Place",
    "Problem",
    "Refusal",
    "refuse",
]
