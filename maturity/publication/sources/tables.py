"""What all tables from other sources than submissions have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...questionnaire import Text
from ...statistics.breakdowns import Breakdowns
from ...statistics.dimensions import Dimension
from ...statistics.sources.shapes import SourceTable
from ...statistics.table import Column, Origin, Row, Table


def table_of(
    plan: SourceTable,
    number: int,
    by: Breakdowns,
    own: Sequence[Dimension],
    *,
    scope: Text,
    columns: Iterable[Column],
    rows: Iterable[Row],
    origin: Origin,
    ranked_by: str = "",
) -> Table:
    """The table of a plan with this number in its release, broken down by dimensions of its own."""
    return Table(
        id=plan.id,
        number=number,
        title=plan.title,
        scope=scope,
        by=replace(by, own=tuple(own)),
        dimensions=tuple(one.id for one in own),
        columns=tuple(columns),
        rows=tuple(rows),
        base=None,
        chart=plan.chart,
        ranked_by=ranked_by,
        origin=origin,
    )
