"""Publication plans: which tables a publication holds. YAML at the door, frozen objects beyond it.

Shape and syntax are refused first; then everything the plan means together, all mistakes at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import Field

from ..errors import Problem, Refusal, refuse
from ..questionnaire import Text
from ..questionnaire.checks import validate_shape
from ..questionnaire.definition import Id, Shape, TextShape, Words
from ..text.yamltext import Path, parse
from .changes import CHANGES
from .dimensions import DIMENSIONS, PARTS, PLAIN, SAMPLE
from .measures import MEASURES, OF_SCORES, RANKABLE, SINGLE
from .ranking import RANK_INTERVAL
from .weights.figures import misused
from .weights.margins import Beside, Weights, WeightsShape, read_margins

_CONDITION = re.compile(r"^\s*(\w+)\s*(>=|<=|=)\s*(\S+)\s*$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
TOP_LIMIT = 1000
STANDARD = "standard"
_NEEDED = {  # what a chart shows: the rows of its table, and measures
    "flow": (("level_before",), ("count_by_level", "share_by_level")),
    "trend": ((SAMPLE,), ("mean_score",)),
}
Found = tuple[str, Path, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a population: `column` `operator` `value`; the value is a level (int) or a code (str)."""

    column: str
    operator: str
    value: int | str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The rows by the measure `by`, largest first, up to rank `top`, ties at the cut kept."""

    by: str
    top: int


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What one table shows. `levels` is "collapsed" or "five"; `decimals` are those of shares."""

    id: str
    title: Text
    rows: tuple[str, ...]
    levels: str
    measures: tuple[str, ...]
    population: tuple[Condition, ...]
    ranking: Ranking | None
    decimals: int
    chart: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A publication. `digest` is the SHA-256 of the file it was read from, and of those beside it."""

    id: str
    title: Text
    scope: Text
    publisher: Text | None
    tables: tuple[TablePlan, ...]
    digest: str
    weights: Weights | None = None


class RankingShape(Shape):
    """A ranking."""

    by: Words
    top: int
    ties: Literal["keep"] = "keep"


class TableShape(Shape):
    """One table of a plan."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    title: TextShape
    rows: tuple[Words, ...] = ()
    levels: Literal["collapsed", "five"] = "collapsed"
    measures: Annotated[tuple[Words, ...], Field(min_length=1)]
    population: tuple[Words, ...] = ()
    ranking: RankingShape | None = None
    decimals: int = 1
    chart: Literal["none", "levels", "ranking", "tiles", "heat", "flow", "trend"] = "none"


class PlanShape(Shape):
    """A whole plan file."""

    id: Id
    title: TextShape
    scope: TextShape
    publisher: TextShape | None = None
    weights: WeightsShape | None = None
    tables: Annotated[list[TableShape], Field(min_length=1, max_length=60)]


def read_plan(text: str, source: str = "", beside: Beside | None = None) -> Plan:
    """A plan from the text of its file; `beside` reads files beside it, by name. Raises Refusal with every authoring
    mistake, its line and its remedy.
    """
    document = parse(text, source)
    shape = validate_shape(PlanShape, document)
    weights, mistakes, files_read = None, list[Found](), list[str]()
    if shape.weights:
        weights, mistakes, files_read = read_margins(shape.weights, ("weights",), beside)
    problems = [Problem(code, document.place(path), values) for code, path, values in (*mistakes, *_meaning(shape))]
    if problems:
        raise Refusal(*problems)
    return Plan(
        shape.id,
        shape.title.text(),
        shape.scope.text(),
        shape.publisher.text() if shape.publisher else None,
        tuple(_freeze(table) for table in shape.tables),
        sha256("\0".join((text, *files_read)).encode()).hexdigest(),
        weights,
    )


def shipped_plans() -> tuple[str, ...]:
    """The names of the shipped plans, the standard one first."""
    return tuple(sorted(_shipped(), key=lambda name: (name != STANDARD, name)))


def _shipped() -> dict[str, Traversable]:
    return {file.name.removesuffix(".yaml"): file for file in (files("maturity.exports") / "plans").iterdir()}


def shipped_titles() -> dict[str, Text]:
    """The titles of the shipped plans by name."""
    return {name: load_plan(name).title for name in shipped_plans()}


def load_plan(name: str = STANDARD) -> Plan:
    """A shipped plan by its name. Raises Refusal `plan-unknown` that lists those that exist."""
    shipped = _shipped()
    if name not in shipped:
        raise refuse("plan-unknown", found=name, allowed=", ".join(sorted(shipped)))
    return read_plan(shipped[name].read_text(encoding="utf-8"), f"{name}.yaml")


def _freeze(shape: TableShape) -> TablePlan:
    return TablePlan(
        shape.id,
        shape.title.text(),
        shape.rows,
        shape.levels,
        shape.measures,
        tuple(_condition(words) for words in shape.population),
        Ranking(shape.ranking.by, shape.ranking.top) if shape.ranking else None,
        shape.decimals,
        shape.chart,
    )


def _condition(words: str) -> Condition:
    column, operator, value = _CONDITION.findall(words)[0]
    return Condition(column, operator, int(value) if column == "level" else value)


def _meaning(shape: PlanShape) -> Iterator[Found]:
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
        yield from _known(table.rows, tuple(DIMENSIONS), "dimension", (*path, "rows"))
        yield from _known(table.measures, MEASURES, "measure", (*path, "measures"))
        for position, words in enumerate(table.population):
            yield from _population(words, (*path, "population", position))
        yield from _views(table, path)
        for code, place, values in misused(table.measures, table.rows, known=shape.weights is not None):
            yield code, (*path, "measures", place), values
        yield from _display(table, path)


def _views(table: TableShape, path: Path) -> Iterator[Found]:
    """What rows that look at the enterprises again cannot be combined with."""
    seen = [id for id in table.rows if id in DIMENSIONS and DIMENSIONS[id].views]
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
    for index, name in enumerate(table.measures):
        if PARTS in seen and name in MEASURES and name not in OF_SCORES:
            values: dict[str, object] = {"found": name, "dimension": PARTS, "allowed": ", ".join(OF_SCORES)}
            yield "plan-view-measure", (*path, "measures", index), values
        elif name in CHANGES and SAMPLE not in seen:
            yield "plan-change-rows", (*path, "measures", index), {"found": name, "dimension": SAMPLE}
        elif name == RANK_INTERVAL and (table.ranking is None or table.ranking.by not in RANKABLE):
            yield "plan-rank-interval", (*path, "measures", index), {"found": name, "allowed": ", ".join(RANKABLE)}


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


def _population(words: str, path: Path) -> Iterator[Found]:
    match = _CONDITION.match(words)
    if not match:
        yield "plan-bad-condition", path, {"found": words}
        return
    column, operator, value = match.groups()
    if column == "level":
        codes = [str(level) for level in range(6)]
    elif column in PLAIN:
        codes = list(DIMENSIONS[column].members)
        if operator != "=":
            yield "plan-code-order", path, {"column": column, "operator": operator}
    else:
        yield "plan-unknown-column", path, {"found": column, "allowed": ", ".join(["level", *PLAIN])}
        return
    if value not in codes:
        yield "plan-unknown-value", path, {"column": column, "found": value}


def _display(table: TableShape, path: Path) -> Iterator[Found]:
    if not 0 <= table.decimals <= 3:
        yield "plan-bad-decimals", (*path, "decimals"), {"found": table.decimals}
    if table.ranking:
        singles = [measure for measure in table.measures if measure in SINGLE]
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
        if table.rows != rows or not {*measures} <= {*table.measures} or table.levels != "five":
            values = {"chart": table.chart, "rows": ", ".join(rows), "measures": ", ".join(measures)}
            yield "plan-chart-needs", (*path, "chart"), dict(values)
    if table.chart == "heat" and (len(table.rows) != 2 or not _counts(table)):
        yield "plan-chart-heat", (*path, "chart"), {}
    if table.chart == "ranking" and (table.ranking is None or len(table.rows) != 1):
        yield "plan-chart-ranking", (*path, "chart"), {}


def _counts(table: TableShape) -> bool:
    """There is a number to colour, and no row stands for something else than enterprises."""
    plain = all(id in PLAIN for id in table.rows)
    return plain and any(measure.startswith("count_at_least_") for measure in table.measures)


def _mapped(table: TableShape) -> bool:
    """The table has what a map shows, and what a workbook draws in its place."""
    shares = [measure for measure in table.measures if measure.startswith("share_at_least_")]
    return table.rows == ("province",) and bool(shares) and "share_by_level" in table.measures
