"""What an item asks for where it is not one of the choices of a scale: a number, a table, ticks, a text; or what it
computes from the numbers of others.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..quantities import Formula, Quantity, Unit
from .texts import Text

Combination = Literal["worst", "mean", "weighted"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers in a table; `id` is the one of the item, a point, and its own."""

    id: str
    name: Text
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Table:
    """A table of at most `most` rows, each known by what stands under `key` (a product, a pollutant, a year).

    With `factors`, a conversion of :mod:`maturity.quantities.factors`, the rows are carriers and the one column holds
    amounts in the unit of the carrier, which count converted.
    """

    key: Text
    most: int
    columns: tuple[Column, ...]
    factors: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to be ticked."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Ticks:
    """A list of which any number is ticked; the answer counts as how many."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A text of at most `most` letters, such as a line of the boundary card."""

    most: int


@dataclass(frozen=True, slots=True)
class Computed:
    """A value computed by `formula`, in `unit`, which lies within `low` and `high` (None: no limit).

    Where the formula gives a number for every row of a table, `combination` says which counts: the worst degree, the
    mean, or the mean weighted by the column `weight`.
    """

    formula: Formula
    unit: Unit
    low: Fraction | None = None
    high: Fraction | None = None
    combination: Combination | None = None
    weight: str = ""


Asked = Quantity | Table | Ticks | Words | Computed


def measured_alike(before: Asked | None, after: Asked | None) -> bool:
    """Whether what is entered for one can be an answer to the other: the same kind, numbers of the same dimension.

    Of tables the columns of the same ids are compared.
    """
    if type(before) is not type(after):
        return False
    if isinstance(before, Quantity | Computed) and isinstance(after, Quantity | Computed):
        return before.unit.fits(after.unit)
    if isinstance(before, Table) and isinstance(after, Table):
        old, new = ({one.id: one.quantity.unit for one in table.columns} for table in (before, after))
        return before.factors == after.factors and all(old[id].fits(new[id]) for id in old.keys() & new.keys())
    return True


def measure(asked: Asked | None) -> str:
    """What is asked for in a few words of the language of definitions: "number m2", "choice"."""
    kinds = {Quantity: "number", Table: "table", Ticks: "ticks", Words: "words", Computed: "computed"}
    if isinstance(asked, Quantity | Computed):
        return f"{kinds[type(asked)]} {asked.unit.id}"
    if isinstance(asked, Table):
        return " ".join(["table", asked.factors, *(column.quantity.unit.id for column in asked.columns)]).replace(
            "  ", " "
        )
    return kinds[type(asked)] if asked else "choice"
