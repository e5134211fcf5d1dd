"""How few enterprises hold most of a quantity: the share of the largest, Herfindahl-Hirschman index, Gini coefficient.

Enterprises that state the quantity are counted, those with an amount of 0 included.
"""

from fractions import Fraction

from ...questionnaire import Text
from ..confidentiality.tally import PER_CENT, Figure, Spread
from ..signs import Status
from ..table import Cell, Column, Kind
from .amounts import Magnitude

RELEASED = ("first_5:", "first_10:")  # the others tell of one enterprise (decision 50)
_NO_UNIT = Text("", "")
_DECIMALS = {"hhi:": 0, "gini:": 3}
_SHARE_DECIMALS = 1


def spread_figure(magnitude: Magnitude) -> Figure:
    """The column of how the amounts of a quantity are spread over the enterprises of a row."""
    label, kind, of = magnitude.label, magnitude.spread, magnitude.first
    if of:
        words = Text(f"{label.zh}：前 {of} 家占", f"{label.en}: share of the largest {of}")
        definition = Text(
            f"本行填报了“{label.zh}”的企业中，数量最大的 {of} 家之和 ÷ 全部之和 × 100；不多于 {of} 家的行不算。",
            f"Of the enterprises of the row that state '{label.en}', the sum of the largest {of} / the sum of all x "
            f"100; not for rows of {of} or fewer.",
        )
    elif kind == "hhi:":
        words = Text(f"{label.zh}：HHI", f"{label.en}: HHI")
        definition = Text(
            "赫芬达尔—赫希曼指数：各企业占比（%）的平方和，全在一家为 10,000。",
            "Herfindahl-Hirschman index: the sum of squared shares of enterprises in per cent, 10,000 where one has "
            "all.",
        )
    else:
        words = Text(f"{label.zh}：基尼系数", f"{label.en}: Gini coefficient")
        definition = Text(
            "在填报了该项的企业之间计算，0 为各家相等。",
            "Among the enterprises that state the quantity; 0 where all have the same.",
        )
    unit, decimals = (PER_CENT, _SHARE_DECIMALS) if of else (_NO_UNIT, _DECIMALS[kind])
    shape: Kind = "share" if of else "number"
    column = Column(magnitude.code, words, shape, unit, decimals, definition, magnitude.code, notes=("amounts",))
    return Figure(column, lambda tally: _cell(magnitude, tally.spreads.get(magnitude.top.column)))


def _cell(magnitude: Magnitude, found: Spread | None) -> Cell:
    if found is None or not found.total or found.n < 2:
        return Status.NOT_APPLICABLE
    if magnitude.first:
        few = found.n <= magnitude.first
        return Status.NOT_APPLICABLE if few else Fraction(100 * found.first[magnitude.first], found.total)
    if magnitude.spread == "hhi:":
        return Fraction(10_000 * found.squares / found.total**2)
    return Fraction((found.n + 1) / found.n - 2 * found.ranked / (found.n * found.total))
