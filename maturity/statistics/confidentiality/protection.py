"""Tables as they may be published: what disclosure control hides is a sign, in every table that would show it.

The number of a row, its shares, its mean and its median are hidden together; a mean is shown only beside a complete
breakdown. Ranks are counted among the rows whose figure is shown, so that a gap discloses nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd

from ...disclosure.pattern import Pattern
from ...disclosure.protect import Outcome, protect
from ...disclosure.rules import Rules, secrets
from ...text.numbers import half_up
from ..breakdowns import Group
from ..changes import ACROSS, BOUNDS, MEAN_BOUNDS
from ..dimensions import PARTS, SAMPLE, view_of
from ..frame import ABSENT
from ..inference import LEAST_FREEDOM, student
from ..plan import TablePlan
from ..ranking import BY_RANK, reranked
from ..relative.names import OF_ASSOCIATION
from ..signs import Status
from ..table import TOTAL, Cell, Column, Row, Table, amount
from ..tabulate import since
from .counts import Count, Key
from .footprint import Footprint
from .linked import EarlierFootprint, Linked, linked
from .pairs import Shown, with_pairs
from .states import State, state_of
from .sums import Sums, SumsTold, sums_shown

_HALF_UNIT = 0.005


@dataclass(frozen=True, slots=True)
class Protection:
    """What may be shown of some tables, and how that was found out."""

    rules: Rules
    state: State
    linked: Linked
    outcome: Outcome
    unscored: frozenset[tuple[str, Key]] = frozenset()  # rows of a part that applies to too few of their enterprises
    sums: Sums | None = None  # of quantities, where tables have any
    pairs: Shown | None = None  # the same with the numbers that intervals for pairs disclose, where any are shown
    associated: bool = False  # whether a correlation with scores under another questionnaire may be shown

    def shows(self, table: Table, key: Key, column: Column) -> bool:
        """Whether the figure of `column` in this row may be shown. Rows of nobody show their zeros."""
        magnitude = next((one for one in table.by.magnitudes if one.code == column.measure), None)
        if magnitude is not None and (table.id, key) in self.linked.lines:
            return self.sums is not None and self.sums.shows(table.id, key, magnitude)
        if column.measure in OF_ASSOCIATION:
            return self.associated and all(self.outcome.published[cell] for cell in self.linked.apart)
        other = since(key, table.dimensions) if column.measure in ACROSS else None
        if other is None:
            return self._shows(table.id, key, column)
        if column.measure in BOUNDS and view_of(table.dimensions, key).known and (table.id, key) in self.linked.lines:
            return any(group.id == column.level for group in self.paired)
        return self._shows(table.id, other, column) and self._shows(table.id, key, column)

    def _shows(self, table: str, key: Key, column: Column) -> bool:
        place = self.linked.lines.get((table, key))
        counts_row = column.measure == "count" and column.level == TOTAL
        if place is None or counts_row or not self.shows_row(table, key):
            return self.shows_row(table, key)
        line, published = self.linked.system.lines[place], self.outcome.published
        if not self.outcome.detailed[place] or (table, key) in self.unscored:
            return False
        if column.level in self.linked.parts[table]:
            return self.shows_level(table, key, column.level)
        return all(bool(published[part]) for part in line.parts)

    def scored(self, table: str, key: Key) -> bool:
        """Whether the breakdown and the mean of a row of enterprises may be shown."""
        line = self.linked.lines.get((table, key))
        if line is None or not self.shows_row(table, key) or not self.outcome.detailed[line]:
            return False
        return all(bool(self.outcome.published[part]) for part in self.linked.system.lines[line].parts)

    def shows_level(self, table: str, key: Key, level: str) -> bool:
        """Whether the number of a group of levels in a row of enterprises may be shown."""
        place = self.linked.lines.get((table, key))
        if place is None or not self.outcome.detailed[place] or not self.shows_row(table, key):
            return False
        parts = dict(zip(self.linked.parts[table], self.linked.system.lines[place].parts, strict=True))
        return bool(self.outcome.published[parts[level]])

    def lists(self, table: str, key: Key) -> bool:
        """Whether the table may have this row at all."""
        place = self.linked.lines.get((table, key))
        return place is None or self.linked.system.lines[place].listed

    def shows_row(self, table: str, key: Key) -> bool:
        """Whether the number of enterprises of this row may be shown."""
        place = self.linked.lines.get((table, key))
        return place is None or bool(self.outcome.published[self.linked.system.lines[place].n])

    def apply(self, tables: Iterable[Table]) -> tuple[Table, ...]:
        """`tables` without what must not be shown, and without rows that must not be seen to be there."""
        return tuple(_protected(table, self) for table in tables)

    @property
    def unsafe(self) -> tuple[Count | None, ...]:
        """The numbers that could not be protected; None for one that no table shows by itself."""
        return tuple(self.counted(self.outcome.secrets.cell[place]) for place in self.outcome.unsafe)

    @property
    def unsafe_rows(self) -> tuple[tuple[str, Key], ...]:
        """Table and key of the smallest row that has each number of `unsafe`, where a table has it in a row."""
        system, values, found = self.linked.system, self.linked.system.values, dict[tuple[str, Key], None]()
        for place in self.outcome.unsafe:
            atoms = self.outcome.secrets.sums.atoms(place)
            rows = [
                (int(values[system.lines[line].n]), row)
                for row, line in self.linked.lines.items()
                if np.isin(atoms, system.cells.atoms(system.lines[line].n)).all()
            ]
            found |= {min(rows)[1]: None} if rows else {}
        return tuple(found)

    @property
    def footprint(self) -> Footprint:
        """What a release of these tables shows, beyond what earlier ones showed."""
        return self.shown.footprint

    @property
    def shown(self) -> Shown:
        """What of which system is shown."""
        return self.pairs or Shown(self.linked, self.outcome.published, self.outcome.detailed)

    @property
    def paired(self) -> tuple[Group, ...]:
        """The groups of levels whose change in the matched panel is shown with its interval."""
        pairs = self.pairs.of.pairs if self.pairs else {}
        return tuple(group for group in self.state.by.at_least.values() if group.id in pairs)

    def counted(self, cell: int) -> Count | None:
        """What a cell counts; None for -1."""
        return self.linked.counts[cell] if cell >= 0 else None


def disclosed_beside(
    by: Protection, plans: Iterable[TablePlan], earlier: Sequence[EarlierFootprint]
) -> tuple[Count | None, ...]:
    """What tables that are protected by themselves disclose beside `earlier` releases; None for a part of a
    crossing.
    """
    joint = linked(plans, by.state, by.linked.listed, earlier, by.paired, by.rules.threshold)
    return tuple(joint.counts[cell] if cell >= 0 else None for cell in by.shown.within(joint).leaks(by.rules))


def beside_earlier(
    by: Protection, plans: Sequence[TablePlan], earlier: Sequence[EarlierFootprint]
) -> tuple[Protection, tuple[Count | None, ...]]:
    """`by` and what it discloses beside `earlier` releases; without intervals for pairs where these disclose."""
    found = disclosed_beside(by, plans, earlier)
    if found and by.paired:
        by = replace(by, pairs=None)
        found = disclosed_beside(by, plans, earlier)
    return by, found


def protection(
    plans: Iterable[TablePlan],
    tables: Iterable[Table],
    frame: pd.DataFrame,
    rules: Rules,
    earlier: Sequence[EarlierFootprint] = (),
    *,
    state: State | None = None,
) -> Protection:
    """What may be shown of `tables`, made from `plans` over `frame`, beside `earlier` releases. Whoever has the `state`
    of the frame hands it in.

    Raises Refusal as :func:`.disclosure.protect.protect` does.
    """
    plans = tuple(plans)
    state = state or state_of(frame)
    system_of = partial(linked, threshold=rules.threshold)
    found = system_of(plans, state, listed_rows(tables), earlier)
    outcome = protect(found.system, rules)
    found = found.without(outcome.left_out)
    listed = found.listed
    by = Protection(rules, state, found, outcome, frozenset(_unscored(plans, frame, state, listed, rules)))
    groups = (
        [] if outcome.unsafe else [group for group in state.by.at_least.values() if _shows_change(by, plans, group)]
    )
    more = with_pairs(by.shown, groups, lambda some: system_of(plans, state, listed, earlier, some), rules)
    return replace(by, pairs=more) if more.of.pairs else by


def with_sums(
    by: Protection, plans: Sequence[TablePlan], frame: pd.DataFrame, earlier: Sequence[SumsTold]
) -> Protection:
    """`by` with the sums of quantities that may be shown, beside those of `earlier` releases of the same data; `by`
    itself where no table has any.
    """
    able = dict[str, list[Key]]()
    for table, key in by.linked.lines:
        if by.scored(table, key):
            able.setdefault(table, []).append(key)
    asked = any(measure in table.by.by_measure for table in plans for measure in table.measures)
    return replace(by, sums=sums_shown(plans, frame, able, earlier)) if asked else by


def _shows_change(by: Protection, plans: Iterable[TablePlan], group: Group) -> bool:
    """Whether some table shows how the share of a group changed in the matched panel."""
    pairs = [
        (code, view.since) for code, view in by.state.by.dimensions[SAMPLE].views.items() if view.known and view.since
    ]
    tables = [table.id for table in plans if f"change_at_least_{group.low}" in table.measures]
    return any(all(by.shows_level(table, (code,), group.id) for code in pair) for pair in pairs for table in tables)


def _unscored(
    plans: tuple[TablePlan, ...], frame: pd.DataFrame, state: State, listed: Mapping[str, frozenset[Key]], rules: Rules
) -> Iterator[tuple[str, Key]]:
    """Rows of a part whose mean must not be shown for how few it applies to, as if readers knew those numbers."""
    with_parts = tuple(plan for plan in plans if PARTS in plan.rows)
    applying: dict[bytes, list[str]] = {}
    for code, view in with_parts[0].by.dimensions[PARTS].views.items() if with_parts else ():
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
        if by.lists(table.id, row.key)
    ]
    if table.ranked_by:
        by_figure = table.column(table.ranked_by)
        rows = reranked(table, [row for row in rows if row.cells[by_figure] is not Status.CONFIDENTIAL])
    notes = tuple(dict.fromkeys((*table.notes, "confidential"))) if _hides(rows) else table.notes
    total = table.base if by.shows_row(table.id, _total(table)) else None
    return replace(table, rows=tuple(rows), base=total, notes=notes)


def _cells(table: Table, row: Row, by: Protection) -> Iterator[Cell]:
    for column, cell in zip(table.columns, row.cells, strict=True):
        hidden = column.numeric and column.measure not in BY_RANK and not by.shows(table, row.key, column)
        hidden |= column.measure in MEAN_BOUNDS and _discloses_squares(table, row, by.rules)
        yield Status.CONFIDENTIAL if hidden else _as_shown(column, cell)


def _discloses_squares(table: Table, row: Row, rules: Rules) -> bool:
    """Whether the interval of a change of means discloses the sum of its squares more closely than the enterprises of a
    small row can move it. That sum is n (n - 1) times the squared standard error, and half the interval is t times that
    error, known to half a unit of its last decimal.
    """
    low, high = (amount(row.cells[table.column(f"change_{end}_mean")]) for end in ("low", "high"))
    if low is None or high is None:
        return False
    pair = (row.key, since(row.key, table.dimensions))
    n = min(each.base or 0 for each in table.rows if each.key in pair)
    near = n * (n - 1) * float(high - low) * _HALF_UNIT / student(LEAST_FREEDOM) ** 2
    return near < rules.statistics * table.by.best**2


def _as_shown(column: Column, cell: Cell) -> Cell:
    """Scores with the decimals that a reader sees, before anything else is made of them: a quantile is often one
    enterprise's own. A score of 0 is then one that rounds to 0 too, since a sign for the latter would separate them.
    """
    return Fraction(half_up(cell, column.decimals)) if column.kind == "number" and isinstance(cell, Fraction) else cell


def _hides(rows: Iterable[Row]) -> bool:
    return any(cell is Status.CONFIDENTIAL for row in rows for cell in row.cells)
