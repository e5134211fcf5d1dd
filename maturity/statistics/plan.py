"""Publication plans: the tables of a publication, read from YAML into frozen objects.

Mistakes of syntax and structure are refused first; then all other mistakes together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from ..errors import Problem, Refusal, refuse
from ..questionnaire import Questionnaire, Text, load
from ..questionnaire.checks import validate_shape
from ..text.yamltext import Document, parse
from .breakdowns import Breakdowns, breakdowns
from .drafting import general
from .plan_checks import CONDITION, Found, PlanShape, TableShape, plan_mistakes
from .weights.margins import ReadSibling, Weights, read_margins

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
    document = parse(text, source)
    shape = validate_shape(PlanShape, document)
    weights, mistakes, files_read = None, list[Found](), list[str]()
    if shape.weights:
        weights, mistakes, files_read = read_margins(shape.weights, ("weights",), beside)
    by = breakdowns(_meant(shape, document, find or load))
    found = (*mistakes, *plan_mistakes(shape, by))
    problems = [Problem(code, document.place(path), values) for code, path, values in found]
    if problems:
        raise Refusal(*problems)
    return Plan(
        shape.id,
        shape.title.text(),
        shape.scope.text(),
        shape.publisher.text() if shape.publisher else None,
        shape.questionnaire,
        tuple(_freeze(table, by) for table in shape.tables),
        sha256("\0".join((text, *files_read)).encode()).hexdigest(),
        weights,
    )


def _meant(shape: PlanShape, document: Document, find: Find) -> Questionnaire:
    try:
        return find(shape.questionnaire)
    except FileNotFoundError:
        values: dict[str, object] = {
            "found": shape.questionnaire,
        }
        raise Refusal(Problem("plan-unknown-questionnaire", document.place(("questionnaire",)), values)) from None


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
