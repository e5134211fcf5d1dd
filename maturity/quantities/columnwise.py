"""Formulas over columns of many values (numpy float64): the same trees as :mod:`.formula`, an operation a column."""

from collections.abc import Container, Mapping

import numpy as np
from numpy.typing import NDArray

from .formula import Formula, Term

Floats = NDArray[np.float64]
Numbers = Floats | float


def evaluate(formula: Formula, values: Mapping[str, Floats]) -> Numbers:
    """The values (n,) of a formula with these columns (n,) by name; NaN where one is missing (NaN) or a denominator is
    0. A column of a table is given by its sum in each row. Raises KeyError for a name without a column.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return _evaluate(formula.root, values)


def of_sums(formula: Formula, columns: Container[str]) -> bool:
    """Whether a formula needs nothing of the `columns` of tables, names, but the sum of each: `sum(column)`."""
    terms = [*formula.root.walk()]
    named = [term.text for term in terms if term.sign == "name" and term.text in columns]
    summed = [one.terms[0].text for one in terms if one.sign == "sum" and len(one.terms) == 1]
    return sorted(named) == sorted(name for name in summed if name in columns)


def _evaluate(term: Term, values: Mapping[str, Floats]) -> Numbers:
    if term.sign == "number":
        return float(term.number)
    if term.sign == "name":
        return values[term.text]
    parts = [_evaluate(one, values) for one in term.terms]
    if term.sign == "neg":
        return -parts[0]
    if term.sign == "/":
        return np.where(np.asarray(parts[1]) == 0, np.nan, np.divide(parts[0], parts[1]))
    if term.sign in "+-*":
        return {"+": np.add, "-": np.subtract, "*": np.multiply}[term.sign](parts[0], parts[1])
    found = parts[0]
    for part in parts[1:]:
        found = {"min": np.minimum, "max": np.maximum, "sum": np.add}[term.sign](found, part)
    return found
