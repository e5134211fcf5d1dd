"""Numbers rounded at random to multiples of five: for releases too large for a proof that hiding protects.

The cell-key method: every enterprise has a random key of its own, a number is rounded by the sum of the keys of those
counted. The same enterprises get the same number in whatever table, plan or release, so that asking again tells nothing
more; and nobody knows from a rounded number whether one enterprise more or less is in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ..errors import refuse
from .counts import Key
from .linked import Linked, linked
from .measures import BY_LEVEL, SINGLE
from .plan import Plan, TablePlan
from .states import State
from .table import TOTAL, Cell, Row, Status, Table
from .tabulate import reranked

BASE = 5
_KEYS = 1 << 32
_LEAST_SHARE = 10 * BASE  # the share of a smaller rounded number would be off by more than a tenth of itself
_ROUNDED = (*(measure for measure in SINGLE if not measure.endswith("_score")), *BY_LEVEL)


def reduced(plan: Plan) -> Plan:
    """`plan` with what can be rounded: numbers and shares; tables of scores alone are left out.

    Raises Refusal disclosure-rounded-none where nothing is left.
    """
    tables = []
    for table in plan.tables:
        measures = tuple(measure for measure in table.measures if measure in _ROUNDED)
        if set(measures) - {"n"} and (table.ranking is None or table.ranking.by in measures):
            tables.append(replace(table, measures=measures))
    if not tables:
        raise refuse("disclosure-rounded-none")
    return replace(plan, tables=tuple(tables))


def rounded(plans: Iterable[TablePlan], tables: Iterable[Table], state: State) -> tuple[Table, ...]:
    """`tables`, made from `plans` (see :func:`reduced`) over the enterprises of `state`, with their numbers rounded."""
    found = linked(plans, state, {})
    numbers = near(found.system.values, found.keys)
    return tuple(_rounded(table, found, numbers) for table in tables)


def near(values: NDArray[np.int64], keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """`values` to the multiple of BASE above or below, by `keys`: expected to be what they are."""
    rest = values % BASE
    up = (keys % _KEYS) * BASE < rest * _KEYS
    result: NDArray[np.int64] = values - rest + BASE * up
    return result


def _rounded(table: Table, found: Linked, numbers: NDArray[np.int64]) -> Table:
    rows = [_row(table, row, _groups(table, row.key, found, numbers)) for row in table.rows]
    if table.ranked_by:
        rows = _ranked(table, rows)
    base = _groups(table, (TOTAL,) * len(table.dimensions), found, numbers).get(TOTAL, 0)
    return replace(table, rows=tuple(rows), base=base, notes=tuple(dict.fromkeys(("rounded", *table.notes))))


def _groups(table: Table, key: Key, found: Linked, numbers: NDArray[np.int64]) -> Mapping[str, int]:
    """The rounded numbers of a row, by level group; nothing where nobody is in it."""
    place = found.lines.get((table.id, key))
    if place is None:
        return {}
    line = found.system.lines[place]
    cells = dict(zip(found.parts[table.id], line.parts, strict=True)) | {TOTAL: line.n}
    return {group: int(numbers[cell]) for group, cell in cells.items()}


def _row(table: Table, row: Row, groups: Mapping[str, int]) -> Row:
    n = groups.get(TOTAL, 0)
    cells: list[Cell] = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        count = groups.get(column.level, 0)
        if column.measure == "count":
            cells.append(count)
        elif column.measure == "share" and isinstance(cell, Fraction):
            cells.append(Fraction(100 * min(count, n), n) if n >= _LEAST_SHARE else Status.CONFIDENTIAL)
        else:
            cells.append(cell)
    return Row(row.key, n, tuple(cells))


def _ranked(table: Table, rows: list[Row]) -> list[Row]:
    """In the order of the rounded figures, with the ranks that these have."""
    by = table.column(table.ranked_by)
    known = [(cell, row) for row in rows if isinstance(cell := row.cells[by], int | Fraction)]
    known.sort(key=lambda pair: (-pair[0], pair[1].key))
    return reranked(table, [row for _, row in known])
