"""Cells of linked tables over one or more states of the data: which smallest numbers each count is the sum of.

Tables that cross the same dimensions share a crossing: the observed combinations of codes, levels and records in every
state. Levels that no table of a crossing tells apart are one. What several crossings have in common is said by links.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...disclosure.system import Family, Line, Means, Sums, System, merged, sums
from ..dimensions import IDS, SAMPLE
from .counts import GONE, GONE_ONLY, Count, Key, Levels
from .families import related
from .states import NOWHERE, Panel

Classes = tuple[int, ...]  # for no level and for each level: which class each belongs to, 0 for none
Ints = NDArray[np.int64]
BEFORE, ASSESSED = "level_before", "level_assessed"
_KEY = np.uint64(0xFFFFFFFF)  # the part of a member's number that numbers are rounded by


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table needs: the dimensions it crosses, and the groups of levels it shows in a state of the data."""

    dimensions: frozenset[str]
    groups: frozenset[Levels]
    state: int


class Crossing:
    """The observed combinations of some dimensions in every state; its atoms begin at `start`.

    `counts` are the enterprises of each combination, `summed` their rounding keys; `classes[state]` says which levels
    are told apart.
    """

    def __init__(self, dimensions: tuple[str, ...], panel: Panel, classes: Sequence[Classes], start: int) -> None:
        self.dimensions, self.start, self.classes = dimensions, start, classes
        self._states, self._every = range(len(panel.states)), panel.by.every
        levels = {s: np.array(classes[s], np.int8)[panel.level(s)] for s in self._states}
        gone = {s: panel.gone(s) & (BEFORE in dimensions) for s in self._states}
        there = np.any([levels[s] > 0 for s in self._states] + [gone[s] for s in self._states], axis=0)
        columns: dict[tuple[str, int], NDArray[Any]] = {}
        for s in self._states:
            columns["level", s], columns["gone", s] = levels[s], gone[s]
            columns["record", s] = np.where(gone[s] | (levels[s] > 0), panel.records[s], NOWHERE)
            if BEFORE in dimensions:
                columns["before", s] = panel.before[s]
            columns |= {(id, s): panel.codes(s, id) for id in dimensions}
        places, first = _numbered([column[there] for column in columns.values()])
        self.columns = {name: column[there][first].astype(np.int64) for name, column in columns.items()}
        self.counts = np.bincount(places, minlength=len(first)).astype(np.int64)
        self.summed = np.zeros(len(first), np.int64)
        np.add.at(self.summed, places, (panel.members[there] & _KEY).astype(np.int64))
        self._members = {id: list(panel.by.dimensions[id].members) for id in dimensions}
        self._codes = {id: {code: place for place, code in enumerate(codes)} for id, codes in self._members.items()}

    def __len__(self) -> int:
        return len(self.counts)

    def atoms(self, count: Count) -> Ints:
        """The atoms that `count` sums up."""
        s = count.state
        classes = {self.classes[s][level] for level in count.levels}
        here = np.isin(self.columns["level", s], list(classes))
        if GONE in count.where:
            here |= self.columns["gone", s] == 1
        elif GONE_ONLY in count.where:
            here = self.columns["gone", s] == 1
        for dimension, pairs in groupby(count.where, itemgetter(0)):
            if dimension != SAMPLE:
                here &= np.isin(self.columns[dimension, s], [self._codes[dimension][code] for _, code in pairs])
        if count.unlike is not None:
            here &= self.columns["record", s] != self.columns["record", count.unlike]
        return self.start + np.flatnonzero(here)

    def tells(self, count: Count) -> bool:
        """Whether its atoms tell the enterprises of `count` from those of other codes and levels."""
        named = {dimension for dimension, _ in count.where} - {SAMPLE}
        classes = self.classes[count.state]
        others = {classes[level] for level in self._every if level not in count.levels}
        return named <= set(self.dimensions) and others.isdisjoint(classes[level] for level in count.levels)

    def scored(self, score: str, state: int) -> Ints:
        """The record that the score of a state's enterprises is from; NOWHERE for combinations without one."""
        nothing = np.full(len(self), NOWHERE, np.int64)
        if score == BEFORE:
            return self.columns.get(("before", state), nothing)
        return np.where(self.columns["level", state] > 0, self.columns["record", state], nothing)

    def keys(self, dimensions: tuple[str, ...], state: int) -> list[Key]:
        """The codes of some of its dimensions that enterprises of a state have."""
        present = self.columns["level", state] > 0
        members = {id: np.array(self._members[id]) for id in dimensions}
        codes = [members[id][self.columns[id, state][present]].tolist() for id in dimensions]
        return sorted(set(zip(*codes, strict=True))) if dimensions else [()]


class Cells:
    """The cells of a system over the crossings that `asked` needs, each of them once."""

    def __init__(self, asked: Iterable[Asked], panel: Panel) -> None:
        self._panel, self._asked = panel, tuple(asked)
        self._blocks: list[Crossing] = []
        distinct = list(dict.fromkeys(each.dimensions for each in self._asked))
        start = 0
        for one in distinct:
            if not any(one < other for other in distinct):
                dimensions = tuple(id for id in IDS if id in one)
                self._blocks.append(Crossing(dimensions, panel, self._classes(one), start))
                start += len(self._blocks[-1])
        # The last atom is nobody: what is known to be 0, such as a level that no one had, is a cell all the same.
        self._values = np.concatenate([*(block.counts for block in self._blocks), [0]])
        self._keys = np.concatenate([*(block.summed for block in self._blocks), [0]])
        self._known: dict[bytes, int] = {}
        self._rows: list[Ints] = []
        self.counts: list[Count] = []

    def cell(self, count: Count) -> int:
        """The cell that counts this, a new one where there is none yet."""
        atoms = next(block for block in self._blocks if block.tells(count)).atoms(count)
        if not len(atoms):
            atoms = np.array([len(self._values) - 1], np.int64)
        cell = self._known.setdefault(atoms.tobytes(), len(self._rows))
        if cell == len(self._rows):
            self._rows.append(atoms)
            self.counts.append(count)
        elif self.counts[cell].unlike is not None:
            self.counts[cell] = count  # rather the number of a row than that of what changed in another
        return cell

    def block(self, dimensions: Iterable[str]) -> Crossing:
        """A crossing that has these dimensions."""
        needed = set(dimensions) - {SAMPLE}
        return next(block for block in self._blocks if needed <= set(block.dimensions))

    def tells(self, count: Count) -> bool:
        """Whether some table's crossing can tell `count`: :meth:`cell` is for such alone."""
        return any(block.tells(count) for block in self._blocks)

    def levels(self, count: Count) -> list[Levels]:
        """The smallest groups of levels that are told apart where `count` is, among its own."""
        able = (block.classes[count.state] for block in self._blocks if block.tells(count))
        classes = max(able, key=lambda each: len(set(each)))
        groups = groupby(sorted(count.levels, key=classes.__getitem__), classes.__getitem__)
        return [tuple(group) for _, group in groups]

    def value(self, cell: int) -> int:
        """The number of enterprises in a cell."""
        return int(self._values[self._rows[cell]].sum())

    def system(self, lines: Iterable[Line], told: Iterable[int] = ()) -> tuple[System, Ints]:
        """The system of these cells and `lines`, and the sum of the rounding keys of every cell.

        The cells `told` are known from earlier releases, and so is the number of all enterprises of their states; that
        of the last state is never hidden.
        """
        *before, now = [self.cell(Count((), self._panel.by.every, state)) for state in range(len(self._panel.states))]
        known = frozenset({*told, *before})
        cells = sums(self._rows)
        plain = System(self._values, _links(self._blocks), cells, tuple(lines), known | {now}, known)
        return merged(plain, self._means(plain.lines)), cells.of(self._keys)

    def _means(self, lines: Sequence[Line]) -> Means:
        """Whose scores every line's mean is of: of each combination, by the record that the score is from."""
        width = 3 * len(self._panel.states)
        slots = {score: self._slots(score) for score in dict.fromkeys(line.score for line in lines)}

        def row(line: Line, atoms: Ints) -> Ints:
            return atoms * width + slots[line.score][line.state][atoms]

        rows = [row(line, self._rows[line.n]) for line in lines]
        families = []
        for parent, children in related(lines, self.counts):
            counts = [replace(self.counts[lines[one].n], state=lines[one].state) for one in (parent, *children)]
            block = next(each for each in self._blocks if all(map(each.tells, counts)))
            places = tuple(range(len(rows), len(rows) + len(counts)))
            rows += [row(lines[one], block.atoms(n)) for one, n in zip((parent, *children), counts, strict=True)]
            families.append(Family(parent, places[0], children, places[1:]))
        links, signs = _mean_links(self._blocks, slots, width)
        firms, slot = np.repeat(self._values, width), np.tile(np.arange(width), len(self._values))
        return Means(firms, slot, sums(links, signs), sums(rows), tuple(families))

    def _slots(self, score: str) -> list[Ints]:
        """For every state and atom, which score of its enterprises a mean of that state is of."""
        found = []
        for state in range(len(self._panel.states)):
            columns = [block.scored(score, state) for block in self._blocks]
            shift = 2 * len(self._panel.states) if score == ASSESSED else 0
            slots = np.concatenate([*columns, [NOWHERE]])
            found.append(np.where(slots < 0, NOWHERE, slots + shift))
        return found

    def _classes(self, dimensions: frozenset[str]) -> list[Classes]:
        """For each state, the levels that tables within `dimensions` tell apart."""
        found = []
        for state in range(len(self._panel.states)):
            groups = sorted(
                {
                    g
                    for each in self._asked
                    if each.state == state and each.dimensions <= dimensions
                    for g in each.groups
                }
            )
            marks = [tuple(level in group for group in groups) for level in self._panel.by.every]
            numbers = {mark: place for place, mark in enumerate(dict.fromkeys(marks), start=1)}
            found.append((0, *(numbers[mark] for mark in marks)))
        return found


def _numbered(columns: Sequence[NDArray[Any]]) -> tuple[Ints, Ints]:
    """A number for every row, equal for equal rows and greater for greater ones, and the first row of each number."""
    # In the order of the values: rows come in that of random ids, and the same data must give the same release.
    numbers = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        span = int(column.max(initial=0)) + 2
        numbers = pd.factorize(numbers * span + column + 1, sort=True)[0].astype(np.int64)
    _, first, places = np.unique(numbers, return_index=True, return_inverse=True)
    return places.astype(np.int64).ravel(), first


def _links(blocks: Sequence[Crossing]) -> Sums:
    """Two crossings count the same enterprises: whatever they share, their sums are equal."""
    rows, signs = [], []
    for first, second in combinations(blocks, 2):
        for left, right in _shared(first, second):
            rows.append(np.concatenate([first.start + left, second.start + right]))
            signs.append([1] * len(left) + [-1] * len(right))
    return sums(rows, signs)


def _mean_links(
    blocks: Sequence[Crossing], slots: Mapping[str, Sequence[Ints]], width: int
) -> tuple[list[Ints], list[list[int]]]:
    """As :func:`_links` for sums of scores: of the same enterprises and the same record, they are equal."""
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


def _shared(first: Crossing, second: Crossing) -> Iterator[tuple[Ints, Ints]]:
    """Combinations of both that hold the same enterprises, as far as what they share tells."""
    gone_too = BEFORE in first.dimensions and BEFORE in second.dimensions
    pairs = [_comparable(*blocks, gone_too=gone_too) for blocks in ((first, second), (second, first))]
    columns = zip(*(columns for _, columns in pairs), strict=True)
    places, _ = _numbered([np.concatenate(pair) for pair in columns])
    of = np.split(places, [len(pairs[0][0])])
    orders = [np.argsort(side, kind="stable") for side in of]
    numbers = np.intersect1d(of[0], of[1])
    starts = [np.searchsorted(side[order], [numbers, numbers + 1]) for side, order in zip(of, orders, strict=True)]
    for a, b, c, d in zip(*starts[0].tolist(), *starts[1].tolist(), strict=True):
        yield pairs[0][0][orders[0][a:b]], pairs[1][0][orders[1][c:d]]


def _comparable(block: Crossing, other: Crossing, *, gone_too: bool) -> tuple[Ints, list[Ints]]:
    """The combinations of `block` whose enterprises `other` has too, and what both tell of them."""
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


def _joint(mine: Classes, other: Classes) -> Ints:
    """Class of `mine` -> number of the finest group of levels that both sets of classes can tell."""
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
