"""Enterprises in both years: how many entered and left each group of levels, and the variance of their scores.

The intervals of changes are computed from these counts; no table shows them.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .changes import CHANGE_OF_MEAN
from .confidentiality.tally import Moves, Tally
from .dimensions import View, looking
from .engines import Engine
from .frame import ABSENT
from .plan import TablePlan

_SPLIT = 10**5  # squares of billionths leave 64 bits: they are summed in two digits to this base


def looked(rows: Any, view: View) -> Any:
    """The rows of the enterprises that `view` covers."""
    if not view.gone:
        rows = rows.filter(rows.level > ABSENT)
    return rows.filter(rows[view.known] != view.unknown) if view.known else rows


def with_moves(
    table: TablePlan, tallies: Mapping[tuple[str, ...], Tally], everybody: Any, run: Engine
) -> dict[tuple[str, ...], Tally]:
    """`tallies` of a table by sample, with the counts that the intervals of changes need."""
    views = table.by.dimensions[looking(table.rows)].views
    found = dict(tallies)
    for key, tally in tallies.items():
        view = views[key[0]]
        squares = _squares(view, everybody, run) if CHANGE_OF_MEAN in table.measures else 0
        then = views[view.since] if view.known and view.since else None
        found[key] = replace(tally, squares=squares, moves=_moves(table, view, then, everybody, run) if then else None)
    return found


def _moves(table: TablePlan, view: View, then: View, everybody: Any, run: Engine) -> Moves:
    rows = looked(everybody, view)
    now, before = rows[view.level], rows[then.level]
    levels = tuple(table.by.at_least)
    came = {f"came_{k}": ((now >= k) & (before < k)).sum() for k in levels}
    left = {f"left_{k}": ((now < k) & (before >= k)).sum() for k in levels}
    squares = _digits(rows[view.score] - rows[then.score])
    (row,) = run(rows.aggregate(**came, **left, **squares))
    numbers = [int(value or 0) for value in row]
    entered, gone, rest = numbers[: len(levels)], numbers[len(levels) : 2 * len(levels)], numbers[2 * len(levels) :]
    return Moves(dict(zip(levels, entered, strict=True)), dict(zip(levels, gone, strict=True)), _joined(rest))


def _squares(view: View, everybody: Any, run: Engine) -> int:
    """The sum of squares of the scores in a view, in billionths squared."""
    rows = looked(everybody, view)
    (row,) = run(rows.aggregate(**_digits(rows[view.score])))
    return _joined([int(value or 0) for value in row])


def _digits(values: Any) -> dict[str, Any]:
    """Partial sums from which :func:`_joined` computes the sum of squares of `values` exactly."""
    size = values.abs()
    high, low = (size // _SPLIT).cast("int64"), size % _SPLIT
    return {"high": (high * high).sum(), "both": (high * low).sum(), "low": (low * low).sum()}


def _joined(sums: list[int]) -> int:
    high, both, low = sums
    return high * _SPLIT**2 + 2 * both * _SPLIT + low
