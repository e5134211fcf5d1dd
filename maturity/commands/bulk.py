"""Bulk files for several commands: checking their rows, and loading them into the store."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import partial
from math import isnan
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from ..errors import Problem, Refusal
from .common import Decorator, progress, unread_printers

if TYPE_CHECKING:
    from ..intake.bulk.columnwise import Block
    from ..intake.bulk.kept import Kept
    from ..intake.bulk.refused import Refused
    from ..questionnaire import Questionnaire
    from ..questionnaire.numeric.references import References
    from ..store import Store
    from ..store.submissions.submissions import Record


def accept_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the repeatable option `--accept-code CODE`."""
    option: Decorator = click.option(
        "--accept-code",
        "accepted",
        multiple=True,
        metavar="CODE",
        help="Accept this credit code from a pilot, whose check character is wrong; may be repeated.",
    )
    return option(function)


def file_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--file FILE`, in place of the database; `--accept-code CODE` for its codes, `--profile ID` for its rows."""
    option: Decorator = click.option(
        "--file",
        type=click.Path(path_type=Path),
        help="A table as `maturity import` reads it, in place of the database; nothing of it is kept.",
    )
    return option(accept_option(profile_option(function)))


def profile_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option `--profile ID`, for rows without a profile."""
    option: Decorator = click.option(
        "--profile",
        metavar="ID",
        default="",
        help="Weight profile of the rows that several fit and that name none in a column 'profile'.",
    )
    return option(function)


@contextmanager
def file_blocks(
    file: Path, accepted: Sequence[str], questionnaire: "Questionnaire", language: str, profile: str = ""
) -> "Iterator[Iterator[Block]]":
    """The enterprises of a file of whatever size, as of :func:`blocks_of_file`, with progress."""
    with progress(file.name) as step:
        yield blocks_of_file(file, accepted, questionnaire, language, step, profile=profile)


def blocks_of_file(
    file: Path,
    accepted: Sequence[str],
    questionnaire: "Questionnaire",
    language: str,
    step: Callable[[int], None],
    **more: Any,
) -> "Iterator[Block]":
    """The enterprises of a file, `more` as for :func:`maturity.intake.bulk.columnwise.read_blocks`.

    What else its workbook and its table hold is named in `language`. Raises Refusal with all mistakes.
    """
    from ..intake.bulk.columnwise import read_blocks
    from ..store.enterprises.facts import read_fact, read_facts

    every, one = partial(read_facts, accepted=accepted), partial(read_fact, accepted=accepted)
    seen, ignored = unread_printers(language)
    return read_blocks(file, questionnaire, every, one, step, seen, ignored=ignored, **more)


@contextmanager
def checked(
    file: Path,
    questionnaire: "Questionnaire",
    accepted: Sequence[str] = (),
    known: "Mapping[str, Collection[str]]" = MappingProxyType({}),
    language: str = "zh",
    aside: "list[Refused] | None" = None,
    profile: str = "",
) -> "Iterator[Kept]":
    """The enterprises of a table, all of them right, kept in a temporary file for as long as the block lasts.

    `accepted` are credit codes confirmed by hand; `known`, `aside` and `profile` as for `read_bulk`. Raises Refusal
    with all mistakes.
    """
    from ..intake.bulk.kept import Kept

    with Kept() as kept:
        with progress(file.name) as step:
            more = {"known": known, "profile": profile}
            if aside is None:
                found = blocks_of_file(file, accepted, questionnaire, language, step, with_reasons=True, **more)
            else:
                found = _good(file, accepted, questionnaire, language, step, aside=aside, **more)
            for block in found:
                kept.add(block)
        kept.finish()
        yield kept


def _good(
    file: Path,
    accepted: Sequence[str],
    questionnaire: "Questionnaire",
    language: str,
    step: Callable[[int], None],
    **more: Any,
) -> "Iterator[Block]":
    """The good rows, read one by one; `more` as for `read_bulk`, where the others go `aside`."""
    from ..intake.bulk import headings, read_bulk
    from ..intake.bulk.kept import blocks_of
    from ..intake.spreadsheets.table import read_table
    from ..store.enterprises.facts import read_facts

    table, reading = read_table(file, headings(questionnaire)), partial(read_facts, accepted=accepted)
    seen, ignored = unread_printers(language)
    seen(table)
    return blocks_of(read_bulk(table, questionnaire, reading, step=step, ignored=ignored, **more))


def add_kept(
    store: "Store",
    questionnaire: "Questionnaire",
    kept: "Kept",
    year: int,
    confirmed: Sequence[str] = (),
    references: "References | None" = None,
) -> tuple[int, int, int]:
    """Write all enterprises in one transaction; mistakes that only the store sees get the row of the file.

    `confirmed` are credit codes of enterprises that signed themselves up and were checked; `references` are the values
    that numbers are scored against.
    """
    from ..scoring.evaluation import NO_REFERENCES
    from ..store.submissions.submissions import add_graded

    with progress(questionnaire.id, kept.rows) as step, store.write() as c:
        records = _records(kept, questionnaire, year, step)
        try:
            known = references or NO_REFERENCES
            added = add_graded(c, questionnaire, records, confirmed=confirmed, distinct=True, references=known)
        except Refusal as refusal:
            rows = kept.numbers(problem.place.row for problem in refusal.problems)
            raise Refusal(*(_at_row(problem, rows) for problem in refusal.problems)) from None
    return added.organisations, added.submissions, added.repeated


def _records(
    kept: "Kept", questionnaire: "Questionnaire", year: int, step: Callable[[int], None]
) -> "Iterator[Record]":
    import numpy as np

    from ..store.enterprises.facts import FIELDS, Facts
    from ..store.submissions.submissions import Record

    profiles = tuple(questionnaire.profiles)
    for block in kept.blocks():
        columns = {field: [value or None for value in block.facts[field].tolist()] for field in FIELDS}
        yuan = np.rint(block.facts["revenue_10k"] * 10_000).tolist()  # exact up to REVENUE_MOST
        columns["revenue_10k"] = [None if isnan(amount) else Decimal(int(amount)).scaleb(-4) for amount in yuan]
        meant = [profiles[place] for place in block.profiles.tolist()]
        facts = map(Facts, *columns.values())
        matrix, entered = np.ascontiguousarray(block.matrix), block.entered or [{}] * len(block.rows)
        for one, profile, vector, reasons, rest in zip(facts, meant, matrix, block.reasons, entered, strict=True):
            yield Record(one, profile, year, vector.tobytes(), reasons, entered=rest)
        step(len(block.rows))


def _at_row(problem: Problem, rows: "Mapping[int, int]") -> Problem:
    row = problem.place.row
    return problem if row is None else replace(problem, place=replace(problem.place, row=rows[row]))
