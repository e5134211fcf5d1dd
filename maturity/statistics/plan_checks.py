"""The structure of plan files as pydantic models, and checks of their consistency."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from ..questionnaire import DEFAULT
from ..questionnaire.checks import language_mistakes
from ..questionnaire.shapes import Id, Shape, TextShape, Words
from ..questionnaire.validation import UNREADABLE, Mistake, certain, readable
from ..text.yamltext import Path
from .breakdowns import EACH, Breakdowns
from .changes import is_change
from .dimensions import CLASSIFICATIONS, IDS, PARTS, PLAIN, SAMPLE, VIEWED
from .measures import OF_SCORES, all_measures, listed_measures, rankable_measures, single_measures
from .numeric.sums import is_magnitude
from .ranking import RANK_INTERVAL
from .relative.checks import relative_mistakes
from .sources.shapes import TableId, TaggedSource, source_mistakes
from .weights.figures import misused
from .weights.margins import WeightsShape

CONDITION = re.compile(r"^\s*(\w+)\s*(>=|<=|=)\s*(\S+)\s*$")
TOP_LIMIT = 1000
_MOST_TABLES = 60
Names = Callable[[], tuple[str, ...]]
_NEEDED = {  # what a chart shows: the rows of its table, and measures
    "flow": (("level_before",), ("count_by_level", "share_by_level")),
    "trend": ((SAMPLE,), ("mean_score",)),
}


def _renamed(levels: object) -> object:
    """The present name of EACH for an earlier one, which older plans may have."""
    return EACH if levels == "five" else levels


class RankingShape(Shape):
    """The structure of a ranking."""

    by: Words
    top: int
    ties: Literal["keep"] = "keep"


class TableShape(Shape):
    """The structure of one table of submissions."""

    source: Literal["submissions"] = "submissions"
    id: TableId
    title: TextShape
    rows: tuple[Words, ...] = ()
    levels: Annotated[Literal["collapsed", "each"], BeforeValidator(_renamed)] = "collapsed"
    measures: Annotated[tuple[Words, ...], Field(min_length=1)]
    population: tuple[Words, ...] = ()
    ranking: RankingShape | None = None
    decimals: int = 1
    chart: Literal["none", "levels", "ranking", "tiles", "heat", "flow", "trend"] = "none"


def _source(table: Any) -> Any:
    return table.get("source", "submissions") if isinstance(table, dict) else getattr(table, "source", None)


AnyTableShape = Annotated[Annotated[TableShape, Tag("submissions")] | TaggedSource, Discriminator(_source)]


class PlanShape(Shape):
    """The structure of a plan file."""

    id: Id
    title: TextShape
    scope: TextShape
    publisher: TextShape | None = None
    questionnaire: Id = DEFAULT
    joined: Id | None = None
    weights: WeightsShape | None = None
    tables: Annotated[list[AnyTableShape], Field(min_length=1)]


def plan_mistakes(shape: PlanShape, by: Breakdowns) -> Iterator[Mistake]:
    """The inconsistencies of a plan with these breakdowns: code, path in the file, values of the message."""
    yield from language_mistakes(shape.title, ("title",))
    yield from language_mistakes(shape.scope, ("scope",))
    yield from _source_of_weights(shape)
    yield from _margins(shape, by)
    yield from _table_ids(shape)
    tables = [*readable(() if shape.tables is UNREADABLE else shape.tables)]
    for index, table in tables:
        path: Path = ("tables", index)
        if not isinstance(table, TableShape):
            yield from source_mistakes(table, [one for _, one in tables], lambda: single_measures(by), path)
            continue
        yield from language_mistakes(table.title, (*path, "title"))
        yield from _known(table.rows, lambda: IDS, "dimension", (*path, "rows"))
        yield from _asked(table, by, (*path, "rows"))
        measures = (*path, "measures")
        yield from _known(table.measures, lambda: all_measures(by), "measure", measures, lambda: listed_measures(by))
        yield from _population(table, by, (*path, "population"))
        yield from relative_mistakes(table, by, path)
        yield from _views(table, path)
        yield from _measures_with_views(table, by, path)
        yield from _weighted(table, shape, path)
        yield from _decimals(table, path)
        yield from _ranking(table, by, path)
        yield from _charts(table, path)


@certain
def _source_of_weights(shape: PlanShape) -> Iterator[Mistake]:
    if shape.weights:
        yield from language_mistakes(shape.weights.source, ("weights", "source"))


@certain
def _margins(shape: PlanShape, by: Breakdowns) -> Iterator[Mistake]:
    for id in shape.weights.margins if shape.weights else ():
        yield from _stated(id, by, ("weights", "margins", id))


@certain
def _table_ids(shape: PlanShape) -> Iterator[Mistake]:
    if len(shape.tables) > _MOST_TABLES:
        yield "def-too-many", ("tables",), {"key": "tables", "most": _MOST_TABLES}
    seen: set[str] = set()
    for index, table in readable(shape.tables):
        if table.id is UNREADABLE:
            continue
        if table.id in seen:
            yield "plan-duplicate-table", ("tables", index, "id"), {"id": table.id}
        seen.add(table.id)


@certain
def _known(
    names: tuple[str, ...], all_of: Names, kind: str, path: Path, listed: Names | None = None
) -> Iterator[Mistake]:
    seen, allowed = set[str](), all_of()
    for index, name in readable(names):
        if name not in allowed:
            yield f"plan-unknown-{kind}", (*path, index), {"found": name, "allowed": ", ".join((listed or all_of)())}
        elif name in seen:
            yield f"plan-repeated-{kind}", (*path, index), {"found": name}
        seen.add(name)


@certain
def _asked(table: TableShape, by: Breakdowns, path: Path) -> Iterator[Mistake]:
    for index, id in readable(table.rows):
        yield from _stated(id, by, (*path, index))


@certain
def _stated(id: str, by: Breakdowns, path: Path) -> Iterator[Mistake]:
    """Whether a dimension is of facts that some enterprise may not state."""
    if id in CLASSIFICATIONS and id not in by.dimensions:
        values = {"found": id, "facts": ", ".join(CLASSIFICATIONS[id].needs), "allowed": ", ".join(by.dimensions)}
        yield "plan-fact-unasked", path, dict(values)


@certain
def _population(table: TableShape, by: Breakdowns, path: Path) -> Iterator[Mistake]:
    for index, words in readable(table.population):
        yield from _condition(words, by, (*path, index))


@certain
def _condition(words: str, by: Breakdowns, path: Path) -> Iterator[Mistake]:
    match = CONDITION.match(words)
    if not match:
        yield "plan-bad-condition", path, {"found": words}
        return
    column, operator, value = match.groups()
    if column == "level":
        codes = [str(level) for level in (0, *by.every)]
    elif column in CLASSIFICATIONS and column not in by.dimensions:
        yield from _stated(column, by, path)
        return
    elif column in PLAIN:
        if operator != "=":
            yield "plan-code-order", path, {"column": column, "operator": operator}
        codes = list(by.dimensions[column].members)
    else:
        yield "plan-unknown-column", path, {"found": column, "allowed": ", ".join(["level", *PLAIN])}
        return
    if value not in codes:
        yield "plan-unknown-value", path, {"column": column, "found": value}


@certain
def _views(table: TableShape, path: Path) -> Iterator[Mistake]:
    """The mistakes of combinations that a dimension with views does not permit."""
    seen = [id for _, id in readable(table.rows) if id in VIEWED]
    for id in seen[1:]:
        yield "plan-two-views", (*path, "rows"), {"first": seen[0], "found": id}
    for id in seen:
        if id == SAMPLE and len(table.rows) > 1:
            yield "plan-sample-alone", (*path, "rows"), {"found": id}
        yield from _viewed_population(table, id, (*path, "population"))
        yield from _viewed_ranking(table, id, (*path, "ranking"))


@certain
def _viewed_population(table: TableShape, dimension: str, path: Path) -> Iterator[Mistake]:
    for words in (words for _, words in readable(table.population) if words.split()):
        column = words.split()[0]
        if dimension == SAMPLE or (dimension != PARTS and column == "level"):
            yield "plan-view-population", path, {"found": column, "dimension": dimension}


@certain
def _viewed_ranking(table: TableShape, dimension: str, path: Path) -> Iterator[Mistake]:
    if table.ranking:
        yield "plan-view-ranking", path, {"dimension": dimension}


@certain
def _measures_with_views(table: TableShape, by: Breakdowns, path: Path) -> Iterator[Mistake]:
    seen, known, rankable = {*table.rows}, all_measures(by), rankable_measures(by)
    views = [id for id in VIEWED if id in seen]
    for index, name in readable(table.measures):
        here = (*path, "measures", index)
        if name in known and views and (is_magnitude(name) or (PARTS in seen and name not in OF_SCORES)):
            yield "plan-view-measure", here, {"found": name, "dimension": views[0], "allowed": ", ".join(OF_SCORES)}
        elif is_change(name) and SAMPLE not in seen:
            yield "plan-change-rows", here, {"found": name, "dimension": SAMPLE}
        elif name == RANK_INTERVAL:
            yield from _rank_interval(table, rankable, here)


@certain
def _rank_interval(table: TableShape, rankable: tuple[str, ...], path: Path) -> Iterator[Mistake]:
    if table.ranking is None or table.ranking.by not in rankable:
        yield "plan-rank-interval", path, {"found": RANK_INTERVAL, "allowed": ", ".join(rankable)}


@certain
def _weighted(table: TableShape, shape: PlanShape, path: Path) -> Iterator[Mistake]:
    known = shape.weights is not None
    for index, measure in readable(table.measures):
        for code, _, values in misused([measure], table.rows, known=known):
            yield code, (*path, "measures", index), values


@certain
def _decimals(table: TableShape, path: Path) -> Iterator[Mistake]:
    if not 0 <= table.decimals <= 3:
        yield "plan-bad-decimals", (*path, "decimals"), {"found": table.decimals}


@certain
def _ranking(table: TableShape, by: Breakdowns, path: Path) -> Iterator[Mistake]:
    if table.ranking:
        yield from _ranked_by(table, by, (*path, "ranking", "by"))
        if not 1 <= table.ranking.top <= TOP_LIMIT:
            yield "plan-bad-top", (*path, "ranking", "top"), {"found": table.ranking.top}
        if not table.rows:
            yield "plan-rank-rows", (*path, "ranking"), {}


@certain
def _ranked_by(table: TableShape, by: Breakdowns, path: Path) -> Iterator[Mistake]:
    singles = [measure for measure in table.measures if measure in single_measures(by)]
    if table.ranking and table.ranking.by not in singles:
        yield "plan-rank-measure", path, {"found": table.ranking.by, "allowed": ", ".join(singles)}


@certain
def _charts(table: TableShape, path: Path) -> Iterator[Mistake]:
    rows, measures, here = [*table.rows], {*table.measures}, (*path, "chart")
    if table.chart == "levels" and ("share_by_level" not in measures or len(rows) > 1):
        yield "plan-chart-levels", here, {}
    if table.chart == "tiles" and not _mapped(table):
        yield "plan-chart-tiles", here, {}
    if table.chart in _NEEDED:
        wanted, shown = _NEEDED[table.chart]
        if table.rows != wanted or not {*shown} <= measures or table.levels != EACH:
            values = {"chart": table.chart, "rows": ", ".join(wanted), "measures": ", ".join(shown)}
            yield "plan-chart-needs", here, dict(values)
    if table.chart == "heat" and (len(rows) != 2 or not _counts(table)):
        yield "plan-chart-heat", here, {}
    if table.chart == "ranking" and (table.ranking is None or len(rows) != 1):
        yield "plan-chart-ranking", here, {}


def _counts(table: TableShape) -> bool:
    """Whether the table has a number to colour, and every row counts enterprises."""
    return {*table.rows} <= {*PLAIN} and any(measure.startswith("count_at_least_") for measure in table.measures)


def _mapped(table: TableShape) -> bool:
    """Whether the table has what a map needs, and the chart that replaces it in a workbook."""
    shares = any(measure.startswith("share_at_least_") for measure in table.measures)
    return table.rows == ("province",) and shares and "share_by_level" in table.measures
