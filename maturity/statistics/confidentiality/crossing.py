"""Cells of linked tables over one or more states of the data: which smallest numbers each count is the sum of.

Tables that cross the same dimensions share a crossing: the observed combinations of codes, levels and records in every
state. Levels that no table of a crossing separates are one. What several crossings have in common is said by links.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...disclosure.system import OF_LEVELS, Family, Line, Means, Precision, System, merged, sums
from ...text.numbers import half_up
from ..breakdowns import Breakdowns
from ..dimensions import IDS, JOINED, NOT_JOINED, SAMPLE
from .counts import ASSESSED, BEFORE, GONE, GONE_ONLY, Count, Key, Levels
from .families import related
from .links import links, mean_links
from .states import NOWHERE, Panel, numbered
from .tally import NANO

Classes = tuple[int, ...]  # for no level and for each level: which class each belongs to, 0 for none
Ints = NDArray[np.int64]
_ABSENT = {"level": 0, "gone": 0}  # in the columns of a crossing, of who is not there; NOWHERE in the others
_KEY = np.uint64(0xFFFFFFFF)  # the part of a member's number that numbers are rounded by


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a table needs: the dimensions it crosses, and the groups of levels it shows in a state of the data."""

    dimensions: frozenset[str]
    groups: frozenset[Levels]
    state: int


class Crossing:
    """The observed combinations of some dimensions in every state; its atoms begin at `start`.

    `counts` are the enterprises of each combination, `summed` their rounding keys; `classes[state]` says which levels
    are separated.
    """

    def __init__(self, dimensions: tuple[str, ...], panel: Panel, classes: Sequence[Classes], start: int) -> None:
        self.dimensions, self.start, self.classes = dimensions, start, classes
        self._states, self._every = range(len(panel.states)), panel.by.every
        levels = {s: np.array(classes[s], np.int8)[panel.level(s)] for s in self._states}
        self.with_gone = not {BEFORE, JOINED}.isdisjoint(dimensions)
        gone = {s: panel.gone(s) & self.with_gone for s in self._states}
        there = np.any([levels[s] > 0 for s in self._states] + [gone[s] for s in self._states], axis=0)
        columns: dict[tuple[str, int], NDArray[Any]] = {}
        for s in self._states:
            columns["level", s], columns["gone", s] = levels[s], gone[s]
            columns["record", s] = np.where(gone[s] | (levels[s] > 0), panel.records[s], NOWHERE)
            if BEFORE in dimensions:
                columns["before", s] = panel.before[s]
            columns |= {(id, s): panel.codes(s, id) for id in dimensions}
        might = self._might_be(panel) if JOINED in dimensions else []
        found = {
            name: np.append(column[there], [one.get(name, _ABSENT.get(name[0], NOWHERE)) for one in might])
            for name, column in columns.items()
        }
        places, first = numbered([column.astype(np.int64) for column in found.values()])
        places = places[: len(places) - len(might)]
        self.columns = {name: column[first].astype(np.int64) for name, column in found.items()}
        self.counts = np.bincount(places, minlength=len(first)).astype(np.int64)
        self._panel, self._places, self._there = panel, places, np.flatnonzero(there)
        self.summed = np.zeros(len(first), np.int64)
        np.add.at(self.summed, places, (panel.members[there] & _KEY).astype(np.int64))
        self._members = {id: list(panel.by.dimensions[id].members) for id in dimensions}
        self._codes = {id: {code: place for place, code in enumerate(codes)} for id, codes in self._members.items()}

    def __len__(self) -> int:
        return len(self.counts)

    def _might_be(self, panel: Panel) -> list[dict[tuple[str, int], int]]:
        """Combinations that somebody might be of as far as readers know: a result under another questionnaire alone."""
        codes = [place for place, code in enumerate(panel.by.dimensions[JOINED].members) if code != NOT_JOINED]
        return [
            {("gone", s): 1, ("record", s): s, (JOINED, s): code}
            for s, state in enumerate(panel.states)
            for code in codes
            if JOINED in state.codes
        ]

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

    def separates(self, count: Count) -> bool:
        """Whether its atoms separate the enterprises of `count` from those of other codes and levels."""
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

    def total(self, score: str, state: int) -> Ints:
        """The sum of a score of a state's enterprises in every combination, in billionths."""
        total = np.zeros(len(self), np.int64)
        np.add.at(total, self._places, self._panel.scores(state, before=score == BEFORE)[self._there])
        return total

    def keys(self, dimensions: tuple[str, ...], state: int) -> list[Key]:
        """The codes of some of its dimensions that enterprises of a state have."""
        present = self.columns["level", state] > 0
        members = {id: np.array(self._members[id]) for id in dimensions}
        codes = [members[id][self.columns[id, state][present]].tolist() for id in dimensions]
        return sorted(set(zip(*codes, strict=True))) if dimensions else [()]


def precision_of(by: Breakdowns) -> Precision:
    """How precisely means are printed, and may be estimated: of a questionnaire without levels the same share of its
    total.
    """
    return Precision(10.0**-by.decimals, OF_LEVELS.near * by.best / 5) if by.outcomes else OF_LEVELS


class Cells:
    """The cells of a system over the crossings that `required` names, each of them once. Means are shown with so many
    `decimals` and this `precision`.
    """

    def __init__(self, required: Iterable[Requirement], panel: Panel, precision: Precision, decimals: int) -> None:
        self._panel, self._required, self._precision, self._decimals = panel, tuple(required), precision, decimals
        self._blocks: list[Crossing] = []
        distinct = list(dict.fromkeys(each.dimensions for each in self._required))
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
        atoms = next(block for block in self._blocks if block.separates(count)).atoms(count)
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

    def separates(self, count: Count) -> bool:
        """Whether some table's crossing can separate `count`: :meth:`cell` is for such alone."""
        return any(block.separates(count) for block in self._blocks)

    def levels(self, count: Count) -> list[Levels]:
        """The smallest groups of levels that are separated where `count` is, among its own."""
        able = (block.classes[count.state] for block in self._blocks if block.separates(count))
        classes = max(able, key=lambda each: len(set(each)))
        groups = groupby(sorted(count.levels, key=classes.__getitem__), classes.__getitem__)
        return [tuple(group) for _, group in groups]

    def value(self, cell: int) -> int:
        """The number of enterprises in a cell."""
        return int(self._values[self._rows[cell]].sum())

    def system(self, lines: Iterable[Line], published_earlier: Iterable[int] = ()) -> tuple[System, Ints]:
        """The system of these cells and `lines`, and the sum of the rounding keys of every cell.

        The cells `published_earlier` are known, and so is the number of all enterprises of their states; that
        of the last state is never hidden.
        """
        *before, now = [self.cell(Count((), self._panel.by.every, state)) for state in range(len(self._panel.states))]
        known = frozenset({*published_earlier, *before})
        cells = sums(self._rows)
        plain = System(self._values, links(self._blocks), cells, tuple(lines), known | {now}, known)
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
            block = next(each for each in self._blocks if all(map(each.separates, counts)))
            places = tuple(range(len(rows), len(rows) + len(counts)))
            rows += [row(lines[one], block.atoms(n)) for one, n in zip((parent, *children), counts, strict=True)]
            families.append(Family(parent, places[0], children, places[1:]))
        equal, signs = mean_links(self._blocks, slots, width)
        firms, slot = np.repeat(self._values, width), np.tile(np.arange(width), len(self._values))
        off = self._off(lines)
        return Means(firms, slot, sums(equal, signs), sums(rows), tuple(families), off, self._precision)

    def _off(self, lines: Sequence[Line]) -> NDArray[np.float64]:
        """By how much every line's printed mean, times its enterprises, is off the sum of their scores, in points."""
        kinds = dict.fromkeys((line.score, line.state) for line in lines if line.score != ASSESSED)
        totals = {kind: np.concatenate([*(block.total(*kind) for block in self._blocks), [0]]) for kind in kinds}
        off = np.zeros(len(lines))
        for place, line in enumerate(lines):
            if (line.score, line.state) in totals:  # the scores that assessors gave are not kept
                total, n = int(totals[line.score, line.state][self._rows[line.n]].sum()), self.value(line.n)
                off[place] = float(
                    n * Fraction(half_up(Fraction(total, n * NANO), self._decimals)) - Fraction(total, NANO)
                )
        return off

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
        """For each state, the levels that tables within `dimensions` separate."""
        found = []
        for state in range(len(self._panel.states)):
            groups = sorted(
                {
                    g
                    for each in self._required
                    if each.state == state and each.dimensions <= dimensions
                    for g in each.groups
                }
            )
            marks = [tuple(level in group for group in groups) for level in self._panel.by.every]
            numbers = {mark: place for place, mark in enumerate(dict.fromkeys(marks), start=1)}
            found.append((0, *(numbers[mark] for mark in marks)))
        return found
