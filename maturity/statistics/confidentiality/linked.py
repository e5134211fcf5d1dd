"""The tables of a plan as one linked system, beside earlier releases of this and other states of the data."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ...disclosure.rules import LEAST_THRESHOLD
from ...disclosure.system import Line, System
from ..breakdowns import Group
from ..dimensions import JOINED, NOT_JOINED
from ..measures import groups_of
from ..plan import TablePlan
from .counts import GONE, GONE_ONLY, Count, Key, Levels, around
from .crossing import Cells, Requirement, precision_of
from .footprint import Footprint
from .rows import Row, complements, keys, levels_of, needed, optional, row_of, then
from .states import Panel, State


@dataclass(frozen=True, slots=True)
class EarlierFootprint:
    """What an earlier release showed, and the state of the data that it was made from."""

    footprint: Footprint
    state: State


@dataclass(frozen=True, slots=True)
class Linked:
    """A system, and what its cells and lines are: `counts[cell]`; `lines[table id, row key]`; `parts[table id]`.

    A row without any enterprise has no line: its zeros are true and known. `keys` are the sums of the rounding keys of
    the enterprises in every cell. `pairs` are the cells that intervals for pairs disclose, by the id of their group.
    `apart` is the cell of those without a result under another questionnaire, where an association discloses it.
    """

    system: System
    counts: tuple[Count, ...]
    lines: Mapping[tuple[str, Key], int]
    parts: Mapping[str, tuple[str, ...]]
    keys: NDArray[np.int64]
    pairs: Mapping[str, tuple[int, ...]]
    apart: tuple[int, ...] = ()

    @property
    def listed(self) -> dict[str, frozenset[Key]]:
        """The rows that each table shows, as far as anybody is in them."""
        shown = [row for row, place in self.lines.items() if self.system.lines[place].listed]
        return {table: frozenset(key for id, key in shown if id == table) for table in self.parts}

    def without(self, left_out: Collection[int]) -> "Linked":
        """The same without the rows at these places of the system's lines."""
        lines = enumerate(self.system.lines)
        kept = tuple(replace(line, listed=False) if place in left_out else line for place, line in lines)
        return replace(self, system=replace(self.system, lines=kept))


def linked(
    tables: Iterable[TablePlan],
    present: State,
    listed: Mapping[str, frozenset[Key]],
    earlier: Sequence[EarlierFootprint] = (),
    paired: Iterable[Group] = (),
    threshold: int = LEAST_THRESHOLD,
) -> Linked:
    """`tables` over the enterprises of the `present` state. `listed` are the rows that a ranked table shows; others
    show all. `paired` are the groups of levels whose change in the matched panel has its interval for pairs. Numbers
    under another questionnaire from `threshold` on are taken as known.
    """
    tables = tuple(tables)
    states, places = _states(earlier, present)
    now = len(states) - 1
    required = [one for table in tables for one in _required(table, now)]
    before = [(each.footprint, state) for each, state in zip(earlier, places, strict=True)]
    required += [one for footprint, state in before for one in _required_by(footprint, state)]
    cells = Cells(required, Panel(states), precision_of(tables[0].by), tables[0].by.decimals)
    rows = _Rows(
        cells, present.by.every, now, [place for place in range(now) if states[place].year == states[now].year]
    )
    for table in tables:
        rows.add(table, listed.get(table.id))
    pairs = {group.id: rows.pair(group) for group in paired}
    known = [*chain.from_iterable(rows.add_earlier(footprint, state) for footprint, state in before)]
    if present.by.joined and any(JOINED in needed(table) for table in tables):
        known += rows.add_joined([code for code, _ in present.by.joined.members], threshold)
    system, keys = cells.system(rows.lines, known)
    return Linked(system, tuple(cells.counts), rows.places, rows.parts, keys, pairs, rows.apart)


def _states(earlier: Sequence[EarlierFootprint], now: State) -> tuple[list[State], list[int]]:
    """The distinct states, the present one last, and which of them each earlier release is of."""
    distinct = {each.state.digest: each.state for each in earlier}
    distinct.pop(now.digest, None)
    order = [*distinct, now.digest]
    return [*distinct.values(), now], [order.index(each.state.digest) for each in earlier]


def _required(table: TablePlan, state: int) -> Iterator[Requirement]:
    """What each depth of a table's rows needs: the levels of its totals are separated wherever these are."""
    groups = {group.levels for group in groups_of(table.measures, table.by, table.levels)} | {levels_of(table)}
    for depth in range(len(table.rows) + 1):
        yield Requirement(needed(replace(table, rows=table.rows[:depth])), frozenset(groups), state)


def _required_by(footprint: Footprint, state: int) -> Iterator[Requirement]:
    for count in footprint.counts:
        yield Requirement(around(dimension for dimension, _ in count.where), frozenset({count.levels}), state)


class _Rows:
    """The lines of a system as they are met: rows that count the same enterprises in the same way are one."""

    def __init__(self, cells: Cells, every: Levels, now: int, before: Sequence[int]) -> None:
        self._cells, self._every, self._now, self._before = cells, every, now, before
        self.lines: dict[Line, int] = {}
        self.places: dict[tuple[str, Key], int] = {}
        self.parts: dict[str, tuple[str, ...]] = {}
        self.apart: tuple[int, ...] = ()

    def add(self, table: TablePlan, listed: frozenset[Key] | None) -> None:
        """The rows of a table; `listed` are those that it shows, None for all."""
        groups = groups_of(table.measures, table.by, table.levels)
        for key in keys(table, self._cells.block(needed(table)), self._now):
            row = replace(row_of(table, key), state=self._now)
            line = self._line(row, groups, listed=listed is None or key in listed, may_lack=optional(table, key))
            if line:
                self.places[table.id, key] = self._place(line)
                self.parts[table.id] = tuple(group.id for group in groups if set(group.levels) & set(row.levels))
            # The row without a condition discloses whom that leaves out: a line to be watched, though in no table.
            for other in complements(table, key, row):
                self._watch(other, groups)
            for state in self._before if not row.also else ():
                self._watch(replace(row, unlike=state), groups)
                self._watch(replace(row, state=state, unlike=self._now), groups)

    def pair(self, group: Group) -> tuple[int, ...]:
        """Add the table of two rows and two columns that an interval for pairs discloses: who was in the `group` a year
        before, or not, by who is in it now. Gives its four cells.
        """
        every, now = self._every, self._now
        halves = (group.levels, tuple(level for level in every if level not in group.levels))
        pairs = [[then(one, other, now) for other in halves] for one in halves]
        across = [list(column) for column in zip(*pairs, strict=True)]
        rows = [(then(one, every, now), parts) for one, parts in zip(halves, pairs, strict=True)]
        rows += [(then(every, one, now), parts) for one, parts in zip(halves, across, strict=True)]
        for n, parts in rows:
            self._sum(n, parts)
            for state in self._before:
                for here, other in ((self._now, state), (state, self._now)):
                    changed = [replace(count, state=here, unlike=other) for count in (n, *parts)]
                    self._sum(changed[0], changed[1:])
        return tuple(self._cells.cell(count) for parts in pairs for count in parts)

    def _sum(self, n: Count, parts: Sequence[Count]) -> None:
        """Watch a number and the parts that it is the sum of, where somebody is counted and any table separates it."""
        if all(map(self._cells.separates, (n, *parts))):
            cell = self._cells.cell(n)
            if self._cells.value(cell):
                cells = tuple(map(self._cells.cell, parts))
                self._place(Line(cell, cells, listed=False, change=n.unlike is not None, state=n.state))

    def add_earlier(self, footprint: Footprint, state: int) -> list[int]:
        """Add the lines that an earlier release had in a state of the data; gives the cells that it showed."""
        cells = [self._cells.cell(replace(count, state=state)) for count in footprint.counts]
        for line, detailed in zip(footprint.lines, footprint.detailed, strict=True):
            parts, levels = (tuple(cells[cell] for cell in some) for some in (line.parts, line.levels))
            self._place(replace(line, n=cells[line.n], parts=parts, levels=levels, shown_earlier=detailed, state=state))
        return [cell for cell, shown in zip(cells, footprint.shown, strict=True) if shown]

    def add_joined(self, codes: Iterable[str], threshold: int) -> list[int]:
        """Add how many enterprises have each result under another questionnaire, in this one or not: its own releases
        may show that, and are taken to have shown it. Gives those cells. Whom this questionnaire leaves out of them is
        watched; how many have no such result is shown by an association.
        """
        found = []
        for code in codes:
            where = (JOINED, code)
            if code == NOT_JOINED:
                alone = self._cells.cell(Count((where,), self._every, self._now))
                if self._cells.value(alone):
                    self._place(Line(alone, (), state=self._now))
                    self.apart = (alone,)
                continue
            self._cells.cell(Count((where, GONE_ONLY), self._every, self._now))
            whole = self._cells.cell(Count((where, GONE), self._every, self._now))
            if self._cells.value(whole) >= threshold:
                found.append(whole)
                self._place(Line(whole, (), shown_earlier=False, state=self._now))
        return found

    def _place(self, line: Line) -> int:
        return self.lines.setdefault(line, len(self.lines))

    def _watch(self, row: Row, groups: Iterable[Group]) -> None:
        if self._cells.separates(row.count(row.levels)):  # else no release showed its levels in that state
            line = self._line(row, groups, listed=False)
            if line:
                self._place(line)

    def _line(self, row: Row, groups: Iterable[Group], *, listed: bool, may_lack: bool = False) -> Line | None:
        """What a row shows; none where nobody is in it."""
        n = self._cells.cell(row.count(row.levels))
        if not self._cells.value(n):
            return None
        shown = [row.count(group.levels) for group in groups if set(group.levels) & set(row.levels)]
        parts = tuple(self._cells.cell(count) for count in shown if self._cells.separates(count))
        single = [row.count(levels) for levels in self._told_apart(row)]
        change = row.unlike is not None
        levels = tuple(map(self._cells.cell, single))
        return Line(n, parts, levels, listed, may_lack, score=row.by, change=change, state=row.state)

    def _told_apart(self, row: Row) -> Iterable[Levels]:
        """The smallest groups of levels that any table separates where the row is; none where it separates none."""
        found = [(level,) for level in row.levels] if row.by else self._cells.levels(row.count(row.levels))
        return found if len(found) > 1 else ()
