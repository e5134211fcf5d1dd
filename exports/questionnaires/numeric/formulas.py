"""Formulas of a definition as formulas of a spreadsheet, from their trees, over values in base units."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from maturity.quantities.formula import Term

from .draft import ColumnCells, literal

_MANY = ("sum", "min", "max")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value in base units and the reference to why there is none (0: there is one)."""

    value: str
    status: str


Known = Mapping[str, Scalar | ColumnCells]
Spread = Callable[[Term], ColumnCells]  # writes an expression row by row, and returns its cells


def is_by_row(term: Term, known: Known) -> bool:
    """Whether a term is a number for every row of a table."""
    if term.sign == "name":
        return isinstance(known[term.text], ColumnCells)
    return term.sign not in _MANY and any(is_by_row(one, known) for one in term.terms)


def translated(term: Term, known: Known, spread: Spread, row: int = 0) -> str:
    """The expression for a term; where it goes row by row, in this row of its table's sheet."""
    if term.sign == "number":
        return literal(term.number)
    if term.sign == "name":
        named = known[term.text]
        return f"${named.letter}{row}" if isinstance(named, ColumnCells) else named.value
    if term.sign in _MANY:
        return f"{term.sign.upper()}({','.join(_of_many(one, known, spread) for one in term.terms)})"
    parts = [translated(one, known, spread, row) for one in term.terms]
    if term.sign == "each":
        return parts[0]
    return f"(-{parts[0]})" if term.sign == "neg" else f"({parts[0]}{term.sign}{parts[1]})"


def _of_many(term: Term, known: Known, spread: Spread) -> str:
    """An argument of sum, min or max: a number, or the cells of a column."""
    if not is_by_row(term, known):
        return translated(term, known, spread)
    return column_of(term, known, spread).reference


def column_of(term: Term, known: Known, spread: Spread) -> ColumnCells:
    """The cells of a term that is a number for every row."""
    inner = term.terms[0] if term.sign == "each" else term
    named = known.get(inner.text) if inner.sign == "name" else None
    return named if isinstance(named, ColumnCells) else spread(inner)


def zero_tests(term: Term, known: Known, spread: Spread, row: int = 0) -> Iterator[str]:
    """Conditions of which one holds where `term` divides by zero; in sum, min and max rows are tested by themselves.

    What is left of a subtraction is zero where it is nothing beside what it was subtracted from.
    """
    if term.sign in _MANY:
        for one in term.terms:
            if is_by_row(one, known):
                yield f'COUNTIF({column_of(one, known, spread).reference},"!")>0'
            else:
                yield from zero_tests(one, known, spread)
        return
    for one in term.terms:
        yield from zero_tests(one, known, spread, row)
    if term.sign == "/":
        by = translated(term.terms[1], known, spread, row)
        size = _size(term.terms[1], known, spread, row)
        yield f"{by}=0" if size == by else f"ABS({by})<=1E-13*{size}"


def _size(term: Term, known: Known, spread: Spread, row: int) -> str:
    """The sum of the magnitudes that a term adds and subtracts; its own expression where it does neither."""
    if term.sign in "+-" or term.sign == "neg":
        return "(" + "+".join(f"ABS({translated(one, known, spread, row)})" for one in term.terms) + ")"
    return translated(term, known, spread, row)


def any_of(tests: list[str]) -> str:
    """A condition that one of the tests holds, or cannot be computed because one before it does."""
    return f"IFERROR(OR({','.join(tests)}),TRUE)" if tests else "FALSE"
