"""The numbers of many responses as columns: those entered, and those computed from them."""

import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...answers import Response
from ...quantities import Quantity, name_of
from ...quantities.columnwise import evaluate, of_sums
from ...quantities.factors import factors
from ...questionnaire import Item, Questionnaire
from ...questionnaire.asked import Computed, Table, Ticks
from ..columns import columns_of
from ..evaluation import NO_REFERENCES
from ..figures import Figure, Figures, column_ids, unit_named

Floats = NDArray[np.float64]
Texts = Sequence[Mapping[str, str]]


def number_columns(
    questionnaire: Questionnaire, entered: Texts, response: Callable[[int], Response]
) -> dict[str, Floats]:
    """The columns that :func:`.columns.score_columns` takes, of n responses.

    `entered` are their answers that are no choice, as texts by item id (:func:`maturity.answers.codec.entered_texts`);
    `response` gives the response of a row, for values of which the worst row of a table counts.
    """
    found = {id: np.full(len(entered), np.nan) for id in columns_of(questionnaire)}
    for item in questionnaire.items:
        if isinstance(item.asks, Table):
            _fill_table(item, item.asks, entered, found)
        elif isinstance(item.asks, Quantity):
            _fill(item.id, entered, found, lambda told: _value(told["value"]))
        elif isinstance(item.asks, Ticks):
            _fill(item.id, entered, found, lambda told: float(len(told["ticks"])))
        elif item.id in found:
            _fill_worst(item, entered, response, found[item.id])
    return found


def computed_columns(questionnaire: Questionnaire, numbers: Mapping[str, Floats]) -> dict[str, Floats]:
    """The values (n,) of computed items by id, in their units, from the columns of :func:`number_columns`; NaN where
    one is unknown or outside its bounds. Left out are items that depend on reference values, and those of which the
    rows of a table count.
    """
    tables = {name_of(id) for item in questionnaire.items if isinstance(item.asks, Table) for id in column_ids(item)}
    based = {name_of(id): column * float(unit_named(questionnaire, id).factor) for id, column in numbers.items()}
    found = dict[str, Floats]()
    waiting = [item for item in questionnaire.items if isinstance(item.asks, Computed) and item.id not in numbers]
    while ready := [one for one in waiting if set(_formula(one).names) <= based.keys()]:
        waiting = [one for one in waiting if one not in ready]
        for item in ready:
            if of_sums(_formula(item), tables):
                value = np.asarray(evaluate(_formula(item), based), np.float64)
                based[name_of(item.id)] = np.broadcast_to(value, _length(numbers))
                found[item.id] = _bounded(item, based[name_of(item.id)])
    return found


def _formula(item: Item) -> Any:
    if not isinstance(item.asks, Computed):
        raise TypeError(item.id)
    return item.asks.formula


def _bounded(item: Item, values: Floats) -> Floats:
    asks = item.asks
    if not isinstance(asks, Computed):
        raise TypeError(item.id)
    told = values / float(asks.unit.factor)
    for bound, sign in ((asks.low, 1), (asks.high, -1)):
        if bound is not None:
            told = np.where(sign * (told - float(bound)) < 0, np.nan, told)
    return told


def _length(numbers: Mapping[str, Floats]) -> int:
    return len(next(iter(numbers.values())))


def _fill(id: str, entered: Texts, found: Mapping[str, Floats], read: Callable[[Mapping[str, Any]], float]) -> None:
    column = found[id]
    for row, texts in enumerate(entered):
        if id in texts:
            column[row] = read(json.loads(texts[id]))


def _fill_table(item: Item, asks: Table, entered: Texts, found: Mapping[str, Floats]) -> None:
    """The sum of each column; unknown where a row has no number in it."""
    known = {key: float(one.value) for key, one in factors(asks.factors).items()} if asks.factors else {}
    for row, texts in enumerate(entered):
        if item.id not in texts:
            continue
        rows = json.loads(texts[item.id])["rows"]
        for id in column_ids(item):
            cells = [(one["key"], one["numbers"].get(id)) for one in rows]
            if all(cell for _, cell in cells):
                found[id][row] = sum(_value(cell["value"]) * known.get(key, 1.0) for key, cell in cells)


def _fill_worst(item: Item, entered: Texts, response: Callable[[int], Response], column: Floats) -> None:
    """The row of a table that is worst by the item's rule."""
    better = getattr(item.scorer, "better", "") or "low"
    for row in range(len(entered)):
        figure = Figures(response(row), NO_REFERENCES, {}).of(item)
        if isinstance(figure, Figure):
            column[row] = float(min(figure.rows) if better == "high" else max(figure.rows))


def _value(text: str) -> float:
    """An exact value as :mod:`maturity.answers.codec` writes it."""
    if "/" not in text:
        return float(int(text))
    return float(Fraction(text))
