"""The tables of a plan as one linked system: of which smallest numbers each shown count is the sum.

Tables that cross the same dimensions share their atoms: the observed combinations, each with its five level groups.
A place implies the wider places around it. What several crossings have in common is said by links.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from operator import itemgetter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..disclosure.system import Line, Sums, System, sums
from .dimensions import DIMENSIONS, SAMPLE, looking, view_of
from .frame import ABSENT, present
from .measures import groups_of
from .plan import Condition, TablePlan
from .table import TOTAL
from .tally import LEVELS, Group

Key = tuple[str, ...]
Where = tuple[tuple[str, str], ...]  # (dimension, code), in the order of the dimensions
Levels = tuple[int, ...]
GONE, GONE_ONLY = (SAMPLE, "BEFORE"), (SAMPLE, "GONE")
_EVERY = tuple(range(1, LEVELS + 1))
_ORDER = {id: place for place, id in enumerate(DIMENSIONS)}
_AROUND = {"city": ("province", "economic_region"), "province": ("economic_region",)}


@dataclass(frozen=True, slots=True)
class Count:
    """The number of enterprises with these codes and levels (1 counts those below it too).

    Several codes of one dimension mean any of them. GONE adds those who took part a year before and no more, GONE_ONLY
    counts them alone.
    """

    where: Where
    levels: Levels


@dataclass(frozen=True, slots=True)
class Linked:
    """A system, and what its cells and lines are: `counts[cell]`; `lines[table id, row key]`; `parts[table id]`.

    A row without any enterprise has no line: its zeros are true and known. `keys` are the sums of the record keys of
    the enterprises in every cell.
    """

    system: System
    counts: tuple[Count, ...]
    lines: Mapping[tuple[str, Key], int]
    parts: Mapping[str, tuple[str, ...]]
    keys: NDArray[np.int64]


def linked(tables: Iterable[TablePlan], frame: pd.DataFrame, listed: Mapping[str, frozenset[Key]]) -> Linked:
    """`tables` over `frame` (see :mod:`.frame`). `listed` are the rows that a ranked table shows; others show all."""
    tables = tuple(tables)
    cells = Cells(map(_needed, tables), frame)
    lines: dict[Line, int] = {}  # rows that look at the same enterprises in the same way are one
    places: dict[tuple[str, Key], int] = {}
    parts: dict[str, tuple[str, ...]] = {}
    for table in tables:
        groups = groups_of(table.measures, table.levels)
        for key in _keys(table, cells):
            row = _row(table, key)
            listing = key in listed.get(table.id, frozenset((key,)))
            line = _line(cells, row, groups, listed=listing)
            if line:
                places[table.id, key] = lines.setdefault(line, len(lines))
                parts[table.id] = tuple(group.id for group in groups if set(group.levels) & set(row.levels))
            # Whom a condition leaves out is told by the row without it: a line to be watched, though no table shows it.
            for other in _left_out(table, key):
                rest = _line(cells, other, groups, listed=False)
                if rest:
                    lines.setdefault(rest, len(lines))
    system = cells.system(lines)
    return Linked(system, tuple(cells.counts), places, parts, system.cells.of(cells.keys))


def _line(cells: "Cells", row: "_Row", groups: Iterable[Group], *, listed: bool) -> Line | None:
    """What a row tells; none where nobody is in it."""
    n = cells.cell(row.count(row.levels))
    if not cells.value(n):
        return None
    parts = [cells.cell(row.count(group.levels)) for group in groups if set(group.levels) & set(row.levels)]
    single = [cells.cell(row.count((level,))) for level in row.levels]
    return Line(n, tuple(parts), tuple(single), listed, score=row.by)


@dataclass(frozen=True, slots=True)
class _Row:
    """The enterprises with these codes and levels; with `by`, of the level that this other assessment found.

    `also` is GONE or GONE_ONLY for those who took part a year before and no more.
    """

    where: Where
    levels: Levels
    by: str = ""
    also: Where = ()

    def count(self, levels: Iterable[int]) -> Count:
        """Those of `levels` among them."""
        chosen = tuple(level for level in levels if level in self.levels)
        if not self.by:
            return Count(self.where, chosen)
        codes = [*DIMENSIONS[self.by].members]
        found = (*self.where, *((self.by, codes[level - 1]) for level in chosen), *self.also)
        return Count(_sorted(found), _EVERY)


class Crossing:
    """A cross-classification: its observed combinations, and where its atoms begin; `summed` are their record keys."""

    def __init__(self, dimensions: tuple[str, ...], frame: pd.DataFrame, start: int) -> None:
        self.dimensions, self.start = dimensions, start
        positions = np.stack([np.zeros(len(frame), np.int64), *(frame[id].cat.codes.to_numpy() for id in dimensions)])
        combos, inverse = np.unique(positions, axis=1, return_inverse=True)
        level = np.clip(frame["level"].to_numpy().astype(np.int64), 1, LEVELS)
        places, size = inverse.ravel() * LEVELS + level - 1, combos.shape[1] * LEVELS
        self.counts = np.bincount(places, minlength=size)
        self.summed = np.zeros(size, np.int64)
        np.add.at(self.summed, places, frame["key"].to_numpy(np.int64))
        members = {id: np.array(list(DIMENSIONS[id].members)) for id in dimensions}
        self.codes = {id: members[id][row] for id, row in zip(dimensions, combos[1:], strict=True)}
        self._combos = np.arange(combos.shape[1])

    def atoms(self, count: Count) -> NDArray[np.int64]:
        """The atoms that `count` sums up."""
        chosen = np.ones(len(self._combos), bool)
        for dimension, pairs in groupby(count.where, itemgetter(0)):
            if dimension != SAMPLE:
                chosen &= np.isin(self.codes[dimension], [code for _, code in pairs])
        levels = np.array(count.levels, np.int64) - 1
        atoms: NDArray[np.int64] = (self.start + self._combos[chosen][:, None] * LEVELS + levels).ravel()
        return atoms

    def keys(self, dimensions: tuple[str, ...]) -> list[Key]:
        """The observed codes of some of its dimensions."""
        return sorted(set(zip(*(self.codes[id].tolist() for id in dimensions), strict=True))) if dimensions else [()]


class Cells:
    """The cells of a system over the crossings `needed`, each of them once."""

    def __init__(self, needed: Iterable[frozenset[str]], frame: pd.DataFrame) -> None:
        self._blocks = _crossings(needed, present(frame))
        start = sum(len(block.counts) for block in self._blocks)
        self._gone = Crossing(("level_before",), frame[frame["level"] == ABSENT], start)
        # The last atom is nobody: what is known to be 0, such as a level that no one had, is a cell all the same.
        self._values = np.concatenate([*(block.counts for block in (*self._blocks, self._gone)), [0]])
        self.keys = np.concatenate([*(block.summed for block in (*self._blocks, self._gone)), [0]])
        self._known: dict[bytes, int] = {}
        self._rows: list[NDArray[np.int64]] = []
        self.counts: list[Count] = []

    def cell(self, count: Count) -> int:
        """The cell that counts this, a new one where there is none yet."""
        dimensions = (dimension for dimension, _ in count.where if dimension != SAMPLE)
        here = [] if GONE_ONLY in count.where else [self.block(dimensions).atoms(count)]
        gone = [self._gone.atoms(count)] if {GONE, GONE_ONLY} & {*count.where} else []
        atoms = np.concatenate([*here, *gone])
        if not len(atoms):
            atoms = np.array([len(self._values) - 1], np.int64)
        cell = self._known.setdefault(atoms.tobytes(), len(self._rows))
        if cell == len(self._rows):
            self._rows.append(atoms)
            self.counts.append(count)
        return cell

    def block(self, dimensions: Iterable[str]) -> Crossing:
        """A crossing that has these dimensions."""
        needed = set(dimensions)
        return next(block for block in self._blocks if needed <= set(block.dimensions))

    def value(self, cell: int) -> int:
        """The number of enterprises in a cell."""
        return int(self._values[self._rows[cell]].sum())

    def system(self, lines: Iterable[Line]) -> System:
        """The system of these cells and `lines`; the number of all enterprises is always known."""
        whole = self.cell(Count((), _EVERY))
        return System(self._values, _links(self._blocks), sums(self._rows), tuple(lines), frozenset({whole}))


def _crossings(needed: Iterable[frozenset[str]], frame: pd.DataFrame) -> tuple[Crossing, ...]:
    """Of the crossings `needed`, those that no other one contains, in their order."""
    distinct = list(dict.fromkeys(needed))
    blocks: list[Crossing] = []
    start = 0
    for one in distinct:
        if not any(one < other for other in distinct):
            blocks.append(Crossing(tuple(id for id in DIMENSIONS if id in one), frame, start))
            start += len(blocks[-1].counts)
    return tuple(blocks)


def around(dimensions: Iterable[str]) -> frozenset[str]:
    """`dimensions` with the wider places that each place implies."""
    named = frozenset(dimensions) - {SAMPLE}
    return named.union(*(_AROUND.get(id, ()) for id in named))


def _needed(table: TablePlan) -> frozenset[str]:
    seen = looking(table.rows)
    known = (view.known for view in DIMENSIONS[seen].views.values() if view.known) if seen else ()
    asked = (each.column for each in table.population if each.column != "level")
    return around([*(id for id in table.rows if id != seen), *asked, *known])


def _keys(table: TablePlan, cells: "Cells") -> Iterator[Key]:
    """The observed keys of the table: every depth of its rows, totals first."""
    block = cells.block(_needed(table))
    for depth in range(len(table.rows) + 1):
        rows, rest = table.rows[:depth], (TOTAL,) * (len(table.rows) - depth)
        seen = looking(rows)
        for key in block.keys(tuple(id for id in rows if id != seen)):
            if seen:
                place = rows.index(seen)
                yield from ((*key[:place], code, *key[place:], *rest) for code in DIMENSIONS[seen].members)
            else:
                yield (*key, *rest)


def _row(table: TablePlan, key: Key) -> _Row:
    """What a row is about; a view that looks at those known to another assessment names all its levels."""
    asked = {each.column: str(each.value) for each in table.population if each.column != "level"}
    seen, view, levels = looking(table.rows), view_of(table.rows, key), _levels(table.population)
    rows = zip(table.rows, key, strict=True)
    codes = asked | {id: code for id, code in rows if code != TOTAL and id != seen}
    if view.level != "level":
        return _Row(_sorted(codes.items()), levels, view.known, (GONE,) if view.gone else ())
    return _Row(_sorted((*codes.items(), *((view.known, code) for code in view.found))), levels)


def _left_out(table: TablePlan, key: Key) -> Iterator[_Row]:
    """Whom each condition of a row leaves out, the others as they are."""
    row, view = _row(table, key), view_of(table.rows, key)
    for each in table.population:
        if each.column != "level":
            others = [(each.column, code) for code in DIMENSIONS[each.column].members if code != each.value]
            yield replace(row, where=_sorted((*(pair for pair in row.where if pair[0] != each.column), *others)))
    if row.levels != _EVERY:
        yield replace(row, levels=tuple(level for level in _EVERY if level not in row.levels))
    if view.known and not row.by:
        others = [pair for pair in row.where if pair[0] != view.known]
        yield replace(row, where=_sorted((*others, (view.known, view.unknown))))
    if row.by == "level_before" and not row.also:
        yield replace(row, also=(GONE_ONLY,))


def _sorted(pairs: Iterable[tuple[str, str]]) -> Where:
    return tuple(sorted(pairs, key=_official))


def _official(pair: tuple[str, str]) -> int:
    """Codes in the order of their dimensions."""
    return _ORDER[pair[0]]


def _levels(population: Iterable[Condition]) -> Levels:
    """The levels that the conditions leave; level 0 counts with level 1."""
    left = set(_EVERY)
    for condition in population:
        if condition.column == "level":
            level = max(1, int(condition.value))
            kept = {">=": range(level, LEVELS + 1), "<=": range(1, level + 1), "=": (level,)}[condition.operator]
            left &= set(kept)
    return tuple(sorted(left))


def _links(blocks: tuple[Crossing, ...]) -> Sums:
    """Two crossings count the same enterprises: whatever dimensions they share, their sums are equal."""
    rows, signs = [], []
    for first, second in combinations(blocks, 2):
        shared = tuple(id for id in first.dimensions if id in second.dimensions)
        for key in first.keys(shared):
            for level in range(1, LEVELS + 1):
                count = Count(tuple(zip(shared, key, strict=True)), (level,))
                left, right = first.atoms(count), second.atoms(count)
                rows.append(np.concatenate([left, right]))
                signs.append([1] * len(left) + [-1] * len(right))
    return sums(rows, signs)
