"""Tables as they may leave the house: what disclosure control hides is a sign, in every table that would show it.

The number of a row, its shares, its mean and its median are hidden together; a mean is shown only beside a complete
breakdown. Ranks are counted among the rows whose figure is shown, so that a gap tells nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from ...disclosure.pattern import Pattern
from ...disclosure.protect import Outcome, leaks, protect
from ...disclosure.rules import Rules, secrets
from ...disclosure.system import Flags, Line
from ...text.numbers import half_up
from ..changes import ACROSS
from ..counts import Count, Key
from ..dimensions import DIMENSIONS, PARTS
from ..frame import ABSENT
from ..plan import TablePlan
from ..signs import Status
from ..table import TOTAL, Cell, Column, Row, Table
from ..tabulate import reranked, since
from .footprint import Footprint
from .linked import Linked, Told, linked
from .states import State, state_of


@dataclass(frozen=True, slots=True)
class Protection:
    """What may be shown of some tables, and how that was found out."""

    rules: Rules
    state: State
    linked: Linked
    outcome: Outcome
    unscored: frozenset[tuple[str, Key]] = frozenset()  # rows of a part that applies to too few of their enterprises

    def shows(self, table: Table, key: Key, column: Column) -> bool:
        """Whether the figure of `column` in this row may be shown. Rows of nobody show their zeros."""
        other = since(key, table.dimensions) if column.measure in ACROSS else None
        if other is not None and not self._shows(table.id, other, column):
            return False
        return self._shows(table.id, key, column)

    def _shows(self, table: str, key: Key, column: Column) -> bool:
        place = self.linked.lines.get((table, key))
        counts_row = column.measure == "count" and column.level == TOTAL
        if place is None or counts_row or not self.shows_row(table, key):
            return self.shows_row(table, key)
        line, published = self.linked.system.lines[place], self.outcome.published
        if not self.outcome.detailed[place] or (table, key) in self.unscored:
            return False
        parts = dict(zip(self.linked.parts[table], line.parts, strict=True))
        if column.level in parts:
            return bool(published[parts[column.level]])
        return all(bool(published[part]) for part in line.parts)

    def shows_row(self, table: str, key: Key) -> bool:
        """Whether the number of enterprises of this row may be shown."""
        place = self.linked.lines.get((table, key))
        return place is None or bool(self.outcome.published[self.linked.system.lines[place].n])

    def apply(self, tables: Iterable[Table]) -> tuple[Table, ...]:
        """`tables` without what must not be shown."""
        return tuple(_protected(table, self) for table in tables)

    @property
    def unsafe(self) -> tuple[Count | None, ...]:
        """The numbers that could not be protected; None for one that no table shows by itself."""
        return tuple(self.counted(self.outcome.secrets.cell[place]) for place in self.outcome.unsafe)

    @property
    def told(self) -> Footprint:
        """What a release of these tables tells, beyond what earlier ones told."""
        return footprint(self.linked, self.outcome.published, self.outcome.detailed)

    def counted(self, cell: int) -> Count | None:
        """What a cell counts; None for -1."""
        return self.linked.counts[cell] if cell >= 0 else None


def disclosed_beside(
    by: Protection, plans: Iterable[TablePlan], tables: Iterable[Table], earlier: Sequence[Told]
) -> tuple[Count | None, ...]:
    """What tables that are protected by themselves disclose beside what was told `earlier`; None for a part of a
    crossing.
    """
    joint = linked(plans, by.state, listed_rows(tables), earlier)
    published = np.zeros(len(joint.system.cells), bool)
    published[list(joint.system.kept)] = True
    detailed = np.array([bool(line.told) for line in joint.system.lines], bool)
    for (table, key), place in joint.lines.items():
        mine, theirs = by.linked.lines[table, key], joint.system.lines[place]
        line = by.linked.system.lines[mine]
        detailed[place] |= by.outcome.detailed[mine]
        for old, new in zip((line.n, *line.parts), (theirs.n, *theirs.parts), strict=True):
            published[new] |= by.outcome.published[old]
    found = leaks(joint.system, by.rules, published, detailed)
    return tuple(joint.counts[cell] if cell >= 0 else None for cell in found)


def footprint(of: Linked, published: Flags, detailed: Flags) -> Footprint:
    """The numbers and rows of the release itself, those told earlier or only watched left out."""
    lines = [(line, bool(shown)) for line, shown in zip(of.system.lines, detailed, strict=True)]
    own = [(line, shown) for line, shown in lines if line.told is None and not line.change]
    used = sorted({cell for line, _ in own for cell in (line.n, *line.parts, *line.levels)})
    place = {cell: number for number, cell in enumerate(used)}

    def moved(line: Line) -> Line:
        parts, levels = (tuple(place[cell] for cell in cells) for cells in (line.parts, line.levels))
        return replace(line, n=place[line.n], parts=parts, levels=levels, state=0)

    values = of.system.values
    return Footprint(
        tuple(replace(of.counts[cell], state=0) for cell in used),
        tuple(int(values[cell]) for cell in used),
        tuple(bool(published[cell]) for cell in used),
        tuple(moved(line) for line, _ in own),
        tuple(shown for _, shown in own),
    )


def protection(
    plans: Iterable[TablePlan],
    tables: Iterable[Table],
    frame: pd.DataFrame,
    rules: Rules,
    earlier: Sequence[Told] = (),
    *,
    state: State | None = None,
) -> Protection:
    """What may be shown of `tables`, made from `plans` over `frame`, beside what was told `earlier`. Whoever has the
    `state` of the frame hands it in.

    Raises Refusal as :func:`.disclosure.protect.protect` does.
    """
    plans = tuple(plans)
    listed = listed_rows(tables)
    state = state or state_of(frame)
    found = linked(plans, state, listed, earlier)
    outcome = protect(found.system, rules)
    return Protection(rules, state, found, outcome, frozenset(_unscored(plans, frame, state, listed, rules)))


def _unscored(
    plans: tuple[TablePlan, ...], frame: pd.DataFrame, state: State, listed: Mapping[str, frozenset[Key]], rules: Rules
) -> Iterator[tuple[str, Key]]:
    """Rows of a part whose mean must not be shown for how few it applies to, as if readers knew those numbers."""
    with_parts = tuple(plan for plan in plans if PARTS in plan.rows)
    applying: dict[bytes, list[str]] = {}
    for code, view in DIMENSIONS[PARTS].views.items() if with_parts else ():
        applies = frame[view.score].notna().to_numpy()
        applying.setdefault(applies.tobytes(), []).append(code)
    for flags, codes in applying.items():
        applies = np.frombuffer(flags, bool)
        if applies[frame["level"] > ABSENT].all():
            continue
        found = linked(with_parts, state.only(applies), listed)
        detailed = Pattern.chosen(found.system, rules, secrets(found.system, rules)).detailed
        for plan in with_parts:
            seen = plan.rows.index(PARTS)
            for (table, key), line in found.lines.items():
                if table == plan.id and key[seen] in codes and not detailed[line]:
                    yield table, key


def listed_rows(tables: Iterable[Table]) -> dict[str, frozenset[Key]]:
    """The rows that ranked tables show, by table."""
    return {table.id: _listed(table) for table in tables if table.ranked_by}


def _listed(table: Table) -> frozenset[Key]:
    """The rows of a ranking, and its total, which stands above it."""
    return frozenset(row.key for row in table.rows) | {_total(table)}


def _total(table: Table) -> Key:
    return (TOTAL,) * len(table.dimensions)


def _protected(table: Table, by: Protection) -> Table:
    rows = [
        Row(row.key, row.base if by.shows_row(table.id, row.key) else None, tuple(_cells(table, row, by)))
        for row in table.rows
    ]
    if table.ranked_by:
        by_figure = table.column(table.ranked_by)
        rows = reranked(table, [row for row in rows if row.cells[by_figure] is not Status.CONFIDENTIAL])
    notes = tuple(dict.fromkeys((*table.notes, "confidential"))) if _hides(rows) else table.notes
    total = table.base if by.shows_row(table.id, _total(table)) else None
    return replace(table, rows=tuple(rows), base=total, notes=notes)


def _cells(table: Table, row: Row, by: Protection) -> Iterator[Cell]:
    for column, cell in zip(table.columns, row.cells, strict=True):
        hidden = column.numeric and column.measure != "rank" and not by.shows(table, row.key, column)
        yield Status.CONFIDENTIAL if hidden else _as_shown(column, cell)


def _as_shown(column: Column, cell: Cell) -> Cell:
    """Scores with the decimals that a reader sees, before anything else is made of them: a quantile is often one
    enterprise's own. A score of 0 is then one that rounds to 0 too, since a sign for the latter would tell them apart.
    """
    return Fraction(half_up(cell, column.decimals)) if column.kind == "number" and isinstance(cell, Fraction) else cell


def _hides(rows: Iterable[Row]) -> bool:
    return any(cell is Status.CONFIDENTIAL for row in rows for cell in row.cells)
