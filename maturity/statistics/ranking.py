"""Rankings: rows in the order of a figure, competition ranks, and confidence intervals of ranks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from ..questionnaire import Text
from .confidentiality.tally import Figure
from .inference import Interval, poisson, wilson
from .signs import Status
from .table import Cell, Column, Row, Table

RANK_INTERVAL = "rank_interval"
BY_RANK = ("rank", "rank_low", "rank_high")  # measures that follow from the rows of a ranking, and say nothing of one
_CONFIDENCE = 0.95


def rank_column() -> Column:
    """The column of competition ranks."""
    definition = Text(
        "按排名指标从大到小的名次；并列者名次相同，其后名次顺延（1、2、2、4）。指标为 0 者不排名。",
        "Place by the ranked measure, largest first; ties share a rank and the next ranks are skipped (1, 2, 2, 4). "
        "A value of 0 is not ranked.",
    )
    return Column("rank", Text("名次", "Rank"), "count", Text("", ""), 0, definition, "rank", notes=("ties",))


def rank_interval() -> tuple[Figure, ...]:
    """The columns of the interval of a rank; their cells are filled in once all rows are known."""
    definition = Text(
        "名次的 95% 联合区间（Klein 等 2020）：由表中各行指标的联合区间（Šidák）得出。",
        "Joint 95% interval of the ranks (Klein and others 2020), from joint intervals (Šidák) of the figure over the "
        "rows of the table.",
    )
    labels = {"low": Text("名次区间 起", "Rank: from"), "high": Text("名次区间 止", "Rank: to")}
    return tuple(
        Figure(
            Column(f"rank_{end}", label, "count", Text("", ""), 0, definition, f"rank_{end}", notes=("rank-interval",)),
            lambda _: Status.NOT_APPLICABLE,
        )
        for end, label in labels.items()
    )


def competition_ranks(values: Sequence[object]) -> list[int]:
    """The ranks of `values`, sorted; equal ones share a rank and the next ranks are skipped (1, 2, 2, 4)."""
    first: dict[object, int] = {}
    for position, value in enumerate(values, start=1):
        first.setdefault(value, position)
    return [first[value] for value in values]


def ranked(table: Table, rows: Iterable[Row], top: int) -> list[Row]:
    """`rows` in the order of the figure that `table` is ranked by, up to rank `top`, ties at the end included.

    Equal rows keep their order; totals and zeros are left out.
    """
    by = table.column(table.ranked_by)
    found = [row for row in rows if not row.whole and _figure(row.cells[by])]
    found.sort(key=lambda row: -_figure(row.cells[by]))
    places = competition_ranks([row.cells[by] for row in found])
    return reranked(table, [row for place, row in zip(places, found, strict=True) if place <= top])


def reranked(table: Table, rows: Sequence[Row]) -> list[Row]:
    """`rows` of a ranking, in their order, with the ranks and intervals among themselves."""
    by, columns = table.column(table.ranked_by), [column.id for column in table.columns]
    found = {"rank": competition_ranks([row.cells[by] for row in rows])}
    if "rank_low" in columns:
        share = table.columns[by].kind == "share"
        found["rank_low"], found["rank_high"] = rank_bounds(list(_intervals(rows, by, share=share)))
    places = [(columns.index(id), numbers) for id, numbers in found.items()]
    filled = []
    for number, row in enumerate(rows):
        cells: list[Cell] = list(row.cells)
        for place, numbers in places:
            cells[place] = numbers[number]
        filled.append(replace(row, cells=tuple(cells)))
    return filled


def rank_bounds(intervals: Sequence[Interval]) -> tuple[list[int], list[int]]:
    """The best and the worst rank of each figure, given their joint `intervals`: those wholly above it rank before it,
    those wholly below it after it (Klein, Wright and Wieczorek 2020, doi 10.1111/rssc.12402).
    """
    best = [1 + sum(other.low > own.high for other in intervals) for own in intervals]
    worst = [len(intervals) - sum(other.high < own.low for other in intervals) for own in intervals]
    return best, worst


def _intervals(rows: Sequence[Row], by: int, *, share: bool) -> Iterator[Interval]:
    """The intervals of the ranked figures, jointly valid by Šidák's correction."""
    each = _CONFIDENCE ** (1 / len(rows)) if rows else _CONFIDENCE
    for row in rows:
        value, n = _figure(row.cells[by]), row.base or 0
        yield wilson(round(value * n / 100), n, each) if share else poisson(int(value), each)


def _figure(cell: Cell) -> Fraction:
    """The figure in a cell; 0 for none."""
    return Fraction(cell) if isinstance(cell, int | Fraction) else Fraction()
