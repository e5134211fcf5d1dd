"""Counts of the units of a register: by batch, by province, by industry."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..classification.industries import DIVISIONS
from ..classification.regions import PROVINCES
from ..questionnaire import Text
from .kinds import KINDS
from .ledger import Event, Unit
from .stockflow import batches

NO_DIVISION = Text("没有行业", "No industry")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its id (a batch, a code of the classification), its name, and a count for each of `KINDS`."""

    id: str
    name: Text
    counts: tuple[int, ...]


def by_batch(events: Sequence[Event]) -> tuple[Line, ...]:
    """How many units were added with each batch, whether or not they are listed still; as printed in lists."""
    found = Counter((event.batch, event.kind) for event in events if event.action == "add")
    return tuple(_line(batch, batch_name(batch), found) for batch in batches(events))


def by_province(units: Iterable[Unit]) -> tuple[Line, ...]:
    """How many units are listed in each province that has any, in the order of the classification."""
    found = Counter((unit.province, unit.kind) for unit in units if unit.listed)
    named = {code for code, _ in found}
    return tuple(_line(code, one.short, found) for code, one in PROVINCES.items() if code in named)


def by_division(units: Iterable[Unit]) -> tuple[Line, ...]:
    """How many units are listed in each industry division that has any; those without one, as parks, stand last."""
    found = Counter((unit.division, unit.kind) for unit in units if unit.listed)
    named = {code for code, _ in found}
    lines = [_line(code, one.name, found) for code, one in DIVISIONS.items() if code in named]
    return (*lines, *([_line("", NO_DIVISION, found)] if "" in named else []))


def totals(lines: Iterable[Line]) -> tuple[int, ...]:
    """The sum of each column."""
    return tuple(map(sum, zip(*(line.counts for line in lines), strict=True))) or (0,) * len(KINDS)


def batch_name(batch: str) -> Text:
    """第 6 批; 2022 年度 for a list named after a year; others as they are written, and what came after the last."""
    if not batch:
        return Text("此后", "Since then")
    if not batch.isdecimal():
        return Text(batch, batch)
    year = len(batch) == len("2022")
    return Text(f"{batch} 年度", f"List {batch}") if year else Text(f"第 {batch} 批", f"Batch {batch}")


def _line(id: str, name: Text, found: Counter[tuple[str, str]]) -> Line:
    return Line(id, name, tuple(found[id, kind] for kind in KINDS))
