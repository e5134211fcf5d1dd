"""What two crossings have in common: combinations that hold the same enterprises, whose sums are therefore equal."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...disclosure.system import Sums, sums
from .counts import BEFORE
from .states import NOWHERE, numbered

if TYPE_CHECKING:
    from .crossing import Classes, Crossing

Ints = NDArray[np.int64]


def links(blocks: "Sequence[Crossing]") -> Sums:
    """Two crossings count the same enterprises: whatever they share, their sums are equal."""
    rows, signs = [], []
    for first, second in combinations(blocks, 2):
        for left, right in _shared(first, second):
            rows.append(np.concatenate([first.start + left, second.start + right]))
            signs.append([1] * len(left) + [-1] * len(right))
    return sums(rows, signs)


def mean_links(
    blocks: "Sequence[Crossing]", slots: Mapping[str, Sequence[Ints]], width: int
) -> tuple[list[Ints], list[list[int]]]:
    """As :func:`links` for sums of scores: of the same enterprises and the same record, they are equal."""
    rows, signs = [], []
    for first, second in combinations(blocks, 2):
        both_before = BEFORE in first.dimensions and BEFORE in second.dimensions
        for left, right in _shared(first, second):
            atoms = (first.start + left, second.start + right)
            wanted: set[int] = set()
            for score, by_state in slots.items():
                if score != BEFORE or both_before:
                    wanted |= {int(slot[atoms[0][0]]) for slot in by_state}
            for slot in sorted(one for one in wanted if one >= 0):
                rows.append(np.concatenate([atoms[0] * width + slot, atoms[1] * width + slot]))
                signs.append([1] * len(left) + [-1] * len(right))
    return rows, signs


def _shared(first: "Crossing", second: "Crossing") -> Iterator[tuple[Ints, Ints]]:
    """Combinations of both that hold the same enterprises, as far as what they share shows."""
    gone_too = first.with_gone and second.with_gone
    pairs = [_comparable(*blocks, gone_too=gone_too) for blocks in ((first, second), (second, first))]
    columns = zip(*(columns for _, columns in pairs), strict=True)
    places, _ = numbered([np.concatenate(pair) for pair in columns])
    of = np.split(places, [len(pairs[0][0])])
    orders = [np.argsort(side, kind="stable") for side in of]
    numbers = np.intersect1d(of[0], of[1])
    starts = [np.searchsorted(side[order], [numbers, numbers + 1]) for side, order in zip(of, orders, strict=True)]
    for a, b, c, d in zip(*starts[0].tolist(), *starts[1].tolist(), strict=True):
        yield pairs[0][0][orders[0][a:b]], pairs[1][0][orders[1][c:d]]


def _comparable(block: "Crossing", other: "Crossing", *, gone_too: bool) -> tuple[Ints, list[Ints]]:
    """The combinations of `block` whose enterprises `other` has too, and what both show of them."""
    columns = block.columns
    states = [state for name, state in columns if name == "level"]
    taking_part = [columns["level", state] > 0 for state in states]
    kept = np.flatnonzero(np.any(taking_part, axis=0) | gone_too)
    found = [_joint(block.classes[state], other.classes[state])[columns["level", state]] for state in states]
    for name, column in columns.items():
        if name not in other.columns or name[0] == "level" or (name[0] == "gone" and not gone_too):
            continue
        hides = name[0] == "record" and not gone_too  # a crossing without them knows nothing of those who are gone
        found.append(np.where(taking_part[name[1]], column, NOWHERE) if hides else column)
    return kept, [column[kept] for column in found]


def _joint(mine: "Classes", other: "Classes") -> Ints:
    """Class of `mine` -> number of the finest group of levels that both sets of classes separate."""
    group = list(range(len(mine)))
    for classes in (mine, other):
        for low, high in combinations(range(1, len(mine)), 2):
            if classes[low] == classes[high]:
                new, old = sorted((group[low], group[high]))
                group = [new if each == old else each for each in group]
    table = np.zeros(max(mine) + 1, np.int64)
    for level in range(1, len(mine)):
        table[mine[level]] = group[level]
    return table
