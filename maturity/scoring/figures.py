"""The values of the numbers that were entered and of those computed from them, exact, with what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..answers import Entered, Listed, NotApplicable, Response, Ticked
from ..quantities import Undefined, Unit, name_of, unit
from ..quantities.factors import factors
from ..quantities.formula import Value
from ..questionnaire import Item, Questionnaire
from ..questionnaire.asked import Computed, Table, Ticks
from ..questionnaire.numeric.references import Reference, References, unit_of
from ..questionnaire.scorers import Linear, Ratio, Threshold

Lack = Literal["not-applicable", "undefined", "no-reference", "open"]
_ORDER: tuple[Lack, ...] = ("not-applicable", "undefined", "no-reference", "open")  # which is told where several hold


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no value, and by which: the names of inputs that are open or do not apply, the text of a denominator
    that is zero, the id of a reference.
    """

    why: Lack
    by: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in `unit`, one a row for a table (`keys` name the rows); `inputs` are what it was computed from."""

    value: Value
    unit: Unit
    keys: tuple[str, ...] = ()
    inputs: tuple[tuple[str, "Figure"], ...] = ()

    @property
    def rows(self) -> tuple[Fraction, ...]:
        """The values row by row; one where it is no table."""
        return self.value if isinstance(self.value, tuple) else (self.value,)

    @property
    def based(self) -> Value:
        """The value in the base units of its dimension, in which formulas compute."""
        return _scaled(self.value, self.unit.factor)


class Figures:
    """The figures of one response, with reference values for an enterprise with these facts; each is computed once."""

    def __init__(self, response: Response, references: References, facts: Mapping[str, str]) -> None:
        self.response, self.references, self.facts = response, references, facts
        self._items = {name_of(item.id): item for item in response.questionnaire.items}
        tables = [item for item in self._items.values() if isinstance(item.asks, Table)]
        self._columns = {name_of(column.id): item for item in tables for column in _columns(item)}
        self._known = dict[str, Figure | Missing]()

    def of(self, item: Item) -> Figure | Missing:
        """The figure of an item that is a number, ticks or computed."""
        return self.named(name_of(item.id))

    def column(self, id: str) -> Figure | Missing:
        """The figures of a column of a table, by its id."""
        return self.named(name_of(id))

    def reference(self, item: Item) -> Reference | None:
        """The reference value that an item is scored by; None where there is none, or it takes none."""
        scored = isinstance(item.scorer, Threshold | Linear | Ratio) and item.scorer.reference
        return self.references.find(item.scorer.reference, self.facts) if scored else None  # type: ignore[union-attr]

    def named(self, name: str) -> Figure | Missing:
        """The figure that a formula calls `name`. Raises KeyError for a name that there is not."""
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> Figure | Missing:
        if name in self._columns:
            return self._cells(self._columns[name], name)
        item = self._items.get(name)
        if item is None:
            return self._referred(name)
        if isinstance(item.asks, Computed):
            return self._computed(item, item.asks)
        answer = self.response.answers.get(item.id)
        if isinstance(answer, NotApplicable):
            return Missing("not-applicable", item.id)
        if isinstance(answer, Entered):
            return Figure(answer.value, unit_of(item))
        return (
            Figure(Fraction(len(answer.options)), unit("1")) if isinstance(answer, Ticked) else Missing("open", item.id)
        )

    def _cells(self, item: Item, name: str) -> Figure | Missing:
        answer = self.response.answers.get(item.id)
        if isinstance(answer, NotApplicable):
            return Missing("not-applicable", item.id)
        column = next(one for one in _columns(item) if name_of(one.id) == name)
        if not isinstance(answer, Listed) or any(column.id not in row.numbers for row in answer.rows):
            return Missing("open", column.id)
        keys = tuple(row.key for row in answer.rows)
        return Figure(tuple(column.value(row.key, row.numbers[column.id]) for row in answer.rows), column.unit, keys)

    def _referred(self, name: str) -> Figure | Missing:
        for item in self.response.questionnaire.items:
            scorer = item.scorer
            if isinstance(scorer, Threshold | Linear | Ratio) and f"ref_{name_of(scorer.reference)}" == name:
                found = self.references.find(scorer.reference, self.facts)
                value = found.baseline if found else None
                if value is None:
                    return Missing("no-reference", scorer.reference)
                return Figure(value, found.unit if found and found.unit else unit_of(item))
        raise KeyError(name)

    def _computed(self, item: Item, asked: Computed) -> Figure | Missing:
        if isinstance(self.response.answers.get(item.id), NotApplicable):
            return Missing("not-applicable", item.id)
        found = {name: self.named(name) for name in asked.formula.names}
        missing = [one for one in found.values() if isinstance(one, Missing)]
        if missing:
            first = min(missing, key=lambda one: _ORDER.index(one.why))
            return Missing(first.why, ", ".join(dict.fromkeys(one.by for one in missing if one.why == first.why)))
        inputs = {name: one for name, one in found.items() if isinstance(one, Figure)}
        try:
            value = asked.formula.evaluate({name: one.based for name, one in inputs.items()})
        except Undefined as error:
            return Missing("undefined", error.denominator)
        keys = next((one.keys for name, one in inputs.items() if name in asked.formula.each), ())
        return Figure(_scaled(value, 1 / asked.unit.factor), asked.unit, keys, tuple(inputs.items()))


def unit_named(questionnaire: Questionnaire, id: str) -> Unit:
    """The unit of an item or of a column of a table, by its id. Raises KeyError."""
    for item in questionnaire.items:
        for column in _columns(item):
            if column.id == id:
                return column.unit
    item = questionnaire.item(id)
    return unit("1") if isinstance(item.asks, Ticks) else unit_of(item)


def dependents(questionnaire: Questionnaire, ids: Collection[str]) -> set[str]:
    """These ids of items and those of the items that are computed from them, directly or by way of others."""
    found = set(ids)
    names = {name_of(id) for id in ids} | {
        name_of(column) for item in questionnaire.items if item.id in found for column in column_ids(item)
    }
    waiting = {
        item.id: {*item.asks.formula.names, name_of(item.asks.weight)}
        for item in questionnaire.items
        if isinstance(item.asks, Computed)
    }
    while reached := [id for id, used in waiting.items() if not used.isdisjoint(names)]:
        found.update(reached)
        names = {name_of(id) for id in reached}
        waiting = {id: used for id, used in waiting.items() if id not in found}
    return found


def column_ids(table: Item) -> tuple[str, ...]:
    """The ids of the columns of a table; of a table of carriers of energy its own."""
    return tuple(column.id for column in _columns(table))


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as the formula names it: its unit, and how an amount counts."""

    id: str
    unit: Unit
    conversion: str

    def value(self, key: str, number: Entered) -> Fraction:
        return number.value * (factors(self.conversion)[key].value if self.conversion else 1)


def _columns(item: Item) -> tuple[_Column, ...]:
    if not isinstance(item.asks, Table):
        return ()
    if item.asks.factors:
        return (_Column(item.id, unit("kgce"), item.asks.factors),)
    return tuple(_Column(one.id, one.quantity.unit, "") for one in item.asks.columns)


def _scaled(value: Value, factor: Fraction) -> Value:
    return tuple(one * factor for one in value) if isinstance(value, tuple) else value * factor
