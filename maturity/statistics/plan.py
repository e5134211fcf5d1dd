"""Publication plans: the tables of a publication, read from YAML into frozen objects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from ..errors import refuse
from ..questionnaire import Questionnaire, Text, load
from ..questionnaire.validation import UNREADABLE, Mistake, certain, validated
from ..text.yamltext import parse
from .breakdowns import Breakdowns, breakdowns
from .drafting import general
from .plan_checks import CONDITION, PlanShape, TableShape, plan_mistakes
from .weights.margins import Margins, ReadSibling, Weights, read_margins

STANDARD = "standard"
Find = Callable[[str], Questionnaire]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the enterprises of a table: `column` `operator` `value`; the value is a level (int) or a code
    (str).
    """

    column: str
    operator: str
    value: int | str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The rows in descending order of the measure `by`, up to rank `top`, ties at the end included."""

    by: str
    top: int


@dataclass(frozen=True, slots=True)
class TablePlan:
    """The plan of one table over the breakdowns `by`. `levels` is COLLAPSED or EACH; `decimals` are those of shares."""

    id: str
    by: Breakdowns
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
    """The plan of a publication about a questionnaire (its id). `digest` is the SHA-256 of its file and of those it
    names.
    """

    id: str
    title: Text
    scope: Text
    publisher: Text | None
    questionnaire: str
    tables: tuple[TablePlan, ...]
    digest: str
    weights: Weights | None = None


def read_plan(text: str, source: str = "", beside: ReadSibling | None = None, find: Find | None = None) -> Plan:
    """The plan in the text of a file. `beside` reads the files that it names, `find` returns the questionnaire with an
    id, by default a shipped one.

    Raises Refusal with every mistake, its line and its remedy.
    """
    read = _Reading(beside, find or load)
    shape = validated(PlanShape, parse(text, source), read.mistakes)
    return Plan(
        shape.id,
        shape.title.text(),
        shape.scope.text(),
        shape.publisher.text() if shape.publisher else None,
        shape.questionnaire,
        tuple(_freeze(table, read.by) for table in shape.tables),
        sha256("\0".join((text, *read.files)).encode()).hexdigest(),
        Weights(shape.weights.source.text(), read.margins) if shape.weights else None,
    )


class _Reading:
    """What a plan names, read while it is checked: the breakdowns of its questionnaire, weights, the texts of files."""

    def __init__(self, beside: ReadSibling | None, find: Find) -> None:
        self.beside, self.find = beside, find
        self.by: Breakdowns = UNREADABLE
        self.margins: Margins = {}
        self.files: list[str] = []

    def mistakes(self, shape: PlanShape) -> Iterator[Mistake]:
        yield from self._breakdowns(shape)
        yield from self._weights(shape)
        yield from plan_mistakes(shape, self.by)

    def _breakdowns(self, shape: PlanShape) -> Iterator[Mistake]:
        if shape.questionnaire is UNREADABLE:
            return
        try:
            self.by = breakdowns(self.find(shape.questionnaire))
        except FileNotFoundError:
            yield "plan-unknown-questionnaire", ("questionnaire",), {"found": shape.questionnaire}

    @certain
    def _weights(self, shape: PlanShape) -> Iterator[Mistake]:
        if shape.weights:
            self.margins, mistakes, self.files = read_margins(shape.weights, ("weights",), self.beside)
            yield from mistakes


def shipped_plans() -> tuple[str, ...]:
    """The names of the shipped plans, the standard one first."""
    return tuple(sorted(_shipped(), key=lambda name: (name != STANDARD, name)))


def _shipped() -> dict[str, Traversable]:
    return {file.name.removesuffix(".yaml"): file for file in (files("maturity.exports") / "plans").iterdir()}


def shipped_for(questionnaire: str) -> tuple[str, ...]:
    """The names of the shipped plans for the questionnaire with this id, the standard one first."""
    return tuple(name for name in shipped_plans() if load_plan(name).questionnaire == questionnaire)


def plans_for(questionnaire: Questionnaire) -> dict[str, Plan]:
    """The plans for a questionnaire by id, the standard one first: the shipped ones, or a general one where there are
    none.
    """
    shipped = {name: load_plan(name) for name in shipped_for(questionnaire.id)}
    return shipped or {STANDARD: read_plan(general(STANDARD, questionnaire), find=lambda _: questionnaire)}


@cache
def load_plan(name: str = STANDARD) -> Plan:
    """The shipped plan with this name. Raises Refusal `plan-unknown` with the existing names."""
    shipped = _shipped()
    if name not in shipped:
        raise refuse("plan-unknown", found=name, allowed=", ".join(sorted(shipped)))
    return read_plan(shipped[name].read_text(encoding="utf-8"), f"{name}.yaml")


def _freeze(shape: TableShape, by: Breakdowns) -> TablePlan:
    return TablePlan(
        shape.id,
        by,
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
    column, operator, value = CONDITION.findall(words)[0]
    return Condition(column, operator, int(value) if column == "level" else value)
