"""The structure of items that are no choice, of rules that score them, and of the methods beside the ladder."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..shapes import Id, Number, Shape, TextShape, TextsShape, Whole, Words

UnitId = Annotated[str, StringConstraints(min_length=1, max_length=40)]
FormulaText = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Role = Literal["gate", "mandatory", "optional", "bonus", "input", "value"]
Status = Literal["S", "V", "R", "M", "C"]  # a source, confirmed, one secondary source, recalled, computed
Flag = Literal["true", "false"]


class ThresholdShape(Shape):
    """At least, or at most, a reference value or a value that stands here."""

    kind: Literal["at-least", "at-most"]
    reference: Id | None = None
    value: Number | None = None


class LinearShape(Shape):
    """In proportion between a baseline and a leading value, of a reference or standing here."""

    kind: Literal["linear"]
    reference: Id | None = None
    baseline: Number | None = None
    leading: Number | None = None
    better: Literal["high", "low"] | None = None


class StepsShape(Shape):
    """Thresholds and the points from each on."""

    kind: Literal["steps"]
    steps: Annotated[list[tuple[Number, Number]], Field(min_length=1, max_length=9)]


class RatioShape(Shape):
    """The ratio to a leading value."""

    kind: Literal["ratio"]
    better: Literal["high", "low"]
    reference: Id | None = None
    leading: Number | None = None
    cap: Number | None = None


class ShareShape(Shape):
    """The share of what is ticked."""

    kind: Literal["share"]
    of: Whole | None = None


class ExpertShape(Shape):
    """Points given by a person, from 0 to those of the item."""

    kind: Literal["expert"]


ScorerShape = Annotated[
    ThresholdShape | LinearShape | StepsShape | RatioShape | ShareShape | ExpertShape, Field(discriminator="kind")
]


class MeasureShape(Shape):
    """What all items have that are no choice."""

    id: Id
    level: Whole | None = None
    role: Role | None = None
    text: TextShape
    evidence: TextsShape | None = None
    look_for: TextShape | None = None
    points: Number | None = None
    scorer: ScorerShape | None = None
    papers: list[Id] = Field([])
    applies_when: TextShape | None = None
    provenance: Status | None = None


class LimitsShape(Shape):
    """Unit and limits of a number."""

    unit: UnitId
    accepts: list[UnitId] = Field([])
    min: Number | None = None
    above: Number | None = None
    max: Number | None = None


class NumberShape(LimitsShape, MeasureShape):
    """A number with its unit."""

    kind: Literal["number"]


class ComputedShape(MeasureShape):
    """A value computed from the numbers of other items."""

    kind: Literal["computed"]
    formula: FormulaText
    unit: UnitId
    bounds: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = None
    combine: Literal["worst", "mean", "weighted"] | None = None
    weight: Id | None = None


class ColumnShape(LimitsShape):
    """A column of a table."""

    id: Id
    name: TextShape


class TableShape(MeasureShape):
    """A table that the enterprise fills: a row a product, a pollutant, a carrier of energy, a year."""

    kind: Literal["table"]
    key: TextShape
    most: Whole
    columns: Annotated[list[ColumnShape], Field(max_length=6)] = Field([])
    factors: Literal["energy"] | None = None


class OptionShape(Shape):
    """Something to be ticked."""

    id: Id
    text: TextShape


class TicksShape(MeasureShape):
    """A list to be ticked."""

    kind: Literal["ticks"]
    options: Annotated[list[OptionShape], Field(min_length=2, max_length=60)]


class WordsShape(MeasureShape):
    """A text, such as a line of the boundary card."""

    kind: Literal["words"]
    most: Annotated[int, Field(ge=1, le=5000)] = 500


class PartsShape(Shape):
    """How the points of a block are split, in per cent."""

    mandatory: Number
    optional: Number


class PointsShape(Shape):
    """Points are added up; with `parts`, a block's weight is split between mandatory and optional items."""

    method: Literal["points"]
    total: Number
    parts: PartsShape | None = None
    mandatory_score: Literal["all-or-nothing", "share"] = "all-or-nothing"
    na_policy: Literal["renormalise", "zero", "full"]
    bonus_most: Number | None = None


class IndexShape(Shape):
    """100 times the mean of the items' ratios."""

    method: Literal["index"]
    na_policy: Literal["renormalise", "zero"]


class ValuesShape(Shape):
    """Values of items without a total."""

    method: Literal["values", "attainment"]


class BandShape(Shape):
    """A grade and the score from which it is reached."""

    id: Id
    start: Annotated[Number, Field(alias="from")]
    name: TextShape


class GradingShape(Shape):
    """Grades by bands of the score; `for` says for which enterprises, codes by fact."""

    name: TextShape
    meant_for: dict[str, Annotated[list[Words], Field(min_length=1)]] = Field({}, alias="for")
    source: TextShape
    verified: Flag
    bands: Annotated[list[BandShape], Field(min_length=1, max_length=9)]


class HintShape(Shape):
    """A relation that plausible numbers keep: two formulas with >= or <= between them."""

    id: Id
    rule: FormulaText
    text: TextShape


class PaperShape(Shape):
    """A paper of the application; `where_applicable` if not everybody has it, `by_engine` if this program writes it."""

    id: Id
    text: TextShape
    where_applicable: Flag = "false"
    by_engine: Flag = "false"
