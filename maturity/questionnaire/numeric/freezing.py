"""The objects of the model made of the shapes of numbers, methods, grades, hints and papers that passed the checks."""

import re
from fractions import Fraction

from ...quantities import Formula, Quantity, Unit, unit
from .. import asked, scorers
from ..parts import Band, Grading, Hint, Item, Paper, Scoring, Text
from .shapes import (
    ColumnShape,
    ComputedShape,
    ExpertShape,
    GradingShape,
    HintShape,
    IndexShape,
    LimitsShape,
    LinearShape,
    NumberShape,
    PaperShape,
    PointsShape,
    RatioShape,
    ScorerShape,
    ShareShape,
    StepsShape,
    TableShape,
    ThresholdShape,
    TicksShape,
    ValuesShape,
    WordsShape,
)

Measure = NumberShape | ComputedShape | TableShape | TicksShape | WordsShape
SIGN = re.compile(r"(>=|<=)")
NOTHING = Text("", "")


def item(shape: Measure, area: str, position: int) -> Item:
    """The item of a shape."""
    made = scorer(shape.scorer, len(shape.options) if isinstance(shape, TicksShape) else 1) if shape.scorer else None
    return Item(
        shape.id,
        area,
        0,
        shape.text.text(),
        shape.evidence.texts() if shape.evidence else (),
        shape.look_for.text() if shape.look_for else NOTHING,
        position,
        role=shape.role or "",
        asks=_asked(shape),
        points=shape.points or Fraction(0),
        scorer=made,
        papers=tuple(shape.papers),
        applies_when=shape.applies_when.text() if shape.applies_when else None,
        provenance=shape.provenance or "",
    )


def _asked(shape: Measure) -> asked.Asked:
    if isinstance(shape, NumberShape):
        expert = isinstance(shape.scorer, ExpertShape)
        return _quantity(shape, Fraction(0) if expert else shape.min, shape.points if expert else shape.max)
    if isinstance(shape, TicksShape):
        return asked.Ticks(tuple(asked.Option(one.id, one.text.text()) for one in shape.options))
    if isinstance(shape, WordsShape):
        return asked.Words(shape.most)
    if isinstance(shape, TableShape):
        columns = tuple(_column(shape.id, one) for one in shape.columns)
        return asked.Table(shape.key.text(), shape.most, columns, shape.factors or "")
    low, high = shape.bounds or (None, None)
    formula = Formula.parse(shape.formula)
    return asked.Computed(formula, unit(shape.unit), low, high, shape.combine, shape.weight or "")


def _quantity(shape: LimitsShape, low: Fraction | None, high: Fraction | None) -> Quantity:
    base = unit(shape.unit)
    accepts: tuple[Unit, ...] = tuple(unit(id) for id in dict.fromkeys([shape.unit, *shape.accepts]))
    return Quantity(base, accepts, low, shape.above, high)


def _column(table: str, shape: ColumnShape) -> asked.Column:
    return asked.Column(f"{table}.{shape.id}", shape.name.text(), _quantity(shape, shape.min, shape.max))


def scorer(shape: ScorerShape, count: int) -> scorers.Scorer:
    """The scorer of a shape; `count` is the number of options that can be ticked."""
    if isinstance(shape, ThresholdShape):
        return scorers.Threshold("high" if shape.kind == "at-least" else "low", shape.reference or "", shape.value)
    if isinstance(shape, LinearShape):
        return scorers.Linear(shape.reference or "", shape.baseline, shape.leading, shape.better or "")
    if isinstance(shape, StepsShape):
        return scorers.Steps(tuple(shape.steps))
    if isinstance(shape, RatioShape):
        return scorers.Ratio(shape.better, shape.reference or "", shape.leading, shape.cap)
    return scorers.Share(shape.of or count) if isinstance(shape, ShareShape) else scorers.Expert()


def scoring(shape: PointsShape | IndexShape | ValuesShape) -> Scoring:
    """The scoring method and its options."""
    if isinstance(shape, ValuesShape):
        return Scoring(shape.method)
    if isinstance(shape, IndexShape):
        return Scoring(shape.method, na_policy=shape.na_policy)
    return Scoring(
        shape.method,
        total=shape.total,
        mandatory=shape.parts.mandatory / 100 if shape.parts else None,
        all_or_nothing=shape.mandatory_score == "all-or-nothing",
        na_policy=shape.na_policy,
        bonus_most=shape.bonus_most,
    )


def grading(shape: GradingShape) -> Grading:
    """The grades by bands."""
    return Grading(
        shape.name.text(),
        tuple(Band(one.id, one.start, one.name.text()) for one in shape.bands),
        shape.source.text(),
        shape.verified == "true",
        {fact: frozenset(codes) for fact, codes in shape.meant_for.items()},
    )


def hint(shape: HintShape) -> Hint:
    """The relation between two formulas."""
    left, sign, right = SIGN.split(shape.rule)
    return Hint(shape.id, Formula.parse(left), sign, Formula.parse(right), shape.text.text())


def paper(shape: PaperShape) -> Paper:
    """The paper of an application."""
    return Paper(shape.id, shape.text.text(), shape.where_applicable == "true", shape.by_engine == "true")
