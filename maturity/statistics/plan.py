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
from .dimensions import RELATIVE
from .drafting import general, joint, spread
from .plan_checks import CONDITION, PlanShape, TableShape, plan_mistakes
from .relative.names import ASSOCIATION
from .sources.shapes import SourceTable, frozen
from .weights.margins import Margins, ReadSibling, Weights, read_margins

STANDARD, CONCENTRATION, JOINT = "standard", "concentration", "joint"
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
    """The plan of a publication: `tables` of submissions to a questionnaire (its id), and `others` from other sources;
    `order` has the ids of all. `digest` is the SHA-256 of its file and of those it names. `joined` is another
    questionnaire whose results of the same year tables set beside.
    """

    id: str
    title: Text
    scope: Text
    publisher: Text | None
    questionnaire: str
    tables: tuple[TablePlan, ...]
    digest: str
    weights: Weights | None = None
    others: tuple[SourceTable, ...] = ()
    order: tuple[str, ...] = ()
    joined: Questionnaire | None = None


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
        tuple(_freeze(table, read.by) for table in shape.tables if isinstance(table, TableShape)),
        sha256("\0".join((text, *read.files)).encode()).hexdigest(),
        Weights(shape.weights.source.text(), read.margins) if shape.weights else None,
        tuple(frozen(table) for table in shape.tables if not isinstance(table, TableShape)),
        tuple(table.id for table in shape.tables),
        read.joined,
    )


class _Reading:
    """What a plan names, read while it is checked: the breakdowns of its questionnaire, weights, the texts of files."""

    def __init__(self, beside: ReadSibling | None, find: Find) -> None:
        self.beside, self.find = beside, find
        self.by: Breakdowns = UNREADABLE
        self.joined: Questionnaire | None = None
        self.margins: Margins = {}
        self.files: list[str] = []

    def mistakes(self, shape: PlanShape) -> Iterator[Mistake]:
        yield from self._breakdowns(shape)
        yield from self._weights(shape)
        yield from plan_mistakes(shape, self.by)

    def _breakdowns(self, shape: PlanShape) -> Iterator[Mistake]:
        if shape.joined is not None and shape.joined is not UNREADABLE:
            yield from self._joined(shape)
        if shape.questionnaire is UNREADABLE:
            return
        try:
            self.by = breakdowns(self.find(shape.questionnaire), self.joined)
        except FileNotFoundError:
            yield "plan-unknown-questionnaire", ("questionnaire",), {"found": shape.questionnaire}

    def _joined(self, shape: PlanShape) -> Iterator[Mistake]:
        if shape.joined == shape.questionnaire:
            yield "plan-joined-itself", ("joined",), {"found": shape.joined}
            return
        try:
            self.joined = self.find(str(shape.joined))
        except FileNotFoundError:
            yield "plan-unknown-questionnaire", ("joined",), {"found": shape.joined}

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
    """The names of the shipped plans of submissions to the questionnaire with this id, the standard one first."""
    plans = {name: load_plan(name) for name in shipped_plans()}
    return tuple(name for name, plan in plans.items() if plan.tables and plan.questionnaire == questionnaire)


def plans_for(questionnaire: Questionnaire) -> dict[str, Plan]:
    """The plans for a questionnaire by id, the standard one first: the shipped ones, or a general one where there are
    none; then those without a table of submissions, which are about no questionnaire.
    """
    shipped = {name: load_plan(name) for name in shipped_for(questionnaire.id)}
    own = shipped or {id: read_plan(text, find=finding(questionnaire)) for id, text in general_plans(questionnaire)}
    return own | {name: plan for name in shipped_plans() for plan in [load_plan(name)] if not plan.tables}


def is_relative(table: TablePlan) -> bool:
    """Whether a table is of classes, or beside results under another questionnaire."""
    return ASSOCIATION in table.measures or not {*RELATIVE}.isdisjoint(table.rows)


def finding(questionnaire: Questionnaire, find: Find = load) -> Find:
    """A function for :func:`read_plan` that knows this questionnaire, which may be installed nowhere, beside those that
    `find` does.
    """
    return lambda id: questionnaire if id == questionnaire.id else find(id)


def general_plans(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """The ids and texts (YAML) of the general plans for a questionnaire. Where indicators want less of a quantity, one
    tells how few hold most of it; the results of those without levels are set beside levels of maturity.
    """
    yield STANDARD, general(STANDARD, questionnaire)
    if concentration := spread(CONCENTRATION, questionnaire):
        yield CONCENTRATION, concentration
    if not questionnaire.has_levels and breakdowns(questionnaire).best:
        yield JOINT, joint(JOINT, questionnaire, load())


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
