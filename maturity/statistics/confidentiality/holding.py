"""Revisions in batches: whose changes since an earlier release wait, because too few others of a row changed with them.

Where an earlier release shows a number, the next one shows by how much it changed. A change of few enterprises would
be disclosed; the enterprises are held back as they were until a later release has enough of them. Holding back only
takes changes out of rows, so that a row with too few is emptied until no row has too few: the rest is the largest
batch.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from ...disclosure.rules import GROUPED, Rules
from ..dimensions import SAMPLE
from .counts import GONE, GONE_ONLY, Count
from .footprint import Footprint
from .linked import Linked
from .states import Panel, State

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Batch:
    """The enterprises whose data changed between two states, and those of them that wait (numbers, uint64)."""

    changed: NDArray[np.uint64]
    held: NDArray[np.uint64]


def batch(now: State, rows: Linked, base: State, published: Iterable[Footprint], rules: Rules) -> Batch:
    """The changes from `base` to `now` that may not be disclosed by the `rows` of a release beside what earlier ones
    `published` of `base`.
    """
    panel = Panel((base, now))
    changed = panel.records[0] != panel.records[1]
    changes = [each for row in _shown_in_both(rows, published) for each in _changes(panel, changed, row)]
    waiting = np.zeros(len(panel.members), bool)
    while True:
        found = [change.few(~waiting, rules) for change in changes]
        more = np.logical_or.reduce([some for some in found if some is not None] or [np.zeros_like(waiting)])
        if not more.any():
            return Batch(panel.members[changed], panel.members[waiting])
        waiting |= more


@dataclass(frozen=True, slots=True)
class _Change:
    """Those who came into a row or changed in it, or went from it: in all, in the parts that are shown, and those of
    them who are in the row in one of the states only, by whom its number grows or shrinks.
    """

    n: Flags
    parts: tuple[Flags, ...]
    crossing: Flags

    def few(self, free: Flags, rules: Rules) -> Flags | None:
        """Those of them that must wait, among those `free` to be shown; None for nobody."""
        members = self.n & free
        n = int(members.sum())
        if not n:
            return None
        parts = [part & free for part in self.parts]
        counts = [int(part.sum()) for part in parts]
        gathered = n < GROUPED * rules.threshold and any(count > n - 2 for count in counts)
        if n < (rules.statistics if parts else rules.threshold) or (parts and gathered):
            return members
        small = [part for part in (*parts, self.crossing & free) if 0 < part.sum() < rules.threshold]
        return np.logical_or.reduce(small) if small else None


def _shown_in_both(rows: Linked, published: Iterable[Footprint]) -> Iterator[tuple[Count, tuple[Count, ...]]]:
    """Rows of a release whose number an earlier one shows too, with the parts that both show."""
    known: dict[Count, set[Count]] = {}
    for footprint in published:
        for line in footprint.lines:
            if footprint.shown[line.n]:
                shown = {footprint.counts[part] for part in line.parts if footprint.shown[part]}
                known.setdefault(footprint.counts[line.n], set()).update(shown)
    for line in rows.system.lines:
        n = rows.counts[line.n]
        if line.listed and n in known:
            yield n, tuple(part for cell in line.parts if (part := rows.counts[cell]) in known[n])


def _changes(panel: Panel, changed: Flags, row: tuple[Count, tuple[Count, ...]]) -> Iterator[_Change]:
    """What came into a row and what went from it."""
    n, parts = row
    counted = [_counted(panel, state, n) for state in range(2)]
    for state in range(2):
        members = changed & counted[state]
        if members.any():
            shown = tuple(members & _counted(panel, state, part) for part in parts)
            yield _Change(members, shown, members & ~counted[1 - state])


def _counted(panel: Panel, state: int, count: Count) -> Flags:
    """Which members of a panel a number counts in one of its states."""
    here: Flags = np.isin(panel.level(state), count.levels)
    if GONE in count.where:
        here = here | panel.gone(state)
    elif GONE_ONLY in count.where:
        here = panel.gone(state)
    for dimension, pairs in groupby(count.where, itemgetter(0)):
        if dimension != SAMPLE:
            here &= np.isin(panel.codes(state, dimension), _places(panel, dimension, [code for _, code in pairs]))
    return here


def _places(panel: Panel, dimension: str, codes: Sequence[str]) -> list[int]:
    members = list(panel.by.dimensions[dimension].members)
    return [members.index(code) for code in codes]
