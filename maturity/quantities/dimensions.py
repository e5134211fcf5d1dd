"""The dimension of a formula, from the units of the names in it."""

from collections import Counter
from collections.abc import Mapping

from .formula import Formula, FormulaError, Term
from .units import Dimension, Unit


def dimension_of(formula: Formula, units: Mapping[str, Unit]) -> Dimension:
    """The dimension of the value of `formula` with these units by name.

    Raises FormulaError "units" where it adds or compares what differs in dimension, KeyError for a name without a unit.
    """
    return _dimension(formula.root, units)


def _dimension(term: Term, units: Mapping[str, Unit]) -> Dimension:
    if term.sign == "number":
        return ()
    if term.sign == "name":
        return units[term.text].dimension
    parts = [_dimension(one, units) for one in term.terms]
    if term.sign in "*/":
        return _product(parts[0], parts[1], 1 if term.sign == "*" else -1)
    if any(part != parts[0] for part in parts):
        raise FormulaError("units", term.text)
    return parts[0]


def _product(first: Dimension, second: Dimension, power: int) -> Dimension:
    powers = Counter(dict(first))
    for name, exponent in second:
        powers[name] += power * exponent
    return tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))
