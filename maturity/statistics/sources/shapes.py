"""Tables from other sources in plan files: their structure as models, their checks, and what is read of them."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, Tag

from ...questionnaire import Text
from ...questionnaire.checks import language_mistakes
from ...questionnaire.shapes import Shape, TextShape, Words
from ...questionnaire.validation import Mistake, certain, readable
from ...text.yamltext import Path
from ..dimensions import PLAIN
from ..numeric.amounts import SUM

TableId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Source = Literal["register", "regions", "targets", "concentration"]
Kind = Literal["factory", "product", "park", "chain"]
BESIDE = ("association", "pairs")  # what is set beside a published table
_PLACES = (("province",), ("city",))


@dataclass(frozen=True, slots=True)
class SourceTable:
    """The plan of a table from another source; `show` is what it shows of it.

    `kinds` are those of a register (all for an empty tuple). `table` and `measure` name published figures that columns
    of regions are set beside. `indicator` is the id of such a column, "" for the first. `measures` are figures of
    `table` whose concentration is computed.
    """

    id: str
    title: Text
    source: Source
    show: str
    kinds: tuple[str, ...] = ()
    table: str = ""
    measure: str = ""
    indicator: str = ""
    chart: str = "none"
    measures: tuple[str, ...] = ()

    @property
    def outside(self) -> bool:
        """Whether its data are other than the tables of submissions of the same release."""
        return self.source != "concentration"


class RegisterTableShape(Shape):
    """A table of a register of listed units."""

    source: Literal["register"]
    id: TableId
    title: TextShape
    show: Literal["flow", "batches", "provinces", "divisions", "concentration"]
    kinds: tuple[Kind, ...] = ()
    chart: Literal["none", "tiles"] = "none"


class RegionsTableShape(Shape):
    """A table of regions that the publishing body brings."""

    source: Literal["regions"]
    id: TableId
    title: TextShape
    show: Literal["index", "years", "weights", "association", "pairs"]
    table: Words | None = None
    measure: Words | None = None
    indicator: Words | None = None
    chart: Literal["none", "scatter"] = "none"


class TargetsTableShape(Shape):
    """A table of how far targets were reached."""

    source: Literal["targets"]
    id: TableId
    title: TextShape


class ConcentrationTableShape(Shape):
    """A table of how few rows of a table of submissions hold most of its totals."""

    source: Literal["concentration"]
    id: TableId
    title: TextShape
    table: Words
    measures: Annotated[tuple[Words, ...], Field(min_length=1)]


SourceShape = RegisterTableShape | RegionsTableShape | TargetsTableShape | ConcentrationTableShape
TaggedSource = (  # by the key `source`
    Annotated[RegisterTableShape, Tag("register")]
    | Annotated[RegionsTableShape, Tag("regions")]
    | Annotated[TargetsTableShape, Tag("targets")]
    | Annotated[ConcentrationTableShape, Tag("concentration")]
)


def frozen(shape: SourceShape) -> SourceTable:
    """The plan of a table that was read without a mistake."""
    if isinstance(shape, RegisterTableShape):
        return SourceTable(
            shape.id, shape.title.text(), "register", shape.show, kinds=tuple(shape.kinds), chart=shape.chart
        )
    if isinstance(shape, TargetsTableShape):
        return SourceTable(shape.id, shape.title.text(), "targets", "attainment")
    if isinstance(shape, ConcentrationTableShape):
        measures = tuple(map(str, shape.measures))
        title = shape.title.text()
        return SourceTable(shape.id, title, "concentration", "rows", table=str(shape.table), measures=measures)
    named = (shape.table or "", shape.measure or "", shape.indicator or "")
    return SourceTable(shape.id, shape.title.text(), "regions", shape.show, (), *named, shape.chart)


def source_mistakes(
    shape: SourceShape, tables: Sequence[Any], single: Callable[[], Container[str]], path: Path
) -> Iterator[Mistake]:
    """The inconsistencies of a table from another source. `tables` are the shapes of all tables of the plan, `single`
    returns the measures that are one column.
    """
    yield from language_mistakes(shape.title, (*path, "title"))
    if isinstance(shape, RegisterTableShape):
        yield from _register(shape, path)
    elif isinstance(shape, RegionsTableShape):
        yield from _unused(shape, path)
        yield from _beside(shape, tables, single, path)
    elif isinstance(shape, ConcentrationTableShape):
        yield from _concentration(shape, tables, path)


@certain
def _register(shape: RegisterTableShape, path: Path) -> Iterator[Mistake]:
    kinds = [kind for _, kind in readable(shape.kinds)]
    if shape.show == "flow" and len(kinds) != 1:
        yield "plan-one-kind", (*path, "kinds"), {"count": len(kinds)}
    for index, kind in enumerate(kinds):
        if kind in kinds[:index]:
            yield "plan-kind-repeated", (*path, "kinds", index), {"found": kind}
    if shape.chart == "tiles" and shape.show != "provinces":
        yield "plan-chart-provinces", (*path, "chart"), {}


@certain
def _unused(shape: RegionsTableShape, path: Path) -> Iterator[Mistake]:
    """Keys that say nothing about what is shown."""
    used = {"association": ("table", "measure"), "pairs": ("table", "measure", "indicator")}.get(shape.show, ())
    given: Mapping[str, Any] = {"table": shape.table, "measure": shape.measure, "indicator": shape.indicator}
    for key, value in given.items():
        if value is not None and key not in used:
            yield "plan-key-unused", (*path, key), {"key": key, "show": shape.show}
        elif value is None and key in used and key != "indicator":
            yield "def-missing-key", (*path, key), {"key": key}
    if shape.chart == "scatter" and shape.show != "pairs":
        yield "plan-chart-pairs", (*path, "chart"), {}


@certain
def _beside(
    shape: RegionsTableShape, tables: Sequence[Any], single: Callable[[], Container[str]], path: Path
) -> Iterator[Mistake]:
    """Whether there is such a table by regions, and whether it has the measure."""
    if shape.show not in BESIDE or shape.table is None or shape.measure is None:
        return
    places = {one.id: one for one in tables if one.source == "submissions" and tuple(one.rows) in _PLACES}
    if shape.table not in places:
        yield "plan-beside-table", (*path, "table"), {"found": shape.table, "allowed": ", ".join(places) or "—"}
        return
    allowed = [measure for measure in places[shape.table].measures if measure in single()]
    if shape.measure not in allowed:
        yield "plan-beside-measure", (*path, "measure"), {"found": shape.measure, "allowed": ", ".join(allowed) or "—"}


@certain
def _concentration(shape: ConcentrationTableShape, tables: Sequence[Any], path: Path) -> Iterator[Mistake]:
    """Whether there is such a table by one classification, and whether it has the measures and they add up."""
    able = {
        one.id: one
        for one in tables
        if one.source == "submissions" and len(one.rows) == 1 and one.rows[0] in PLAIN and one.ranking is None
    }
    if shape.table not in able:
        yield "plan-concentration-table", (*path, "table"), {"found": shape.table, "allowed": ", ".join(able) or "—"}
        return
    allowed = [measure for measure in able[shape.table].measures if adds_up(measure)]
    for index, measure in readable(shape.measures):
        if measure not in allowed:
            told: dict[str, object] = {"found": measure, "allowed": ", ".join(allowed) or "—"}
            yield "plan-concentration-measure", (*path, "measures", index), told


def adds_up(measure: str) -> bool:
    """Whether the figures of rows are parts of that of all."""
    return measure == "n" or measure.startswith(("count_at_least_", SUM))
