"""The columns of sums of quantities and of ratios of sums."""

from collections.abc import Mapping
from fractions import Fraction

from ...questionnaire import Text
from ..confidentiality.tally import Figure, Tally
from ..signs import Status
from ..table import Cell, Column
from .amounts import MILLI, RATIO, SPREADS, SUM, Magnitude
from .spread import spread_figure

_RATIO_DECIMALS = 2


def is_magnitude(measure: str) -> bool:
    """Whether `measure` is a sum, a ratio of sums, or how few hold most of a sum."""
    return measure.startswith((SUM, RATIO, *SPREADS))


def magnitude_figure(magnitude: Magnitude) -> Figure:
    """The column of a sum, of a ratio of sums, or of how few hold most of a sum."""
    if magnitude.spread:
        return spread_figure(magnitude)
    label, unit = magnitude.label, Text(magnitude.unit.name("zh"), magnitude.unit.name("en"))
    if magnitude.bottom is None:
        words = Text(f"{label.zh}合计", f"{label.en}: total")
        definition = Text(
            f"本行填报了该项的企业的“{label.zh}”之和。",
            f"Sum of '{label.en}' over the enterprises of the row that state it.",
        )
        decimals, notes = 0, ("amounts",)
    else:
        words = Text(f"{label.zh}（合计之比）", f"{label.en} (of totals)")
        definition = Text(
            "本行各项数据齐全的企业，分子之和 ÷ 分母之和。",
            "Sum of the numerators / sum of the denominators, over the enterprises of the row that state all of them.",
        )
        decimals, notes = _RATIO_DECIMALS, ("amounts",)
    column = Column(magnitude.code, words, "number", unit, decimals, definition, magnitude.code, notes=notes)
    return Figure(column, lambda tally: _cell(magnitude, tally))


def _cell(magnitude: Magnitude, tally: Tally) -> Cell:
    sums: Mapping[str, int | None] = tally.sums
    top = sums.get(magnitude.top.column)
    if top is None:
        return Status.NOT_APPLICABLE
    if magnitude.bottom is None:
        return Fraction(top, MILLI)
    bottom = sums.get(magnitude.bottom.column)
    return Fraction(top, bottom) * Fraction(magnitude.factor) if bottom else Status.NOT_APPLICABLE
