"""Errors caused by users: a catalogue of codes, each with a message and a remedy in Chinese and English.

A :class:`Problem` is one mistake at one :class:`Place`; a :class:`Refusal` is the exception with all problems found.
The texts are in `catalogue/`, one module for each subject; ``{name}`` fields are filled from ``Problem.values``.
"""

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field

from .catalogue import (
    accounts,
    answers,
    archive,
    audit,
    classification,
    crosswalks,
    definitions,
    disclosure,
    evidence,
    exports,
    intake,
    methods,
    offline,
    operation,
    plans,
    quantities,
    regions,
    registers,
    releases,
    roadmap,
    spreadsheets,
    store,
    workshop,
)
from .entry import Entry

CATALOGUE: Mapping[str, Entry] = {
    **definitions.ENTRIES,
    **crosswalks.ENTRIES,
    **answers.ENTRIES,
    **archive.ENTRIES,
    **audit.ENTRIES,
    **classification.ENTRIES,
    **store.ENTRIES,
    **operation.ENTRIES,
    **accounts.ENTRIES,
    **evidence.ENTRIES,
    **exports.ENTRIES,
    **intake.ENTRIES,
    **spreadsheets.ENTRIES,
    **offline.ENTRIES,
    **plans.ENTRIES,
    **roadmap.ENTRIES,
    **disclosure.ENTRIES,
    **quantities.ENTRIES,
    **methods.ENTRIES,
    **releases.ENTRIES,
    **regions.ENTRIES,
    **registers.ENTRIES,
    **workshop.ENTRIES,
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
    """One mistake: a code of the catalogue, its place, and the values to be filled into its texts.

    Raises KeyError for a code that the catalogue does not have.
    """

    code: str
    place: Place = Place()
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        CATALOGUE[self.code]

    def message(self, language: str) -> str:
        """The message in `language` ("zh" or "en"): what was found."""
        return CATALOGUE[self.code].message(language).format_map(self.values)

    def remedy(self, language: str) -> str:
        """How to correct the mistake on a page, in `language`."""
        return CATALOGUE[self.code].remedy(language).format_map(self.values)

    def terminal_remedy(self, language: str) -> str:
        """How to correct the mistake at the command line, in `language`."""
        return CATALOGUE[self.code].terminal_remedy(language).format_map(self.values)

    def line(self, language: str) -> str:
        """The line for a terminal: `place: code: message remedy`."""
        head = f"{self.place}: " if str(self.place) else ""
        gap = "" if language == "zh" else " "
        return f"{head}{self.code}: {self.message(language)}{gap}{self.terminal_remedy(language)}"


class Refusal(Exception):
    """A request that was refused because of the user's mistakes in `problems`. Nothing was written."""

    status = 400

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.line("en") for problem in problems))
        self.problems = problems

    def lines(self, language: str) -> list[str]:
        """One line for each problem, in `language`."""
        return [problem.line(language) for problem in self.problems]


class NotFound(Refusal):
    """The object does not exist or belongs to somebody else; on purpose the user cannot tell which."""

    status = 404


class Forbidden(Refusal):
    """The person is signed in, but their role does not allow the request."""

    status = 403


class Conflict(Refusal):
    """Somebody else saved first, or the object is frozen. `current` is the value now in the store."""

    status = 409

    def __init__(self, *problems: Problem, current: object = None) -> None:
        super().__init__(*problems)
        self.current = current


class Busy(Refusal):
    """The database is locked, full or unreachable, another service is, or the server is overloaded: try again. Nothing
    was written.
    """

    status = 503


def refuse(code: str, place: Place = Place(), **values: object) -> Refusal:
    """A :class:`Refusal` with one problem; `values` are filled into its texts."""
    return Refusal(Problem(code, place, values))


def disk_full(error: OSError) -> bool:
    """Whether a file could not be written because the disk, or the share of it, is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def disk_error(error: OSError) -> Busy:
    """What a person is told where a file cannot be written: the disk is full, or the folder cannot be written to."""
    return Busy(Problem("files-full" if disk_full(error) else "files-unwritable"))


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
    "disk_error",
    "disk_full",
    "refuse",
]
