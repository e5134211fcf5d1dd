"""The structure of plan files as pydantic models, and checks of their consistency."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ..questionnaire import DEFAULT
from ..questionnaire.definition import Id, Shape, TextShape, Words
from ..text.yamltext import Path
from .breakdowns import EACH, Breakdowns
from .changes import is_change
from .dimensions import IDS, PARTS, PLAIN, SAMPLE, VIEWED
from .measures import OF_SCORES, all_measures, rankable_measures, single_measures
from .ranking import RANK_INTERVAL
from .weights.figures import misused
from .weights.margins import WeightsShape

CONDITION = re.compile(r"^\s*(\w+)\s*(>=|<=|=)\s*(\S+)\s*$")
TOP_LIMIT = 1000
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NEEDED = {  # what a chart shows: the rows of its table, and measures
    "flow": (("level_before",), ("count_by_level", "share_by_level")),
    "trend": ((SAMPLE,), ("mean_score",)),
}
Found = tuple[str, Path, dict[str, object]]


def _renamed(levels: object) -> object:
    """The present name of EACH for an earlier one, which older plans may have."""
    return EACH if levels == "five" else levels


class RankingShape(Shape):
    """The structure of a ranking."""

    by: Words
    top: int
    ties: Literal["keep"] = "keep"


class TableShape(Shape):
    """The structure of one table."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    title: TextShape
    rows: tuple[Words, ...] = ()
    levels: Annotated[Literal["collapsed", "each"], BeforeValidator(_renamed)] = "collapsed"
    measures: Annotated[tuple[Words, ...], Field(min_length=1)]
    population: tuple[Words, ...] = ()
    ranking: RankingShape | None = None
    decimals: int = 1
    chart: Literal["none", "levels", "ranking", "tiles", "heat", "flow", "trend"] = "none"


class PlanShape(Shape):
    """The structure of a plan file."""

    id: Id
    title: TextShape
    scope: TextShape
    publisher: TextShape | None = None
    questionnaire: Id = DEFAULT
    weights: WeightsShape | None = None
    tables: Annotated[list[TableShape], Field(min_length=1, max_length=60)]


def plan_mistakes(shape: PlanShape, by: Breakdowns) -> Iterator[Found]:
    """The inconsistencies of a plan with these breakdowns: code, path in the file, values of the message."""
    yield from _languages(shape.title, ("title",))
    yield from _languages(shape.scope, ("scope",))
    if shape.weights:
        yield from _languages(shape.weights.source, ("weights", "source"))
    seen: set[str] = set()
    for index, table in enumerate(shape.tables):
        path: Path = ("tables", index)
        if table.id in seen:
            yield "plan-duplicate-table", (*path, "id"), {"id": table.id}
        seen.add(table.id)
        yield from _languages(table.title, (*path, "title"))
        yield from _known(table.rows, IDS, "dimension", (*path, "rows"))
        yield from _known(table.measures, all_measures(by), "measure", (*path, "measures"))
        for position, words in enumerate(table.population):
            yield from _population(words, by, (*path, "population", position))
        yield from _views(table, by, path)
        for code, place, values in misused(table.measures, table.rows, known=shape.weights is not None):
            yield code, (*path, "measures", place), values
        yield from _display(table, by, path)


def _views(table: TableShape, by: Breakdowns, path: Path) -> Iterator[Found]:
    """The mistakes of combinations that a dimension with views does not permit."""
    seen = [id for id in table.rows if id in VIEWED]
    for id in seen[1:]:
        yield "plan-two-views", (*path, "rows"), {"first": seen[0], "found": id}
    columns = [words.split()[0] for words in table.population if words.split()]
    for id in seen:
        if id == SAMPLE and len(table.rows) > 1:
            yield "plan-sample-alone", (*path, "rows"), {"found": id}
        for column in columns:
            if id == SAMPLE or (id != PARTS and column == "level"):
                yield "plan-view-population", (*path, "population"), {"found": column, "dimension": id}
        if table.ranking:
            yield "plan-view-ranking", (*path, "ranking"), {"dimension": id}
    known, rankable = all_measures(by), rankable_measures(by)
    for index, name in enumerate(table.measures):
        if PARTS in seen and name in known and name not in OF_SCORES:
            values: dict[str, object] = {"found": name, "dimension": PARTS, "allowed": ", ".join(OF_SCORES)}
            yield "plan-view-measure", (*path, "measures", index), values
        elif is_change(name) and SAMPLE not in seen:
            yield "plan-change-rows", (*path, "measures", index), {"found": name, "dimension": SAMPLE}
        elif name == RANK_INTERVAL and (table.ranking is None or table.ranking.by not in rankable):
            yield "plan-rank-interval", (*path, "measures", index), {"found": name, "allowed": ", ".join(rankable)}


def _languages(text: TextShape, path: Path) -> Iterator[Found]:
    if not _CHINESE.search(text.zh):
        yield "def-not-chinese", (*path, "zh"), {"found": text.zh}
    if _CHINESE.search(text.en):
        yield "def-not-english", (*path, "en"), {"found": text.en}


def _known(names: tuple[str, ...], allowed: tuple[str, ...], kind: str, path: Path) -> Iterator[Found]:
    for index, name in enumerate(names):
        if name not in allowed:
            yield f"plan-unknown-{kind}", (*path, index), {"found": name, "allowed": ", ".join(allowed)}
        elif name in names[:index]:
            yield f"plan-repeated-{kind}", (*path, index), {"found": name}


def _population(words: str, by: Breakdowns, path: Path) -> Iterator[Found]:
    match = CONDITION.match(words)
    if not match:
        yield "plan-bad-condition", path, {"found": words}
        return
    column, operator, value = match.groups()
    if column == "level":
        codes = [str(level) for level in (0, *by.every)]
    elif column in PLAIN:
        codes = list(by.dimensions[column].members)
        if operator != "=":
            yield "plan-code-order", path, {"column": column, "operator": operator}
    else:
        yield "plan-unknown-column", path, {"found": column, "allowed": ", ".join(["level", *PLAIN])}
        return
    if value not in codes:
        yield "plan-unknown-value", path, {"column": column, "found": value}


def _display(table: TableShape, by: Breakdowns, path: Path) -> Iterator[Found]:
    if not 0 <= table.decimals <= 3:
        yield "plan-bad-decimals", (*path, "decimals"), {"found": table.decimals}
    if table.ranking:
        singles = [measure for measure in table.measures if measure in single_measures(by)]
        if table.ranking.by not in singles:
            values = {"found": table.ranking.by, "allowed": ", ".join(singles)}
            yield "plan-rank-measure", (*path, "ranking", "by"), dict(values)
        if not 1 <= table.ranking.top <= TOP_LIMIT:
            yield "plan-bad-top", (*path, "ranking", "top"), {"found": table.ranking.top}
        if not table.rows:
            yield "plan-rank-rows", (*path, "ranking"), {}
    if table.chart == "levels" and ("share_by_level" not in table.measures or len(table.rows) > 1):
        yield "plan-chart-levels", (*path, "chart"), {}
    if table.chart == "tiles" and not _mapped(table):
        yield "plan-chart-tiles", (*path, "chart"), {}
    if table.chart in _NEEDED:
        rows, measures = _NEEDED[table.chart]
        if table.rows != rows or not {*measures} <= {*table.measures} or table.levels != EACH:
            values = {"chart": table.chart, "rows": ", ".join(rows), "measures": ", ".join(measures)}
            yield "plan-chart-needs", (*path, "chart"), dict(values)
    if table.chart == "heat" and (len(table.rows) != 2 or not _counts(table)):
        yield "plan-chart-heat", (*path, "chart"), {}
    if table.chart == "ranking" and (table.ranking is None or len(table.rows) != 1):
        yield "plan-chart-ranking", (*path, "chart"), {}


def _counts(table: TableShape) -> bool:
    """Whether the table has a number to colour, and every row counts enterprises."""
    plain = all(id in PLAIN for id in table.rows)
    return plain and any(measure.startswith("count_at_least_") for measure in table.measures)


def _mapped(table: TableShape) -> bool:
    """Whether the table has what a map needs, and the chart that replaces it in a workbook."""
    shares = [measure for measure in table.measures if measure.startswith("share_at_least_")]
    return table.rows == ("province",) and bool(shares) and "share_by_level" in table.measures
