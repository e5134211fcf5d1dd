"""Numbers rounded at random to multiples of five: for releases too large for a proof that hiding protects.

The cell-key method: every enterprise has a random key of its own, a number is rounded by the sum of the keys of those
counted. The same enterprises get the same number in whatever table, plan or release, so that asking again discloses no
more; and nobody knows from a rounded number whether one enterprise more or less is in it. In a later release of the
year a number stays as it was until enough enterprises came or went since each release before.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ...errors import refuse
from ..dimensions import IDS
from ..measures import BY_LEVEL, groups_of, rankable_measures
from ..plan import Plan, TablePlan
from ..ranking import ranked
from ..signs import Status
from ..table import TOTAL, Cell, Column, Row, Table
from ..tabulate import in_order, names
from .counts import Count, Key
from .crossing import Crossing
from .rows import keys, needed, row_of
from .states import Panel, State

BASE = 5
_KEYS = 1 << 32
_LEAST_SHARE = 10 * BASE  # the share of a smaller rounded number would be off by more than a tenth of itself


def reduced(plan: Plan) -> Plan:
    """`plan` with what can be rounded: numbers and shares; tables of scores alone are left out.

    Raises Refusal disclosure-rounded-none where nothing is left.
    """
    tables = []
    for table in plan.tables:
        able = {*rankable_measures(table.by), *BY_LEVEL}
        measures = tuple(measure for measure in table.measures if measure in able)
        if set(measures) - {"n"} and (table.ranking is None or table.ranking.by in measures):
            tables.append(replace(table, measures=measures))
    if not tables:
        raise refuse("disclosure-rounded-none")
    return replace(plan, tables=tuple(tables))


def rounded(plans: Iterable[TablePlan], tables: Iterable[Table], states: Sequence[State]) -> tuple[Table, ...]:
    """`tables`, made from `plans` (see :func:`reduced`) over the last of `states`, with their numbers rounded; the
    others are those behind earlier rounded releases of the year, the earliest first.
    """
    panel = Panel(states)
    return tuple(_rounded(plan, table, _Drawn(plan, panel)) for plan, table in zip(plans, tables, strict=True))


def near(values: NDArray[np.int64], keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """`values` to the multiple of BASE above or below, by `keys`: expected to be what they are."""
    rest = values % BASE
    up = (keys % _KEYS) * BASE < rest * _KEYS
    result: NDArray[np.int64] = values - rest + BASE * up
    return result


class _Drawn:
    """The rounded numbers of a table. A number stays as it was drawn until BASE enterprises at least came into what it
    counts or went, since every earlier release: of fewer, nobody sees that they moved.
    """

    def __init__(self, plan: TablePlan, panel: Panel) -> None:
        dimensions = needed(plan)
        self._plan, self._states = plan, range(len(panel.states))
        classes = [(0, *plan.by.every)] * len(panel.states)
        self._block = Crossing(tuple(id for id in IDS if id in dimensions), panel, classes, 0)
        self._groups = groups_of(plan.measures, plan.by, plan.levels)

    def keys(self) -> set[Key]:
        """Every row that has enterprises in any of the states."""
        return {key for state in self._states for key in keys(self._plan, self._block, state)}

    def row(self, key: Key) -> dict[str, int] | None:
        """The rounded numbers of a row, by level group; None where nobody is behind them."""
        row = row_of(self._plan, key)
        counts = {group.id: row.count(group.levels) for group in self._groups if set(group.levels) & set(row.levels)}
        drawn = {id: self._atoms(count) for id, count in (counts | {TOTAL: row.count(row.levels)}).items()}
        if not len(drawn[TOTAL]):
            return None
        sums = np.array(
            [[of[atoms].sum() for of in (self._block.counts, self._block.summed)] for atoms in drawn.values()]
        )
        return dict(zip(drawn, near(sums[:, 0], sums[:, 1]).tolist(), strict=True))

    def _atoms(self, count: Count) -> NDArray[np.int64]:
        """Those whom a number was last drawn from."""
        seen = [self._block.atoms(replace(count, state=state)) for state in self._states]
        drawn = seen[0]
        for place, atoms in enumerate(seen[1:], start=1):
            if all(self._block.counts[np.setxor1d(atoms, before)].sum() >= BASE for before in seen[:place]):
                drawn = atoms
        return drawn


def _rounded(plan: TablePlan, table: Table, drawn: _Drawn) -> Table:
    dimensions = [plan.by.dimensions[id] for id in plan.rows]
    listed = {(code,) for code in dimensions[0].always} if len(dimensions) == 1 else set()
    rows = [_row(table, key, drawn.row(key), listed) for key in in_order(drawn.keys() | listed, dimensions)]
    shown = [row for row in rows if row]
    total = next((row.base for row in shown if set(row.key) <= {TOTAL}), 0)
    if plan.ranking:
        shown = ranked(table, shown, plan.ranking.top)
    notes = tuple(dict.fromkeys(("rounded", *table.notes)))
    return replace(table, rows=tuple(shown), base=total, notes=notes)


def _row(table: Table, key: Key, numbers: Mapping[str, int] | None, listed: Collection[Key]) -> Row | None:
    """None for a row of nobody that is not listed always."""
    if numbers is None and key not in listed and set(key) - {TOTAL}:
        return None
    n, named = (numbers or {}).get(TOTAL, 0), iter(names([table.by.dimensions[id] for id in table.dimensions], key))
    return Row(key, n, tuple(_cell(column, numbers, named) for column in table.columns))


def _cell(column: Column, numbers: Mapping[str, int] | None, named: Iterator[Cell]) -> Cell:
    n, count = ((numbers or {}).get(level, 0) for level in (TOTAL, column.level))
    if column.measure == "rank":
        return 0
    if column.measure == "count":
        return count
    if column.measure != "share":
        return next(named)
    if numbers is None:
        return Status.NOT_APPLICABLE
    return Fraction(100 * min(count, n), n) if n >= _LEAST_SHARE else Status.CONFIDENTIAL
