"""Stock and flow of a register: opening + added - removed + unexplained = closing, by kind and batch."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .kinds import KINDS
from .ledger import Event

AFTER = ""  # the period after the last batch


@dataclass(frozen=True, slots=True)
class Step:
    """What was added and removed with a batch, and the official closing stock where one was printed."""

    batch: str
    added: int
    removed: int = 0
    closing: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A row of the table: `unexplained` is what the official closing stock differs by; `official` says there is one."""

    kind: str
    batch: str
    opening: int
    added: int
    removed: int
    unexplained: int
    closing: int
    official: bool


def flows(kind: str, steps: Iterable[Step], opening: int = 0) -> tuple[Flow, ...]:
    """The rows of one kind, beginning with a stock of `opening`; an official closing stock is the next opening."""
    found = []
    for step in steps:
        counted = opening + step.added - step.removed
        closing = counted if step.closing is None else step.closing
        moved = (step.added, step.removed, closing - counted, closing)
        found.append(Flow(kind, step.batch, opening, *moved, step.closing is not None))
        opening = closing
    return tuple(found)


def stock_and_flow(events: Sequence[Event], official: Mapping[tuple[str, str], int] | None = None) -> tuple[Flow, ...]:
    """The rows of a register: every kind that has units, every batch of the kind, and what came after the last.

    What is added counts with its batch; an event without a batch counts with the first batch that was listed on its day
    or later. What was restored counts as added. `official` are closing stocks by kind and batch.
    """
    kinds = {event.unit: event.kind for event in events if event.action == "add"}
    by_kind: dict[str, list[Event]] = {}
    for event in events:
        by_kind.setdefault(kinds[event.unit], []).append(event)
    return tuple(
        row for kind in KINDS if kind in by_kind for row in flows(kind, _steps(kind, by_kind[kind], official or {}))
    )


def batches(events: Iterable[Event]) -> dict[str, date]:
    """The batches of the events in order, each with the first day on which something was added with it."""
    first: dict[str, date] = {}
    for event in events:
        if event.batch:
            first[event.batch] = min(event.on, first.get(event.batch, event.on))
    return dict(sorted(first.items(), key=lambda pair: (pair[1], natural(pair[0]))))


def natural(batch: str) -> tuple[tuple[int, str], ...]:
    """A key by which batch 10 stands behind batch 9."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in re.findall(r"\d+|\D+", batch))


def _steps(kind: str, events: Sequence[Event], official: Mapping[tuple[str, str], int]) -> Iterable[Step]:
    order = batches(events)
    counts = {batch: [0, 0] for batch in (*order, AFTER)}
    for event in events:
        if event.action not in ("rename", "correct"):
            batch = event.batch or next((name for name, day in order.items() if day >= event.on), AFTER)
            counts[batch][event.action == "remove"] += 1
    for batch, (added, removed) in counts.items():
        if batch != AFTER or added or removed:
            yield Step(batch, added, removed, official.get((kind, batch)))
