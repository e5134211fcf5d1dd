"""What a release has told the world: kept, so that a later one over the same enterprises does not tell the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ..disclosure.protect import leaks
from ..disclosure.rules import Rules
from ..disclosure.system import Line
from .linked import Cells, Count, around
from .protection import Protection


@dataclass(frozen=True, slots=True)
class Footprint:
    """The numbers of a release, `shown` or not, with their values; its rows, `detailed` or not. For keeping as JSON."""

    counts: tuple[Count, ...]
    values: tuple[int, ...]
    shown: tuple[bool, ...]
    lines: tuple[Line, ...]
    detailed: tuple[bool, ...]

    def document(self) -> dict[str, Any]:
        """It as JSON can write it; see :func:`footprint_from`."""
        numbers = zip(self.counts, self.values, self.shown, strict=True)
        lines = zip(self.lines, self.detailed, strict=True)
        return {
            "numbers": [[[*map(list, c.where)], [*c.levels], value, shown] for c, value, shown in numbers],
            "rows": [[x.n, [*x.parts], [*x.levels], x.listed, x.score, detailed] for x, detailed in lines],
        }


def footprint_from(document: dict[str, Any]) -> Footprint:
    """What :meth:`Footprint.document` gave."""
    numbers, rows = document["numbers"], document["rows"]
    return Footprint(
        tuple(Count(tuple((id, code) for id, code in where), tuple(levels)) for where, levels, _, _ in numbers),
        tuple(value for _, _, value, _ in numbers),
        tuple(shown for _, _, _, shown in numbers),
        tuple(
            Line(n, tuple(parts), tuple(levels), listed, score="".join(score))
            for n, parts, levels, listed, *score, _ in rows  # entries from before there were other scores have none
        ),
        tuple(detailed for *_, detailed in rows),
    )


def footprint(by: Protection) -> Footprint:
    """What the release that `by` protects tells."""
    return Footprint(
        by.linked.counts,
        tuple(by.linked.system.values.tolist()),
        tuple(by.outcome.published.tolist()),
        by.linked.system.lines,
        tuple(by.outcome.detailed.tolist()),
    )


def disclosed_together(footprints: Sequence[Footprint], frame: pd.DataFrame, rules: Rules) -> tuple[Count | None, ...]:
    """What releases over the enterprises of `frame` disclose together; None for a number that none of them has."""
    needed = [around(dimension for dimension, _ in count.where) for each in footprints for count in each.counts]
    cells = Cells(needed, frame)
    places = [[cells.cell(count) for count in each.counts] for each in footprints]
    lines = [_moved(line, place) for each, place in zip(footprints, places, strict=True) for line in each.lines]
    system = cells.system(lines)
    published = np.zeros(len(system.cells), bool)
    for each, place in zip(footprints, places, strict=True):
        published[np.array(place)[list(each.shown)]] = True
    detailed = np.array([flag for each in footprints for flag in each.detailed], bool)
    found = leaks(system, rules, published, detailed)
    return tuple(cells.counts[cell] if cell >= 0 else None for cell in found)


def told_by_change(earlier: Footprint, later: Footprint, rules: Rules) -> tuple[Count, ...]:
    """Numbers of rows that both show and that differ by fewer enterprises than the threshold: those few are told."""
    before = dict(_rows_shown(earlier))
    return tuple(
        count for count, value in _rows_shown(later) if 0 < abs(value - before.get(count, value)) < rules.threshold
    )


def _rows_shown(of: Footprint) -> Iterable[tuple[Count, int]]:
    for cell in dict.fromkeys(line.n for line in of.lines):
        if of.shown[cell]:
            yield of.counts[cell], of.values[cell]


def _moved(line: Line, place: Sequence[int]) -> Line:
    parts, levels = (tuple(place[cell] for cell in cells) for cells in (line.parts, line.levels))
    return replace(line, n=place[line.n], parts=parts, levels=levels)
