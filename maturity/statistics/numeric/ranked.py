"""The amounts of the enterprises of a row by rank: what tells how few hold most of a quantity."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import ibis  # type: ignore[import-untyped]  # ships no types

from ..confidentiality.tally import Spread, Tally
from ..engines import Engine
from ..frame import ABSENT
from ..plan import TablePlan
from ..table import TOTAL
from .amounts import FIRST


def spread_columns(table: TablePlan) -> list[str]:
    """The columns of a frame whose spread a table shows."""
    asked = [table.by.by_measure[measure] for measure in table.measures if measure in table.by.by_measure]
    return list(dict.fromkeys(one.top.column for one in asked if one.spread))


def with_spreads(
    table: TablePlan, tallies: Mapping[tuple[str, ...], Tally], asked: Any, run: Engine
) -> dict[tuple[str, ...], Tally]:
    """`tallies` of a table with the spread of each quantity that it shows, among the enterprises `asked`."""
    found = dict(tallies)
    for column in spread_columns(table):
        rows = asked.filter(asked.level > ABSENT)
        rows = rows.filter(rows[column].notnull())
        for depth in range(len(table.rows) + 1):
            ids, rest = table.rows[:depth], (TOTAL,) * (len(table.rows) - depth)
            for line in run(_spread(rows, column, ids)):
                key, (n, total, squares, ranked, *first) = (*line[:depth], *rest), line[depth:]
                own = Spread(n, int(total), dict(zip(FIRST, map(int, first), strict=True)), squares, ranked)
                found[key] = replace(found[key], spreads={**found[key].spreads, column: own})
    return found


def _spread(rows: Any, column: str, ids: tuple[str, ...]) -> Any:
    """One line a row: how many state the amount, their sum, that of squares and of amounts times rank (the largest
    first), and the sums of the first.
    """
    window = ibis.window(group_by=list(ids), order_by=ibis.desc(rows[column]))
    ranked = rows.select(*ids, amount=rows[column], place=ibis.row_number().over(window))
    amount = ranked.amount.cast("float64")
    sums = {f"first_{count}": (ranked.place < count).ifelse(ranked.amount, 0).sum() for count in FIRST}
    figures = {
        "n": ranked.count(),
        "total": ranked.amount.sum(),
        "squares": (amount * amount).sum(),
        "ranked": (amount * (ranked.place + 1)).sum(),
        **sums,
    }
    return ranked.aggregate(**figures, by=[ranked[id] for id in ids]).select(*ids, *figures)
