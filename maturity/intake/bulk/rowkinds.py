"""Rows of a bulk table that hold no enterprise: totals, units, repeated headings and notes, told as what they are."""

from collections.abc import Mapping, Sequence

from ...errors import Problem
from ...text.plain import folded
from ...text.traditional import simplified
from ..spreadsheets.table import heading_key
from .repeated import readable_code

_TOTALS = ("合计", "总计", "小计", "共计")  # at the end: 华东小计
_TOTALS_EN = ("total", "totals", "subtotal", "sub-total", "grandtotal")
_UNITS = {
    "万元",
    "亿元",
    "千元",
    "元",
    "人",
    "年",
    "家",
    "户",
    "个",
    "分",
    "%",
    "person",
    "persons",
    "year",
    "years",
}
_UNIT = ("单位", "unit")
_FEWEST_HEADINGS = 2


def other_row(cells: Sequence[str], where: Mapping[str, int], names: Mapping[str, str]) -> Problem | None:
    """What a row is whose facts cannot be read; None for one that may be an enterprise.

    `where` are positions by column, `names` the columns by what :func:`.heading_key` gives of their
    spellings. A row that holds a credit code is an enterprise's, whatever else is in it.
    """
    if readable_code(cells[where["credit_code"]]):
        return None
    texts = {position: text for position, cell in enumerate(cells) if (text := simplified(folded(cell)))}
    first = next(iter(texts.values()), "")
    if any(_is_total(text) for text in (first, texts.get(where["name"], ""))):
        return Problem("intake-row-total")
    named = {name: texts[position] for name, position in where.items() if position in texts}
    if len(named) >= _FEWEST_HEADINGS and all(names.get(heading_key(text)) == name for name, text in named.items()):
        return Problem("intake-row-headings")
    if named and all(_is_unit(text) for text in named.values()):
        return Problem("intake-row-units")
    if len(named) == 1 and len(where) > _FEWEST_HEADINGS:
        return Problem("intake-row-note", values={"found": next(iter(named.values()))[:40]})
    return None


def _is_total(text: str) -> bool:
    word = text.replace(" ", "").rstrip(":")
    return word.endswith(_TOTALS) or word in _TOTALS_EN


def _is_unit(text: str) -> bool:
    """万元, (万元), 单位: 万元."""
    word = text.strip("()")
    for front in _UNIT:
        word = word.removeprefix(front)
    return word.lstrip(": ") in _UNITS
