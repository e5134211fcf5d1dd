"""Quantities that tables add up: which a questionnaire has, and their ratios of sums.

A quantity whose limits allow negative numbers has no sums: no rule protects them. A ratio is that of a computed item
whose formula divides one sum of quantities by another, taken of sums over the enterprises that state all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ...errors import refuse
from ...quantities import Quantity, Unit, name_of, unit
from ...quantities.formula import Term
from ...questionnaire import Item, Questionnaire, Text
from ...questionnaire.asked import Computed, Table
from ...scoring.figures import unit_named

SUM, RATIO = "sum:", "ratio:"  # the beginnings of measures; then the id of a quantity or of a computed item
FIRST = (1, 5, 10)  # of how many of the largest enterprises shares are told
SPREADS = (*(f"first_{count}:" for count in FIRST), "hhi:", "gini:")  # how few enterprises hold most of a quantity
MILLI = 1000  # amounts are summed as whole thousandths of their unit: exact, and the same in every order
_MOST = 9 * 10**15 // MILLI
_INDICES = {"hhi:": "INDEX", "gini:": "RATIO"}  # codes of units
Form = tuple[tuple[str, float], ...]  # quantities, and by what each is multiplied


@dataclass(frozen=True)
class Amount:
    """What tables add up: a quantity, or one side of a ratio. `form` says of which quantities it is made, for
    enterprises that state all of `among`.
    """

    column: str
    form: Form
    among: tuple[str, ...]


@dataclass(frozen=True)
class Magnitude:
    """A measure: the sum of a quantity, how few hold most of it (one of SPREADS), or the ratio `top` / `bottom` times
    `factor`.
    """

    measure: str
    label: Text
    unit: Unit
    top: Amount
    bottom: Amount | None = None
    factor: float = 1.0

    @property
    def code(self) -> str:
        """Its code in the observations, and the id of its column."""
        kind, _, id = self.measure.partition(":")
        return f"{kind}_{name_of(id)}"

    @property
    def unit_code(self) -> str:
        """The code of its unit."""
        if self.spread in _INDICES:
            return _INDICES[self.spread]
        letters = "".join(letter if letter.isalnum() else "_" for letter in self.unit.id)
        return "PC" if self.unit.id == "%" else f"U_{letters}"

    @property
    def spread(self) -> str:
        """Which of SPREADS it is; "" for none."""
        return next((kind for kind in SPREADS if self.measure.startswith(kind)), "")

    @property
    def first(self) -> int:
        """Of how many of the largest enterprises it is the share; 0 for something else."""
        return next((count for count in FIRST if self.spread == f"first_{count}:"), 0)

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """What has to be added up."""
        return (self.top,) if self.bottom is None else (self.top, self.bottom)


def magnitudes(questionnaire: Questionnaire) -> tuple[Magnitude, ...]:
    """The sums and ratios of sums that a questionnaire has, in its order, and how sums are spread."""
    known = _summable(questionnaire)
    sums = [
        Magnitude(SUM + id, label, unit_named(questionnaire, id), Amount(f"amount_{name_of(id)}", ((id, 1.0),), (id,)))
        for id, label in known.items()
    ]
    ratios = (_ratio(questionnaire, item, known) for item in questionnaire.items if isinstance(item.asks, Computed))
    spreads = (replace(one, measure=one.measure.replace(SUM, kind), unit=unit("%")) for kind in SPREADS for one in sums)
    return (*sums, *(one for one in ratios if one), *spreads)


def _summable(questionnaire: Questionnaire) -> dict[str, Text]:
    """The quantities that cannot be negative, and columns of such in tables, with their names."""
    found = dict[str, Text]()
    for item in questionnaire.items:
        if isinstance(item.asks, Quantity) and item.role == "input" and _never_negative(item.asks):
            found[item.id] = item.text
        if isinstance(item.asks, Table) and item.asks.factors:
            found[item.id] = item.text
        elif isinstance(item.asks, Table):
            for column in item.asks.columns:
                if _never_negative(column.quantity):
                    zh, en = f"{item.text.zh}：{column.name.zh}", f"{item.text.en}: {column.name.en}"
                    found[column.id] = Text(zh, en)
    return found


def _never_negative(asked: Quantity) -> bool:
    limits = [one for one in (asked.minimum, asked.above) if one is not None]
    return bool(limits) and max(limits) >= 0


def _ratio(questionnaire: Questionnaire, item: Item, known: Mapping[str, Text]) -> Magnitude | None:
    """The ratio of sums of a computed item; None where its formula is no quotient of sums of quantities."""
    asks = item.asks
    if not isinstance(asks, Computed) or asks.formula.root.sign != "/":
        return None
    by_name = {name_of(id): id for id in known}
    top, bottom = (_linear(term, by_name) for term in asks.formula.root.terms)
    if not top or not bottom:
        return None
    among = tuple(sorted({*top, *bottom}))
    sides, units = [], []
    for end, form in (("top", top), ("bottom", bottom)):
        unit = unit_named(questionnaire, next(iter(form)))
        told = tuple((id, float(factor * unit_named(questionnaire, id).to(unit))) for id, factor in form.items())
        sides.append(Amount(f"amount_{end}_{name_of(item.id)}", told, among))
        units.append(unit)
    factor = float(units[0].factor / units[1].factor / asks.unit.factor)
    return Magnitude(RATIO + item.id, item.text, asks.unit, sides[0], sides[1], factor)


def _linear(term: Term, by_name: Mapping[str, str]) -> dict[str, Fraction] | None:
    """A term as multiples of quantities, each more than 0; None where it is something else."""
    if term.sign == "name":
        return {by_name[term.text]: Fraction(1)} if term.text in by_name else None
    if term.sign == "sum" and len(term.terms) == 1:
        return _linear(term.terms[0], by_name)
    if term.sign == "+":
        first, second = (_linear(one, by_name) for one in term.terms)
        if first is None or second is None:
            return None
        return {id: first.get(id, Fraction(0)) + second.get(id, Fraction(0)) for id in (*first, *second)}
    return None


def amount_columns(
    magnitudes: Sequence[Magnitude], numbers: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """The amounts (n,) of enterprises by the column of a frame, in thousandths, NaN where one is not stated; from
    numbers by id (:class:`maturity.scoring.many.evaluated.Many`).

    Raises Refusal plan-amount-large where one is too large to be added up exactly.
    """
    found = dict[str, NDArray[np.float64]]()
    for amount in (one for magnitude in magnitudes for one in magnitude.amounts):
        known = np.logical_and.reduce([~np.isnan(numbers[id]) for id in amount.among])
        value = sum(np.nan_to_num(numbers[id]) * factor for id, factor in amount.form)
        if (np.abs(value) > _MOST).any():
            raise refuse("plan-amount-large", quantities=", ".join(amount.among))
        found[amount.column] = np.where(known, np.rint(value * MILLI), np.nan)
    return found
