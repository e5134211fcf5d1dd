"""Checks of formulas: what they name, in which order they can be computed, whether their units fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from ...quantities import Formula, FormulaError, Unit, UnknownUnit, name_of, unit
from ...quantities.dimensions import dimension_of
from ...text.yamltext import Path
from ..validation import UNREADABLE, Mistake, certain, needed, readable
from .shapes import ComputedShape, HintShape, NumberShape, TableShape, TicksShape

if TYPE_CHECKING:
    from ..definition import AnyItemShape, QuestionnaireShape

Placed = tuple[Path, "AnyItemShape"]
SIGNS = (">=", "<=")


@dataclass(frozen=True, slots=True)
class _Known:
    """What a formula can name: units by name, and of columns the name of their table."""

    units: Mapping[str, Unit]
    tables: Mapping[str, str]


@certain
def formula_mistakes(items: Sequence[Placed], shape: "QuestionnaireShape") -> Iterator[Mistake]:
    """The mistakes of the formulas of all computed items and of the hints.

    Where an item could not be read nobody knows what it is called, and nothing is told of names.
    """
    if any(item is UNREADABLE or item.id is UNREADABLE or item.kind is UNREADABLE for _, item in items):
        return
    yield from _collisions(items)
    known, parsed = _known(items), dict[str, Formula]()
    for path, item in items:
        if isinstance(item, ComputedShape):
            yield from _computed(item, path, known, parsed)
    yield from _cycles(items, parsed)
    for index, hint in readable(shape.hints):
        yield from _hint(hint, ("hints", index, "rule"), known)


def _known(items: Sequence[Placed]) -> _Known:
    units, tables = dict[str, Unit](), dict[str, str]()
    for _, item in items:
        if isinstance(item, NumberShape | ComputedShape):
            _put(units, name_of(item.id), item.unit)
            reference = getattr(item.scorer, "reference", None)
            if reference:
                _put(units, f"ref_{name_of(reference)}", item.unit)
        elif isinstance(item, TicksShape):
            units[name_of(item.id)] = unit("1")
        elif isinstance(item, TableShape):
            columns = [(f"{item.id}.{column.id}", column.unit) for column in item.columns] or [(item.id, "kgce")]
            for id, words in columns:
                _put(units, name_of(id), words)
                tables[name_of(id)] = item.id
    return _Known(units, tables)


def _put(units: dict[str, Unit], name: str, id: str) -> None:
    try:
        units.setdefault(name, unit(id))
    except UnknownUnit:
        units.setdefault(name, unit("1"))  # told where it stands


@certain
def _collisions(items: Sequence[Placed]) -> Iterator[Mistake]:
    seen = dict[str, str]()
    for path, item in items:
        other = seen.setdefault(name_of(item.id), item.id)
        if other != item.id:
            yield "formula-names-collide", (*path, "id"), {"id": item.id, "other": other, "name": name_of(item.id)}


@certain
def _computed(item: ComputedShape, path: Path, known: _Known, parsed: dict[str, Formula]) -> Iterator[Mistake]:
    here = (*path, "formula")
    try:
        formula = parsed[item.id] = Formula.parse(needed(item.formula))
    except FormulaError as error:
        yield f"formula-{error.reason}", here, {"found": error.found}
        return
    for zero in formula.zeros:
        yield "formula-zero", here, {"found": zero}
    unknown = [*_unknown(formula, here, known)]
    yield from unknown
    yield from _rows(item, formula, path, known)
    if not unknown:
        yield from _dimension(formula, item.unit, path, known)


@certain
def _unknown(formula: Formula, path: Path, known: _Known) -> Iterator[Mistake]:
    for name in formula.names:
        if name not in known.units:
            near = ", ".join(get_close_matches(name, known.units, n=1)) or ", ".join([*known.units][:5])
            yield "formula-unknown-name", path, {"name": name, "near": near}


@certain
def _rows(item: ComputedShape, formula: Formula, path: Path, known: _Known) -> Iterator[Mistake]:
    """Columns stand within each, sum, min or max, those of each in one table, and what counts of the rows is said."""
    for name in _bare(formula, known):
        yield "formula-column", (*path, "formula"), {"name": name}
    if len({known.tables.get(name) for name in formula.each}) > 1:
        yield "formula-two-tables", (*path, "formula"), {"names": ", ".join(formula.each)}
    if formula.by_row != (needed(item.combine) is not None):
        yield "formula-combine", (*path, "combine"), {"id": item.id}
    weight = name_of(item.weight) if item.weight else None
    if (item.combine == "weighted") != (weight is not None) or (weight and weight not in known.tables):
        yield "formula-weight", (*path, "weight"), {"id": item.id, "allowed": ", ".join(known.tables)}


def _bare(formula: Formula, known: _Known) -> list[str]:
    """The columns that stand outside each, sum, min and max."""
    held = {
        below
        for term in formula.root.walk()
        if term.sign in ("each", "sum", "min", "max")
        for below in (term.walk() if term.sign == "each" else term.terms)
    }
    names = (term for term in formula.root.walk() if term.sign == "name" and term.text in known.tables)
    return [term.text for term in names if term not in held]


@certain
def _dimension(formula: Formula, wanted: str, path: Path, known: _Known) -> Iterator[Mistake]:
    try:
        if dimension_of(formula, known.units) != unit(wanted).dimension:
            yield "formula-unit", (*path, "unit"), {"unit": wanted, "formula": formula.text}
    except FormulaError as error:
        yield "formula-units", (*path, "formula"), {"found": error.found}
    except UnknownUnit:
        return  # told where it stands


@certain
def _cycles(items: Sequence[Placed], parsed: Mapping[str, Formula]) -> Iterator[Mistake]:
    names = {name_of(id): formula.names for id, formula in parsed.items()}
    try:
        TopologicalSorter(names).prepare()
    except CycleError as error:
        circle = [*dict.fromkeys(error.args[1])]
        path = next(path for path, item in items if name_of(item.id) in circle)
        yield "formula-cycle", (*path, "formula"), {"names": ", ".join(circle)}


@certain
def _hint(hint: HintShape, path: Path, known: _Known) -> Iterator[Mistake]:
    sign = next((one for one in SIGNS if hint.rule.count(one) == 1), None)
    if sign is None or sum(hint.rule.count(one) for one in SIGNS) != 1:
        yield "hint-rule", path, {"found": hint.rule[:40]}
        return
    dimensions = []
    for side in hint.rule.split(sign):
        try:
            formula = Formula.parse(side)
            unknown = [*_unknown(formula, path, known)]
            yield from unknown
            dimensions += [] if unknown else [dimension_of(formula, known.units)]
        except FormulaError as error:
            yield f"formula-{error.reason}", path, {"found": error.found}
    if len(dimensions) == 2 and dimensions[0] != dimensions[1]:
        yield "formula-units", path, {"found": hint.rule[:40]}
