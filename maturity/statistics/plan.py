"""Publication plans: which tables a publication holds. YAML at the door, frozen objects beyond it.

Shape and syntax are refused first; then everything the plan means together, all mistakes at once.
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
from .weights.margins import Beside, Weights, read_margins

STANDARD = "standard"
Find = Callable[[str], Questionnaire]


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
    """What one table shows, `by` what it can break down. `levels` is COLLAPSED or EACH; `decimals` are of shares."""

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
    """A publication about answers to a questionnaire, by its id. `digest` is the SHA-256 of the file it was read from,
    and of those beside it.
    """

    id: str
    title: Text
    scope: Text
    publisher: Text | None
    questionnaire: str
    tables: tuple[TablePlan, ...]
    digest: str
    weights: Weights | None = None


def read_plan(text: str, source: str = "", beside: Beside | None = None, find: Find | None = None) -> Plan:
    """A plan from the text of its file; `beside` reads files beside it, by name, and `find` gives the questionnaire
    with an id, by default a shipped one. Raises Refusal with every authoring mistake, its line and its remedy.
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
    """The plans at hand for a questionnaire by id, the standard one first: those that are shipped for it, or a general
    one where there are none.
    """
    shipped = {name: load_plan(name) for name in shipped_for(questionnaire.id)}
    return shipped or {STANDARD: read_plan(general(STANDARD, questionnaire), find=lambda _: questionnaire)}


@cache
def load_plan(name: str = STANDARD) -> Plan:
    """A shipped plan by its name. Raises Refusal `plan-unknown` that lists those that exist."""
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
