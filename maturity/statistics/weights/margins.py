"""The known totals that a plan weights to, in its YAML or a CSV file, and their checks."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from typing import Annotated

from pydantic import Field

from ...errors import Refusal
from ...questionnaire import Text
from ...questionnaire.shapes import Shape, TextShape, Words
from ...questionnaire.validation import UNREADABLE, Mistake
from ...text.yamltext import Path
from ..dimensions import CLASSIFICATIONS

_TOTAL = re.compile(r"\d{1,12}(\.\d{1,6})?")
_HEAD = ["code", "total"]
Margins = Mapping[str, Mapping[str, Fraction]]
ReadSibling = Callable[[str], str]  # the text of a file beside the plan, by its name; Refusal where there is none


@dataclass(frozen=True, slots=True)
class Weights:
    """`margins` are the known numbers of enterprises by code, for each dimension; `source` is their origin."""

    source: Text
    margins: Margins

    @property
    def total(self) -> Fraction:
        """The known number of all enterprises."""
        return sum(next(iter(self.margins.values())).values(), Fraction())


_Totals = Annotated[dict[Words, Words], Field(min_length=1)]


class WeightsShape(Shape):
    """The structure of weights in a plan. A margin is totals by code, or the name of a CSV file."""

    source: TextShape
    margins: Annotated[dict[Words, _Totals | Words], Field(min_length=1)]


def read_margins(
    shape: WeightsShape, path: Path, beside: ReadSibling | None
) -> tuple[Margins, list[Mistake], list[str]]:
    """The margins that can be read, their mistakes, and the texts of files read. `path` is their place in the plan."""
    mistakes: list[Mistake] = []
    texts: list[str] = []
    margins: dict[str, dict[str, Fraction]] = {}
    for dimension, given in shape.margins.items():
        here = (*path, "margins", dimension)
        if dimension not in CLASSIFICATIONS:
            values: dict[str, object] = {"found": dimension, "allowed": ", ".join(CLASSIFICATIONS)}
            mistakes.append(("plan-margin-dimension", here, values))
            continue
        if given is UNREADABLE:
            continue
        rows, text = _rows(given, beside)
        texts += [text] if text else []
        if rows is None:
            mistakes.append(("plan-margin-file", here, {"found": str(given)}))
            continue
        mistakes += _mistakes(dimension, rows, here)
        if all(total is not UNREADABLE for _, total in rows):
            margins[dimension] = {code: Fraction(total) for code, total in rows if _TOTAL.fullmatch(total)}
    if margins and not mistakes:
        mistakes += _totals(margins, path)
    return margins, mistakes, texts


def _rows(given: Mapping[str, str] | str, beside: ReadSibling | None) -> tuple[list[tuple[str, str]] | None, str]:
    """The rows (code, total) as written, None for a missing or malformed file; and the text of the file."""
    if not isinstance(given, str):
        return list(given.items()), ""
    if beside is None:
        return None, ""
    try:
        text = beside(given)
    except Refusal:
        return None, ""
    head, *rows = [[cell.strip() for cell in row] for row in csv.reader(StringIO(text)) if any(row)] or [[]]
    if head != _HEAD or not rows or any(len(row) != len(_HEAD) for row in rows):
        return None, text
    return [(code, total) for code, total in rows], text


def _mistakes(dimension: str, rows: list[tuple[str, str]], path: Path) -> Iterator[Mistake]:
    seen = set()
    for code, total in rows:
        values: dict[str, object] = {"dimension": dimension, "code": code, "found": total}
        if code not in CLASSIFICATIONS[dimension].members:
            yield "plan-margin-code", (*path, code), values
        elif code in seen:
            yield "plan-margin-repeated", (*path, code), values
        elif total is not UNREADABLE and not (_TOTAL.fullmatch(total) and Fraction(total)):
            yield "plan-margin-number", (*path, code), values
        seen.add(code)


def _totals(margins: Margins, path: Path) -> Iterator[Mistake]:
    """The mistakes of margins that do not add up to the same number of enterprises, exactly."""
    sums = {dimension: sum(totals.values(), Fraction()) for dimension, totals in margins.items()}
    first = next(iter(sums))
    for dimension, total in sums.items():
        if total != sums[first]:
            values: dict[str, object] = {"found": _written(total), "dimension": dimension}
            values |= {"first": first, "total": _written(sums[first])}
            yield "plan-margin-totals", (*path, "margins", dimension), values


def _written(total: Fraction) -> str:
    return f"{total}" if total.denominator == 1 else f"{float(total):.6f}".rstrip("0")
