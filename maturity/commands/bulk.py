"""Bulk files for several verbs: into the store, or into one that is thrown away."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import Problem, Refusal
from .common import Decorator, opened, progress, sheets_told

if TYPE_CHECKING:
    from datetime import date

    from ..intake.bulk import Entry
    from ..intake.refused import Refused
    from ..publish import Publication
    from ..questionnaire import Questionnaire
    from ..statistics.plan import Plan
    from ..store import Store
    from ..store.organisations import Facts
    from ..store.submissions import Record


def accept_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--accept-code CODE`, as often as there are codes."""
    option: Decorator = click.option(
        "--accept-code",
        "accepted",
        multiple=True,
        metavar="CODE",
        help="Accept this credit code from a pilot, whose check character is wrong; may be repeated.",
    )
    return option(function)


def file_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--file FILE`, in place of the database, and `--accept-code CODE` for its codes."""
    option: Decorator = click.option(
        "--file",
        type=click.Path(path_type=Path),
        help="A table as `maturity import` reads it, in place of the database; nothing of it is kept.",
    )
    return option(accept_option(function))


@contextmanager
def source(
    database: str | None,
    file: Path | None,
    accepted: Sequence[str],
    questionnaire: "Questionnaire",
    year: int,
    language: str,
) -> "Iterator[Store]":
    """The store of `database`, or with `file` one that holds its enterprises for as long as it is open.

    `accepted` are credit codes of the file that were confirmed by hand.
    """
    if file is None:
        with opened(database) as store:
            yield store
        return
    entries = read_entries(file, questionnaire, frozenset(), accepted, language=language)
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder, opened(f"sqlite:///{folder}/file.db") as store:
        store.upgrade()
        add_entries(store, questionnaire, entries, year)
        yield store


def of_table_file(
    file: Path,
    accepted: Sequence[str],
    year: int,
    questionnaire: "Questionnaire",
    as_of: "date | None",
    language: str,
    plan: "Plan",
) -> "Publication":
    """The tables of a file of enterprises, of whatever size, as it is at the end of a day.

    Raises Refusal with all mistakes.
    """
    from ..intake.columnwise import blocks
    from ..publish import of_file
    from ..store.facts import read_fact, read_facts

    every, one = partial(read_facts, accepted=accepted), partial(read_fact, accepted=accepted)
    seen = partial(sheets_told, language=language)
    with progress(file.name) as step:
        return of_file(plan, blocks(file, questionnaire, every, one, step, seen), year, questionnaire, as_of)


def read_entries(
    file: Path,
    questionnaire: "Questionnaire",
    taken: frozenset[str],
    accepted: Sequence[str] = (),
    aside: "list[Refused] | None" = None,
    claimed: frozenset[str] = frozenset(),
    language: str = "zh",
) -> "list[Entry[Facts]]":
    """The enterprises of a table; `accepted` are credit codes confirmed by hand, the others as for `read_bulk`.

    What else its workbook holds is named in `language`. Raises Refusal with all mistakes.
    """
    from ..intake.bulk import headings, read_bulk
    from ..intake.table import read_table
    from ..store.organisations import read_facts

    table = read_table(file, headings(questionnaire))
    sheets_told(table, language)
    with progress(file.name) as step:
        reading = partial(read_facts, accepted=accepted)
        return read_bulk(table, questionnaire, reading, taken=taken, claimed=claimed, step=step, aside=aside)


def add_entries(
    store: "Store",
    questionnaire: "Questionnaire",
    entries: "Sequence[Entry[Facts]]",
    year: int,
    confirmed: Sequence[str] = (),
) -> tuple[int, int, int]:
    """Write all entries in one transaction; mistakes that only the store sees get the row of the file.

    `confirmed` are credit codes of enterprises that signed themselves up and were checked.
    """
    from ..store.submissions import Record, add_graded

    with progress(questionnaire.id, len(entries)) as step, store.write() as c:

        def records() -> "Iterator[Record]":
            for entry in entries:
                yield Record(entry.facts, entry.facts.production_type, year, entry.vector, entry.reasons)
                step(1)

        try:
            added = add_graded(c, questionnaire, records(), confirmed=confirmed)
        except Refusal as refusal:
            raise Refusal(*(_at_row(problem, entries) for problem in refusal.problems)) from None
    return added.organisations, added.submissions, added.repeated


def _at_row(problem: Problem, entries: "Sequence[Entry[Facts]]") -> Problem:
    row = problem.place.row
    return problem if row is None else replace(problem, place=replace(problem.place, row=entries[row - 1].row))
