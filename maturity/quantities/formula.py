"""Formulas over named numbers: + - * / ( ), unary minus, and min, max, sum and each; nothing is ever executed.

A formula is parsed by Python's `ast` and kept as a tree of the few nodes allowed. Ids are written with `_` for `-` and
`.`, so that `-` stays a minus. A column of a table holds a number a row: `sum(x)`, `min(x)` and `max(x)` make one
number of it, and `each(x)` computes a number for every row.
"""

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

MOST_NODES, DEEPEST, LONGEST = 200, 20, 1000  # of the tree; letters
CALLS = ("min", "max", "sum", "each")
Value = Fraction | tuple[Fraction, ...]  # a number, or one a row of a table
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_EXACT: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
_DECIMAL = re.compile(r"\d{1,30}(\.\d{1,30})?")


def name_of(id: str) -> str:
    """The id of an item, a column or a reference value as it is written in a formula."""
    return re.sub(r"[-.]", "_", id)


class FormulaError(ValueError):
    """A formula that is not allowed; `reason` is the rest of a code formula-…, `found` the part of the text."""

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(f"{reason}: {found}")
        self.reason, self.found = reason, found


class Undefined(ArithmeticError):
    """A division by zero; `denominator` is the text of what is zero."""

    def __init__(self, denominator: str) -> None:
        super().__init__(denominator)
        self.denominator = denominator


@dataclass(frozen=True, slots=True)
class Term:
    """A node: `sign` is one of + - * / neg min max sum each name number; `text` is its part of the formula."""

    sign: str
    text: str
    terms: tuple["Term", ...] = ()
    number: Fraction = Fraction(0)

    def walk(self) -> Iterator["Term"]:
        """This node and all below."""
        yield self
        for term in self.terms:
            yield from term.walk()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: its text and its tree."""

    text: str
    root: Term

    @classmethod
    def parse(cls, text: str) -> "Formula":
        """The formula in `text`. Raises FormulaError: syntax, long, node (of another kind), call, number, size."""
        if len(text) > LONGEST:
            raise FormulaError("long", f"{text[:30]}…")
        try:
            tree = ast.parse(text.strip(), mode="eval")
            root = _term(tree.body, text.strip(), 1)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            if isinstance(error, FormulaError):
                raise
            raise FormulaError("syntax", text[:40]) from None
        if sum(1 for _ in root.walk()) > MOST_NODES:
            raise FormulaError("size", f"{text[:30]}…")
        return cls(text.strip(), root)

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it, each once, in order."""
        return tuple(dict.fromkeys(term.text for term in self.root.walk() if term.sign == "name"))

    @property
    def by_row(self) -> bool:
        """Whether it gives a number for every row of a table."""
        return any(term.sign == "each" for term in self.root.walk())

    @property
    def each(self) -> tuple[str, ...]:
        """The names within `each`."""
        inside = (below for term in self.root.walk() if term.sign == "each" for below in term.walk())
        return tuple(dict.fromkeys(term.text for term in inside if term.sign == "name"))

    @property
    def zeros(self) -> tuple[str, ...]:
        """The texts of denominators that are 0 whatever the values are."""
        below = (term.terms[1] for term in self.root.walk() if term.sign == "/")
        return tuple(dict.fromkeys(one.text for one in below if _is_zero(one)))

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """Its exact value with these values by name. Raises Undefined for a zero denominator, KeyError for a name."""
        return _evaluate(self.root, values)


def _term(node: ast.expr, text: str, depth: int) -> Term:
    here = ast.get_source_segment(text, node) or ""
    if depth > DEEPEST:
        raise FormulaError("size", here[:30])
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        return Term(_SIGNS[type(node.op)], here, tuple(_term(one, text, depth + 1) for one in (node.left, node.right)))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return Term("neg", here, (_term(node.operand, text, depth + 1),))
    if isinstance(node, ast.Name):
        return Term("name", node.id)
    if isinstance(node, ast.Constant):
        if not _DECIMAL.fullmatch(here):
            raise FormulaError("number", here[:40])
        return Term("number", here, number=Fraction(here))
    if isinstance(node, ast.Call):
        return _call(node, here, text, depth)
    raise FormulaError("node", here[:40])


def _call(node: ast.Call, here: str, text: str, depth: int) -> Term:
    known = isinstance(node.func, ast.Name) and node.func.id in CALLS
    if not known or node.keywords or not node.args or any(isinstance(arg, ast.Starred) for arg in node.args):
        raise FormulaError("call", here[:40])
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "each" and len(node.args) != 1:
        raise FormulaError("call", here[:40])
    return Term(name, here, tuple(_term(one, text, depth + 1) for one in node.args))


def _evaluate(term: Term, values: Mapping[str, Value]) -> Value:
    if term.sign == "number":
        return term.number
    if term.sign == "name":
        return values[term.text]
    parts = [_evaluate(one, values) for one in term.terms]
    if term.sign == "each":
        return parts[0]
    if term.sign == "neg":
        return _rowwise(lambda zero, x: zero - x, Fraction(0), parts[0])
    if term.sign == "/":
        return _rowwise(lambda x, y: _divided(x, y, term.terms[1].text), *parts)
    if term.sign in _EXACT:
        return _rowwise(_EXACT[term.sign], *parts)
    flat = [number for part in parts for number in (part if isinstance(part, tuple) else (part,))]
    if not flat and term.sign != "sum":
        raise Undefined(term.terms[0].text)
    return _OF_MANY[term.sign](flat)


def _sum(numbers: list[Fraction]) -> Fraction:
    return sum(numbers, start=Fraction(0))


_OF_MANY: dict[str, Callable[[list[Fraction]], Fraction]] = {"min": min, "max": max, "sum": _sum}


def _is_zero(term: Term) -> bool:
    if any(below.sign == "name" for below in term.walk()):
        return False
    try:
        return _evaluate(term, {}) == 0
    except Undefined:  # told of the denominator in it
        return False


def _divided(value: Fraction, by: Fraction, text: str) -> Fraction:
    if not by:
        raise Undefined(text)
    return value / by


def _rowwise(function: Callable[[Fraction, Fraction], Fraction], first: Value, second: Value) -> Value:
    if isinstance(first, tuple) or isinstance(second, tuple):
        count = max(len(one) for one in (first, second) if isinstance(one, tuple))
        pair = (one if isinstance(one, tuple) else (one,) * count for one in (first, second))
        return tuple(function(x, y) for x, y in zip(*pair, strict=True))
    return function(first, second)
