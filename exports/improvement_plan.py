"""An improvement plan as an Excel workbook, one sheet a table. Texts are never formulas."""

from fractions import Fraction
from pathlib import Path

from maturity.report.improvement_plan import Column, ImprovementPlan, PlanTable, Value

from .page import Item, Page
from .paged import write_pages

_HEADER = 2
_DIGITS = 12  # more than anybody reads, fewer than the library writes


def write(plan: ImprovementPlan, path: Path) -> None:
    """Write `plan` to `path`. Raises Refusal `plan-not-written`, or `plan-not-verified` where it does not read back
    equal.
    """
    write_pages(tuple(_page(table) for table in plan.tables), plan.title, plan.language, plan.day, path)


def _page(table: PlanTable) -> Page:
    heads = tuple(Item(column.heading, "head") for column in table.columns)
    rows = (tuple(map(_cell, row, table.columns)) for row in table.rows)
    widths = tuple(column.width for column in table.columns)
    return Page(table.name, ((Item(table.title, "title"),), heads, *rows), _HEADER, table.id, widths)


def _cell(value: Value, column: Column) -> Item:
    if isinstance(value, int | Fraction):
        number = round(float(value), _DIGITS) if isinstance(value, Fraction) else value
        return Item(number, "number", column.decimals)
    return Item(value, "wrapped")
